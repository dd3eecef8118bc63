"""Accuracy on held-out dialogues beside a linear baseline and people: `python -m benchmarks.accuracy`.

Reads what the five fold networks said of dialogues they never saw (`benchmarks/held_out/`, made by
`make weights`) in both passes, calibrates each fold on the other four, decides as the package
decides, and writes `benchmarks/results/accuracy.md` and `.json`. Needs the data folder for the labels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from benchmarks.measures.bars import Bar, bars_table
from benchmarks.measures.baseline import baseline
from benchmarks.measures.folds import calibrations
from benchmarks.measures.groups import groups
from benchmarks.measures.judged import (
    Judged,
    Measure,
    f1s,
    macro_f1,
    of_class,
    precisions,
    recalls,
)
from benchmarks.measures.tables import page, rounded, table, with_interval, write
from benchmarks.measures.tasks import TASKS, Judgements, judge, judge_second_pass
from changetalk.coder.coding import TALKS
from changetalk.instruments import talk_of
from training.examples import Dialogue, with_silver
from training.held_out import HeldOut, load

SUSTAIN = of_class(f1s, TALKS.index("sustain"))
BARS: tuple[tuple[str, str, Measure, float], ...] = (
    ("AnnoMI main act, macro-F1", "annomi main", macro_f1, 0.82),
    ("AnnoMI reflection exists, F1", "annomi reflection", macro_f1, 0.86),
    ("AnnoMI question exists, F1", "annomi question", macro_f1, 0.94),
    ("AnnoMI client talk, macro-F1", "annomi talk", macro_f1, 0.63),
    ("AnnoMI sustain talk, F1", "annomi talk", SUSTAIN, 0.45),
    ("authored unit codes on given units, macro-F1", "authored counselor units", macro_f1, 0.75),
    ("authored volley codes, macro-F1", "authored volleys", macro_f1, 0.78),
    ("authored client talk, macro-F1", "authored talk", macro_f1, 0.78),
    ("authored DARN-CAT types, macro-F1", "authored types", macro_f1, 0.60),
    ("authored unit starts, F1, all starts", "authored unit starts", macro_f1, 0.90),
    ("authored unit starts, F1, inner starts alone", "authored inner starts", macro_f1, 0.90),
)
BY_GROUP = {
    "annomi": ("annomi main", "annomi talk"),
    "authored": ("authored counselor units", "authored talk"),
}
HOW = """\
Each fold's network and calibration never saw the dialogues they are judged on. Bars are judged by the
mean over folds (its standard deviation over folds beside it); the pooled figure has a 90 % interval
over whole dialogues. *full* reads a turn with what comes before and after it, *causal* with what came
before alone. All int8, as shipped.

- **End to end**: every found unit belongs to the given unit with which it shares most characters; of
  several the one that shares most stands for it. A given unit without one counts as missed, a found
  unit that stands for none as said wrongly.
- **Volley codes**: several a volley, after the rules on both sides, over the units that were found.
- **DARN-CAT types**: over given leaning units; right where the code said, of all 17, has the type,
  whichever its sign; a leaning unit called neutral is a type missed. Among all units, neutral units
  called leaning count as wrong too.
- **Unit starts**: a start is found where the very character is. A turn's own start is easy; the inner
  ones show the skill.
- Given units were read in the full pass alone.
- **Linear baseline**: TF-IDF and logistic regression over a turn's (a unit's) words, same folds; units
  start after end punctuation. **Two passes**: the authored set's second blind coding against the first:
  how consistent a language model is, no human ceiling. **People**: AnnoMI's seven transcripts with ten
  annotators. Published figures use other splits."""


def entry(judged: Judged, folds: Mapping[str, int]) -> dict[str, object]:
    """A task's figures as data."""
    each = judged.by_fold(macro_f1, folds)
    return {
        "figure": "F1" if len(judged.names) == 1 else "macro-F1",
        "f1": round(judged.figure(macro_f1), 4),
        "interval": rounded(judged.interval(macro_f1)),
        "folds": rounded(each),
        "mean of folds": round(float(np.mean(each)), 4),
        "sd of folds": round(_spread(each), 4),
        "dialogues": len(judged.by_dialogue),
        "by class": {name: _class_entry(judged, place) for place, name in enumerate(judged.names)},
    }


def _class_entry(judged: Judged, place: int) -> dict[str, object]:
    found: dict[str, object] = {"true": int(judged.counts().sum(0)[place, 2])}
    for name, measure in (("precision", precisions), ("recall", recalls), ("f1", f1s)):
        alone = of_class(measure, place)
        found[name] = rounded((judged.figure(alone), *judged.interval(alone)))
    return found


def _spread(values: Sequence[float]) -> float:
    return float(np.std(values, ddof=1)) if len(values) > 1 else 0.0


