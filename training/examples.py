"""The training data as examples: one dialogue each, its turns with whatever labels their set gives.

Labels are partial: a set that does not label a thing leaves it None, and nothing is learned
from it there. A missing code is never a negative.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from changetalk.coder.labels import CODES
from changetalk.coder.segments import segments
from changetalk.instruments import talk_of
from changetalk.transcripts.model import Role

SILVER = Path(__file__).with_name("silver-annomi.txt")
WRITTEN = Path(__file__).with_name("written")
FOLDS = 5
ANNOTATORS = 10
SECOND_CODER = 0.35
MAIN_OF_CODE = {
    "QO": "question", "QC": "question", "SR": "reflection", "CR": "reflection",
    "GI": "input", "PER": "input", "PWP": "input", "NC": "other",
}  # fmt: skip
PRESENCE_CODES = {
    "reflection": ("SR", "CR"),
    "complex": ("CR",),
    "question": ("QO", "QC"),
    "open": ("QO",),
    "input": ("GI", "PER", "PWP"),
}
"""The codes of which a turn holds one where AnnoMI says that it holds the act."""

UNKNOWN_GOALS = {"unidentifiable", ""}


@dataclass(frozen=True)
class Presence:
    """AnnoMI's word on a counselor turn: which acts it holds somewhere, whatever the span."""

    reflection: str
    question: str
    input: bool

    def truth(self, kind: str) -> float:
        """1 or 0: does the turn hold an act of this kind (of PRESENCE_CODES)? -1: not said."""
        if kind == "input":
            return float(self.input)
        family, wanted = ("question", "open") if kind in ("question", "open") else ("reflection", "complex")
        found = self.question if family == "question" else self.reflection
        if kind == family:
            return float(found != "none")
        return -1.0 if found == "none" else float(found == wanted)


@dataclass(frozen=True)
class LabelledUnit:
    """A thought unit's span and the share of belief in each code of its role."""

    start: int
    end: int
    belief: dict[str, float]


@dataclass(frozen=True)
class LabelledTurn:
    """A turn and its labels: `units` from unit-coded sets, elsewhere `spans` (sentences without
    codes) and, if there is one, a `silver` coding of them that only training reads."""

    id: str
    role: Role
    text: str
    units: tuple[LabelledUnit, ...] | None = None
    spans: tuple[tuple[int, int], ...] = ()
    main: str | None = None
    talk: str | None = None
    presence: Presence | None = None
    start: float | None = None
    silver: tuple[LabelledUnit, ...] | None = None


@dataclass(frozen=True)
class Dialogue:
    """One dialogue. Dialogues with the same `group` (video, dialogue) never part in a split."""

    id: str
    data: str
    group: str
    goal: str | None
    turns: tuple[LabelledTurn, ...]
    weight: float = 1.0
    facts: dict[str, object] = field(default_factory=dict)


