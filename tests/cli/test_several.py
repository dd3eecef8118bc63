from __future__ import annotations

import pytest
import typer

from changetalk.cli.several import each, name_troubles
from changetalk.errors import InputTrouble


def halve(number: int) -> int:
    if number % 2:
        raise InputTrouble(f"{number}", "is odd", "Give an even one.")
    return number // 2


def test_trouble_with_one_does_not_stop_the_others() -> None:
    done, troubles = each([2, 3, 4], halve)
    assert done == [1, 2]
    assert [trouble.source for trouble in troubles if isinstance(trouble, InputTrouble)] == ["3"]


def test_trouble_with_the_only_one_is_raised() -> None:
    with pytest.raises(InputTrouble):
        each([3], halve)


def test_troubles_are_named_and_the_exit_code_is_1(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as stopped:
        name_troubles([InputTrouble("3", "is odd", "Give an even one.")])
    assert stopped.value.exit_code == 1
    assert "3: is odd. Give an even one." in capsys.readouterr().err


def test_without_troubles_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    name_troubles([])
    assert capsys.readouterr().err == ""
