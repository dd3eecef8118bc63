"""Do the coding intervals hold what an expert got? `python -m benchmarks.coverage`.

Every held-out dialogue is scored as the package scores it, with calibration and error figures from
the other folds; the truth is its human (AnnoMI) or written (authored) codes under the same volley
rules. Reports coverage with two binomial standard errors, abstentions, and the mean Winkler score
beside one pooled-error interval (the other folds' 5th and 95th percentile of error, one for all).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from changetalk.coder.coding import Coding
from changetalk.fidelity import Score, score
from changetalk.fidelity.error import CodingError
from training.calibrate import fit
from training.codings import by_turns, label_coding, machine_coding
from training.errors import fit_errors
from training.examples import FOLDS, Dialogue
from training.held_out import HeldOut, load
from training.paths import RESULTS

LEVEL = 0.9
MEASURED = (
    "questions",
    "reflections",
    "percent_change_talk",
    "mi_adherent",
    "mi_non_adherent",
    "percent_complex",
    "reflection_to_question",
)


@dataclass(frozen=True)
class Case:
    """One score of one dialogue: the truth (None where undefined) and what the package said."""

    data: str
    fold: int
    measure: str
    truth: float | None
    score: Score


def annomi_truth(dialogue: Dialogue, coding: Coding) -> dict[str, float | None]:
    """AnnoMI's counts by volley, and its share of change talk in turns."""
    said = {turn.id: turn for turn in dialogue.turns}
    counts = {"questions": 0, "reflections": 0}
    for volley in coding.volleys:
        presences = [p for p in (said[name].presence for name in volley.turns) if p is not None]
        counts["questions"] += any(p.question != "none" for p in presences)
        counts["reflections"] += any(p.reflection != "none" for p in presences)
    talks = [turn.talk for turn in dialogue.turns]
    leaning = talks.count("change") + talks.count("sustain")
    return {**counts, "percent_change_talk": talks.count("change") / leaning if leaning else None}


def cases(found: Sequence[HeldOut]) -> Iterator[Case]:
    """Every score of every dialogue, each fold judged by figures from the other four."""
    for fold in range(FOLDS):
        others = [held for held in found if held.fold != fold]
        calibration = fit(others)
        errors = fit_errors(others, calibration, "")
        error = CodingError(errors["sigma"], "held out", errors["shared"])
        for held in found:
            if held.fold != fold:
                continue
            coding = machine_coding(held, calibration)
            if held.dialogue.data == "annomi":
                coding = by_turns(coding)
                truth = annomi_truth(held.dialogue, coding)
            else:
                truth = {k: s.value for k, s in score(label_coding(held.dialogue)).items()}
            scores = score(coding, error=error)
            for name in MEASURED:
                if name in truth:
                    yield Case(held.dialogue.data, fold, name, truth[name], scores[name])


def winkler(low: float, high: float, truth: float) -> float:
    """Width plus 2/alpha times the miss (Winkler 1972); smaller is better.

    At level .9 (alpha .1): [2, 5] with truth 6 gives 3 + 20 * 1 = 23.
    """
    miss = max(low - truth, truth - high, 0.0)
    return high - low + 2 / (1 - LEVEL) * miss


def pooled(shown: Sequence[Case], case: Case) -> tuple[float, float]:
    """The interval that takes one error for all, from the other folds."""
    errors = [
        c.truth - c.score.value
        for c in shown
        if c.fold != case.fold and c.truth is not None and c.score.value is not None
    ]
    low, high = np.quantile(errors, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    value = case.score.value or 0.0
    return max(0.0, value + float(low)), value + float(high)


def summary(all_cases: Sequence[Case], measure: str, data: str | None) -> dict[str, float | int | None]:
    """Coverage, abstentions and Winkler scores of one score, in one set or in both."""
    mine = [c for c in all_cases if c.measure == measure and data in (None, c.data)]
    shown = [c for c in mine if c.score.enough and c.truth is not None and c.score.coding]
    if len(shown) < FOLDS:
        return {"n": len(shown), "abstained": round(1 - len(shown) / max(1, len(mine)), 3)}
    inside, ours, theirs, widths = [], [], [], []
    for case in shown:
        assert case.score.coding is not None
        assert case.truth is not None
        low, high = case.score.coding
        inside.append(low - 1e-9 <= case.truth <= high + 1e-9)
        ours.append(winkler(low, high, case.truth))
        theirs.append(winkler(*pooled(shown, case), case.truth))
        widths.append(high - low)
    return {
        "n": len(shown),
        "abstained": round(sum(not c.score.enough for c in mine) / len(mine), 3),
        "coverage": round(float(np.mean(inside)), 3),
        "two standard errors": round(2 * (LEVEL * (1 - LEVEL) / len(shown)) ** 0.5, 3),
        "mean width": round(float(np.mean(widths)), 3),
        "winkler": round(float(np.mean(ours)), 3),
        "pooled winkler": round(float(np.mean(theirs)), 3),
        "better by": round(1 - float(np.mean(ours) / np.mean(theirs)), 3),
    }


def main() -> None:
    """Measure, print and write."""
    found = list(cases(load()))
    rows = {
        f"{m} ({d or 'both'})": summary(found, m, d) for m in MEASURED for d in (None, "annomi", "authored")
    }
    columns = (
        "n",
        "abstained",
        "coverage",
        "two standard errors",
        "mean width",
        "winkler",
        "pooled winkler",
        "better by",
    )
    lines = [f"| score | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    lines += [
        f"| {name} | {' | '.join(str(row.get(c, '')) for c in columns)} |" for name, row in rows.items()
    ]
    text = "\n".join(lines) + "\n"
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "coverage.md").write_text(f"# Coding intervals (90 %) on held-out dialogues\n\n{text}")
    (RESULTS / "coverage.json").write_text(json.dumps(rows, indent=1) + "\n")
    print(text)


if __name__ == "__main__":
    main()
