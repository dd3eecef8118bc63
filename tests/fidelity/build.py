"""Small codings built by hand: who speaks, with which codes, in how many words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from changetalk.coder import Coding, TurnCoding, Unit, assemble
from changetalk.coder.coding import Rater
from changetalk.transcripts import Transcript, Turn

WORDS = 40
Codes = str | Sequence[dict[str, float]]
Talk = Sequence[tuple[str, Codes]]


def coding(talk: Talk, *, words: int = WORDS, goal: str | None = "stop smoking", **facts: Any) -> Coding:
    """A coding of turns like `("T", "SR QO")` (a person's codes, one a unit) or
    `("C", [{"R+": 0.8, "FN": 0.2}])` (the machine's probabilities, the likeliest being the code).

    Each turn says `words` words in all. `facts` are further fields of the transcript.
    """
    roles = {"T": "counselor", "C": "client"}
    turns, coded = [], []
    for number, (speaker, codes) in enumerate(talk, start=1):
        text = " ".join(["word"] * words)
        turns.append(
            Turn.model_validate({"id": str(number), "speaker": speaker, "role": roles[speaker], "text": text})
        )
        coded.append(TurnCoding(units=_units(codes)))
    transcript = Transcript(turns=tuple(turns), change_goal=goal, **facts)
    kind: Literal["human", "machine"] = (
        "human" if all(isinstance(codes, str) for _, codes in talk) else "machine"
    )
    return assemble(transcript, coded, rater=Rater(kind=kind, name="test"), goal_source="given")


def timed(talk: Talk, seconds: float, **facts: Any) -> Coding:
    """The same, where every turn lasts `seconds`."""
    made = coding(talk, **facts)
    turns = tuple(
        turn.model_copy(update={"start": place * seconds, "end": (place + 1) * seconds})
        for place, turn in enumerate(made.turns)
    )
    return made.model_copy(update={"turns": turns})


def _units(codes: Codes) -> tuple[Unit, ...]:
    if isinstance(codes, str):
        return tuple(
            Unit(start=5 * place, end=5 * place + 4, code=code, by="human")
            for place, code in enumerate(codes.split())
        )
    return tuple(
        Unit(start=5 * place, end=5 * place + 4, code=max(p, key=lambda code: p[code]), p=p)
        for place, p in enumerate(codes)
    )
