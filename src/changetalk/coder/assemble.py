"""Put unit codes, whoever gave them, together into a coding: turn codes, talk and volleys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Literal

from changetalk.coder.coding import (
    CodedTurn,
    CodedVolley,
    CoderInfo,
    Coding,
    Main,
    Rater,
    Talk,
    TurnCode,
    Unit,
)
from changetalk.instruments import MISC, MITI, reduce_volley, talk_of
from changetalk.transcripts import Transcript, Turn, volleys


@dataclass(frozen=True)
class TurnCoding:
    """What a rater says of one turn. Main act and talk probabilities come from the machine only;
    without `talk` the turn's talk follows from its unit codes by the MISC rule."""

    units: tuple[Unit, ...] = ()
    main_p: dict[Main, float] | None = None
    talk: Talk | None = None
    talk_p: dict[Talk, float] | None = None


def assemble(
    transcript: Transcript,
    codings: Sequence[TurnCoding],
    *,
    rater: Rater,
    coder: CoderInfo | None = None,
    goal_source: Literal["given", "guessed"] | None = None,
    notes: tuple[str, ...] = (),
) -> Coding:
    """The coding of a transcript from one TurnCoding a turn (raises ValueError if they differ in
    number). Turns without a role get neither units nor codes."""
    found = volleys(transcript.turns)
    volley_of = {index: volley.id for volley in found for index in volley.turns}
    turns = tuple(
        _coded(turn, coding, volley_of.get(index))
        for index, (turn, coding) in enumerate(zip(transcript.turns, codings, strict=True))
    )
    return Coding(
        instruments=(MITI.id, MISC.id),
        rater=rater,
        coder=coder,
        medium=transcript.medium,
        change_goal=transcript.change_goal,
        goal_source=goal_source,
        roles=transcript.roles,
        source=transcript.source,
        date=transcript.date,
        notes=transcript.notes + notes,
        turns=turns,
        volleys=tuple(
            CodedVolley(
                id=volley.id,
                turns=tuple(turns[index].id for index in volley.turns),
                codes=reduce_volley([unit.code for index in volley.turns for unit in turns[index].units]),
            )
            for volley in found
        ),
    )


def _coded(turn: Turn, coding: TurnCoding, volley: int | None) -> CodedTurn:
    units = coding.units if turn.role else ()
    codes = [unit.code for unit in units]
    fields = turn.model_dump() | {"units": units}
    if turn.role == "counselor":
        main_p = coding.main_p
        main = max(main_p.items(), key=itemgetter(1))[0] if main_p else None
        fields |= {"volley": volley, "main": main, "main_p": main_p, "codes": _turn_codes(units)}
    if turn.role == "client":
        ruled = talk_of(codes)
        talk = coding.talk or ruled.talk
        fields |= {"talk": talk, "ambivalent": ruled.ambivalent, "talk_p": coding.talk_p}
    return CodedTurn.model_validate(fields)


def _turn_codes(units: Sequence[Unit]) -> tuple[TurnCode, ...]:
    """The distinct codes of a turn's units except NC, each with the probability that one of the
    units holds it."""
    codes = dict.fromkeys(unit.code for unit in units if unit.code != "NC")
    return tuple(TurnCode(code=code, p=_presence(units, code)) for code in codes)


def _presence(units: Sequence[Unit], code: str) -> float | None:
    absent = 1.0
    for unit in units:
        if unit.p is None:
            return None
        absent *= 1 - unit.p.get(code, 0.0)
    return round(1 - absent, 4)
