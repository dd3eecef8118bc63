"""`changetalk calibrate`, and scores corrected by what it keeps. What needs the machine comes last."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from changetalk.fidelity.blind import uncoded
from changetalk.fidelity.site import calibration_path, read_calibration, site_calibration, write_calibration
from tests.authored import EXAMPLES, NAMES
from tests.cli.conftest import Run
from tests.fidelity.sites import calibration, machine, session

MADE = calibration(reflections=(0.7, 0.05), change_talk=(-0.2, 0.1))
SAID = "Corrected by this site's own codes: 8 sessions, 3 March 2026."


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    """A coding of the machine, with 4 reflections."""
    path = tmp_path / "coded.json"
    path.write_text(machine(uncoded(session(1))).model_dump_json())
    return path


def scores_in(path: Path) -> dict[str, dict[str, object]]:
    scores: dict[str, dict[str, object]] = json.loads(path.read_text())["scores"]
    return scores


def test_the_kept_calibration_corrects_scores_and_they_say_so(run: Run, coded: Path) -> None:
    write_calibration(MADE)
    ran = run("score", coded, "--json", "out.json")
    assert ran.code == 0
    assert SAID in ran.out.replace("\n             ", " ")
    assert "uncorrected 4" in ran.out
    assert scores_in(Path("out.json"))["reflections"]["site"] == {
        "uncorrected": 4.0,
        "sessions": 8,
        "date": "2026-03-03",
    }


def test_a_calibration_can_be_named_and_left_out(run: Run, coded: Path, tmp_path: Path) -> None:
    elsewhere = write_calibration(MADE, tmp_path / "elsewhere.json")
    assert "uncorrected 4" in run("score", coded, "--calibration", elsewhere).out
    write_calibration(MADE)
    assert "orrected" not in run("score", coded, "--no-calibration").out


def test_without_a_calibration_nothing_is_said_of_one(run: Run, coded: Path) -> None:
    ran = run("score", coded)
    assert ran.code == 0
    assert "orrected" not in ran.out


def test_a_calibration_of_other_weights_is_refused_in_one_line(run: Run, coded: Path) -> None:
    write_calibration(MADE.model_copy(update={"weights": "older"}))
    ran = run("score", coded)
    assert (ran.code, ran.out) == (1, "")
    assert "made with other weights (older, full pass)" in ran.err
    assert "--no-calibration" in ran.err


def test_a_persons_codes_are_scored_as_they_are(run: Run) -> None:
    write_calibration(MADE)
    ran = run("score", EXAMPLES / "coded" / "first" / "cpap.csv")
    assert ran.code == 0
    assert "orrected" not in ran.out


def test_the_kept_calibration_is_shown_as_factors(run: Run) -> None:
    write_calibration(MADE)
    ran = run("calibrate", "--show")
    assert ran.code == 0
    # e^.7 = 2.01, e^(.7 ± 1.645·.05) = 1.85 and 2.19
    assert "8 sessions, 3 March 2026" in ran.out
    assert "2.01  (1.85–2.19)" in ran.out
    assert "too few sessions" in ran.out


def test_to_show_what_is_not_there_is_trouble(run: Run) -> None:
    assert run("calibrate", "--show").code == 1


def test_a_folder_or_show_is_asked_for(run: Run) -> None:
    assert run("calibrate").code == 2


def test_too_few_sessions_keep_nothing(run: Run) -> None:
    ran = run("calibrate", EXAMPLES / "coded" / "first")
    assert ran.code == 1
    assert "holds 3 coded sessions" in ran.err
    assert site_calibration() is None


def test_a_file_of_someone_else_stays_as_it_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text("{}")
    ran = run("calibrate", EXAMPLES / "coded" / "first", "--out", tmp_path / "notes.json")
    assert ran.code == 1
    assert "not from changetalk" in ran.err


@pytest.fixture
def halves(tmp_path: Path) -> Path:
    """Six sessions coded by a person: the two halves of each example conversation."""
    folder = tmp_path / "ours"
    folder.mkdir()
    for name in NAMES:
        with (EXAMPLES / "coded" / "first" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        middle = len(rows) // 2
        for half, part in enumerate((rows[:middle], rows[middle:])):
            with (folder / f"{name}-{half}.csv").open("w", encoding="utf-8", newline="") as out:
                csv.writer(out).writerows([header, *part])
    return folder


def test_a_sites_sessions_are_learnt_from_and_correct_its_reviews(run: Run, halves: Path) -> None:
    shown = run("calibrate", halves, "--goal", "change", "--show")
    assert shown.code == 0
    assert site_calibration() is None, "showing keeps nothing"
    assert run("calibrate", halves, "--goal", "change", "--out", "ours.json").code == 0
    assert run("calibrate", halves).code == 0
    kept = read_calibration(calibration_path())
    assert len(kept.sessions) == 6
    assert "change_talk" not in kept.shifts, "no goal was named"
    assert "change_talk" in read_calibration(Path("ours.json")).shifts

    ran = run("review", EXAMPLES / "cpap.vtt", "--json", "r.json")
    assert ran.code == 0
    assert "6 sessions" in ran.out
    assert scores_in(Path("r.json"))["questions"]["site"]
    assert "This site’s own codes" in Path("cpap.review.html").read_text("utf-8")
    uncorrected = run("review", EXAMPLES / "cpap.vtt", "--no-calibration").out
    assert "orrected" not in uncorrected
