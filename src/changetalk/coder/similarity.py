"""How near two texts are in meaning, by a frozen sentence encoder that ships beside the coder.

The coder's own encoder is trained to tell codes apart and would find all reflections alike; this one
(MiniLM-L6 as published, int8) is untouched.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Tokenizer

from changetalk.coder.artefact import session, shipped_folder

WIDTH = 384
LONGEST = 128
"""Word pieces of a text that are read; the rest is left out."""

_BATCH = 32


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """One vector of length 1 a text (n, 384): the dot product of two is their nearness in meaning,
    from about 0 (nothing in common) to 1 (the same)."""
    graph, tokenizer = _loaded()
    encoded = [found.ids for found in tokenizer.encode_batch(list(texts))]
    vectors = np.zeros((len(texts), WIDTH), np.float32)
    order = sorted(range(len(texts)), key=lambda n: len(encoded[n]))
    for begin in range(0, len(order), _BATCH):
        rows = order[begin : begin + _BATCH]
        shape = (len(rows), max(len(encoded[n]) for n in rows))
        ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for row, n in enumerate(rows):
            ids[row, : len(encoded[n])] = encoded[n]
            mask[row, : len(encoded[n])] = 1
        vectors[rows] = graph.run(None, {"ids": ids, "mask": mask})[0]
    return vectors


@cache
def _loaded() -> tuple[ort.InferenceSession, Tokenizer]:
    folder = shipped_folder()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return session(folder / "similarity.onnx"), tokenizer
