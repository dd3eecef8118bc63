from __future__ import annotations

from pathlib import Path

from changetalk.transcripts import read
from tests.transcripts.samples import plain_text, put


def test_a_goal_given_goes_before_one_in_the_file(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", "role,text,goal\nT,How?,drink less\nC,Well.,\n")
    assert read(path).change_goal == "drink less"
    assert read(path, goal=" sleep more ").change_goal == "sleep more"
    assert read(path, goal="  ").change_goal == "drink less"


def test_the_source_is_the_files_name_without_its_folders(tmp_path: Path) -> None:
    assert read(put(tmp_path, "session 4.txt", plain_text())).source == "session 4.txt"


def test_nothing_is_said_of_a_plain_file(tmp_path: Path) -> None:
    transcript = read(put(tmp_path, "a.txt", plain_text()))
    assert (transcript.notes, transcript.medium, transcript.date, transcript.change_goal) == (
        (),
        None,
        None,
        None,
    )


def test_a_path_may_be_text(tmp_path: Path) -> None:
    assert len(read(str(put(tmp_path, "a.txt", plain_text()))).turns) == 8
