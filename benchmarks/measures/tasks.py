"""The tasks on which the coder is judged, and how a coding is judged on each.

Everything is judged on whole codings, as the package decides: AnnoMI's by what its annotator says of
a turn, the authored set's by the first pass's coding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from benchmarks.measures.judged import Judged
from benchmarks.measures.matching import matched
from changetalk.coder.calibration import Calibration
from changetalk.coder.coding import MAINS, TALKS, CodedTurn, Coding
from changetalk.coder.labels import CODES
from training.codings import label_coding, machine_coding
from training.examples import PRESENCE_CODES, Dialogue, LabelledTurn, LabelledUnit
from training.held_out import HeldOut

VOLLEY_CODES = ("GI", "PER", "PWP", "Q", "SR", "CR", "AF", "SEEK", "EMPH", "CONF")
"""What a volley holds after the rules; an open and a closed question are both Q."""

TYPES = ("D", "A", "R", "N", "C", "AC", "TS", "O")
NEUTRAL = "FN"


@dataclass(frozen=True)
class Task:
    """What is decided, among which classes, and how well people and published models do."""

    title: str
    names: tuple[str, ...]
    people: str = ""
    published: str = ""


TASKS = {
    "annomi main": Task(
        "AnnoMI: main act of a counselor turn",
        MAINS,
        ".86 against the majority of nine, .80 against one other",
        ".72 linear to .83 M3TCM (text and audio)",
    ),
    "annomi reflection": Task("AnnoMI: a turn holds a reflection", ("yes",)),
    "annomi question": Task("AnnoMI: a turn holds a question", ("yes",)),
    "annomi talk": Task(
        "AnnoMI: talk of a client turn",
        TALKS,
        ".73 against the majority of nine, .65 against one other",
        ".50 linear, .58-.61 tuned text models, .66 M3TCM",
    ),
    "authored counselor units": Task(
        "authored: codes of given counselor units (12)",
        CODES["counselor"],
        published=".57 a general language model, 11 codes, 20 expert-coded sessions",
    ),
    "authored counselor units, found": Task(
        "authored: codes of found counselor units, end to end (12)", CODES["counselor"]
    ),
    "authored volleys": Task("authored: codes of a volley after the rules (10)", VOLLEY_CODES),
    "authored talk": Task("authored: talk of a client turn", TALKS),
    "authored client units": Task("authored: codes of given client units (17)", CODES["client"]),
    "authored client units, found": Task(
        "authored: codes of found client units, end to end (17)", CODES["client"]
    ),
    "authored types": Task("authored: DARN-CAT type of given leaning units (8)", TYPES),
    "authored types, all units": Task("authored: DARN-CAT type among all given client units (8)", TYPES),
    "authored unit starts": Task("authored: where units start, all starts", ("start",)),
    "authored inner starts": Task("authored: where units start, inner starts alone", ("start",)),
}

Judgements = dict[str, Judged]
Codes = set[str]
"""The codes of one thing: one, or none where it is not there."""


def judge(found: Sequence[HeldOut], by_fold: Mapping[int, Calibration]) -> Judgements:
    """Every task that these readings allow, each dialogue decided with its own fold's calibration. Given
    units are judged where the readings are of the full pass: they were read in that pass alone."""
    tasks = {name: Judged(task.names) for name, task in TASKS.items()}
    for held in found:
        calibration = by_fold[held.fold]
        said = machine_coding(held, calibration)
        if held.dialogue.data == "annomi":
            _judge_annomi(held.dialogue, said, tasks)
            continue
        truth = label_coding(held.dialogue)
        judge_talk_and_volleys(held.dialogue.id, truth, said, tasks)
        _judge_found(held.dialogue.id, truth, said, tasks)
        if held.given is not None and held.pass_ == "full":
            said = machine_coding(replace(held, found=held.given), calibration)
            judge_given(held.dialogue.id, truth, said, tasks)
    return {name: judged for name, judged in tasks.items() if judged.by_dialogue}


def _judge_annomi(dialogue: Dialogue, said: Coding, tasks: Judgements) -> None:
    for labelled, turn in zip(dialogue.turns, said.turns, strict=True):
        if labelled.role == "counselor":
            tasks["annomi main"].add(dialogue.id, {labelled.main or "other"}, {turn.main or "other"})
            _judge_presence(dialogue.id, labelled, turn, tasks)
        else:
            tasks["annomi talk"].add(dialogue.id, {labelled.talk or "neutral"}, {turn.talk or "neutral"})


def _judge_presence(dialogue: str, labelled: LabelledTurn, turn: CodedTurn, tasks: Judgements) -> None:
    codes = {unit.code for unit in turn.units}
    for kind in ("reflection", "question"):
        there = labelled.presence is not None and labelled.presence.truth(kind) == 1
        said = bool(codes & set(PRESENCE_CODES[kind]))
        tasks[f"annomi {kind}"].add(dialogue, {"yes"} if there else (), {"yes"} if said else ())


def judge_talk_and_volleys(dialogue: str, truth: Coding, said: Coding, tasks: Judgements) -> None:
    """The talk of client turns, and the codes of volleys."""
    for true, turn in zip(truth.turns, said.turns, strict=True):
        if true.role == "client":
            tasks["authored talk"].add(dialogue, {true.talk or "neutral"}, {turn.talk or "neutral"})
    for one, other in zip(truth.volleys, said.volleys, strict=True):
        tasks["authored volleys"].add(dialogue, volley_codes(one.codes), volley_codes(other.codes))


def volley_codes(codes: Sequence[str]) -> set[str]:
    """A volley's codes with one code for questions: QO, CR gives Q, CR."""
    return {"Q" if code in ("QO", "QC") else code for code in codes}


