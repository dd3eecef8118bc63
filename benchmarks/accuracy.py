"""Accuracy on held-out dialogues beside a linear baseline and people: `python -m benchmarks.accuracy`.

Reads what the five fold networks said of dialogues they never saw (`benchmarks/held_out/`, made by
`make weights`), calibrates each fold on the other four, decides as the package decides, and writes
`benchmarks/results/accuracy.md` and `.json`. Needs the data folder for the labels.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.pipeline import make_pipeline

from changetalk.coder.calibration import Calibration
from changetalk.coder.coding import MAINS, TALKS, Main, Talk
from changetalk.coder.labels import CODES
from changetalk.coder.machine import decide
from training.calibrate import fit
from training.examples import FOLDS, PRESENCE_CODES, Dialogue, LabelledTurn
from training.held_out import HeldOut, load, turns_of
from training.paths import RESULTS

Ints = NDArray[np.int64]
PEOPLE = {
    "annomi main": "one annotator against the majority of nine .86, against one other .80",
    "annomi talk": "one annotator against the majority of nine .73, against one other .65",
}
PUBLISHED = {
    "annomi main": ".72 linear to .83 M3TCM (text and audio)",
    "annomi talk": ".50 linear, .58-.61 tuned text models, .66 M3TCM",
}


@dataclass
class Judged:
    """Truth and decision of one task, with the dialogue of each for intervals."""

    names: tuple[str, ...]
    truth: list[int] = field(default_factory=list)
    said: list[int] = field(default_factory=list)
    p: list[NDArray[np.float64]] = field(default_factory=list)
    dialogue: list[str] = field(default_factory=list)

    def add(self, truth: str, said: str, p: Mapping[Any, float] | None, dialogue: str) -> None:
        """Note one decision."""
        self.truth.append(self.names.index(truth))
        self.said.append(self.names.index(said))
        self.dialogue.append(dialogue)
        if p is not None:
            self.p.append(np.array([p.get(name, 0.0) for name in self.names]))


def judge(found: Sequence[HeldOut]) -> dict[str, Judged]:
    """Every task's decisions, each fold decided with the calibration of the other four."""
    tasks = {
        "annomi main": Judged(MAINS),
        "annomi talk": Judged(TALKS),
        "annomi reflection": Judged(("no", "yes")),
        "annomi question": Judged(("no", "yes")),
        "authored talk": Judged(TALKS),
        "authored counselor units": Judged(CODES["counselor"]),
        "authored client units": Judged(CODES["client"]),
    }
    for fold in range(FOLDS):
        calibration = fit([held for held in found if held.fold != fold])
        for held in found:
            if held.fold == fold:
                _judge_dialogue(held, calibration, tasks)
    return tasks


def _judge_dialogue(held: HeldOut, calibration: Calibration, tasks: dict[str, Judged]) -> None:
    dialogue, turns = held.dialogue, turns_of(held.dialogue)
    for labelled, turn, reading in zip(dialogue.turns, turns, held.found, strict=True):
        decided = decide(turn, reading, calibration)
        if dialogue.data == "annomi" and labelled.role == "counselor":
            main_p: Mapping[Main, float] = decided.main_p or {"other": 1.0}
            tasks["annomi main"].add(
                labelled.main or "", max(main_p, key=main_p.__getitem__), main_p, dialogue.id
            )
            _judge_presence(labelled, [unit.code for unit in decided.units], tasks, dialogue.id)
        if labelled.talk is not None:
            p: Mapping[Talk, float] = decided.talk_p or {"neutral": 1.0}
            tasks[f"{dialogue.data} talk"].add(labelled.talk, decided.talk or "neutral", p, dialogue.id)
    for labelled, turn, reading in zip(dialogue.turns, turns, held.given or (), strict=False):
        units = decide(turn, reading, calibration).units
        for unit, truth in zip(units, labelled.units or (), strict=False):
            code = max(truth.belief, key=lambda c: truth.belief[c])
            tasks[f"authored {turn.role} units"].add(code, unit.code, unit.p, dialogue.id)


def _judge_presence(
    labelled: LabelledTurn, codes: Sequence[str], tasks: dict[str, Judged], dialogue: str
) -> None:
    if labelled.presence is None:
        return
    for kind in ("reflection", "question"):
        there = "yes" if set(PRESENCE_CODES[kind]) & set(codes) else "no"
        tasks[f"annomi {kind}"].add("yes" if labelled.presence.truth(kind) else "no", there, None, dialogue)


def macro_f1(truth: Ints, said: Ints) -> float:
    """Unweighted mean of the classes' F1."""
    return float(f1_score(truth, said, average="macro", zero_division=0))


def yes_f1(truth: Ints, said: Ints) -> float:
    """F1 of the class "yes"."""
    return float(f1_score(truth, said, zero_division=0))


def interval(judged: Judged, measure: Callable[[Ints, Ints], float], draws: int = 400) -> tuple[float, float]:
    """90 % bootstrap interval over whole dialogues."""
    rng = np.random.default_rng(1)
    names = sorted(set(judged.dialogue))
    where = {name: np.flatnonzero(np.array(judged.dialogue) == name) for name in names}
    truth, said = np.array(judged.truth), np.array(judged.said)
    values = []
    for _ in range(draws):
        rows = np.concatenate([where[name] for name in rng.choice(names, len(names))])
        values.append(measure(truth[rows], said[rows]))
    return float(np.quantile(values, 0.05)), float(np.quantile(values, 0.95))


