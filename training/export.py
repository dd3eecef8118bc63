"""Export a trained network as the ONNX graphs that the package runs: int8 encoder, float heads.

`python -m training.export --fold 0` writes `training/runs/fold-0/artefact/`.
"""

from __future__ import annotations

import argparse
import shutil
import warnings
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from transformers import BertModel

from training.model import WIDTH, Coder, encoder_folder
from training.paths import RUNS, config


class Encoder(nn.Module):
    """Word pieces to token vectors and unit-start logits."""

    def __init__(self, coder: Coder) -> None:
        super().__init__()
        self.coder = coder

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        """Token vectors, unit-start logits."""
        encoder = self.coder.encoder
        tokens = encoder(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        return tokens, self.coder.start(tokens).squeeze(2)


class Turns(nn.Module):
    """A turn's mark vector and mean token vector to all that is said of it as a whole."""

    def __init__(self, coder: Coder) -> None:
        super().__init__()
        self.coder = coder

    def forward(self, marks: Tensor, means: Tensor) -> tuple[Tensor, ...]:
        """Turn vectors, main, talk and act logits."""
        turns = self.coder.turn_vectors(marks, means)
        return turns, self.coder.main(turns), self.coder.talk(turns), self.coder.presence(turns)


class Units(nn.Module):
    """A unit's mean token vector and its turn's vector to code logits."""

    def __init__(self, coder: Coder) -> None:
        super().__init__()
        self.coder = coder

    def forward(self, means: Tensor, turns: Tensor) -> tuple[Tensor, Tensor]:
        """Counselor and client code logits."""
        vectors = self.coder.unit_vectors(means, turns)
        return self.coder.counselor(vectors), self.coder.client(vectors)


class Similarity(nn.Module):
    """Word pieces to one vector of length 1 a text, near for texts near in meaning."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """The normalised mean of the token vectors (batch, 384)."""
        tokens = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        share = mask.unsqueeze(2).to(tokens.dtype)
        return nn.functional.normalize((tokens * share).sum(1) / share.sum(1), dim=1)


def load(fold: str, name: str = "refined.pt") -> Coder:
    """The trained network of a fold, refined or as fine-tuning left it (`model.pt`)."""
    model = Coder.from_settings(config())
    model.load_state_dict(torch.load(RUNS / f"fold-{fold}" / name))
    return model.eval()


def export(model: Coder, folder: Path) -> None:
    """Write encoder.onnx (int8), encoder-fp32.onnx beside it, the heads and tokenizer.json."""
    folder.mkdir(parents=True, exist_ok=True)
    model.encoder.set_attn_implementation("eager")
    example = torch.ones((2, 9), dtype=torch.long)
    batch = {0: "batch", 1: "length"}
    _write(
        Encoder(model), (example, example, example), folder / "encoder-fp32.onnx",
        ["ids", "mask", "types"], ["tokens", "starts"],
        dict.fromkeys(("ids", "mask", "types", "tokens", "starts"), batch),
    )  # fmt: skip
    names = ["turns", "main", "talk", "acts"]
    _write(
        Turns(model), (torch.zeros(3, WIDTH), torch.zeros(3, WIDTH)), folder / "turns.onnx",
        ["marks", "means"], names, {name: {0: "turn"} for name in ("marks", "means", *names)},
    )  # fmt: skip
    hidden = model.turn.out_features
    _write(
        Units(model), (torch.zeros(3, WIDTH), torch.zeros(3, hidden)), folder / "units.onnx",
        ["means", "turns"], ["counselor", "client"],
        {name: {0: "units"} for name in ("means", "turns", "counselor", "client")},
    )  # fmt: skip
    _int8(folder / "encoder-fp32.onnx", folder / "encoder.onnx")
    shutil.copy(encoder_folder() / "tokenizer.json", folder / "tokenizer.json")


def export_similarity(folder: Path) -> None:
    """Write similarity.onnx (int8): the encoder as it was before training. A coder-tuned encoder
    tells codes apart, not meanings."""
    encoder = BertModel.from_pretrained(encoder_folder(), add_pooling_layer=False).eval()
    encoder.set_attn_implementation("eager")
    example = torch.ones((2, 9), dtype=torch.long)
    whole = folder / "similarity-fp32.onnx"
    _write(
        Similarity(encoder), (example, example), whole, ["ids", "mask"], ["vectors"],
        {"ids": {0: "batch", 1: "length"}, "mask": {0: "batch", 1: "length"}, "vectors": {0: "batch"}},
    )  # fmt: skip
    _int8(whole, folder / "similarity.onnx")
    whole.unlink()


def _int8(source: Path, target: Path) -> None:
    quantize_dynamic(
        str(source),
        str(target),
        per_channel=True,
        reduce_range=True,  # without it, processors that lack VNNI overflow
        weight_type=QuantType.QInt8,
    )


def _write(
    module: nn.Module,
    args: tuple[Tensor, ...],
    path: Path,
    inputs: list[str],
    outputs: list[str],
    axes: dict[str, dict[int, str]],
) -> None:
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module, args, str(path), input_names=inputs, output_names=outputs, dynamic_axes=axes,
            opset_version=17, dynamo=False,
        )  # fmt: skip
    onnx.checker.check_model(str(path))


def main() -> None:
    """Command line of this step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fold", required=True, help="the fold left out, 0 to 4")
    fold = parser.parse_args().fold
    export(load(fold), RUNS / f"fold-{fold}" / "artefact")


if __name__ == "__main__":
    main()
