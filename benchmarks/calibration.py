"""Does 70 % mean 70 %? `python -m benchmarks.calibration`.

The probabilities that the package gives, held out (`benchmarks/held_out/`, made by `make weights`, int8;
labels from the data folder), with each fold calibrated on the other four. Expected calibration
error in 15 bins of equal mass, and log loss, of every head and both passes. Writes
`benchmarks/results/calibration.md` and `.json`, and the reliability picture `docs/images/reliability.svg`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from benchmarks.measures.bars import Bar, bars_table
from benchmarks.measures.folds import calibrations
from benchmarks.measures.matching import matched
from benchmarks.measures.picture import picture
from benchmarks.measures.reliability import BINS, LEAST_POSITIVES, Forecasts, Reliability, classes, whole
from benchmarks.measures.tables import page, table, write
from changetalk.coder.acts import ACTS, held
from changetalk.coder.coding import MAINS, TALKS, CodedTurn, Coding, Pass, Unit
from changetalk.coder.labels import CODES, COUNSELOR_CODES
from training.codings import label_coding, machine_coding
from training.examples import LabelledTurn
from training.held_out import HeldOut, load
from training.paths import ROOT

PICTURE = ROOT / "docs" / "images" / "reliability.svg"
LIMIT = 0.04

Said = Iterator[tuple[str, Mapping[str, float], str]]
"""Head, probability of each class, true class."""

YES = ("yes",)
HEADS: dict[str, tuple[str, ...]] = {
    "AnnoMI: main act": MAINS,
    "AnnoMI: reflection in a turn": YES,
    "AnnoMI: question in a turn": YES,
    "AnnoMI: client talk": TALKS,
    "authored: reflection in a turn": YES,
    "authored: question in a turn": YES,
    "authored: client talk": TALKS,
    "authored: given counselor units": CODES["counselor"],
    "authored: given client units": CODES["client"],
    "authored: found counselor units": CODES["counselor"],
    "authored: found client units": CODES["client"],
}
"""Every head by its classes; a head of one class says yes or no."""


def forecasts(found: Sequence[HeldOut]) -> dict[str, Forecasts]:
    """Every head's probabilities beside what was true. Given units were read in the full pass alone."""
    by_fold = calibrations(found)
    out = {name: Forecasts(names, [], []) for name, names in HEADS.items()}
    for each in found:
        calibration = by_fold[each.fold]
        said = [_turns(each, machine_coding(each, calibration))]
        if each.given is not None and each.pass_ == "full":
            given = machine_coding(replace(each, found=each.given), calibration)
            said.append(_units("given", label_coding(each.dialogue), given))
        for name, p, truth in (row for rows in said for row in rows):
            out[name].p.append([p.get(label, 0.0) for label in HEADS[name]])
            out[name].true.append([truth == label for label in HEADS[name]])
    return {name: each for name, each in out.items() if each.p}


def _turns(each: HeldOut, said: Coding) -> Said:
    data = "AnnoMI" if each.dialogue.data == "annomi" else "authored"
    for labelled, turn in zip(each.dialogue.turns, said.turns, strict=True):
        if not turn.units:
            continue
        if labelled.presence is not None and turn.main_p is not None and labelled.main:
            yield "AnnoMI: main act", {str(k): v for k, v in turn.main_p.items()}, labelled.main
        if labelled.talk is not None and turn.talk_p is not None:
            yield f"{data}: client talk", {str(k): v for k, v in turn.talk_p.items()}, labelled.talk
        if labelled.role == "counselor":
            for kind, p, there in zip(("reflection", "question"), _held(turn), _there(labelled), strict=True):
                yield f"{data}: {kind} in a turn", {"yes": p}, "yes" if there else "no"
    if data == "authored":
        yield from _units("found", label_coding(each.dialogue), said)


def _held(turn: CodedTurn) -> list[float]:
    """The probability that the turn's units hold a reflection, a question."""
    units = [[(unit.p or {}).get(code, 0.0) for code in COUNSELOR_CODES] for unit in turn.units]
    return [float(p) for p in held(np.array(units))]


def _there(labelled: LabelledTurn) -> list[bool]:
    """Does it hold a reflection, a question?"""
    if labelled.presence is not None:
        return [labelled.presence.truth(kind) == 1 for kind in ("reflection", "question")]
    codes = {max(unit.belief, key=unit.belief.__getitem__) for unit in labelled.units or ()}
    return [bool(codes & set(act)) for act in ACTS]


