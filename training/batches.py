"""Dialogues cut into windows and turned into padded batches with every label the losses need."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from changetalk.coder.coding import MAINS, TALKS
from changetalk.coder.labels import CODES
from changetalk.coder.windows import Place, Window, Windows, Words, parts
from changetalk.instruments import talk_of
from training.examples import ANNOTATORS, PRESENCE_CODES, Dialogue, LabelledTurn, LabelledUnit
from training.model import Spans
from training.settings import Config

PUNCTUATION = re.compile(r"[.,;:!?…\"()—-]")
FILLER = re.compile(r"\b(?:um+|uh+|er+|erm|hmm|you know|i mean|sort of|kind of)\b,?", re.IGNORECASE)
CODE_COLUMNS = max(len(codes) for codes in CODES.values())
SHORTEST = 60


@dataclass(frozen=True)
class Item:
    """One window of a dialogue; the labels of its places are in the dialogue's turns."""

    window: Window
    dialogue: Dialogue

    def turn(self, place: Place) -> LabelledTurn:
        """The labelled turn that stands at a place."""
        return self.dialogue.turns[place.part.turn]


def training_items(
    dialogues: Sequence[Dialogue], windows: Windows, config: Config, rng: random.Random
) -> list[Item]:
    """Every dialogue cut anew: windows of random sizes, so that a turn meets every kind of context
    (none before, none after); this epoch's draws of dropped goals, marks and fillers."""
    train = config["train"]
    found: list[Item] = []
    for dialogue in dialogues:
        bare, plain = rng.random() < train["drop_punctuation"], rng.random() < train["drop_fillers"]
        all_parts = parts([_words(windows, turn, bare, plain) for turn in dialogue.turns])
        begin, stop = 0, len(all_parts)
        while begin < stop:
            budget, end = rng.randint(SHORTEST, int(train["window_tokens"])), begin + 1
            size = all_parts[begin].size
            while end < stop and size + all_parts[end].size <= budget:
                size += all_parts[end].size
                end += 1
            goal = None if rng.random() < train["drop_goal"] else dialogue.goal
            targets = all_parts[begin:end]
            if any(_labelled(dialogue.turns[part.turn]) for part in targets):
                found.append(Item(windows.window(windows.goal(goal), [], targets, []), dialogue))
            # Half of the next window's context is this window's end.
            begin = end if end == stop else max(begin + 1, end - rng.randint(0, 3))
    return found


def tested_items(dialogues: Sequence[Dialogue], windows: Windows) -> list[Item]:
    """Every turn once, cut as the coder's full pass cuts."""
    return [
        Item(window, dialogue)
        for dialogue in dialogues
        for window in windows.reviewed(
            [windows.words(t.role, t.text) for t in dialogue.turns], windows.goal(dialogue.goal)
        )
    ]


def _labelled(turn: LabelledTurn) -> bool:
    return bool(turn.units or turn.silver or turn.main or turn.talk)


def _words(windows: Windows, turn: LabelledTurn, bare: bool, plain: bool) -> Words:
    # Blanking keeps every offset, so spans and labels stay where they are.
    text = turn.text
    if plain:
        text = FILLER.sub(lambda found: " " * len(found[0]), text)
    if bare:
        text = PUNCTUATION.sub(" ", text)
    return windows.words(turn.role, text)


def token_span(place: Place, span: tuple[int, int]) -> tuple[int, int]:
    """Token positions [first, last) in the window of a span of code points (0, 0 if none)."""
    inside = [n for n, (start, end) in enumerate(place.part.offsets) if start < span[1] and end > span[0]]
    return (place.first + inside[0], place.first + inside[-1] + 1) if inside else (0, 0)


@dataclass
class Batch:
    """Tensors of one step. Turns and units are runs of tokens; `-1` or a zero weight marks what is
    not labelled. `unit_turn` numbers each unit's turn among the batch's turns."""

    ids: Tensor
    mask: Tensor
    types: Tensor
    turns: Spans
    marks: Tensor
    weight: Tensor
    main: Tensor
    main_weight: Tensor
    talk: Tensor
    talk_belief: Tensor
    annotator: Tensor
    presence: Tensor
    units: Spans
    unit_turn: Tensor
    unit_counselor: Tensor
    unit_belief: Tensor
    unit_known: Tensor
    span_talk: Tensor
    starts: Tensor
    starts_known: Tensor
    data: list[str]


def batches(found: list[Item], config: Config, rng: random.Random) -> Iterator[Batch]:
    """Batches of like lengths in random order, each of about `tokens_a_batch` padded tokens."""
    order = sorted(found, key=lambda item: len(item.window.ids) + rng.random() * 20)
    groups: list[list[Item]] = [[]]
    for item in order:
        size = (len(groups[-1]) + 1) * len(item.window.ids)
        if groups[-1] and size > config["train"]["tokens_a_batch"]:
            groups.append([])
        groups[-1].append(item)
    rng.shuffle(groups)
    for group in groups:
        yield collate(
            group,
            config["loss"]["authored_main"],
            config["data"]["silver_weight"],
            config["data"]["silver_talk"],
        )


