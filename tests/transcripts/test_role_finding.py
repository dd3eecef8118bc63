"""Who the counselor is, told from what is said: the example conversations under other names."""

from __future__ import annotations

from pathlib import Path

import pytest

from changetalk.transcripts import Transcript, Turn, read
from changetalk.transcripts.role_model import MAX_P
from tests.authored import EXAMPLES
from tests.transcripts.samples import put

FILES = ("cpap.vtt", "hearing-aids.txt", "thesis.json")
NEUTRAL = (("A", "B"), ("B", "A"), ("Speaker 1", "Speaker 2"), ("Speaker 2", "Speaker 1"))


def told(turns: list[Turn], names: tuple[str, str], folder: Path) -> Transcript:
    """The turns read again as plain text, the counselor and the client under these names."""
    of_role = dict(zip(("counselor", "client"), names, strict=True))
    lines = (f"{of_role[turn.role or 'client']}: {' '.join(turn.text.split())}\n\n" for turn in turns)
    return read(put(folder, "renamed.txt", "".join(lines)))


def counselor_of(transcript: Transcript) -> set[str]:
    return {turn.speaker for turn in transcript.turns if turn.role == "counselor"}


@pytest.mark.parametrize("names", NEUTRAL, ids=" and ".join)
@pytest.mark.parametrize("file", FILES)
def test_names_that_say_nothing_leave_it_to_the_words(
    file: str, names: tuple[str, str], tmp_path: Path
) -> None:
    transcript = told(list(read(EXAMPLES / file).turns), names, tmp_path)
    assert counselor_of(transcript) == {names[0]}
    assert transcript.roles.source == "guessed"
    assert transcript.roles.p == MAX_P


@pytest.mark.parametrize("file", FILES)
def test_the_client_may_speak_first(file: str, tmp_path: Path) -> None:
    turns = list(read(EXAMPLES / file).turns)
    begin = next(place for place, turn in enumerate(turns) if turn.role == "client")
    transcript = told(turns[begin:], ("A", "B"), tmp_path)
    assert transcript.turns[0].speaker == "B"
    assert counselor_of(transcript) == {"A"}


@pytest.mark.parametrize("file", FILES)
def test_swapped_names_swap_the_roles_and_not_the_sureness(file: str, tmp_path: Path) -> None:
    turns = list(read(EXAMPLES / file).turns)
    one, other = (told(turns, names, tmp_path) for names in (("Robin", "Sam"), ("Sam", "Robin")))
    assert (counselor_of(one), counselor_of(other)) == ({"Robin"}, {"Sam"})
    assert one.roles.p == other.roles.p


@pytest.mark.parametrize("heard", [10, 20, 40])
@pytest.mark.parametrize("file", FILES)
def test_the_beginning_of_a_conversation_is_enough(file: str, heard: int, tmp_path: Path) -> None:
    transcript = told(list(read(EXAMPLES / file).turns)[:heard], ("A", "B"), tmp_path)
    assert counselor_of(transcript) == {"A"}
    assert transcript.roles.p > 0.9


@pytest.mark.parametrize("file", FILES)
def test_hearing_more_makes_a_guess_no_less_sure(file: str, tmp_path: Path) -> None:
    turns = list(read(EXAMPLES / file).turns)
    sure = [told(turns[:heard], ("A", "B"), tmp_path).roles.p for heard in (4, len(turns))]
    assert sure[0] <= sure[1]
