"""Codings that Hypothesis makes up."""

from __future__ import annotations

from hypothesis import strategies as st

from changetalk.coder import Coding
from changetalk.instruments import MISC, MITI
from tests.fidelity.build import Codes, coding

COUNSELOR = [code.id for code in MITI.codes]
CLIENT = [code.id for code in MISC.codes]


@st.composite
def _probabilities(draw: st.DrawFn, codes: list[str]) -> dict[str, float]:
    chosen = draw(st.lists(st.sampled_from(codes), min_size=1, max_size=4, unique=True))
    shares = draw(st.lists(st.floats(0.01, 1), min_size=len(chosen), max_size=len(chosen)))
    return {code: share / sum(shares) for code, share in zip(chosen, shares, strict=True)}


@st.composite
def _turn(draw: st.DrawFn, human: bool) -> tuple[str, Codes]:
    speaker = draw(st.sampled_from(("T", "C")))
    codes = COUNSELOR if speaker == "T" else CLIENT
    if human:
        return speaker, " ".join(draw(st.lists(st.sampled_from(codes), max_size=4)))
    return speaker, draw(st.lists(_probabilities(codes), min_size=0, max_size=4))


@st.composite
def codings(draw: st.DrawFn) -> Coding:
    """A coding by a person or the machine, of no turns up to forty."""
    human = draw(st.booleans())
    talk = draw(st.lists(_turn(human), max_size=40))
    return coding(talk, words=draw(st.sampled_from((1, 40))), medium=draw(st.sampled_from((None, "chat"))))
