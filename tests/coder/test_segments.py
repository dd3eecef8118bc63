"""Sentence-like spans, and spans for codes that came without any."""

from hypothesis import given
from hypothesis import strategies as st

from changetalk.coder.segments import segments, spread

WORDS = st.text(alphabet=st.sampled_from("ab ,.?!…\n\"'’ü "), max_size=80)


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in segments(text)]


def test_sentences_are_cut_at_end_punctuation() -> None:
    assert pieces("I want to stop. But why should I? No idea at all!") == [
        "I want to stop.",
        "But why should I?",
        "No idea at all!",
    ]


def test_a_piece_of_one_or_two_words_joins_the_next() -> None:
    assert pieces("Mm-hmm. Right. So you miss it.") == ["Mm-hmm. Right. So you miss it."]


def test_a_short_piece_at_the_end_joins_the_one_before() -> None:
    assert pieces("So you miss it a lot. Yeah.") == ["So you miss it a lot. Yeah."]


def test_a_lone_short_turn_is_one_segment() -> None:
    assert pieces("Yeah.") == ["Yeah."]


def test_empty_text_has_no_segment() -> None:
    assert segments("  \n ") == ()


@given(WORDS)
def test_segments_cover_every_word_in_order(text: str) -> None:
    assert "".join(pieces(text)).split() == "".join(text).split() or "".join(
        "".join(pieces(text)).split()
    ) == "".join(text.split())


@given(WORDS, st.integers(1, 6))
def test_spread_gives_as_many_spans_as_asked_in_order_within_the_text(text: str, count: int) -> None:
    spans = spread(text, count)
    assert len(spans) == count
    ends = [position for span in spans for position in span]
    assert ends == sorted(ends)
    assert all(0 <= position <= len(text) for position in ends)


def test_spread_halves_the_longest_sentence_after_a_comma() -> None:
    text = "You want to be there for them, and you miss the smoke."
    assert [text[a:b] for a, b in spread(text, 2)] == [
        "You want to be there for them,",
        "and you miss the smoke.",
    ]


def test_spread_joins_the_shortest_neighbours() -> None:
    text = "I want to stop now. I really do. And I cannot see how on earth to do it."
    assert [text[a:b] for a, b in spread(text, 2)] == [
        "I want to stop now. I really do.",
        "And I cannot see how on earth to do it.",
    ]
