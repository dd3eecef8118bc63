"""`changetalk review` and `changetalk code`, with the machine coder that ships."""

from __future__ import annotations

import json
import stat
import webbrowser
from pathlib import Path

import pytest

import changetalk as ct
from tests.cli.conftest import Run

GOAL = "use the CPAP machine every night"


@pytest.fixture(autouse=True)
def _here(examples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(examples)


def test_a_review_is_summed_up_and_says_where_the_report_lies(run: Run) -> None:
    ran = run("review", "cpap.vtt", "--goal", GOAL)
    assert (ran.code, ran.err) == (0, "")
    for expected in ("cpap.vtt", GOAL, "Questions", "% change talk", "pay, hiring", "cpap.review.html"):
        assert expected in ran.out
    assert "\x1b" not in ran.out, "piped output is plain"


def test_the_report_is_private_and_may_be_made_again(run: Run) -> None:
    assert run("review", "cpap.vtt").code == 0
    assert stat.S_IMODE(Path("cpap.review.html").stat().st_mode) == 0o600
    assert run("review", "cpap.vtt").code == 0


def test_a_page_of_someone_else_stays_as_it_is(run: Run) -> None:
    Path("cpap.review.html").write_text("<html>mine</html>")
    ran = run("review", "cpap.vtt")
    assert ran.code == 1
    assert "not from changetalk" in ran.err
    assert Path("cpap.review.html").read_text() == "<html>mine</html>"


def test_the_json_of_a_review_gives_the_same_scores_again(run: Run) -> None:
    assert run("review", "thesis.json", "--html", "r.html", "--json", "r.json").code == 0
    written = json.loads(Path("r.json").read_text())
    scored = ct.review(ct.read_coded(Path("r.json")))
    assert json.loads(scored.model_dump_json())["scores"] == written["scores"]


def test_several_files_give_a_table_and_a_report_each(run: Run) -> None:
    ran = run("review", "cpap.vtt", "hearing-aids.txt", "--html", "out")
    assert ran.code == 0
    assert {path.name for path in Path("out").iterdir()} == {"cpap.review.html", "hearing-aids.review.html"}
    assert "R:Q" in ran.out


def test_one_bad_file_does_not_stop_the_others(run: Run) -> None:
    Path("empty.vtt").write_text("")
    ran = run("review", "empty.vtt", "cpap.vtt")
    assert ran.code == 1
    assert "empty.vtt" in ran.err
    assert Path("cpap.review.html").exists()
    assert not Path("empty.review.html").exists()


def test_a_missing_folder_is_told_before_any_work(run: Run) -> None:
    ran = run("review", "cpap.vtt", "--html", "nowhere/r.html")
    assert ran.code == 1
    assert "Make it first." in ran.err


def test_the_browser_is_opened_on_request(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    assert run("review", "thesis.json", "--open").code == 0
    assert opened == [Path("thesis.review.html").resolve().as_uri()]


def test_an_interrupted_review_leaves_nothing_half_written(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before = set(Path().iterdir())

    def interrupt(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(ct, "report", interrupt)
    assert run("review", "thesis.json", "--json", "r.json").code != 0
    assert set(Path().iterdir()) == before


def test_the_counselor_can_be_named(run: Run) -> None:
    assert run("code", "cpap.vtt", "--counselor", "desmond", "--json", "c.json").code == 0
    turns = json.loads(Path("c.json").read_text())["turns"]
    assert {turn["speaker"] for turn in turns if turn["role"] == "counselor"} == {"Desmond Clarke"}


def test_coding_several_files_gives_one_json_each(run: Run) -> None:
    Path("more").mkdir()
    Path("more/thesis.json").write_text(Path("thesis.json").read_text())
    ran = run("code", "cpap.vtt", "thesis.json", "more/thesis.json", "--json", "coded-now")
    assert ran.code == 0
    assert {p.name for p in Path("coded-now").iterdir()} == {"cpap.json", "thesis.json", "thesis-2.json"}


def test_a_table_with_id_role_and_text_is_enough_to_code(run: Run) -> None:
    Path("t.csv").write_text(
        "id,role,text\na,counselor,What brings you here?\nb,client,I want to stop smoking.\n"
    )
    assert run("code", "t.csv", "--json", "t.json").code == 0
    turns = json.loads(Path("t.json").read_text())["turns"]
    assert [turn["id"] for turn in turns] == ["a", "b"]
    assert all(turn["units"] for turn in turns)


def test_a_machine_and_a_person_are_compared(run: Run) -> None:
    assert run("code", "cpap.vtt", "--goal", GOAL, "--json", "machine.json").code == 0
    ran = run("agree", "coded/first/cpap.csv", "machine.json")
    assert ran.code == 0
    assert "Code by code" in ran.out
