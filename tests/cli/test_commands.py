"""Commands that need no machine coder: help, instruments, examples, scores and agreement of
people's codes, and how trouble is told."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import changetalk as ct
from tests.cli.conftest import Run


def test_the_version_is_said(run: Run) -> None:
    assert run("--version") == (0, f"changetalk {ct.__version__}\n", "")


def test_wrong_use_exits_with_2(run: Run) -> None:
    assert run("frobnicate").code == 2
    assert run("review").code == 2
    assert run("code", "a.vtt").code == 2


def test_trouble_is_one_line_on_stderr_and_exits_with_1(run: Run, tmp_path: Path) -> None:
    ran = run("score", tmp_path / "missing.csv")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("\n") == 1
    assert ran.err.startswith("changetalk: ")
    assert "missing.csv" in ran.err


def test_a_code_is_explained_with_its_examples(run: Run) -> None:
    ran = run("instruments", "conf")
    assert ran.code == 0
    assert "CONF  Confront" in ran.out
    assert "For example" in ran.out


def test_a_letter_without_its_sign_explains_both_codes(run: Run) -> None:
    out = run("instruments", "ts").out
    assert "TS+" in out
    assert "TS-" in out


def test_every_code_is_listed(run: Run) -> None:
    out = run("instruments").out
    assert all(code.id in out for instrument in ct.INSTRUMENTS.values() for code in instrument.codes)


def test_an_unknown_code_is_trouble(run: Run) -> None:
    assert run("instruments", "xyzzy").code == 1


def test_the_reference_is_printed_as_markdown(run: Run) -> None:
    assert run("instruments", "--markdown").out.startswith("# Instruments")


def test_examples_are_copied_and_copying_again_changes_nothing(run: Run, examples: Path) -> None:
    again = run("examples", examples)
    assert again.code == 0
    assert str(examples / "cpap.vtt") in again.out


def test_examples_never_replace_a_file_that_differs(run: Run, examples: Path) -> None:
    (examples / "thesis.json").write_text("mine")
    assert run("examples", examples).code == 1
    assert (examples / "thesis.json").read_text() == "mine"


def test_a_persons_codes_are_scored(run: Run, examples: Path) -> None:
    ran = run("score", examples / "coded" / "first" / "hearing-aids.csv")
    assert ran.code == 0

    assert "Questions" in ran.out
    assert "% change talk" in ran.out


def test_scores_go_into_a_private_file_that_can_be_scored_again(run: Run, examples: Path) -> None:
    target = examples / "scored.json"
    first = run("score", examples / "coded" / "first" / "cpap.csv", "--json", target)
    assert first.code == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert json.loads(target.read_text())["schema"] == "changetalk/coded-transcript/1"
    again = run("score", target)
    shown = [line for line in first.out.splitlines() if not line.startswith("Written to")]
    assert [line for line in again.out.splitlines() if line not in shown] == []


def test_scores_never_replace_the_coding_they_are_made_from(run: Run, examples: Path) -> None:
    coding = examples / "coded" / "first" / "cpap.csv"
    assert run("score", coding, "--json", coding).code == 1


def test_two_codings_are_compared(run: Run, examples: Path) -> None:
    coded = examples / "coded"
    ran = run("agree", coded / "first" / "cpap.csv", coded / "second" / "cpap.csv")
    assert ran.code == 0
    assert "kappa" in ran.out
    assert "They differ in turn" in ran.out


def test_a_coding_agrees_with_itself_everywhere(run: Run, examples: Path) -> None:
    coding = examples / "coded" / "first" / "cpap.csv"
    assert "They differ nowhere." in run("agree", coding, coding).out


def test_folders_of_codings_are_matched_by_name(run: Run, examples: Path) -> None:
    (examples / "coded" / "second" / "thesis.csv").unlink()
    ran = run("agree", examples / "coded" / "first", examples / "coded" / "second")
    assert ran.code == 0
    assert "Scores of 2 conversations" in ran.out
    assert "thesis.csv" in ran.err


def test_folders_in_which_one_pair_is_in_trouble_still_compare_the_others(run: Run, examples: Path) -> None:
    (examples / "coded" / "second" / "thesis.csv").write_text("id,role,text\n1,client,hello\n")
    ran = run("agree", examples / "coded" / "first", examples / "coded" / "second")
    assert ran.code == 1
    assert "Scores of 2 conversations" in ran.out
    assert "thesis.csv" in ran.err


def test_a_file_and_a_folder_are_not_compared(run: Run, examples: Path) -> None:
    ran = run("agree", examples / "coded", examples / "coded" / "first" / "cpap.csv")
    assert ran.code == 1
    assert "two files or two folders" in ran.err
