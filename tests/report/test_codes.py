"""Every code of every instrument has its looks and its place in the key."""

import re
from collections import Counter
from importlib.resources import files

import pytest

from changetalk.instruments import INSTRUMENTS
from changetalk.report.codes import CODES, FAMILIES, anchor, family

CSS = (files("changetalk.report") / "templates" / "report.css").read_text("utf-8")


def test_every_code_has_a_place_of_its_own() -> None:
    places = Counter(anchor(code) for code in CODES)

    assert set(places.values()) == {1}
    assert all(re.fullmatch(r"code-[a-z-]+", place) for place in places)


def test_the_sign_of_a_client_code_is_part_of_its_place() -> None:
    assert (anchor("D+"), anchor("D-")) == ("code-d-plus", "code-d-minus")


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_style_for_its_words_and_its_chip(code: str) -> None:
    assert f".unit.{family(code)} " in CSS
    assert f".chip.{family(code)} " in CSS


def test_families_name_real_codes_of_the_counselor_that_count() -> None:
    counselor = {code.id for each in INSTRUMENTS.values() if each.role == "counselor" for code in each.codes}
    named = {code for codes in FAMILIES.values() for code in codes}

    assert named == {code for code in counselor if CODES[code].counted}


def test_client_codes_look_like_their_sign() -> None:
    assert {
        family(code.id) for each in INSTRUMENTS.values() if each.role == "client" for code in each.codes
    } == {
        "change",
        "sustain",
        "uncounted",
    }
