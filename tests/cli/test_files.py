from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from changetalk.cli.files import check_free, destinations, make_folder, write
from changetalk.errors import InputTrouble


def test_one_source_gets_the_path_that_was_given(tmp_path: Path) -> None:
    assert destinations(tmp_path / "r.html", [Path("a.vtt")], ".review.html") == [tmp_path / "r.html"]


def test_without_a_path_results_are_named_after_their_source_in_the_current_folder() -> None:
    assert destinations(None, [Path("in/a.vtt")], ".review.html") == [Path("a.review.html")]


def test_several_sources_go_into_one_folder_and_equal_names_are_numbered(tmp_path: Path) -> None:
    sources = [Path("monday/a.vtt"), Path("tuesday/a.vtt"), Path("b.txt")]
    assert [p.name for p in destinations(tmp_path, sources, ".json")] == ["a.json", "a-2.json", "b.json"]


def test_one_source_and_an_existing_folder_gives_a_named_file_in_it(tmp_path: Path) -> None:
    assert destinations(tmp_path, [Path("a.vtt")], ".json") == [tmp_path / "a.json"]


def test_a_written_file_is_whole_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    write(tmp_path / "a.json", "déjà\n")
    assert (tmp_path / "a.json").read_bytes() == "déjà\n".encode()
    assert stat.S_IMODE((tmp_path / "a.json").stat().st_mode) == 0o600


def test_an_interrupted_writing_leaves_what_was_there_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.json").write_text("before")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "a.json", "after")
    assert (tmp_path / "a.json").read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


def test_writing_through_a_link_keeps_the_link(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text("before")
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    write(tmp_path / "link.json", "after")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_text() == "after"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputTrouble, match="nowhere is not there"):
        check_free(tmp_path / "nowhere" / "a.json", [])


def test_a_file_of_someone_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html>my own page</html>")
    with pytest.raises(InputTrouble, match="not from changetalk"):
        check_free(tmp_path / "a.html", [])


@pytest.mark.parametrize(
    "beginning",
    [
        '{\n "schema": "changetalk/coded-transcript/1",',
        '<meta name="generator" content="changetalk 0.1.0">',
        "",
    ],
)
def test_an_earlier_result_or_an_empty_file_may_be_replaced(tmp_path: Path, beginning: str) -> None:
    (tmp_path / "a").write_text(beginning)
    check_free(tmp_path / "a", [])


def test_the_file_being_read_is_never_replaced(tmp_path: Path) -> None:
    source = tmp_path / "a.json"
    source.write_text('{"schema": "changetalk/coded-transcript/1"}')
    with pytest.raises(InputTrouble, match="made from"):
        check_free(tmp_path / ".." / tmp_path.name / "a.json", [source])


def test_a_device_is_no_place_for_a_result() -> None:
    with pytest.raises(InputTrouble, match="not an ordinary file"):
        check_free(Path(os.devnull), [])


def test_a_folder_for_results_is_private_and_may_be_there_already(tmp_path: Path) -> None:
    make_folder(tmp_path / "out")
    make_folder(tmp_path / "out")
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700


def test_a_file_where_a_folder_is_needed_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(InputTrouble, match="name a folder"):
        make_folder(tmp_path / "out")
