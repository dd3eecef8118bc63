"""What the encoder reads: windows of a conversation."""

from hypothesis import given, settings
from hypothesis import strategies as st

from changetalk.coder.artefact import shipped
from changetalk.coder.windows import (
    AFTER_TOKENS,
    BEFORE_TOKENS,
    GOAL_TOKENS,
    MARKS,
    TARGET_TOKENS,
    TURN_TOKENS,
    Words,
)

MOST = 2 + GOAL_TOKENS + BEFORE_TOKENS + max(TARGET_TOKENS, TURN_TOKENS + MARKS) + AFTER_TOKENS

talk = st.lists(st.integers(0, 400), max_size=12)


def words(lengths: list[int]) -> list[Words]:
    return [
        Words(
            "client" if n % 2 else "counselor",
            tuple(range(1000, 1000 + size)),
            tuple((i, i + 1) for i in range(size)),
        )
        for n, size in enumerate(lengths)
    ]


@settings(max_examples=60, deadline=None)
@given(talk)
def test_the_full_pass_reads_every_word_once(lengths: list[int]) -> None:
    made = list(shipped().windows.reviewed(words(lengths), (7, 8)))
    read = [(p.part.turn, o) for window in made for p in window.places for o in p.part.offsets]
    assert read == [(n, (i, i + 1)) for n, size in enumerate(lengths) for i in range(size)]


@settings(max_examples=60, deadline=None)
@given(talk)
def test_no_window_is_longer_than_the_encoder_reads(lengths: list[int]) -> None:
    made = list(shipped().windows.reviewed(words(lengths), (7,) * GOAL_TOKENS))
    assert all(len(window.ids) == len(window.types) <= MOST <= 512 for window in made)


@settings(max_examples=60, deadline=None)
@given(talk.filter(bool))
def test_a_live_window_ends_with_its_turn(lengths: list[int]) -> None:
    turns = words(lengths)
    made = list(shipped().windows.live(turns, len(turns) - 1, ()))
    assert [o for w in made for p in w.places for o in p.part.offsets] == list(turns[-1].offsets)
    assert all(window.places[0].last == len(window.ids) - 1 for window in made)


def test_a_place_points_at_its_words_behind_their_role() -> None:
    windows = shipped().windows
    said = [windows.words("counselor", "How are you?"), windows.words("client", "Tired, so tired.")]
    [window] = windows.reviewed(said, windows.goal("sleep more"))
    first, second = window.places
    assert window.ids[second.first : second.last] == said[1].ids
    assert window.types[first.mark] == 0
    assert window.types[second.mark] == 1
    assert second.first == second.mark + 2


def test_the_talk_nearest_to_a_turn_is_kept() -> None:
    turns = words([30, 200, 5])
    [window] = shipped().windows.live(turns, 2, ())
    assert window.ids[: window.places[0].mark].count(1199) == 1  # the long turn's last word, not its first
    assert 1050 not in window.ids
