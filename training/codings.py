"""Held-out readings as whole codings, the coder's beside the labels', for whatever scores them."""

from __future__ import annotations

from changetalk.coder.assemble import TurnCoding, assemble
from changetalk.coder.calibration import Calibration
from changetalk.coder.coding import CoderInfo, Coding, Rater, Unit
from changetalk.coder.machine import NAME, decide
from changetalk.transcripts import Transcript
from training.examples import Dialogue
from training.held_out import HeldOut, turns_of


def transcript_of(dialogue: Dialogue) -> Transcript:
    """The dialogue as the package would have read it."""
    medium = dialogue.facts.get("medium")
    return Transcript(
        turns=tuple(turns_of(dialogue)),
        change_goal=dialogue.goal,
        source=dialogue.id,
        medium="chat" if medium == "chat" else "spoken",
    )


def machine_coding(held: HeldOut, calibration: Calibration) -> Coding:
    """What the package would have said, with this calibration."""
    transcript = transcript_of(held.dialogue)
    return assemble(
        transcript,
        [decide(t, r, calibration) for t, r in zip(transcript.turns, held.found, strict=True)],
        rater=Rater(kind="machine", name=NAME, version=f"fold-{held.fold}"),
        coder=CoderInfo(name=NAME, version=f"fold-{held.fold}", weights="held out", pass_=held.pass_),
        goal_source="given" if transcript.change_goal else None,
    )


def label_coding(dialogue: Dialogue) -> Coding:
    """The authored set's first coding of a dialogue (raises ValueError for a set without units)."""
    if any(turn.units is None for turn in dialogue.turns):
        raise ValueError(f"{dialogue.id} has turns without unit codes")
    return assemble(
        transcript_of(dialogue),
        [
            TurnCoding(
                tuple(
                    Unit(start=u.start, end=u.end, code=max(u.belief, key=lambda c: u.belief[c]), by="human")
                    for u in turn.units or ()
                )
            )
            for turn in dialogue.turns
        ],
        rater=Rater(kind="human", name="authored, first pass"),
    )


def by_turns(coding: Coding) -> Coding:
    """The same coding with every client turn one unit: AnnoMI counts talk in turns, not in units."""
    codes = {"change": "R+", "sustain": "R-", "neutral": "FN"}
    turns = []
    for turn in coding.turns:
        if turn.role != "client" or turn.talk_p is None:
            turns.append(turn)
            continue
        p = {codes[talk]: share for talk, share in turn.talk_p.items()}
        unit = Unit(start=0, end=len(turn.text), code=codes[turn.talk or "neutral"], p=p)
        turns.append(turn.model_copy(update={"units": (unit,)}))
    return coding.model_copy(update={"turns": tuple(turns)})
