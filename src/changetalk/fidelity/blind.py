"""The sessions from which a site's calibration is learnt: coded by people, blind and from scratch.

People who correct the machine's codes lean towards them (anchoring), so a corrected coding would
hide the very difference that is to be learnt.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from changetalk.coder import Coding, read_coded
from changetalk.coder.coding import CodedTurn
from changetalk.errors import InputTrouble
from changetalk.fidelity.site import LEAST
from changetalk.transcripts import Transcript, Turn
from changetalk.transcripts.model import Role

CODED_FILES = (".csv", ".tsv", ".json")
"""How the names of files that hold codings end."""

LEAST_UNITS = 20
"""From so many units on, a person who gives the machine's own codes to the last one has copied them."""

FROM_SCRATCH = "Take in only sessions that a person coded from scratch, without seeing the machine's codes."


def blind_codings(folder: Path | str, *, goal: str | None = None) -> dict[str, Coding]:
    """Every coding in a folder (CSV, TSV or coded JSON) by its file's name, each checked.

    `goal` is the change goal of those that name none. Raises InputTrouble as `check_blind` does.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise InputTrouble(str(folder), "is not a folder", "Name the folder with the coded sessions.")
    paths = (path for path in sorted(folder.iterdir()) if path.suffix.lower() in CODED_FILES)
    found = {path.name: _with_goal(read_coded(path), goal) for path in paths}
    check_blind(found, str(folder))
    return found


def _with_goal(coding: Coding, goal: str | None) -> Coding:
    if coding.change_goal or not goal:
        return coding
    return coding.model_copy(update={"change_goal": goal, "goal_source": "given"})


def check_blind(codings: Mapping[str, Coding], source: str) -> None:
    """Raise InputTrouble unless these are five sessions or more, none of them twice, each with its
    words and with codes that a person gave from scratch."""
    seen: dict[str, str] = {}
    for name, coding in codings.items():
        _check_one(name, coding)
        first = seen.setdefault(digest(coding), name)
        if first != name:
            raise InputTrouble(name, f"holds the same session as {first}", "Take one of the two out.")
    if len(codings) < LEAST:
        raise InputTrouble(
            source,
            f"holds {len(codings)} coded session{'' if len(codings) == 1 else 's'}",
            f"A calibration needs at least {LEAST}; more make it surer.",
        )


def _check_one(name: str, coding: Coding) -> None:
    if coding.rater.kind == "machine" or coding.coder is not None:
        raise InputTrouble(name, "was coded by the machine", FROM_SCRATCH)
    if any(_touched_by_machine(turn) for turn in coding.turns):
        raise InputTrouble(name, "is a correction of the machine's codes", FROM_SCRATCH)
    if not any(turn.units for turn in coding.turns):
        raise InputTrouble(name, "holds no codes", "Take it out, or code it.")
    wordless = next((turn for turn in coding.turns if turn.role and not turn.text.strip()), None)
    if wordless is not None:
        raise InputTrouble(
            name,
            "a turn holds no text, so the machine cannot code it anew",
            "Give the coding with its words.",
            f"turn {wordless.id}",
        )


def _touched_by_machine(turn: CodedTurn) -> bool:
    """Does anything in this turn come from the machine: a unit, a probability, a code changed later?"""
    units = any(unit.by == "machine" or unit.p is not None or unit.edits for unit in turn.units)
    codes = any(code.p is not None for code in turn.codes)
    return units or codes or turn.main_p is not None or turn.talk_p is not None


def check_not_copied(name: str, person: Coding, machine: Coding) -> None:
    """Raise InputTrouble when a person's codes are the machine's own, one for one."""
    theirs, ours = ([[unit.code for unit in turn.units] for turn in each.turns] for each in (person, machine))
    if theirs == ours and sum(map(len, theirs)) >= LEAST_UNITS:
        raise InputTrouble(name, "holds the machine's own codes, one for one", FROM_SCRATCH)


def digest(coding: Coding) -> str:
    """A short fingerprint of who said what, from which no word can be had back: SHA-256 of roles
    and words, without regard to capitals and blanks, in 16 hexadecimal digits."""
    said = "\n".join(
        f"{turn.role}: {' '.join(turn.text.casefold().split())}" for turn in coding.turns if turn.role
    )
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def uncoded(coding: Coding) -> Transcript:
    """The conversation without its codes. A guessed goal belongs to the coding and goes with it."""
    fields = {name: getattr(coding, name) for name in Transcript.model_fields if name != "turns"}
    if coding.goal_source == "guessed":
        fields["change_goal"] = None
    turns = tuple(Turn(**{name: getattr(turn, name) for name in Turn.model_fields}) for turn in coding.turns)
    return Transcript(turns=turns, **fields)


def roles_coded(coding: Coding) -> Iterator[Role]:
    """The roles for whose talk this coding teaches anything: those with codes, and the client's
    only where the change goal is named, as their talk leans towards or away from that."""
    roles: tuple[Role, ...] = ("counselor", "client")
    for role in roles:
        coded = any(turn.units for turn in coding.turns if turn.role == role)
        if coded and (role == "counselor" or coding.change_goal):
            yield role