def _pooled(judged: Judged | None, measure: Measure = macro_f1) -> str:
    return with_interval(judged.figure(measure), judged.interval(measure)) if judged else ""


def bars(full: Judgements, causal: Judgements, folds: Mapping[str, int]) -> list[Bar]:
    """What the issue asks of single turns, units and volleys, in the full pass."""
    found = []
    for what, task, measure, limit in BARS:
        each = full[task].by_fold(measure, folds)
        more = f"± {_spread(each):.3f} over folds; pooled {_pooled(full[task], measure)}"
        if task in causal:
            more += f"; causal {causal[task].figure(measure):.3f}"
        found.append(Bar(what, limit, float(np.mean(each)), more))
    return found


def figures_table(full: Judgements, causal: Judgements, plain: Judgements, second: Judgements) -> str:
    """All tasks with what they are compared to."""
    rows = []
    for name, task in TASKS.items():
        if name not in full:
            continue
        beside = f"{second[name].figure(macro_f1):.3f} two passes" if name in second else task.people
        kind = "F1" if len(task.names) == 1 else "macro-F1"
        linear = f"{plain[name].figure(macro_f1):.3f}" if name in plain else ""
        figures = (_pooled(full[name]), _pooled(causal.get(name)), linear)
        rows.append((task.title, kind, *figures, beside, task.published))
    heads = ("task", "figure", "full (90 %)", "causal (90 %)", "linear baseline", "people, or two passes",
             "published")  # fmt: skip
    return table(heads, rows)


def class_table(full: Judgements, causal: Judgements) -> str:
    """Every class of every task."""
    rows = []
    for name, judged in full.items():
        for place, label in enumerate(judged.names):
            measures = [of_class(each, place) for each in (precisions, recalls, f1s)]
            figures = [_pooled(judged, each) for each in measures]
            other = f"{causal[name].figure(measures[2]):.3f}" if name in causal else ""
            true = int(judged.counts().sum(0)[place, 2])
            rows.append((TASKS[name].title, label, true, *figures, other))
    heads = ("task", "class", "true", "precision (90 %)", "recall (90 %)", "F1 (90 %)", "F1 causal")
    return table(heads, rows)


def group_table(tasks: Judgements, dialogues: Sequence[Dialogue]) -> str:
    """Macro-F1 by topic, medium, length and quality, full pass."""
    rows = []
    for data, names in BY_GROUP.items():
        for (kind, group), members in groups([d for d in dialogues if d.data == data]).items():
            figures = [_pooled(tasks[name].part(members)) for name in names]
            rows.append((data, kind, group, len(members), *figures))
    return table(("set", "by", "group", "dialogues", "counselor (90 %)", "client talk (90 %)"), rows)


def silver_talk(dialogues: Sequence[Dialogue]) -> Judged:
    """How well the silver codes of AnnoMI's sentences give the talk that its annotators gave. They
    teach, and are never a truth: here they are what is judged."""
    judged = Judged(TALKS)
    for dialogue in with_silver([d for d in dialogues if d.data == "annomi"]):
        for turn in dialogue.turns:
            if turn.role == "client" and turn.silver is not None and turn.talk:
                codes = [max(unit.belief, key=unit.belief.__getitem__) for unit in turn.silver]
                judged.add(dialogue.id, {turn.talk}, {talk_of(codes).talk})
    return judged


def measure(full: Sequence[HeldOut], causal: Sequence[HeldOut]) -> tuple[str, dict[str, object]]:
    """The page and the data."""
    dialogues = [held.dialogue for held in full]
    folds = {held.dialogue.id: held.fold for held in full}
    said = {held[0].pass_: judge(held, calibrations(held)) for held in (full, causal)}
    plain, second = baseline(dialogues, folds), judge_second_pass(dialogues)
    asked = bars(said["full"], said["causal"], folds)
    parts = {
        "Bars": bars_table(asked),
        "Figures": figures_table(said["full"], said["causal"], plain, second),
        "By topic, medium, length and quality": group_table(said["full"], dialogues),
        "By class": class_table(said["full"], said["causal"]),
    }
    beside = {"linear baseline": plain, "two passes": second, "silver": {"talk": silver_talk(dialogues)}}
    data: dict[str, object] = {
        name: {task: entry(judged, folds) for task, judged in tasks.items()}
        for name, tasks in (said | beside).items()
    }
    data["bars"] = [bar.data() for bar in asked]
    return page("Accuracy, held out by video (AnnoMI) and dialogue (authored), five folds", HOW, parts), data


def main() -> None:
    """Measure, print and write the comparison."""
    write("accuracy", *measure(load("full"), load("causal")))


if __name__ == "__main__":
    main()