def _units(which: str, truth: Coding, said: Coding) -> Said:
    """Units that stand for a given one (`measures.matching`)."""
    for true, turn in zip(truth.turns, said.turns, strict=True):
        for unit, place in zip(true.units, matched(_spans(true.units), _spans(turn.units)), strict=True):
            if place is not None:
                yield f"authored: {which} {true.role} units", turn.units[place].p or {}, unit.code


def _spans(units: Iterable[Unit]) -> list[tuple[int, int]]:
    return [(unit.start, unit.end) for unit in units]


def head_table(found: Mapping[Pass, Sequence[Reliability]]) -> str:
    """One row a head (and class), both passes side by side."""
    by_pass = {pass_: {(r.head, r.label): r for r in rows} for pass_, rows in found.items()}
    rows = []
    for key in dict.fromkeys(key for each in by_pass.values() for key in each):
        here = [each.get(key) for each in by_pass.values()]
        figures = [[f"{r.error:.3f}", f"{r.loss:.3f}"] if r else ["", ""] for r in here]
        first = next(r for r in here if r)
        rows.append((*key, first.n, first.positives, *figures[0], *figures[1]))
    heads = ("head", "class", "n", "positives", "error, full", "log loss, full", "error, causal",
             "log loss, causal")  # fmt: skip
    return table(heads, rows)


def bars(found: Mapping[Pass, Sequence[Reliability]]) -> list[Bar]:
    """What the issue asks, of the worst head and the worst single class: all others are better."""
    asked = []
    for pass_, rows in found.items():
        often = [each for each in rows if each.positives >= LEAST_POSITIVES]
        for what, kind in (
            ("heads", [each for each in often if not each.label]),
            ("single classes", [each for each in often if each.label]),
        ):
            if kind:
                worst = max(kind, key=lambda each: each.error)
                over = sum(each.error > LIMIT for each in kind)
                more = f"{' '.join((worst.head, worst.label)).strip()}; {over} over the limit"
                asked.append(
                    Bar(f"worst of {len(kind)} {what}, {pass_}", LIMIT, worst.error, more, at_most=True)
                )
    return asked


def measure(full: Sequence[HeldOut], causal: Sequence[HeldOut]) -> tuple[str, dict[str, object], str]:
    """The page, the data and the picture."""
    said = {held_[0].pass_: forecasts(held_) for held_ in (full, causal)}
    wholes = {pass_: [whole(name, each) for name, each in heads.items()] for pass_, heads in said.items()}
    singles = {
        pass_: [r for name, each in heads.items() for r in classes(name, each)]
        for pass_, heads in said.items()
    }
    found = {pass_: [*wholes[pass_], *singles[pass_]] for pass_ in said}
    asked = bars(found)
    intro = (
        f"Expected calibration error in {BINS} bins of equal mass (0 is perfect; bins alone give some "
        "hundredths where a head was used seldom), and log loss in nats, of int8 readings calibrated on the "
        "other folds. A head as a whole: how sure it is of its likeliest class beside how often it is right. "
        "Yes-or-no heads and single classes (at least "
        f"{LEAST_POSITIVES} positives): the class's own probability beside how often it is true. *Found* "
        "units: those that stand for a given one. Truth is the first coder's code, where training and "
        "calibration believe in the second's by a third: on the authored set the coder is meant to be a "
        "little less sure than one coder's codes deserve."
    )
    parts = {
        "Bars": bars_table(asked),
        "Heads": head_table(wholes),
        "Single classes against the rest": head_table(singles),
    }
    data: dict[str, object] = {
        pass_: [
            {
                "head": r.head, "class": r.label, "n": r.n, "positives": r.positives,
                "error": round(r.error, 4), "log loss": round(r.loss, 4), **r.curve.data(),
            }
            for r in rows
        ]
        for pass_, rows in found.items()
    }  # fmt: skip
    data["bars"] = [bar.data() for bar in asked]
    curves = {str(name): {r.head: r.curve for r in rows} for name, rows in wholes.items()}
    return page("Calibration, held out", intro, parts), data, picture(curves)


def main() -> None:
    """Measure, print, write and draw."""
    text, data, drawn = measure(load("full"), load("causal"))
    write("calibration", text, data)
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