def _judge_found(dialogue: str, truth: Coding, said: Coding, tasks: Judgements) -> None:
    for true, turn in zip(truth.turns, said.turns, strict=True):
        task = tasks[f"authored {true.role} units, found"]
        for right, code in pairs(true, turn, extra=True):
            task.add(dialogue, right, code)
        judge_starts(dialogue, true, turn, tasks)


def judge_starts(dialogue: str, true: CodedTurn, turn: CodedTurn, tasks: Judgements) -> None:
    """Where the units of a turn start: the turn's own start counted, and without it."""
    wanted, found = ({unit.start for unit in each.units} for each in (true, turn))
    first = {min(wanted, default=0)}
    for task, skipped in (("authored unit starts", set[int]()), ("authored inner starts", first)):
        for start in (wanted | found) - skipped:
            tasks[task].add(
                dialogue, {"start"} if start in wanted else (), {"start"} if start in found else ()
            )


def judge_given(dialogue: str, truth: Coding, said: Coding, tasks: Judgements) -> None:
    """The codes of given units, and the types of the client's. A type is right where the code said, of
    all 17, is of that type, whichever way it leans; a leaning unit called neutral is a type missed.
    Among all units, neutral ones called leaning count as well: as types said wrongly."""
    for true, turn in zip(truth.turns, said.turns, strict=True):
        for right, code in pairs(true, turn):
            tasks[f"authored {true.role} units"].add(dialogue, right, code)
            if true.role == "client":
                types = types_of(right), types_of(code)
                tasks["authored types, all units"].add(dialogue, *types)
                if types[0]:
                    tasks["authored types"].add(dialogue, *types)


def types_of(codes: Codes) -> Codes:
    """The types of client codes, without their signs: TS- gives TS, FN none."""
    return {code[:-1] for code in codes if code != NEUTRAL}


def pairs(true: CodedTurn, turn: CodedTurn, extra: bool = False) -> list[tuple[Codes, Codes]]:
    """True and said code of each given unit of a turn, by the found unit that stands for it (none said
    where none does); with `extra` also the found units that stand for none (none true)."""
    places = matched([(u.start, u.end) for u in true.units], [(u.start, u.end) for u in turn.units])
    found: list[tuple[Codes, Codes]] = [
        ({unit.code}, set() if place is None else {turn.units[place].code})
        for unit, place in zip(true.units, places, strict=True)
    ]
    if extra:
        found += [(set(), {unit.code}) for n, unit in enumerate(turn.units) if n not in places]
    return found


def judge_second_pass(dialogues: Sequence[Dialogue]) -> Judgements:
    """The authored set's second blind pass judged as if it were the coder: how consistent two passes of
    a language model are, which is no human ceiling."""
    tasks = {name: Judged(task.names) for name, task in TASKS.items()}
    for dialogue in dialogues:
        if dialogue.data == "authored":
            truth, said = label_coding(dialogue), label_coding(_second(dialogue))
            judge_talk_and_volleys(dialogue.id, truth, said, tasks)
            judge_given(dialogue.id, truth, said, tasks)
    return {name: judged for name, judged in tasks.items() if judged.by_dialogue}


def _second(dialogue: Dialogue) -> Dialogue:
    turns = tuple(replace(t, units=tuple(map(_second_unit, t.units or ()))) for t in dialogue.turns)
    return replace(dialogue, turns=turns)


def _second_unit(unit: LabelledUnit) -> LabelledUnit:
    """Where the passes differ, the second one's code has the smaller share of belief."""
    return replace(unit, belief={min(unit.belief, key=unit.belief.__getitem__): 1.0})
