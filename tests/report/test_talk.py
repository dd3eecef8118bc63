"""Change and sustain talk over the conversation: picture, words, table."""

import re
from xml.etree import ElementTree

import pytest

from changetalk.coder import Coding
from changetalk.report.picture import COLOURS
from changetalk.report.talk import ROWS, Talk, talk
from tests.fidelity.build import coding, timed

RISING = [("T", "QO"), ("C", "R-")] * 8 + [("T", "QO"), ("C", "R+")] * 8


def drawn(made: Coding) -> Talk:
    found = talk(made)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def rising() -> Talk:
    return drawn(timed(RISING, 20))


def test_the_words_say_where_the_share_begins_and_ends(rising: Talk) -> None:
    assert "begins near 0\u202f% and ends near 100\u202f%" in rising.told
    assert "lowest around turn 2 (0\u202f%)" in rising.told


def test_the_table_runs_from_the_first_client_turn_to_the_last(rising: Talk) -> None:
    assert len(rising.rows) == ROWS
    assert (rising.rows[0].turn, rising.rows[0].time) == ("2", "0:20")
    # The last client turn is turn 32; 31 turns of 20 seconds come before it.
    assert (rising.rows[-1].turn, rising.rows[-1].time) == ("32", "10:20")


def test_the_first_row_counts_the_turns_around_it(rising: Talk) -> None:
    # Sixteen client turns: the window reaches two to each side, so the first one sees three R-.
    first = rising.rows[0]

    assert (first.change, first.sustain, first.share) == ("0.0", "3.0", "0\u202f%")


def test_minutes_are_told_only_where_there_are_times() -> None:
    assert ">minutes</text>" in drawn(timed(RISING, 20)).wide
    assert ">turn</text>" in drawn(coding(RISING)).wide


def test_little_talk_either_way_leaves_the_share_open() -> None:
    found = drawn(coding([("T", "QO"), ("C", "FN")] * 6 + [("T", "QO"), ("C", "R+")]))

    assert found.rows[0].share == ""
    assert found.told.endswith("has the figures.")


@pytest.mark.parametrize(
    "said",
    [
        [("T", "QO"), ("C", "R+")] * 2,
        [("T", "QO"), ("C", "FN")] * 5,
        [("T", "QO GI")] * 3,
    ],
    ids=["two client turns", "nothing leans", "nobody answers"],
)
def test_there_is_no_picture_of_nothing(said: list[tuple[str, str]]) -> None:
    assert talk(coding(said)) is None


def test_the_same_conversation_gives_the_same_picture(rising: Talk) -> None:
    assert drawn(timed(RISING, 20)) == rising


def test_every_colour_is_a_name_that_a_theme_can_change(rising: Talk) -> None:
    assert not re.findall(r"#[0-9a-fA-F]{6}\b", rising.wide + rising.narrow)
    assert set(re.findall(r"var\(--[a-z]+\)", rising.wide)) == set(COLOURS.values())


def test_letters_stay_letters_in_the_pages_own_font(rising: Talk) -> None:
    assert "Share of change talk" in rising.wide
    assert "font-family" not in rising.wide


def test_no_name_in_one_drawing_is_used_in_the_other(rising: Talk) -> None:
    wide, narrow = (set(re.findall(r'\bid="([^"]+)"', each)) for each in (rising.wide, rising.narrow))

    assert wide
    assert not wide & narrow


def test_the_drawing_reaches_for_nothing_outside_itself(rising: Talk) -> None:
    root = ElementTree.fromstring(rising.wide)
    names = {element.get("id") for element in root.iter()}
    used = re.findall(r"url\(#([^)]+)\)", rising.wide) + re.findall(r'href="#([^"]+)"', rising.wide)

    assert used
    assert set(used) <= names
    assert not [
        element.tag for element in root.iter() if element.tag.endswith(("style", "script", "metadata"))
    ]
    assert "href" not in re.sub(r'\bhref="#', "", rising.wide)
