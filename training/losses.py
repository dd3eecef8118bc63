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
    tokens = model.tokens(batch.ids, batch.mask, batch.types)
    turns = model.turn_vectors(tokens[batch.turns.row, batch.marks], model.means(tokens, batch.turns))
    loss = turn_loss(model, batch, turns, config)
    loss = loss + config["loss"]["boundaries"] * start_loss(model, batch, tokens)
    if len(batch.unit_turn):
        loss = loss + unit_loss(model, batch, model.means(tokens, batch.units), turns, config)
    return loss


def turn_loss(model: Coder, batch: Batch, turns: Tensor, config: Config) -> Tensor:
    """Main act, talk and presence of acts, read from the turn vectors."""
    weights = config["loss"]
    main_habit, talk_habit = _habits(model, batch)
    main = F.cross_entropy(model.main(turns) + main_habit, batch.main.clamp(min=0), reduction="none")
    talk = F.cross_entropy(
        model.talk(turns) + talk_habit,
        batch.talk_belief,
        reduction="none",
        label_smoothing=weights["talk_smoothing"],
    )
    of_class = batch.talk_belief @ torch.tensor(weights["talk_classes"])
    presence = F.binary_cross_entropy_with_logits(
        model.presence(turns), batch.presence.clamp(min=0), reduction="none"
    )
    return (
        weights["main"] * _mean(main, (batch.main >= 0) * batch.weight * batch.main_weight)
        + weights["talk"] * _mean(talk, of_class * batch.weight)
        + weights["turn_presence"] * _mean(presence, (batch.presence >= 0).float())
    )


def unit_loss(model: Coder, batch: Batch, means: Tensor, turns: Tensor, config: Config) -> Tensor:
    """Unit codes, and what turn labels say of units: acts present somewhere, talk of one sentence."""
    weights = config["loss"]
    vectors = model.unit_vectors(means, turns[batch.unit_turn])
    counselor = F.log_softmax(model.counselor(vectors), 1)
    client = F.log_softmax(model.client(vectors), 1)
    return (
        weights["units"] * _codes(batch, counselor, client)
        + weights["presence"] * _presence(batch, counselor)
        + weights["span_talk"] * _span_talk(batch, client)
    )


def start_loss(model: Coder, batch: Batch, tokens: Tensor) -> Tensor:
    """Which tokens begin a unit, where a person cut the units."""
    logits = model.start(model.dropout(tokens)).squeeze(2)
    loss = F.binary_cross_entropy_with_logits(logits, batch.starts, reduction="none")
    return 5 * _mean(loss, batch.starts_known)  # a few tokens in a hundred begin one


def _habits(model: Coder, batch: Batch) -> tuple[Tensor, Tensor]:
    known = (batch.annotator >= 0).float().unsqueeze(1)
    which = batch.annotator.clamp(min=0)
    return model.main_habit[which] * known, model.talk_habit[which] * known


def _mean(losses: Tensor, weight: Tensor) -> Tensor:
    return (losses * weight).sum() / weight.sum().clamp(min=1)


def _codes(batch: Batch, counselor: Tensor, client: Tensor) -> Tensor:
    columns = len(COUNSELOR_CODES)
    ours = -(batch.unit_belief[:, :columns] * counselor).sum(1)
    theirs = -(batch.unit_belief * client).sum(1)
    of_counselor = batch.unit_counselor.float()
    return _mean(ours, batch.unit_known * of_counselor) + _mean(theirs, batch.unit_known * (1 - of_counselor))


def _presence(batch: Batch, counselor: Tensor) -> Tensor:
    """AnnoMI says that a turn holds an act, not where: some of its spans holds it, or every one of
    its spans lacks it (noisy or over the spans)."""
    turns = len(batch.marks)
    kinds = []
    for codes in PRESENCE_CODES.values():
        columns = [COUNSELOR_CODES.index(code) for code in codes]
        p = counselor[:, columns].exp().sum(1).clamp(max=1 - 1e-5)
        absent = torch.zeros(turns).index_add(0, batch.unit_turn, torch.log1p(-p))
        kinds.append((1 - absent.exp()).clamp(1e-5, 1 - 1e-5))
    loss = F.binary_cross_entropy(torch.stack(kinds, 1), batch.presence.clamp(min=0), reduction="none")
    return len(kinds) * _mean(loss, (batch.presence >= 0).float())


def _span_talk(batch: Batch, client: Tensor) -> Tensor:
    """A client turn of a single sentence lends it its turn's sign."""
    signs = torch.stack([client[:, columns].logsumexp(1) for columns in SIGN.values()], 1)
    return _mean(
        F.nll_loss(signs, batch.span_talk.clamp(min=0), reduction="none"), (batch.span_talk >= 0).float()
    )
