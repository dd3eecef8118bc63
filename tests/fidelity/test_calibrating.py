"""What a site's sessions teach, from beginning to end with a machine made up for it."""

from __future__ import annotations

from math import log
from pathlib import Path

import pytest

from changetalk.coder import Coding
from changetalk.errors import InputTrouble
from changetalk.fidelity.calibrating import calibrate
from changetalk.fidelity.shift import SHIFTED
from changetalk.transcripts import Transcript
from tests.fidelity.sites import WEIGHTS, machine, session, site


def test_five_sessions_teach_what_the_machine_misses() -> None:
    learnt = calibrate(site(5), coder=machine)
    # 45 reflections against 20: log(45.5/20.5) = .7973. The machine has no doubt; half a code a session:
    # 5·.25/20.5² = .00297. Prior .2²: kept .04/.04297 = .9308, so .7421; √(.9308·.00297) = .0526.
    shift = learnt.shifts["reflections"]
    assert (shift.value, shift.se, shift.sessions) == (0.7421, 0.0526, 5)
    # Questions, 60 against 85: log(60.5/85.5) = -.3459, variance 5·.25/85.5² = .000171, prior .1²:
    # kept .9832, so -.3401.
    assert learnt.shifts["questions"].value == -0.3401
    # Both against each other: .7973 + .3459 = 1.1432, variance .003145, prior .25²: kept .9521.
    assert learnt.shifts["reflection_to_question"].value == pytest.approx(1.0884, abs=1e-3)


def test_what_agrees_is_not_shifted() -> None:
    learnt = calibrate(site(5), coder=machine)
    for score in ("change_talk", "sustain_talk", "percent_change_talk", "mi_adherent", "mi_non_adherent"):
        assert learnt.shifts[score].value == 0


def test_more_sessions_make_a_shift_larger_and_surer() -> None:
    five, ten = (calibrate(site(n), coder=machine).shifts["reflections"] for n in (5, 10))
    assert five.value < ten.value < log(9 / 4)
    assert ten.se < five.se


def test_the_file_says_what_it_was_made_of_and_holds_no_words() -> None:
    learnt = calibrate(site(6), coder=machine)
    assert (learnt.weights, learnt.pass_, len(learnt.sessions)) == (WEIGHTS, "full", 6)
    assert set(learnt.shifts) == set(SHIFTED)
    written = learnt.model_dump_json()
    assert "word" not in written
    assert "csv" not in written


def test_clients_talk_is_learnt_only_from_sessions_that_name_a_goal() -> None:
    sessions = {**site(4), **{f"goalless {n}": session(10 + n, goal=None) for n in range(4)}}
    learnt = calibrate(sessions, coder=machine)
    assert learnt.shifts["questions"].sessions == 8
    assert "change_talk" not in learnt.shifts


def test_a_folder_teaches_the_same_as_its_codings(tmp_path: Path) -> None:
    for name, coding in site(5).items():
        (tmp_path / name.replace("csv", "json")).write_text(coding.model_dump_json())
    assert calibrate(tmp_path, coder=machine) == calibrate(site(5), coder=machine)


def test_progress_is_told_session_by_session() -> None:
    told: list[tuple[int, int]] = []
    calibrate(site(5), coder=machine, progress=lambda done, total: told.append((done, total)))
    assert told == [(done, 5) for done in range(1, 6)]


def test_the_machine_sees_no_code_that_a_person_gave() -> None:
    def watched(transcript: Transcript) -> Coding:
        assert type(transcript) is Transcript
        return machine(transcript)

    calibrate(site(5), coder=watched)


def test_codes_copied_from_the_machine_are_refused() -> None:
    def copier(transcript: Transcript) -> Coding:
        return machine(transcript, lambda place, role: people[place] if role else "")

    people = [turn.units[0].code for turn in session(1).turns]
    with pytest.raises(InputTrouble, match=r"0.csv: holds the machine's own codes"):
        calibrate(site(5), coder=copier)
