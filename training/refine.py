"""Train the unit heads on, over the finished encoder: `python -m training.refine --fold 0`.

A few epochs settle the encoder, but not the heads of the rare codes and of unit starts. Here the
encoder rests: each token vector is made once, and the heads that read units (`unit`, `counselor`,
`client`, `start`) train for many cheap epochs. Turn heads keep what they have. Writes
`training/runs/fold-N/refined.pt`.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from training.batches import Batch, batches, training_items
from training.examples import Dialogue
from training.experiments import record
from training.export import load as load_network
from training.losses import unit_loss
from training.model import Coder
from training.paths import RUNS, config
from training.settings import Config
from training.train import load, measure, windows

HEADS = ("unit", "counselor", "client", "start")


@dataclass(frozen=True)
class Cached:
    """One batch after the encoder: turn vectors, unit means, and the vectors of the words that may
    start a unit with whether they do."""

    batch: Batch
    turns: Tensor
    means: Tensor
    words: Tensor
    starts: Tensor


@torch.no_grad()
def cache(model: Coder, dialogues: list[Dialogue], settings: Config) -> list[Cached]:
    """Every dialogue once through the encoder, cut at random as in training."""
    model.eval()
    rng = random.Random(int(settings["refine"]["seed"]))
    found = training_items(dialogues, windows(), settings, rng)
    made = []
    for batch in batches(found, settings, rng):
        tokens = model.tokens(batch.ids, batch.mask, batch.types)
        turns = model.turn_vectors(tokens[batch.turns.row, batch.marks], model.means(tokens, batch.turns))
        known = batch.starts_known > 0
        made.append(
            Cached(batch, turns, model.means(tokens, batch.units), tokens[known], batch.starts[known])
        )
    return made


def head_loss(model: Coder, cached: Cached, settings: Config) -> Tensor:
    """The unit and start losses of one cached batch."""
    loss = torch.zeros(())
    if len(cached.words):
        logits = model.start(model.dropout(cached.words)).squeeze(1)
        loss = loss + F.binary_cross_entropy_with_logits(logits, cached.starts)
    if len(cached.batch.unit_turn):
        loss = loss + unit_loss(model, cached.batch, cached.means, cached.turns, settings)
    return loss


def refine(model: Coder, cached: Sequence[Cached], settings: Config) -> None:
    """Train the unit heads of `model` in place."""
    refine_settings = settings["refine"]
    heads = [p for name, p in model.named_parameters() if name.split(".")[0] in HEADS]
    optimizer = torch.optim.AdamW(
        heads, lr=refine_settings["rate"], weight_decay=refine_settings["weight_decay"]
    )
    model.dropout.p = refine_settings["dropout"]
    epochs, order = int(refine_settings["epochs"]), list(cached)
    for epoch in range(epochs):
        for group in optimizer.param_groups:
            group["lr"] = refine_settings["rate"] * (1 - epoch / epochs)
        model.train()
        random.Random(epoch).shuffle(order)
        for part in order:
            loss = head_loss(model, part, settings)
            if loss.requires_grad:
                loss.backward()
                optimizer.step()
                optimizer.zero_grad(set_to_none=True)
    model.eval()


def main() -> None:
    """Command line of this step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fold", required=True, help="the fold left out, 0 to 4")
    fold = parser.parse_args().fold
    torch.set_num_threads(1)
    torch.manual_seed(int(config()["refine"]["seed"]))
    settings, model = config(), load_network(fold, "model.pt")
    dialogues, folds = load(settings)
    kept = [d for d in dialogues if folds.get(d.id) is None or str(folds[d.id]) != fold]
    refine(model, cache(model, kept, settings), settings)
    torch.save(model.state_dict(), RUNS / f"fold-{fold}" / "refined.pt")
    tested = [d for d in dialogues if str(folds.get(d.id)) == fold]
    if tested:
        figures = measure(model, tested, windows())
        print(f"fold {fold} refined: {figures}", flush=True)
        record("refine", fold, figures, settings)


if __name__ == "__main__":
    main()
