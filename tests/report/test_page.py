"""The page as a whole: what it says, in which order, and that speech stays text."""

from __future__ import annotations

import re
from html import escape
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import changetalk
from changetalk.errors import InputTrouble
from changetalk.fidelity import Feedback, Review
from changetalk.instruments import INSTRUMENTS
from changetalk.report import html, report, write_html
from changetalk.report.codes import anchor
from tests.fidelity.build import coding
from tests.report.outline import GOLDEN, outline
from tests.report.small import SMALL

PAGE = html(SMALL)


def human(talk: list[tuple[str, str]]) -> Review:
    made = coding(talk)
    return Review(**{name: getattr(made, name) for name in type(made).model_fields})


def section(page: str, name: str) -> str:
    return page.split(f'<section id="{name}"')[1].split("</section>", 1)[0]


def test_the_page_reads_as_its_golden_text() -> None:
    # After a wanted change: python -m tests.report.renew
    assert outline(PAGE) == GOLDEN.read_text("utf-8")


def test_the_same_review_gives_the_same_page() -> None:
    assert html(SMALL) == PAGE


def test_parts_come_in_reading_order() -> None:
    parts = re.findall(r'<section id="([a-z]+)"', PAGE)

    assert parts == ["notes", "feedback", "talk", "scores", "checks", "risk", "transcript", "key", "method"]


def test_the_page_needs_nothing_and_runs_nothing() -> None:
    tags = set(re.findall(r"<([a-z]+)", PAGE))

    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "base", "form"}
    assert not re.findall(r'\b(?:src|srcset|action|data|on[a-z]+)="', PAGE)
    assert not [target for target in re.findall(r'href="([^"]*)"', PAGE) if not target.startswith("#")]
    assert "@import" not in PAGE
    assert "url(" not in PAGE
    assert "default-src 'none'" in PAGE


def test_every_link_leads_somewhere_and_every_name_is_given_once() -> None:
    names = re.findall(r'\bid="([^"]+)"', PAGE)
    wanted = re.findall(r'href="#([^"]+)"', PAGE) + re.findall(r'(?:labelledby|describedby)="([^"]+)"', PAGE)

    assert len(names) == len(set(names))
    assert set(wanted) <= set(names)