def calibration_error(judged: Judged, bins: int = 15) -> float:
    """Expected calibration error of the most probable class in equal-mass bins (0 is perfect)."""
    p = np.array(judged.p)
    top, right = p.max(1), p.argmax(1) == np.array(judged.truth)
    order = top.argsort()
    parts = np.array_split(order, bins)
    return float(sum(len(part) * abs(top[part].mean() - right[part].mean()) for part in parts) / len(top))


def baseline(dialogues: Sequence[Dialogue], folds: dict[str, int], task: str) -> Judged:
    """TF-IDF and logistic regression on the same folds, AnnoMI alone, the turn alone."""
    role, names = ("counselor", MAINS) if task == "main" else ("client", TALKS)
    judged = Judged(names)
    rows = [
        (turn.text, getattr(turn, task), folds[d.id], d.id)
        for d in dialogues
        if d.data == "annomi"
        for turn in d.turns
        if turn.role == role
    ]
    for fold in range(FOLDS):
        model = make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
            LogisticRegression(C=4.0, max_iter=2000, class_weight="balanced"),
        )
        model.fit([r[0] for r in rows if r[2] != fold], [r[1] for r in rows if r[2] != fold])
        tested = [r for r in rows if r[2] == fold]
        for (_, truth, _, name), said in zip(tested, model.predict([r[0] for r in tested]), strict=True):
            judged.add(truth, said, None, name)
    return judged


def boundary_f1(found: Sequence[HeldOut]) -> float:
    """F1 of the inner unit boundaries on the authored set (a turn's own start does not count)."""
    hit = said = true = 0
    for held in found:
        if held.dialogue.data != "authored":
            continue
        for turn, reading in zip(held.dialogue.turns, held.found, strict=True):
            wanted = {unit.start for unit in (turn.units or ())[1:]}
            given = {start for start, _ in sorted(reading.spans)[1:]}
            hit, said, true = hit + len(wanted & given), said + len(given), true + len(wanted)
    return 2 * hit / (said + true)


def table(
    tasks: dict[str, Judged], baselines: dict[str, Judged], boundaries: float
) -> tuple[str, dict[str, object]]:
    """The comparison as Markdown and as data."""
    lines = [
        "| task | figure | coder (90 %) | linear baseline | people | published |",
        "|---|---|---|---|---|---|",
    ]
    data: dict[str, object] = {"unit boundaries F1": round(boundaries, 4)}
    for name, judged in tasks.items():
        two = judged.names == ("no", "yes")
        measure = yes_f1 if two else macro_f1
        value = measure(np.array(judged.truth), np.array(judged.said))
        low, high = interval(judged, measure)
        base = baselines.get(name)
        base_text = f"{macro_f1(np.array(base.truth), np.array(base.said)):.3f}" if base else ""
        cells = (
            name,
            "F1" if two else "macro-F1",
            f"{value:.3f} ({low:.3f}-{high:.3f})",
            base_text,
            PEOPLE.get(name, ""),
            PUBLISHED.get(name, ""),
        )
        lines.append(f"| {' | '.join(cells)} |")
        each = f1_score(
            judged.truth, judged.said, average=None, labels=range(len(judged.names)), zero_division=0
        )
        data[name] = {
            "f1": round(value, 4),
            "interval": [round(low, 4), round(high, 4)],
            "n": len(judged.truth),
            "by class": {k: round(float(v), 4) for k, v in zip(judged.names, each, strict=True)},
            "calibration error": round(calibration_error(judged), 4) if judged.p else None,
            "baseline": float(base_text) if base_text else None,
        }
    lines.append(f"| authored unit boundaries | F1 | {boundaries:.3f} | | | |")
    lines += ["", "| task | class | F1 |", "|---|---|---|"]
    for name, entry in data.items():
        if isinstance(entry, dict):
            lines += [f"| {name} | {k} | {v:.3f} |" for k, v in entry["by class"].items()]
    lines += ["", "| task | expected calibration error |", "|---|---|"]
    lines += [
        f"| {k} | {v['calibration error']:.3f} |"
        for k, v in data.items()
        if isinstance(v, dict) and v["calibration error"] is not None
    ]
    return "\n".join(lines) + "\n", data


def main() -> None:
    """Measure, print and write the comparison."""
    found = load()
    tasks = judge(found)
    dialogues = [held.dialogue for held in found]
    folds = {held.dialogue.id: held.fold for held in found}
    baselines = {
        "annomi main": baseline(dialogues, folds, "main"),
        "annomi talk": baseline(dialogues, folds, "talk"),
    }
    text, data = table(tasks, baselines, boundary_f1(found))
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "accuracy.md").write_text(
        f"# Accuracy, held out by video (AnnoMI) and dialogue (authored), {FOLDS} folds\n\n{text}"
    )
    (RESULTS / "accuracy.json").write_text(json.dumps(data, indent=1) + "\n")
    print(text)


if __name__ == "__main__":
    main()
