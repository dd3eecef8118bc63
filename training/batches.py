"""Dialogues turned into padded batches with every label the losses need."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import torch
from torch import Tensor

from changetalk.coder.coding import MAINS, TALKS
from changetalk.coder.labels import CODES
from changetalk.coder.windows import Window, Windows, Words
from training.examples import PRESENCE_CODES, Dialogue, LabelledTurn
from training.settings import Config

PUNCTUATION = re.compile(r"[.,;:!?…\"()-]")
CODE_COLUMNS = max(len(codes) for codes in CODES.values())


@dataclass(frozen=True)
class Item:
    """One labelled turn ready for a batch; spans are token positions in its window."""

    window: Window
    turn: LabelledTurn
    data: str
    weight: float
    spans: tuple[tuple[int, int], ...]


def items(dialogues: list[Dialogue], windows: Windows, config: Config, rng: random.Random) -> list[Item]:
    """Every labelled turn of the dialogues with this epoch's draws of dropped goals and marks."""
    found: list[Item] = []
    for dialogue in dialogues:
        bare = rng.random() < config["train"]["drop_punctuation"]
        words = [_words(windows, turn, bare) for turn in dialogue.turns]
        for index, turn in enumerate(dialogue.turns):
            if turn.units is None and turn.main is None and turn.talk is None:
                continue
            goal = None if rng.random() < config["train"]["drop_goal"] else dialogue.goal
            window = next(iter(windows.of_turn(words, index, windows.goal(goal))), None)
            if window is not None:
                found.append(Item(window, turn, dialogue.data, dialogue.weight, _spans(window, turn)))
    return found


def _words(windows: Windows, turn: LabelledTurn, bare: bool) -> Words:
    # Blanking keeps every offset, so spans and labels stay where they are.
    return windows.words(turn.role, PUNCTUATION.sub(" ", turn.text) if bare else turn.text)


def _spans(window: Window, turn: LabelledTurn) -> tuple[tuple[int, int], ...]:
    wanted = [(u.start, u.end) for u in turn.units] if turn.units else list(turn.spans)
    return tuple(token_span(window, span) for span in wanted)


def token_span(window: Window, span: tuple[int, int]) -> tuple[int, int]:
    """Token positions [first, last) in the window of a span of code points (0, 0 if none)."""
    inside = [n for n, (start, end) in enumerate(window.offsets) if start < span[1] and end > span[0]]
    if not inside:
        return (0, 0)
    return window.first + inside[0], window.first + inside[-1] + 1


@dataclass
class Batch:
    """Tensors of one step; `-1` or a zero weight marks what a turn does not label."""

    ids: Tensor
    mask: Tensor
    types: Tensor
    own: Tensor
    weight: Tensor
    main: Tensor
    main_weight: Tensor
    talk: Tensor
    starts: Tensor
    starts_known: Tensor
    unit_window: Tensor
    unit_first: Tensor
    unit_last: Tensor
    unit_counselor: Tensor
    unit_belief: Tensor
    unit_known: Tensor
    presence: dict[str, Tensor] = field(default_factory=dict)
    span_talk: Tensor = field(default_factory=lambda: torch.zeros(0))


def batches(found: list[Item], config: Config, rng: random.Random) -> Iterator[Batch]:
    """Batches of like lengths in random order, each of about `tokens_a_batch` padded tokens."""
    order = sorted(found, key=lambda item: len(item.window.ids) + rng.random() * 6)
    groups: list[list[Item]] = [[]]
    for item in order:
        size = (len(groups[-1]) + 1) * len(item.window.ids)
        if groups[-1] and size > config["train"]["tokens_a_batch"]:
            groups.append([])
        groups[-1].append(item)
    rng.shuffle(groups)
    for group in groups:
        yield collate(group, config["loss"]["authored_main"])


def collate(group: list[Item], authored_main: float) -> Batch:
    """Pad one group of items and lay out its labels."""
    length = max(len(item.window.ids) for item in group)
    shape = (len(group), length)
    ids, mask, types, own, starts = (torch.zeros(shape, dtype=torch.long) for _ in range(5))
    for row, item in enumerate(group):
        size = len(item.window.ids)
        ids[row, :size] = torch.tensor(item.window.ids)
        types[row, :size] = torch.tensor(item.window.types)
        mask[row, :size] = 1
        own[row, item.window.first : item.window.first + len(item.window.offsets)] = 1
        for first, last in item.spans if item.turn.units else ():
            starts[row, first] = int(last > first)
    units = [(row, span, n) for row, item in enumerate(group) for n, span in enumerate(item.spans) if span[1]]
    belief, known = _beliefs(group, units)
    return Batch(
        ids, mask, types, own.float(),
        weight=torch.tensor([item.weight for item in group]),
        main=torch.tensor([_index(MAINS, item.turn.main) for item in group]),
        main_weight=torch.tensor([1.0 if item.data == "annomi" else authored_main for item in group]),
        talk=torch.tensor([_index(TALKS, item.turn.talk) for item in group]),
        starts=starts.float(),
        starts_known=own.float()
        * torch.tensor([[float(bool(i.turn.units) and i.data == "authored")] for i in group]),
        unit_window=torch.tensor([row for row, _, _ in units], dtype=torch.long),
        unit_first=torch.tensor([span[0] for _, span, _ in units], dtype=torch.long),
        unit_last=torch.tensor([span[1] for _, span, _ in units], dtype=torch.long),
        unit_counselor=torch.tensor(
            [group[row].turn.role == "counselor" for row, _, _ in units], dtype=torch.bool
        ),
        unit_belief=belief,
        unit_known=known,
        presence=_presence(group),
        span_talk=torch.tensor(
            [_index(TALKS, i.turn.talk) if i.turn.units is None and len(i.spans) == 1 else -1 for i in group]
        ),
    )  # fmt: skip


def _index(names: tuple[str, ...], name: str | None) -> int:
    return -1 if name is None else names.index(name)


def _beliefs(group: list[Item], units: list[tuple[int, tuple[int, int], int]]) -> tuple[Tensor, Tensor]:
    belief = torch.zeros((len(units), CODE_COLUMNS))
    known = torch.zeros(len(units))
    for n, (row, _, which) in enumerate(units):
        turn = group[row].turn
        if turn.units is None:
            continue
        known[n] = group[row].weight
        for code, share in turn.units[which].belief.items():
            belief[n, CODES[turn.role].index(code)] = share
    return belief, known


def _presence(group: list[Item]) -> dict[str, Tensor]:
    def truth(item: Item, kind: str) -> float:
        return -1.0 if item.turn.presence is None else item.turn.presence.truth(kind)

    return {kind: torch.tensor([truth(item, kind) for item in group]) for kind in PRESENCE_CODES}
