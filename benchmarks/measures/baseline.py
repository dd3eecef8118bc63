"""The linear baseline: TF-IDF and logistic regression over the words of a turn, or of a given unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from benchmarks.measures.judged import Judged
from benchmarks.measures.tasks import TASKS, Judgements, judge_starts, types_of
from changetalk.coder.coding import CodedTurn, Unit
from changetalk.coder.segments import segments
from training.codings import label_coding
from training.examples import Dialogue, LabelledTurn


@dataclass(frozen=True)
class Row:
    """A text to classify, its dialogue and its class."""

    dialogue: str
    text: str
    label: str


Labels = Callable[[LabelledTurn], Iterator[tuple[str, str]]]
"""Texts of a turn with their classes."""


def _main(turn: LabelledTurn) -> Iterator[tuple[str, str]]:
    if turn.role == "counselor" and turn.main:
        yield turn.text, turn.main


def _talk(turn: LabelledTurn) -> Iterator[tuple[str, str]]:
    if turn.talk:
        yield turn.text, turn.talk


def _presence(kind: str) -> Labels:
    def labels(turn: LabelledTurn) -> Iterator[tuple[str, str]]:
        if turn.presence:
            yield turn.text, "yes" if turn.presence.truth(kind) == 1 else "no"

    return labels


def _units(role: str) -> Labels:
    def labels(turn: LabelledTurn) -> Iterator[tuple[str, str]]:
        for unit in (turn.units or ()) if turn.role == role else ():
            yield turn.text[unit.start : unit.end], max(unit.belief, key=unit.belief.__getitem__)

    return labels


LABELS: Mapping[str, tuple[str, Labels]] = {
    "annomi main": ("annomi", _main),
    "annomi reflection": ("annomi", _presence("reflection")),
    "annomi question": ("annomi", _presence("question")),
    "annomi talk": ("annomi", _talk),
    "authored counselor units": ("authored", _units("counselor")),
    "authored talk": ("authored", _talk),
    "authored client units": ("authored", _units("client")),
}


def baseline(dialogues: Sequence[Dialogue], folds: Mapping[str, int]) -> Judgements:
    """Every task that words alone allow, trained and tested on the same folds, one set at a time. Units
    start after end punctuation."""
    tasks = {name: Judged(TASKS[name].names) for name in LABELS}
    tasks |= {name: Judged(TASKS[name].names) for name in ("authored types", "authored types, all units")}
    for name, (data, labels) in LABELS.items():
        rows = [
            Row(d.id, text, label)
            for d in dialogues
            if d.data == data
            for turn in d.turns
            for text, label in labels(turn)
        ]
        for row, said in _held_out(rows, folds):
            tasks[name].add(row.dialogue, {row.label}, {said})
            if name == "authored client units":
                _add_types(row, said, tasks)
    return tasks | _punctuation(dialogues)


def _held_out(rows: Sequence[Row], folds: Mapping[str, int]) -> Iterator[tuple[Row, str]]:
    """Every row with what a model trained on the other folds says."""
    for fold in sorted({folds[row.dialogue] for row in rows}):
        model = make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
            LogisticRegression(C=4.0, max_iter=2000, class_weight="balanced"),
        )
        known = [row for row in rows if folds[row.dialogue] != fold]
        tested = [row for row in rows if folds[row.dialogue] == fold]
        model.fit([row.text for row in known], [row.label for row in known])
        yield from zip(tested, model.predict([row.text for row in tested]), strict=True)


def _add_types(row: Row, said: str, tasks: Judgements) -> None:
    types = types_of({row.label}), types_of({said})
    tasks["authored types, all units"].add(row.dialogue, *types)
    if types[0]:
        tasks["authored types"].add(row.dialogue, *types)


def _punctuation(dialogues: Sequence[Dialogue]) -> Judgements:
    names = ("authored unit starts", "authored inner starts")
    tasks = {name: Judged(TASKS[name].names) for name in names}
    for dialogue in dialogues:
        for true in label_coding(dialogue).turns if dialogue.data == "authored" else ():
            judge_starts(dialogue.id, true, _cut(true), tasks)
    return tasks


def _cut(turn: CodedTurn) -> CodedTurn:
    units = tuple(Unit(start=start, end=end, code="NC") for start, end in segments(turn.text))
    return turn.model_copy(update={"units": units})
