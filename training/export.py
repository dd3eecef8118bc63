"""Export a trained network as the two ONNX graphs that the package runs: int8 encoder, float heads.

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

from training.model import WIDTH, Coder, encoder_folder
from training.paths import RUNS, config


class Encoder(nn.Module):
    """Word pieces to everything that is said of a whole turn."""

    def __init__(self, coder: Coder) -> None:
        super().__init__()
        self.coder = coder

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor, own: Tensor) -> tuple[Tensor, ...]:
        """Token vectors, unit-start logits, turn vectors, main and talk logits."""
        coder = self.coder
        tokens = coder.encoder(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        turns = coder.turns(tokens, own)
        return tokens, coder.start(tokens).squeeze(2), turns, coder.main(turns), coder.talk(turns)


class Units(nn.Module):
    """A unit's mean token vector and its turn's vector to code logits."""

    def __init__(self, coder: Coder) -> None:
        super().__init__()
        self.coder = coder

    def forward(self, means: Tensor, turns: Tensor) -> tuple[Tensor, Tensor]:
        """Counselor and client code logits."""
        vectors = self.coder.unit_vectors(means, turns)
        return self.coder.counselor(vectors), self.coder.client(vectors)


def load(fold: str, name: str = "refined.pt") -> Coder:
    """The trained network of a fold, refined or as fine-tuning left it (`model.pt`)."""
    model = Coder.from_settings(config())
    model.load_state_dict(torch.load(RUNS / f"fold-{fold}" / name))
    return model.eval()


def export(model: Coder, folder: Path) -> None:
    """Write encoder.onnx (int8), encoder-fp32.onnx beside it, units.onnx and tokenizer.json."""
    folder.mkdir(parents=True, exist_ok=True)
    model.encoder.set_attn_implementation("eager")
    example = torch.ones((2, 9), dtype=torch.long)
    batch = {0: "batch", 1: "length"}
    _write(
        Encoder(model), (example, example, example, example.float()), folder / "encoder-fp32.onnx",
        ["ids", "mask", "types", "own"], ["tokens", "starts", "turns", "main", "talk"],
        dict.fromkeys(("ids", "mask", "types", "own", "tokens", "starts"), batch)
        | {name: {0: "batch"} for name in ("turns", "main", "talk")},
    )  # fmt: skip
    hidden = model.turn.out_features
    _write(
        Units(model), (torch.zeros(3, WIDTH), torch.zeros(3, hidden)), folder / "units.onnx",
        ["means", "turns"], ["counselor", "client"],
        {name: {0: "units"} for name in ("means", "turns", "counselor", "client")},
    )  # fmt: skip
    quantize_dynamic(
        str(folder / "encoder-fp32.onnx"),
        str(folder / "encoder.onnx"),
        per_channel=True,
        reduce_range=True,  # without it, processors that lack VNNI overflow
        weight_type=QuantType.QInt8,
    )
    shutil.copy(encoder_folder() / "tokenizer.json", folder / "tokenizer.json")


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
