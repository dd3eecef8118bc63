"""Train one network: `python -m training.train --fold 0` leaves fold 0 out.

Resumes from its last whole epoch. Writes `training/runs/fold-N/model.pt`: the weights averaged
over the last part of the run.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import f1_score
from tokenizers import Tokenizer
from torch import Tensor, nn

from changetalk.coder.windows import Windows
from training.batches import Batch, batches, collate, tested_items, training_items
from training.examples import (
    PRESENCE_CODES,
    WRITTEN,
    Dialogue,
    annomi,
    authored,
    fold_of,
    pair,
    with_silver,
    written,
)
from training.experiments import record
from training.losses import total_loss
from training.model import Coder, encoder_folder
from training.paths import DATA, RUNS, config
from training.settings import Config


def load(settings: Config) -> tuple[list[Dialogue], dict[str, int]]:
    """Every dialogue to train on, and the fold of each that is ever tested."""
    data = settings["data"]
    spoken, invented = annomi(DATA), authored(DATA / "authored")
    folds = fold_of(spoken + invented)
    if data["silver_weight"]:
        spoken = with_silver(spoken)
    return [
        *(replace(d, weight=data["annomi_weight"]) for d in spoken),
        *(replace(d, weight=data["authored_weight"]) for d in invented),
        *pair(DATA, data["pair_weight"]),
        *written(WRITTEN, data["written_weight"]),
    ], folds


def windows() -> Windows:
    """Windows over the encoder's own tokenizer."""
    return Windows(Tokenizer.from_file(str(encoder_folder() / "tokenizer.json")))


class Schedule:
    """Adam with a linear warm-up and decay; heads learn faster than the encoder."""

    def __init__(self, model: Coder, settings: Config, steps: int) -> None:
        train = settings["train"]
        encoder = [p for p in model.encoder.parameters() if p.requires_grad]
        heads = [p for name, p in model.named_parameters() if not name.startswith("encoder.")]
        self.optimizer = torch.optim.AdamW(
            [{"params": encoder, "lr": train["encoder_rate"]}, {"params": heads, "lr": train["heads_rate"]}],
            weight_decay=train["weight_decay"],
            fused=True,
        )
        warm = max(1, int(train["warmup"] * steps))
        self.rates = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda n: min((n + 1) / warm, max(0.02, (steps - n) / max(1, steps - warm)))
        )

    def step(self, loss: Tensor, model: Coder) -> None:
        """One update with clipped gradients."""
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.rates.step()


class Average:
    """The running mean of the weights over the last part of training."""

    def __init__(self) -> None:
        self.count = 0
        self.mean: dict[str, Tensor] = {}

    def add(self, model: Coder) -> None:
        """Take the model's present weights in."""
        self.count += 1
        for name, value in model.named_parameters():
            if value.requires_grad:
                old = self.mean.get(name)
                new = value.detach()
                self.mean[name] = new.clone() if old is None else old + (new - old) / self.count

    def into(self, model: Coder) -> None:
        """Give the mean to the model."""
        if self.mean:
            model.load_state_dict(self.mean, strict=False)


def epoch_batches(dialogues: list[Dialogue], maker: Windows, settings: Config, epoch: int) -> list[Batch]:
    """The batches of one epoch; its seed is its own, so that a resumed run sees the same ones."""
    rng = random.Random(settings["train"]["seed"] * 1000 + epoch)
    return list(batches(training_items(dialogues, maker, settings, rng), settings, rng))