def annomi(folder: Path) -> list[Dialogue]:
    """AnnoMI's train part: main behaviour, presence of acts, and client talk for each turn."""
    by_id: dict[str, list[dict[str, str]]] = {}
    with (folder / "annomi-full-train.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            by_id.setdefault(row["transcript_id"], []).append(row)
    return [_annomi_dialogue(f"annomi-{key}", rows) for key, rows in by_id.items()]


def with_silver(dialogues: list[Dialogue], file: Path = SILVER) -> list[Dialogue]:
    """AnnoMI's dialogues with the codes that a language model gave their sentences by the rules of
    MITI and MISC, blind to AnnoMI's labels. Each line: dialogue, turn, one code a sentence; a
    second code after a slash takes a share of belief. For training alone: never tested against."""
    codes = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        dialogue, turn, *found = line.split()
        codes[dialogue, turn] = found
    return [
        replace(d, turns=tuple(_silver_turn(t, codes.get((d.id, t.id))) for t in d.turns)) for d in dialogues
    ]


def _silver_turn(turn: LabelledTurn, codes: list[str] | None) -> LabelledTurn:
    if codes is None:
        return turn
    units = zip(turn.spans, codes, strict=True)
    return replace(
        turn, silver=tuple(LabelledUnit(a, b, _belief(*code.split("/"))) for (a, b), code in units)
    )


def _belief(code: str, other: str | None = None) -> dict[str, float]:
    return {code: 1 - SECOND_CODER, other: SECOND_CODER} if other and other != code else {code: 1.0}


def _annomi_dialogue(key: str, rows: list[dict[str, str]]) -> Dialogue:
    topic = rows[0]["topic"].strip()
    return Dialogue(
        key,
        "annomi",
        rows[0]["video_url"],
        None if topic in UNKNOWN_GOALS else topic,
        tuple(_annomi_turn(row) for row in rows),
        facts={"topic": topic, "quality": rows[0]["mi_quality"], "annotator": rows[0]["annotator_id"]},
    )


def _annomi_turn(row: dict[str, str]) -> LabelledTurn:
    text = row["utterance_text"]
    if row["interlocutor"] == "client":
        talk = row["client_talk_type"]
        return LabelledTurn(
            row["utterance_id"],
            "client",
            text,
            spans=segments(text),
            talk=talk,
            start=_seconds(row["timestamp"]),
        )
    main = row["main_therapist_behaviour"]
    presence = Presence(
        row["reflection_subtype"] if row["reflection_exists"] == "True" else "none",
        row["question_subtype"] if row["question_exists"] == "True" else "none",
        row["therapist_input_exists"] == "True",
    )
    return LabelledTurn(
        row["utterance_id"],
        "counselor",
        text,
        spans=segments(text),
        main="input" if main == "therapist_input" else main,
        presence=presence,
        start=_seconds(row["timestamp"]),
    )


def _seconds(stamp: str) -> float:
    hours, minutes, seconds = (int(part) for part in stamp.split(":"))
    return float(hours * 3600 + minutes * 60 + seconds)


def authored(folder: Path) -> list[Dialogue]:
    """The project's own synthetic dialogues: every unit coded, the second pass as soft labels."""
    return [_authored_dialogue(json.loads(path.read_text())) for path in sorted(folder.glob("*.json"))]


def _authored_dialogue(raw: dict[str, object]) -> Dialogue:
    turns = raw["turns"]
    assert isinstance(turns, list)
    return Dialogue(
        str(raw["id"]),
        "authored",
        str(raw["id"]),
        str(raw["change_goal"]),
        tuple(_authored_turn(str(n), turn) for n, turn in enumerate(turns, 1)),
        facts={key: raw[key] for key in ("topic", "quality", "medium", "globals")},
    )


def _authored_turn(key: str, turn: dict[str, object]) -> LabelledTurn:
    role: Role = "counselor" if turn["speaker"] == "counselor" else "client"
    units: list[LabelledUnit] = []
    text = ""
    raw_units = turn["units"]
    assert isinstance(raw_units, list)
    for raw in raw_units:
        start = len(text) + bool(text)
        text = f"{text} {raw['text']}" if text else raw["text"]
        if raw["code"] is not None:
            second = raw.get("second")
            belief = _belief(raw["code"], second if second in CODES[role] else None)
            units.append(LabelledUnit(start, len(text), belief))
    if len(units) < len(raw_units):  # some are context only: the turn as a whole has no label
        return LabelledTurn(key, role, text, tuple(units))
    codes = [raw["code"] for raw in raw_units]
    if role == "client":
        return LabelledTurn(key, role, text, tuple(units), talk=talk_of(codes).talk)
    mains = {MAIN_OF_CODE.get(code) for code in codes if code != "NC"} or {"other"}
    main = mains.pop() if len(mains) == 1 else None
    return LabelledTurn(key, role, text, tuple(units), main=main)


def written(folder: Path, weight: float) -> list[Dialogue]:
    """Short coded pieces written for this project's training alone (JSON lines, authored format)."""
    found = []
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            raw = json.loads(line)
            turns = tuple(_authored_turn(str(n), turn) for n, turn in enumerate(raw["turns"], 1))
            found.append(Dialogue(raw["id"], "written", raw["id"], raw["change_goal"], turns, weight))
    return found


PAIR_CODES = {"CR": "CR", "SR": "SR", "advice(Persuade)": "PER", "Q(closed)": "QC"}


def pair(folder: Path, weight: float) -> list[Dialogue]:
    """PAIR: a client's prompt answered in ways of known code; unlabelled answers are left out."""
    found = []
    with (folder / "pair.csv").open(encoding="utf-8", newline="") as file:
        for n, row in enumerate(csv.DictReader(file)):
            code = PAIR_CODES.get(row["miti_label"])
            text = row["response"].strip()
            if code is None or not text:
                continue
            units = (LabelledUnit(0, len(text), {code: 1.0}),)
            turns = (
                LabelledTurn("1", "client", row["client_prompt"].strip()),
                LabelledTurn("2", "counselor", text, units, main=MAIN_OF_CODE[code]),
            )
            found.append(Dialogue(f"pair-{n}", "pair", f"pair-{row['prompt_id']}", None, turns, weight))
    return found


def fold_of(dialogues: list[Dialogue], seed: int = 1) -> dict[str, int]:
    """The fold (0-4) of each dialogue: whole groups, spread so that folds hold like many turns.

    PAIR is never tested on, so it has no fold. Stable for a given list and seed.
    """
    folds: dict[str, int] = {}
    for data in ("annomi", "authored"):
        groups: dict[str, list[Dialogue]] = {}
        for dialogue in dialogues:
            if dialogue.data == data:
                groups.setdefault(dialogue.group, []).append(dialogue)
        names = sorted(groups)
        np.random.default_rng(seed).shuffle(names)
        names.sort(key=lambda name: -sum(len(d.turns) for d in groups[name]))
        load = [0] * FOLDS
        for name in names:
            fold = load.index(min(load))
            load[fold] += sum(len(d.turns) for d in groups[name])
            folds |= {d.id: fold for d in groups[name]}
    return folds
