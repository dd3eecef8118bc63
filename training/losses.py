"""The losses: each reads only the labels that the turn's set gives."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from changetalk.coder.labels import CLIENT_CODES, COUNSELOR_CODES
from training.batches import Batch
from training.examples import PRESENCE_CODES
from training.model import Coder
from training.settings import Config

SIGN = {
    "change": [n for n, code in enumerate(CLIENT_CODES) if code.endswith("+")],
    "sustain": [n for n, code in enumerate(CLIENT_CODES) if code.endswith("-")],
    "neutral": [CLIENT_CODES.index("FN")],
}


def total_loss(model: Coder, batch: Batch, config: Config) -> Tensor:
    """The weighted sum of all losses of one batch."""
    weights = config["loss"]
    tokens = model.tokens(batch.ids, batch.mask, batch.types)
    turns = model.turns(tokens, batch.own)
    loss = weights["main"] * _main(model, batch, turns)
    loss = loss + weights["talk"] * _talk(model, batch, turns, weights["talk_classes"])
    loss = loss + weights["boundaries"] * _starts(model, batch, tokens)
    if len(batch.unit_window):
        vectors = model.units(tokens, turns, batch.unit_window, batch.unit_first, batch.unit_last)
        counselor = F.log_softmax(model.counselor(vectors), 1)
        client = F.log_softmax(model.client(vectors), 1)
        loss = loss + weights["units"] * units_loss(batch, counselor, client)
        loss = loss + weights["presence"] * presence_loss(batch, counselor)
        loss = loss + weights["span_talk"] * span_talk_loss(batch, client)
    return loss


def _mean(losses: Tensor, weight: Tensor) -> Tensor:
    return (losses * weight).sum() / weight.sum().clamp(min=1)


def _main(model: Coder, batch: Batch, turns: Tensor) -> Tensor:
    known = (batch.main >= 0).float() * batch.weight * batch.main_weight
    return _mean(F.cross_entropy(model.main(turns), batch.main.clamp(min=0), reduction="none"), known)


def _talk(model: Coder, batch: Batch, turns: Tensor, classes: float) -> Tensor:
    weight = torch.tensor(classes)[batch.talk.clamp(min=0)] * (batch.talk >= 0).float()
    return _mean(F.cross_entropy(model.talk(turns), batch.talk.clamp(min=0), reduction="none"), weight)


def _starts(model: Coder, batch: Batch, tokens: Tensor) -> Tensor:
    logits = model.start(tokens).squeeze(2)
    return _mean(
        F.binary_cross_entropy_with_logits(logits, batch.starts, reduction="none"), batch.starts_known
    )


def units_loss(batch: Batch, counselor: Tensor, client: Tensor) -> Tensor:
    """Cross-entropy of the units' code log-probabilities with the coders' belief."""
    ours = batch.unit_counselor
    counselor_loss = -(batch.unit_belief[:, : counselor.shape[1]] * counselor).sum(1)
    client_loss = -(batch.unit_belief[:, : client.shape[1]] * client).sum(1)
    return _mean(torch.where(ours, counselor_loss, client_loss), batch.unit_known)


def presence_loss(batch: Batch, counselor: Tensor) -> Tensor:
    """An act is in a turn unless every one of its spans lacks it (noisy or over the spans)."""
    loss = torch.zeros(())
    rows = len(batch.ids)
    for kind, codes in PRESENCE_CODES.items():
        columns = [COUNSELOR_CODES.index(code) for code in codes]
        p = counselor[:, columns].exp().sum(1).clamp(max=1 - 1e-5)
        absent = torch.zeros(rows).index_add(0, batch.unit_window, torch.log1p(-p))
        present = (1 - absent.exp()).clamp(1e-5, 1 - 1e-5)
        truth = batch.presence[kind]
        loss = loss + _mean(
            F.binary_cross_entropy(present, truth.clamp(min=0), reduction="none"), (truth >= 0).float()
        )
    return loss


def span_talk_loss(batch: Batch, client: Tensor) -> Tensor:
    """A client turn of a single span lends that span its turn's sign."""
    truth = batch.span_talk[batch.unit_window]
    signs = torch.stack([client[:, columns].logsumexp(1) for columns in SIGN.values()], 1)
    return _mean(F.nll_loss(signs, truth.clamp(min=0), reduction="none"), (truth >= 0).float())
