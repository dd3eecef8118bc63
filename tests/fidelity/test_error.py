"""How far the machine errs, read from its artefact."""

import json
from pathlib import Path

import pytest

from changetalk.fidelity.error import CodingError, coding_error, read_coding_error
from changetalk.fidelity.features import FEATURES
from changetalk.fidelity.globals import read_estimator


def test_the_error_is_read_from_the_artefact(tmp_path: Path) -> None:
    path = tmp_path / "errors.json"
    path.write_text(json.dumps({"sigma": {"QO": 0.2}, "shared": {"+": 0.4}, "source": "97 dialogues"}))

    assert read_coding_error(path) == CodingError({"QO": 0.2}, "97 dialogues", {"+": 0.4})


def test_a_code_that_was_not_measured_takes_the_default() -> None:
    assert CodingError({"QO": 0.2}, "a test").of("QO") == 0.2
    assert CodingError({"QO": 0.2}, "a test").of("GI") == 0.3


def test_without_a_file_the_source_says_that_nothing_was_measured(tmp_path: Path) -> None:
    assert "not measured" in read_coding_error(tmp_path / "errors.json").source


def test_the_packages_own_error_is_between_nothing_and_chance() -> None:
    assert all(0 <= sigma <= 3 for sigma in coding_error().sigma.values())


def test_an_estimator_is_read_from_the_artefact(tmp_path: Path) -> None:
    path = tmp_path / "globals.json"
    zeros = [0.0] * len(FEATURES)
    rating = {"coef": zeros, "intercept": 3.2, "residual": [-1, 0.9]}
    path.write_text(
        json.dumps(
            {
                "features": FEATURES,
                "mean": zeros,
                "scale": zeros,
                "globals": {"empathy": rating},
                "source": "x",
            }
        )
    )

    found = read_estimator(path)

    assert found is not None
    assert found.globals["empathy"].intercept == 3.2
    assert found.globals["empathy"].residual == (-1, 0.9)


def test_an_estimator_for_other_features_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "globals.json"
    path.write_text(json.dumps({"features": ["height"]}))

    with pytest.raises(ValueError, match="other features"):
        read_estimator(path)


def test_without_a_file_there_is_no_estimator(tmp_path: Path) -> None:
    assert read_estimator(tmp_path / "globals.json") is None
