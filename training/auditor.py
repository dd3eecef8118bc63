"""The auditor: a coder on another encoder that later judges the guide. `python -m training.auditor`.

It must not share the coder's blind spots, for the guide's every sentence passes the coder before it is
said, nor know the guide's bank by heart. So it reads with bge-small-en-v1.5 (frozen, from the
registry package `compartment`) and learns from none of the dialogues the bank may draw on: those of
the authored set's folds in BANK_FOLDS, on which it is measured. Writes `training/auditor.npz` (head
weights alone) and `benchmarks/results/auditor.md`. Not shipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from tokenizers import Tokenizer

from changetalk.coder.labels import CODES
from changetalk.transcripts.model import Role
from training.examples import WRITTEN, Dialogue, authored, fold_of, pair, written
from training.paths import DATA, RESULTS

FILE = Path(__file__).with_name("auditor.npz")
BANK_FOLDS = (0, 1, 2)
LONGEST = 96
BATCH = 16
STRENGTH = 0.6

Floats = NDArray[np.float32]


class Encoder:
    """bge-small as the registry package ships it (int8 ONNX): one vector of length 1 a text."""

    def __init__(self) -> None:
        import compartment  # noqa: PLC0415  (only the auditor needs it)

        folder = Path(compartment.__file__).parent / "models" / "bge-small-en-v1.5-int8"
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.no_padding()
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        self._graph = ort.InferenceSession(str(folder / "model_quantized.onnx"), options)
        self._inputs = {entry.name for entry in self._graph.get_inputs()}

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Vectors (n, 384), equal texts encoded once."""
        unique = sorted(set(texts), key=len)
        rows = np.concatenate([self._batch(unique[n : n + BATCH]) for n in range(0, len(unique), BATCH)])
        where = {text: n for n, text in enumerate(unique)}
        return np.asarray(rows[[where[text] for text in texts]], np.float32)

    def _batch(self, texts: Sequence[str]) -> Floats:
        encoded = [found.ids for found in self._tokenizer.encode_batch(list(texts))]
        ids = np.zeros((len(texts), max(map(len, encoded))), np.int64)
        mask = np.zeros_like(ids)
        for row, found in enumerate(encoded):
            ids[row, : len(found)] = found
            mask[row, : len(found)] = 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        first = self._graph.run(None, {name: feed[name] for name in self._inputs})[0][:, 0]
        return np.asarray(first / np.linalg.norm(first, axis=1, keepdims=True), np.float32)


@dataclass(frozen=True)
class Said:
    """A unit with what was said around it, as the auditor reads it."""

    unit: str
    turn: str
    before: str
    goal: str


def said(dialogue: Dialogue, role: Role) -> list[tuple[Said, str]]:
    """A dialogue's coded units of a role, and their codes."""
    found = []
    before = ""
    for turn in dialogue.turns:
        if turn.role == role:
            for unit in turn.units or ():
                code = max(unit.belief, key=unit.belief.__getitem__)
                text = turn.text[unit.start : unit.end]
                found.append((Said(text, turn.text, before, dialogue.goal or ""), code))
        before = turn.text
    return found


def features(encoder: Encoder, units: Sequence[Said]) -> Floats:
    """What the heads read of each unit: the vectors of unit, turn, turn before and goal (n, 1536)."""
    fields = [[getattr(unit, name) for unit in units] for name in ("unit", "turn", "before", "goal")]
    return np.concatenate([encoder(texts) for texts in fields], 1)


def main() -> None:
    """Train on what the bank may not use, measure on what it may, write both."""
    tested = authored(DATA / "authored")
    folds = fold_of(tested)
    bank = [d for d in tested if folds[d.id] in BANK_FOLDS]
    learned = [d for d in tested if folds[d.id] not in BANK_FOLDS]
    learned += written(WRITTEN, 1.0) + pair(DATA, 1.0)
    encoder, lines = Encoder(), []
    arrays: dict[str, Floats] = {}
    roles: tuple[Role, ...] = ("counselor", "client")
    for role in roles:
        train = [pair for d in learned for pair in said(d, role)]
        test = [pair for d in bank for pair in said(d, role)]
        model = LogisticRegression(C=STRENGTH, max_iter=400, class_weight="balanced")
        model.fit(20 * features(encoder, [s for s, _ in train]), [CODES[role].index(c) for _, c in train])
        guess = model.predict(20 * features(encoder, [s for s, _ in test]))
        truth = [CODES[role].index(c) for _, c in test]
        macro = f1_score(truth, guess, average="macro", zero_division=0)
        each = f1_score(truth, guess, average=None, labels=range(len(CODES[role])), zero_division=0)
        arrays[f"{role} weights"] = np.asarray(model.coef_, np.float32)
        arrays[f"{role} offsets"] = np.asarray(model.intercept_, np.float32)
        lines += [f"| {role} | all, macro | {macro:.3f} | {len(test)} |"]
        lines += [f"| {role} | {c} | {f:.2f} | |" for c, f in zip(CODES[role], each, strict=True)]
    np.savez_compressed(FILE, **arrays)  # type: ignore[arg-type]
    text = (
        f"# The auditor on the {len(bank)} authored dialogues that it never saw (the guide's bank)\n\n"
        "| role | code | F1 on given units | units |\n|---|---|---|---|\n" + "\n".join(lines) + "\n"
    )
    (RESULTS / "auditor.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
