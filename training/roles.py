"""Fit the signs by which changetalk tells counselor and client apart, and measure them.

    python -m training.roles DATA_FOLDER

DATA_FOLDER holds `annomi-full-train.csv` and `authored/*.json`. Every conversation gives windows of
4, 8, 16 and 32 turns and the whole; the logistic regression sees the difference of the two speakers'
signs both ways round, has no intercept, and is measured on conversations (videos) it has not seen.
Writes src/changetalk/transcripts/role_weights.json and prints what was measured.
"""

from __future__ import annotations

import csv
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from changetalk.transcripts.role_model import MAX_P, signs

OUT = Path(__file__).parents[1] / "src/changetalk/transcripts/role_weights.json"
WINDOWS = (4, 8, 16, 32)
FOLDS = 5
Spoken = tuple[str, str]


@dataclass(frozen=True)
class Window:
    """A stretch of a conversation: the difference of signs, counselor minus client."""

    group: str
    turns: str
    difference: tuple[float, ...]


def conversations(data: Path) -> list[tuple[str, list[Spoken]]]:
    """Every conversation with the group it must not be split from (its video, its dialogue)."""
    found = []
    for path in sorted((data / "authored").glob("*.json")):
        dialogue = json.loads(path.read_text("utf-8"))
        said = [
            (turn["speaker"], " ".join(unit["text"] for unit in turn["units"])) for turn in dialogue["turns"]
        ]
        found.append((dialogue["id"], said))
    videos: dict[str, tuple[str, dict[int, Spoken]]] = {}
    with (data / "annomi-full-train.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            turns = videos.setdefault(row["transcript_id"], (row["video_url"], {}))[1]
            role = "counselor" if row["interlocutor"] == "therapist" else "client"
            turns[int(row["utterance_id"])] = (role, row["utterance_text"])
    for group, turns in videos.values():
        found.append((group, [turns[number] for number in sorted(turns)]))
    return found


def windows(data: Path) -> list[Window]:
    """Two random windows of every size and the whole of every conversation."""
    chance = random.Random(0)
    found = []
    for group, said in conversations(data):
        spans = [
            (str(size), start)
            for size in WINDOWS
            if size < len(said)
            for start in (chance.randrange(len(said) - size + 1) for _ in range(2))
        ]
        for name, start in [*spans, ("all", 0)]:
            span = said[start : start + int(name)] if name != "all" else said
            one, other = (
                signs([text for role, text in span if role == who]) for who in ("counselor", "client")
            )
            if len({role for role, _ in span}) == 2:
                found.append(Window(group, name, tuple(one[sign] - other[sign] for sign in one)))
    return found


def fitted(differences: np.ndarray, groups: Sequence[str]) -> np.ndarray:
    """The weights of the signs; every conversation weighs the same."""
    both_ways = np.vstack([differences, -differences])
    first = np.repeat([1, 0], len(differences))
    sizes = {group: groups.count(group) for group in set(groups)}
    weight = np.array([1 / sizes[group] for group in groups])
    weight = np.tile(weight / weight.mean(), 2)
    model = LogisticRegression(fit_intercept=False).fit(both_ways, first, sample_weight=weight)
    return np.asarray(model.coef_[0])


def measured(found: Sequence[Window]) -> dict[str, dict[str, float]]:
    """By window size, on conversations not seen: accuracy, the mean probability of the guesses
    (equal to accuracy when calibrated), and the mean squared error of the probability."""
    differences = np.array([window.difference for window in found])
    groups = [window.group for window in found]
    p = np.zeros(len(found))
    for train, test in GroupKFold(FOLDS).split(differences, groups=groups):
        weights = fitted(differences[train], [groups[index] for index in train])
        p[test] = 1 / (1 + np.exp(-differences[test] @ weights))
    p = p.clip(1 - MAX_P, MAX_P)
    sizes = np.array([window.turns for window in found])
    return {
        f"{size} turns": {
            "windows": int((sizes == size).sum()),
            "accuracy": round(float((p[sizes == size] > 0.5).mean()), 3),
            "mean_p_of_guess": round(float(np.maximum(p, 1 - p)[sizes == size].mean()), 3),
            "brier": round(float(((1 - p[sizes == size]) ** 2).mean()), 4),
        }
        for size in (*map(str, WINDOWS), "all")
    }


def main() -> None:
    """Fit on everything, measure by cross-validation, write both."""
    found = windows(Path(sys.argv[1]))
    names = list(signs(["a"]))
    weights = fitted(np.array([window.difference for window in found]), [window.group for window in found])
    result = {
        "made_by": "training/roles.py",
        "data": "AnnoMI (97 transcripts) and 144 authored dialogues, 5 folds by video or dialogue",
        "measured": measured(found),
        "weights": {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)},
    }
    OUT.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print(OUT.read_text("utf-8"))


if __name__ == "__main__":
    main()
