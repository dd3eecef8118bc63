"""Train the unit heads on, over the finished encoder: `python -m training.refine --fold 0`.

Two epochs settle the encoder, but not the heads of the rare codes and of unit starts. Here the
encoder rests: each token vector is made once, and the heads that read units (`unit`, `counselor`,
`client`, `start`) train for many cheap epochs. Main act and talk keep the heads they have. Writes
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

from training.batches import Batch, collate, items
from training.examples import Dialogue
from training.export import load as load_network
from training.losses import presence_loss, span_talk_loss, units_loss
from training.model import Coder
from training.paths import RUNS, config
from training.settings import Config
from training.train import load, measure, windows

BATCH = 32
HEADS = ("unit", "counselor", "client", "start")


@dataclass(frozen=True)
class Cached:
    """One batch after the encoder: turn vectors, unit means, and the vectors of words that may
    start a unit with whether they do."""

    batch: Batch
    turns: Tensor
    means: Tensor
    words: Tensor
    starts: Tensor


@torch.no_grad()
def cache(model: Coder, dialogues: list[Dialogue], settings: Config) -> list[Cached]:
    """Every labelled turn once through the encoder."""
    model.eval()
    rng = random.Random(int(settings["refine"]["seed"]))
    found = sorted(items(dialogues, windows(), settings, rng), key=lambda item: len(item.window.ids))
    made = []
    for begin in range(0, len(found), BATCH):
        group = found[begin : begin + BATCH]
        batch = collate(group, settings["loss"]["authored_main"])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            tokens = model.encoder(
                input_ids=batch.ids, attention_mask=batch.mask, token_type_ids=batch.types
            ).last_hidden_state
        tokens = tokens.float()
        known = batch.starts_known > 0
        made.append(
            Cached(
                batch,
                model.turns(tokens, batch.own),
                model.unit_means(tokens, batch.unit_window, batch.unit_first, batch.unit_last),
                tokens[known],
                batch.starts[known],
            )
        )
    return made


def head_loss(model: Coder, cached: Cached, settings: Config) -> Tensor:
    """The unit and start losses of one cached batch."""
    weights, batch = settings["loss"], cached.batch
    loss = torch.zeros(())
    if len(cached.words):
        logits = model.start(model.dropout(cached.words)).squeeze(1)
        loss = loss + weights["boundaries"] * F.binary_cross_entropy_with_logits(logits, cached.starts)
    if len(batch.unit_window):
        vectors = model.unit_vectors(cached.means, cached.turns[batch.unit_window])
        counselor = F.log_softmax(model.counselor(vectors), 1)
        client = F.log_softmax(model.client(vectors), 1)
        loss = loss + weights["units"] * units_loss(batch, counselor, client)
        loss = loss + weights["presence"] * presence_loss(batch, counselor)
        loss = loss + weights["span_talk"] * span_talk_loss(batch, client)
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
        print(f"fold {fold} refined: {measure(model, tested, windows())}", flush=True)


if __name__ == "__main__":
    main()