def collate(
    group: Sequence[Item], authored_main: float = 1.0, silver: float = 0.0, silver_talk: float = 0.0
) -> Batch:
    """Pad one group of windows and lay out the labels of their turns and units. A silver coding
    weighs `silver` as unit codes, and takes the share `silver_talk` of belief in a turn's talk."""
    shape = (len(group), max(len(item.window.ids) for item in group))
    ids, mask, types = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    starts, known = torch.zeros(shape), torch.zeros(shape)
    turns: list[tuple[int, Item, Place]] = []
    units: list[tuple[int, int, int, int, LabelledTurn, LabelledUnit | None, float]] = []
    for row, item in enumerate(group):
        size = len(item.window.ids)
        ids[row, :size] = torch.tensor(item.window.ids)
        types[row, :size] = torch.tensor(item.window.types)
        mask[row, :size] = 1
        for place in item.window.places:
            turn = item.turn(place)
            if turn.units and item.dialogue.data in ("authored", "written"):
                known[row, place.first + 1 : place.last] = item.dialogue.weight
            for unit, span, weight in _units(turn, item.dialogue, silver):
                first, last = token_span(place, span)
                if last:
                    units.append((len(turns), row, first, last, turn, unit, weight))
                    starts[row, first] = 1
            turns.append((row, item, place))
    labels = [item.turn(place) for _, item, place in turns]
    return Batch(
        ids, mask, types,
        turns=_spans([(row, p.first, p.last) for row, _, p in turns]),
        marks=torch.tensor([p.mark for _, _, p in turns]),
        weight=torch.tensor([item.dialogue.weight for _, item, _ in turns]),
        main=torch.tensor([_index(MAINS, turn.main) for turn in labels]),
        main_weight=torch.tensor(
            [1.0 if item.dialogue.data == "annomi" else authored_main for _, item, _ in turns]
        ),
        talk=torch.tensor([_index(TALKS, turn.talk) for turn in labels]),
        talk_belief=torch.tensor([_talk_belief(turn, silver_talk) for turn in labels]),
        annotator=torch.tensor([_annotator(item.dialogue) for _, item, _ in turns]),
        presence=torch.tensor([_presence(turn) for turn in labels]),
        units=_spans([(row, first, last) for _, row, first, last, *_ in units]),
        unit_turn=torch.tensor([unit[0] for unit in units], dtype=torch.long),
        unit_counselor=torch.tensor([unit[4].role == "counselor" for unit in units], dtype=torch.bool),
        unit_belief=_beliefs([(unit[4], unit[5]) for unit in units]),
        unit_known=torch.tensor([unit[6] for unit in units]),
        span_talk=torch.tensor([_span_talk(unit[4]) for unit in units], dtype=torch.long),
        starts=starts,
        starts_known=known,
        data=[item.dialogue.data for _, item, _ in turns],
    )  # fmt: skip


def _units(
    turn: LabelledTurn, dialogue: Dialogue, silver: float
) -> Iterator[tuple[LabelledUnit | None, tuple[int, int], float]]:
    """A turn's units or, for want of them, its sentences: label, span and weight of each."""
    if turn.units is not None:
        yield from ((unit, (unit.start, unit.end), dialogue.weight) for unit in turn.units)
    elif turn.silver is not None and silver:
        yield from ((unit, (unit.start, unit.end), silver) for unit in turn.silver)
    else:
        yield from ((None, span, 0.0) for span in turn.spans)


def _spans(found: Sequence[tuple[int, int, int]]) -> Spans:
    row, first, last = torch.tensor(found, dtype=torch.long).reshape(-1, 3).T
    return Spans(row, first, last)


def _index(names: tuple[str, ...], name: str | None) -> int:
    return -1 if name is None else names.index(name)


def _annotator(dialogue: Dialogue) -> int:
    """AnnoMI's annotator, or -1: the annotator whose habits are not to be known apart."""
    found = int(str(dialogue.facts.get("annotator", -1)))
    return found if 0 <= found < ANNOTATORS else -1


def _talk_belief(turn: LabelledTurn, silver: float) -> list[float]:
    if turn.talk is None:
        return [0.0] * len(TALKS)
    said = [float(name == turn.talk) for name in TALKS]
    if not turn.silver:
        return said
    heard = talk_of([max(unit.belief, key=unit.belief.__getitem__) for unit in turn.silver]).talk
    return [(1 - silver) * p + silver * (name == heard) for p, name in zip(said, TALKS, strict=True)]


def _presence(turn: LabelledTurn) -> list[float]:
    said = turn.presence
    return [-1.0 if said is None else said.truth(kind) for kind in PRESENCE_CODES]


def _span_talk(turn: LabelledTurn) -> int:
    """A human's word on the talk of a turn that is one sentence: also the sentence's."""
    return _index(TALKS, turn.talk) if turn.units is None and len(turn.spans) == 1 else -1


def _beliefs(units: Sequence[tuple[LabelledTurn, LabelledUnit | None]]) -> Tensor:
    belief = torch.zeros((len(units), CODE_COLUMNS))
    for n, (turn, unit) in enumerate(units):
        for code, share in unit.belief.items() if unit else ():
            belief[n, CODES[turn.role].index(code)] = share
    return belief
