"""Who is the counselor, told from what is said: how often right, how sure? `python -m benchmarks.roles`.

AnnoMI's train part and the authored dialogues (from the data folder), whole and cut to their first 10,
20 and 40 turns, without any name or mark of a role. Each is judged with signs weighed on the other
folds of training/roles.py (whole videos or dialogues held out). Writes `benchmarks/results/roles.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import GroupKFold

from changetalk.transcripts.role_model import MAX_P, signs
from training.paths import DATA, RESULTS
from training.roles import FOLDS, Spoken, conversations, fitted, windows

CUTS = (10, 20, 40, None)
HEADS = ("set", "turns heard", "conversations", "wrong", "accuracy", "mean sureness", "least sure and right",
         "calibration error", "Brier score", "surest wrong guess")  # fmt: skip
BINS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


@dataclass(frozen=True)
class Guess:
    """One conversation or its beginning: the probability given to the true counselor."""

    data: str
    cut: int | None
    p: float


def guesses() -> Iterator[Guess]:
    """Every conversation in every cut, judged by weights that never saw it."""
    found = windows(DATA)
    differences = np.array([window.difference for window in found])
    groups = [window.group for window in found]
    weights: dict[str, np.ndarray] = {}
    for train, test in GroupKFold(FOLDS).split(differences, groups=groups):
        learnt = fitted(differences[train], [groups[index] for index in train])
        weights |= {groups[index]: learnt for index in test}
    for group, said in conversations(DATA):
        data = "AnnoMI" if group.startswith("http") else "authored"
        for cut in CUTS:
            if cut is None or cut < len(said):
                p = _probability(said[:cut], weights[group])
                yield Guess(data, cut, p)


def _probability(said: Sequence[Spoken], weights: np.ndarray) -> float:
    """As `role_model.p_first_is_counselor` gives it, with these weights."""
    one, other = (signs([text for role, text in said if role == who]) for who in ("counselor", "client"))
    odds = float(np.dot([one[sign] - other[sign] for sign in one], weights))
    return float(np.clip(1 / (1 + np.exp(-odds)), 1 - MAX_P, MAX_P))


def calibration_error(sure: np.ndarray, right: np.ndarray) -> float:
    """The mean distance between how sure guesses are and how often they are right, over bins of
    sureness, each weighing as many guesses as it holds (expected calibration error)."""
    place = np.digitize(sure, BINS[1:-1])
    gaps = [abs((sure - right)[place == each].sum()) for each in range(len(BINS) - 1)]
    return float(sum(gaps) / len(sure))


def summary(seen: Sequence[Guess]) -> str:
    """Cells of the table for these guesses."""
    p = np.array([each.p for each in seen])
    sure, right = np.maximum(p, 1 - p), (p > 0.5).astype(float)
    error = calibration_error(sure, right)
    figures = (right.mean(), sure.mean(), sure[right == 1].min(), error, ((1 - p) ** 2).mean())
    wrong = sure[right == 0]
    cells = [str(len(p)), str(len(wrong)), *(f"{each:.3f}" for each in figures)]
    return " | ".join([*cells, f"{wrong.max():.2f}" if len(wrong) else "-"])


def reliability(seen: Sequence[Guess]) -> Iterator[str]:
    """Rows of how often guesses of one sureness are right."""
    p = np.array([each.p for each in seen])
    sure, right = np.maximum(p, 1 - p), p > 0.5
    place = np.digitize(sure, BINS[1:-1])
    for each in range(len(BINS) - 1):
        if (inside := place == each).any():
            shares = f"{sure[inside].mean():.3f} | {right[inside].mean():.3f}"
            yield f"| {BINS[each]:.2f} to {BINS[each + 1]:.2f} | {inside.sum()} | {shares} |"


def report(found: Sequence[Guess]) -> str:
    """The page of results."""
    lines = [f"| {' | '.join(HEADS)} |", "|---" * len(HEADS) + "|"]
    for data in ("AnnoMI", "authored"):
        for cut in CUTS:
            seen = [each for each in found if each.data == data and each.cut == cut]
            lines.append(f"| {data} | {f'first {cut}' if cut else 'all'} | {summary(seen)} |")
    both = [each for each in found if each.cut is not None]
    lines += ["", "How often guesses of one sureness are right (both sets, first 10, 20 and 40 turns):", ""]
    lines += ["| sureness | guesses | mean sureness | right |", "|---|---|---|---|", *reliability(both)]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print and write."""
    text = (
        f"# Role finding from what is said, {FOLDS} folds held out by video or dialogue\n\n"
        "No name or mark of a role is used. No guess is called surer than "
        f"{MAX_P:.2f}, which alone makes a calibration error of {1 - MAX_P:.2f} where all are right. The "
        "authored dialogues are synthetic and easier.\n\n" + report(list(guesses()))
    )
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "roles.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
