"""A site's calibration as a file: where it is kept, how it comes back, what is refused."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import platformdirs
import pytest

from changetalk.errors import InputTrouble
from changetalk.fidelity.site import (
    calibration_path,
    read_calibration,
    site_calibration,
    write_calibration,
)
from tests.fidelity.sites import calibration

MADE = calibration(questions=(0.25, 0.1), percent_complex=(-0.4, 0.2))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHANGETALK_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_a_calibration_comes_back_as_it_was(tmp_path: Path) -> None:
    path = write_calibration(MADE, tmp_path / "c.json")
    assert read_calibration(path) == MADE
    assert json.loads(path.read_text())["schema"] == "changetalk/site-calibration/1"


def test_it_is_kept_in_the_home_for_its_owner_alone(home: Path) -> None:
    assert site_calibration() is None
    assert write_calibration(MADE) == home / "calibration.json" == calibration_path()
    assert site_calibration() == MADE
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "calibration.json").stat().st_mode) == 0o600


def test_a_new_calibration_replaces_the_one_before(home: Path) -> None:
    write_calibration(MADE)
    later = calibration(questions=(0.1, 0.05))
    write_calibration(later)
    assert site_calibration() == later
    assert [path.name for path in home.iterdir()] == ["calibration.json"]


def test_without_a_home_it_is_kept_in_the_users_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHANGETALK_HOME", raising=False)
    assert calibration_path().parent == Path(platformdirs.user_data_dir("changetalk", appauthor=False))


@pytest.mark.parametrize(
    "changed",
    [
        {"schema": "changetalk/site-calibration/2"},
        {"sessions": ["only", "two"]},
        {"shifts": {"questions": {"value": 99, "se": 0.1, "sessions": 8}}},
        {"shifts": {"questions": {"value": 0.1, "se": -0.1, "sessions": 8}}},
        {"names": ["Ann"]},
    ],
    ids=["later version", "too few sessions", "shift beyond reason", "negative error", "unknown field"],
)
def test_a_file_that_is_no_calibration_is_refused(changed: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    path.write_text(json.dumps(json.loads(MADE.model_dump_json()) | changed))
    with pytest.raises(InputTrouble, match=r"is not a changetalk/site-calibration/1 file"):
        read_calibration(path)


def test_a_home_that_cannot_be_made_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CHANGETALK_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(InputTrouble, match="cannot be made"):
        write_calibration(MADE)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputTrouble, match="no such file"):
        read_calibration(tmp_path / "c.json")
