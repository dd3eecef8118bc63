"""Do whole sessions get the figures that people give them? `python -m benchmarks.sessions`.

Every held-out dialogue (`benchmarks/held_out/`, made by `make weights`; labels from the data folder) is
scored from the machine's codes and from the people's, with calibration and error figures of the other
folds. Reports the intraclass correlation ICC(2,1) of the two over dialogues, the bias (mean of machine
minus people), and the error of the global ratings. Writes `benchmarks/results/sessions.md` and `.json`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

import numpy as np

from benchmarks.measures.agreement import MEASURED, Pair, Result, icc_text, results
from benchmarks.measures.bars import Bar, bars_table
from benchmarks.measures.folds import calibrations
from benchmarks.measures.scores import ROLES, SCORES, counted
from benchmarks.measures.sessions import Session, sessions
from benchmarks.measures.tables import page, table, write
from changetalk.fidelity.draws import draw
from changetalk.fidelity.enough import lacking
from changetalk.fidelity.error import ANNOMI_RATERS
from changetalk.fidelity.interval import shown_value
from changetalk.instruments import MISC, MITI
from training.card import global_errors
from training.globals import rated
from training.held_out import HeldOut, load

PEOPLE = {
    "questions": ".98",
    "reflections": ".84",
    "percent_change_talk": ".58",
    "reflection_to_question": ".52",
    "percent_complex": ".16",
}
"""Two people of AnnoMI's ten annotators, ICC(2,1) over its seven transcripts that all of them coded."""

ICC_BARS = {**dict.fromkeys(MEASURED[:5], 0.85), "reflection_to_question": 0.75}
BIAS_BAR = 0.05
GLOBALS_BAR = 0.6
MINIMUMS = tuple(
    each for one in (MITI, MISC) for each in one.scores if each.id in ("questions", "reflections", "leaning")
)


def pairs(session: Session) -> list[Pair]:
    """Every measured score of a session that both sides define. The machine's figure is the one that a
    report shows: the median of what it finds likely."""
    draws = draw(session.machine, session.error, ANNOMI_RATERS)
    minimums = {each.id: shown_value(each, draws) for each in MINIMUMS}
    found = []
    for name in MEASURED:
        person, codes = counted(session.person, name), counted(session.machine, name)
        machine = shown_value(SCORES[name], draws)
        if session.labelled(name) and person is not None and codes is not None and machine is not None:
            shown = not lacking(session.machine, ROLES[name], SCORES[name], minimums)
            found.append(Pair(session.dialogue.data, name, machine, codes, person, shown))
    return found


def _rows(found: Mapping[str, Mapping[str, Result | None]], data: str) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for name, kinds in found.items():
        whole = kinds["all"]
        if whole is None:
            continue
        low, high = whole.bias_interval
        rows.append(
            (
                SCORES[name].name,
                whole.n,
                icc_text(whole),
                icc_text(kinds["codes"]),
                "" if kinds["shown"] is None else f"{icc_text(kinds['shown'])}, n {kinds['shown'].n}",
                f"{whole.bias:+.2f} ({low:+.2f} to {high:+.2f})",
                f"{whole.machine:.2f} / {whole.person:.2f}",
                *([PEOPLE.get(name, "")] if data == "annomi" else []),
            )
        )
    return rows


HEADS = ("score", "sessions", "ICC(2,1) (90 %)", "of the codes as they stand", "where shown",
         "bias (90 %)", "mean: machine / people")  # fmt: skip


def bars(authored: Mapping[str, Mapping[str, Result | None]], error: float | None) -> list[Bar]:
    """What the issue asks of sessions."""
    found = []
    for name, limit in ICC_BARS.items():
        whole = authored.get(name, {}).get("all")
        found.append(
            Bar(
                f"authored sessions: {SCORES[name].name}, ICC",
                limit,
                whole.icc if whole else None,
                icc_text(whole),
            )
        )
    complex_ = authored.get("percent_complex", {}).get("all")
    more = f"{complex_.bias:+.3f} machine minus people" if complex_ else ""
    bias = abs(complex_.bias) if complex_ else None
    found.append(Bar("authored sessions: % complex, bias", BIAS_BAR, bias, more, at_most=True))
    found.append(
        Bar("global ratings, mean absolute error", GLOBALS_BAR, error, "mean of the four", at_most=True)
    )
    return found


def measure(found: Sequence[HeldOut]) -> tuple[str, dict[str, object]]:
    """The page and the data."""
    by_fold = calibrations(found)
    every = [pair for session in sessions(found, by_fold) for pair in pairs(session)]
    authored, annomi = results(every, "authored"), results(every, "annomi")
    ratings = global_errors(rated(found, by_fold))
    error = float(np.mean([each["mean absolute error"] for each in ratings.values()]))
    asked = bars(authored, error)
    parts = {
        "Bars": bars_table(asked),
        "Authored sessions": table(HEADS, _rows(authored, "authored")),
        "AnnoMI's sessions": table(
            (*HEADS, "two people of AnnoMI's annotators, ICC"), _rows(annomi, "annomi")
        ),
        "Global ratings": table(
            ("rating", "mean absolute error", "always saying the mean"),
            [
                (name.replace("_", " "), f"{each['mean absolute error']:.2f}", f"{each['of the mean']:.2f}")
                for name, each in ratings.items()
            ],
        ),
    }
    intro = (
        "Full pass. The machine's figure is the one a report shows, with calibration from the other folds; "
        "sessions in which a share or ratio is undefined on either side are left out. *Where shown*: only "
        "sessions that meet changetalk's minimums. Bias: machine minus people. AnnoMI counts talk in turns, "
        "and has one annotator a session."
    )
    data: dict[str, object] = {
        set_: {
            name: {kind: each and asdict(each) for kind, each in kinds.items()}
            for name, kinds in found_.items()
        }
        for set_, found_ in (("authored", authored), ("annomi", annomi))
    }
    data |= {"globals": ratings, "bars": [bar.data() for bar in asked]}
    return page("Whole sessions: the coder beside people, held out", intro, parts), data


def main() -> None:
    """Measure, print and write."""
    write("sessions", *measure(load("full")))


if __name__ == "__main__":
    main()