def run(fold: str, out: Path, settings: Config) -> None:
    """Train with `fold` left out, report its macro-F1 after each epoch, save the averaged model."""
    torch.manual_seed(int(settings["train"]["seed"]))
    dialogues, folds = load(settings)
    kept = [d for d in dialogues if folds.get(d.id) is None or str(folds[d.id]) != fold]
    tested = [d for d in dialogues if str(folds.get(d.id)) == fold]
    maker, model, average = windows(), Coder.from_settings(settings), Average()
    epochs = int(settings["train"]["epochs"])
    planned = epoch_batches(kept, maker, settings, 0)
    steps = int(len(planned) * epochs * 1.02) + 1
    schedule, start = Schedule(model, settings, steps), 0
    saved = out / "epoch.pt"
    if saved.exists():
        state = torch.load(saved)
        start = state["epoch"]
        model.load_state_dict(state["model"])
        schedule.optimizer.load_state_dict(state["optimizer"])
        schedule.rates.load_state_dict(state["rates"])
        average.count, average.mean = state["average"]
    for epoch in range(start, epochs):
        began, losses = time.time(), []
        model.train()
        found = epoch_batches(kept, maker, settings, epoch)
        for n, batch in enumerate(found):
            loss = total_loss(model, batch, settings)
            schedule.step(loss, model)
            losses.append(float(loss.detach()))
            if (epoch + n / len(found)) / epochs >= settings["train"]["average_from"] and n % 5 == 0:
                average.add(model)
            if n % 50 == 0:
                print(
                    f"fold {fold} epoch {epoch} {n}/{len(found)} "
                    f"loss {np.mean(losses[-50:]):.3f} {time.time() - began:.0f} s",
                    flush=True,
                )
        _save(saved, epoch + 1, model, schedule, average)
        if tested:
            print(f"fold {fold} epoch {epoch}: {measure(model, tested, maker)}", flush=True)
    average.into(model)
    torch.save(model.state_dict(), out / "model.pt")
    saved.unlink(missing_ok=True)
    if tested:
        figures = measure(model, tested, maker)
        print(f"fold {fold} averaged: {figures}", flush=True)
        record("train", fold, figures, settings)


def _save(path: Path, epoch: int, model: Coder, schedule: Schedule, average: Average) -> None:
    state = {
        "epoch": epoch,
        "model": model.state_dict(),
        "optimizer": schedule.optimizer.state_dict(),
        "rates": schedule.rates.state_dict(),
        "average": (average.count, average.mean),
    }
    part = path.with_suffix(".part")
    torch.save(state, part)
    os.replace(part, path)


@torch.no_grad()
def measure(model: Coder, tested: list[Dialogue], maker: Windows) -> dict[str, float]:
    """Macro-F1 of the plain argmax on held-out dialogues (full pass), to watch a run by; F1 of
    acts said to be present and of unit starts within turns."""
    model.eval()
    found = sorted(tested_items(tested, maker), key=lambda item: len(item.window.ids))
    noted: dict[str, list[tuple[int, int]]] = {}
    for begin in range(0, len(found), 16):
        batch = collate(found[begin : begin + 16])
        tokens = model.tokens(batch.ids, batch.mask, batch.types)
        turns = model.turn_vectors(tokens[batch.turns.row, batch.marks], model.means(tokens, batch.turns))
        heads = (("main", batch.main, model.main(turns)), ("talk", batch.talk, model.talk(turns)))
        for name, labels, logits in heads:
            for data, label, best in zip(batch.data, labels.tolist(), logits.argmax(1).tolist(), strict=True):
                if label >= 0:
                    noted.setdefault(f"{name} {data}", []).append((label, best))
        for n, kind in enumerate(PRESENCE_CODES):
            known = batch.presence[:, n] >= 0
            said = (model.presence(turns)[known, n] > 0).int().tolist()
            truth = batch.presence[known, n].int().tolist()
            noted.setdefault(f"has {kind}", []).extend(zip(truth, said, strict=True))
        if len(batch.unit_turn):
            units = model.unit_vectors(model.means(tokens, batch.units), turns[batch.unit_turn])
            for name, ours, head in (
                ("counselor units", batch.unit_counselor, model.counselor),
                ("client units", ~batch.unit_counselor, model.client),
            ):
                known = ours & (batch.unit_known > 0)
                truth, said = (
                    batch.unit_belief[known].argmax(1).tolist(),
                    head(units[known]).argmax(1).tolist(),
                )
                noted.setdefault(name, []).extend(zip(truth, said, strict=True))
        known = batch.starts_known > 0
        said = (model.start(tokens).squeeze(2)[known] > 0).int().tolist()
        noted.setdefault("starts", []).extend(zip(batch.starts[known].int().tolist(), said, strict=True))
    return {
        name: _f1(pairs, two=name.startswith(("has", "starts"))) for name, pairs in noted.items() if pairs
    }


def _f1(pairs: list[tuple[int, int]], *, two: bool) -> float:
    truth, said = zip(*pairs, strict=True)
    average = "binary" if two else "macro"
    return round(float(f1_score(truth, said, average=average, zero_division=0)), 4)


def main() -> None:
    """Command line of this step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fold", required=True, help="the fold left out, 0 to 4")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    out = RUNS / f"fold-{args.fold}"
    out.mkdir(parents=True, exist_ok=True)
    if (out / "model.pt").exists():
        print(f"fold {args.fold} is trained already; remove {out} to train it anew")
        return
    run(args.fold, out, config())


if __name__ == "__main__":
    main()
