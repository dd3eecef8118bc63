"""How instruments and codes are found."""

from __future__ import annotations

import pytest

from changetalk.instruments import INSTRUMENTS, MISC, MITI, look_up


def found(text: str) -> list[str]:
    return [code.id for _, code in look_up(text)]


def test_the_counselors_instrument_comes_before_the_clients() -> None:
    assert list(INSTRUMENTS.values()) == [MITI, MISC]
    assert list(INSTRUMENTS) == ["miti-4.2.1", "misc-2.5"]


@pytest.mark.parametrize("text", ["CR", "cr", " Cr "])
def test_an_id_finds_its_code_in_any_case(text: str) -> None:
    assert look_up(text) == [(MITI, MITI.code("CR"))]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("d", ["D+", "D-"]),
        ("ts", ["TS+", "TS-"]),
        ("q", ["QO", "QC"]),
        ("reflection", ["SR", "CR"]),
        ("complex", ["CR"]),
        ("emph auto", ["EMPH"]),
        ("PERMISSION", ["PWP"]),
        ("reason change", ["R+", "R-"]),
        ("neutral", ["FN"]),
    ],
)
def test_a_letter_or_words_of_a_name_find_every_code_that_fits(text: str, codes: list[str]) -> None:
    assert found(text) == codes


@pytest.mark.parametrize("text", ["", "   ", "zebra", "complex zebra"])
def test_words_that_fit_nothing_find_nothing(text: str) -> None:
    assert found(text) == []