def test_headings_go_down_one_step_at_a_time() -> None:
    levels = [int(level) for level in re.findall(r"<h(\d)", PAGE)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_a_caption_and_headed_columns() -> None:
    tables = re.findall(r"<table.*?</table>", PAGE, flags=re.DOTALL)

    assert tables
    assert all("<caption" in table and 'scope="col"' in table and 'scope="row"' in table for table in tables)


def test_markup_in_speech_is_shown_as_text() -> None:
    assert escape(SMALL.turns[-1].text.split("</script>")[0]) in PAGE.replace("&#39;", "&#x27;")
    assert "<script" not in PAGE


@given(st.text(alphabet=st.sampled_from("<>&\"'{}%#/=a\u202e\u2066אب😀\n"), max_size=40))
@settings(max_examples=15)
def test_no_words_of_anybody_can_break_the_page(words: str) -> None:
    turn = SMALL.turns[4].model_copy(update={"text": words, "speaker": words or "x", "units": ()})
    page = html(
        SMALL.model_copy(
            update={
                "turns": (*SMALL.turns[:4], turn),
                "source": words,
                "change_goal": words,
                "notes": (words,),
            }
        )
    )

    assert re.findall(r"</?[a-z][a-z0-9]*", page).count("<script") == 0
    assert [re.sub(r"\s", "", tag) for tag in re.findall(r"</?[a-z][a-z0-9]*", page)].count("<section") == 9


def test_words_of_any_direction_are_kept_apart() -> None:
    assert '<p class="said" dir="auto">' in PAGE
    assert "<b><bdi>Nurse Ada</bdi></b>" in PAGE


@pytest.mark.parametrize("instrument", INSTRUMENTS.values(), ids=lambda each: each.id)
def test_every_code_is_explained_in_the_key(instrument: changetalk.instruments.Instrument) -> None:
    for code in instrument.codes:
        entry = PAGE.split(f'<div id="{anchor(code.id)}">')[1].split("</div>")[0]
        assert code.name in entry
        assert escape(code.definition, quote=False).replace("'", "&#39;") in entry


def test_every_chip_in_the_conversation_is_explained_where_it_stands() -> None:
    chips = re.findall(r'<a class="chip[^"]*" href="#[^"]+" aria-describedby="([^"]+)"', PAGE)
    tips = re.findall(r'role="tooltip" id="([^"]+)"', PAGE)

    assert len(chips) == sum(len(turn.units) for turn in SMALL.turns)
    assert chips == tips


def test_a_chip_says_its_meaning_and_how_sure_it_is() -> None:
    assert "<b>Complex Reflection</b>" in PAGE
    assert "Unsure: CR 55\u202f%; SR 41\u202f%." in PAGE
    assert "Sure: QO over 99\u202f%." in PAGE


def test_a_corrected_code_says_who_changed_it_and_why() -> None:
    assert "Changed from GI to EMPH by K. Okafor, 2026-03-15: names the choice." in PAGE


def test_codes_dropped_by_the_rules_are_said() -> None:
    # Volley 2 holds PER twice; a code counts once a volley. Volley 1 keeps what its units say.
    assert "Counted in volley 2: PER, EMPH" in PAGE
    assert "Counted in volley 1" not in PAGE


def test_a_turn_without_a_role_is_shown_without_codes() -> None:
    turn = PAGE.split('<li id="turn-3"')[1].split("</li>")[0]

    assert "Your next one is here." in turn
    assert "not coded" in turn
    assert "chip" not in turn


def test_not_enough_is_said_with_its_reason() -> None:
    assert "<b>Not enough to say.</b> This share needs 10 units that lean." in PAGE


def test_the_levels_standing_is_said_beside_the_scores() -> None:
    assert "expert opinion" in section(PAGE, "scores")


def test_a_value_beyond_experts_is_marked() -> None:
    assert "experts seldom reach" in section(PAGE, "scores")


def test_no_risk_words_prove_nothing() -> None:
    page = html(SMALL.model_copy(update={"risk_words": ()}))

    assert "That proves nothing" in section(page, "risk")


def test_feedback_may_be_missing_or_a_note() -> None:
    none = html(SMALL.model_copy(update={"feedback": ()}))
    note = html(SMALL.model_copy(update={"feedback": (Feedback(kind="note", text="Too little.", turns=()),)}))

    assert "There is no feedback" in section(none, "feedback")
    assert "Too little." in section(note, "feedback")
    assert "What went well</h3>" not in section(note, "feedback")


def test_without_notes_there_is_no_part_for_them() -> None:
    said = SMALL.model_copy(update={"goal_source": "given", "notes": ()})
    long = tuple(turn.model_copy(update={"start": 400.0 * n}) for n, turn in enumerate(said.turns))

    assert '<section id="notes"' not in html(said.model_copy(update={"turns": long}))


def test_a_persons_coding_shows_no_machines_doubt() -> None:
    page = html(human([("T", "QO SR NC"), ("C", "R+ A-")] * 4))

    assert "Coded by a person." in page
    assert "so there is no machine’s doubt" in section(page, "checks")
    assert not {"unsure", "fairly sure"} & set(re.findall(r"fairly sure|unsure", section(page, "transcript")))


def test_a_conversation_of_one_turn_has_a_page() -> None:
    assert "Too little client talk" in html(human([("T", "QO")]))


def test_intended_use_stands_at_the_head_and_at_the_foot() -> None:
    head, foot = PAGE.split("<main")[0], PAGE.split("</main>")[1]

    assert "For training and supervision" in head
    assert all(word in foot for word in ("pay", "hiring", "discipline", "legal evidence"))


def test_write_html_writes_the_whole_page_for_its_owner_alone(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    target.write_text("before")
    write_html(SMALL, target)

    assert target.read_text("utf-8") == PAGE
    assert target.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_write_html_that_cannot_write_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputTrouble, match="cannot be written"):
        write_html(SMALL, tmp_path / "missing" / "page.html")


def test_the_room_can_be_called_as_the_package_promises(tmp_path: Path) -> None:
    target = tmp_path / "page.html"

    assert changetalk.report(SMALL, target) == report(SMALL) == PAGE
    assert target.read_text("utf-8") == PAGE
