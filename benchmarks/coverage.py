"""Do the coding intervals hold what an expert got? `python -m benchmarks.coverage`.

Every held-out dialogue is scored as the package scores it (full pass), with calibration, error figures
and global ratings' regressions from the other folds; the truth is its human (AnnoMI) or written
(authored) codes under the same volley rules, and the authored ratings. Reports coverage with two
binomial standard errors, abstentions, and the mean Winkler score beside one pooled-error interval
(the other folds' 5th and 95th percentile of error, one for all).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.measures.bars import Bar
from benchmarks.measures.folds import calibrations
from benchmarks.measures.intervals import LEVEL, Case, Row, summary
from benchmarks.measures.scores import ANNOMI, SCORES, counted
from benchmarks.measures.sessions import Session, sessions
from benchmarks.measures.tables import page, table, write
from changetalk.fidelity import score
from changetalk.fidelity.globals import Estimator, estimate_globals, read_estimator
from changetalk.instruments import MITI
from training.examples import FOLDS
from training.globals import Rated, fit_globals, rated
from training.held_out import HeldOut, load

MOST_ABSTAINED = 0.2
LEAST_BETTER = 0.15
MAIN = (
    "questions",
    "reflections",
    "percent_change_talk",
    "mi_adherent",
    "mi_non_adherent",
    "percent_complex",
    "reflection_to_question",
)
RATINGS = tuple(rating.id for rating in MITI.globals)
MEANS = {each.id: each for each in MITI.scores if each.unit == "rating"}
SINGLE = tuple(name for name in SCORES if name not in MAIN)
EVERY = (*MAIN, *RATINGS, *MEANS, *SINGLE)


def cases(found: Sequence[HeldOut]) -> Iterator[Case]:
    """Every score of every dialogue, each fold judged by figures from the other four."""
    by_fold = calibrations(found)
    data = rated(found, by_fold)
    estimators = {fold: estimator(data, fold) for fold in by_fold}
    for session in sessions(found, by_fold):
        said = score(session.machine, error=session.error)
        said |= estimate_globals(session.machine, estimators[session.fold])
        for name in EVERY:
            if session.dialogue.data == "authored" or name in ANNOMI:
                yield Case(session.dialogue.data, session.fold, name, truth(session, name), said[name])


def estimator(data: Rated, fold: int) -> Estimator:
    """The regressions of global ratings, and their residuals, that the other folds give."""
    kept = data.folds != fold
    others = Rated(data.features[kept], data.ratings[kept], np.arange(kept.sum()) % FOLDS)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "globals.json"
        path.write_text(json.dumps(fit_globals(others, "the other folds")))
        found = read_estimator(path)
    assert found is not None
    return found


def truth(session: Session, name: str) -> float | None:
    """The people's figure: from their codes, or the rating they gave."""
    if name in SCORES:
        return counted(session.person, name)
    given = session.dialogue.facts["globals"]
    assert isinstance(given, dict)
    return float(given[name]) if name in RATINGS else MEANS[name].compute(given)


COLUMNS = ("n", "abstained", "coverage", "two standard errors", "mean width", "winkler", "pooled winkler",
           "better by")  # fmt: skip


def bars(rows: Mapping[str, Row]) -> dict[str, tuple[Bar, Bar, Bar]]:
    """What the issues ask of every score, over all sets that label it: coverage (how far from .9 at most,
    in two standard errors), abstentions, and how much better than one pooled interval."""
    found = {}
    for name in (*MAIN, *RATINGS, *MEANS):
        row = rows.get(f"{name} (both)") or rows[f"{name} (authored)"]
        coverage, error, better = row.get("coverage"), row.get("two standard errors"), row.get("better by")
        off = None if coverage is None else round(abs(coverage - LEVEL), 3)
        more = f"coverage {coverage}, n {row['n']}"
        found[name] = (
            Bar(f"{name}: coverage off .9 by", error or 0.0, off, more, at_most=True),
            Bar(f"{name}: abstains", MOST_ABSTAINED, row["abstained"], at_most=True),
            Bar(f"{name}: better than pooled by", LEAST_BETTER, better),
        )
    return found


def bars_by_score(asked: Mapping[str, tuple[Bar, Bar, Bar]]) -> str:
    """One row a score; what is not met is in bold type."""
    heads = (
        "score",
        "coverage, off .9 by at most two standard errors",
        f"abstains, asked ≤ {MOST_ABSTAINED:g}",
        f"better than pooled by, asked ≥ {LEAST_BETTER:g}",
        "met",
    )
    rows = []
    for name, (coverage, abstains, better) in asked.items():
        cells = [
            _bold(f"{coverage.more}, off by {coverage.figure} of {coverage.limit}", coverage.met),
            _bold(str(abstains.figure), abstains.met),
            _bold("none" if better.figure is None else str(better.figure), better.met),
        ]
        met = all(each.met for each in (coverage, abstains, better))
        rows.append((name.replace("_", " "), *cells, "yes" if met else "**no**"))
    return table(heads, rows)


def _bold(text: str, met: bool) -> str:
    return text if met else f"**{text}**"


def coverage_table(rows: Mapping[str, Row]) -> str:
    """One row a score and set."""
    return table(
        ("score", *COLUMNS), ([name, *(row.get(c, "") for c in COLUMNS)] for name, row in rows.items())
    )


def measure(found: Sequence[HeldOut]) -> tuple[str, dict[str, object]]:
    """The page and the data."""
    every = list(cases(found))
    rows = {}
    for name in EVERY:
        for label, data in (("both", None), ("annomi", "annomi"), ("authored", "authored")):
            if label == "authored" or name in ANNOMI:
                rows[f"{name} ({label})"] = summary(every, name, data)
    single = {name: row for name, row in rows.items() if name.rsplit(" (", 1)[0] in SINGLE}
    main_ = {name: row for name, row in rows.items() if name not in single}
    asked = bars(rows)
    intro = (
        "Full pass; calibration, error figures and regressions of the other folds. AnnoMI labels six of the "
        "scores, counts talk in turns, and has one annotator a session; all other scores rest on the "
        "authored set. *Better by* compares mean Winkler scores with one pooled-error interval."
    )
    parts = {
        "Bars": bars_by_score(asked),
        "Main scores and ratings": coverage_table(main_),
        "Other counts and shares": coverage_table(single),
    }
    figures: dict[str, object] = {
        **rows,
        "bars": [bar.data() for three in asked.values() for bar in three],
    }
    return page("Coding intervals (90 %) on held-out dialogues", intro, parts), figures


def main() -> None:
    """Measure, print and write."""
    write("coverage", *measure(load("full")))


if __name__ == "__main__":
    main()
