"""The frozen sentence encoder on its real weights."""

import numpy as np
import pytest

from changetalk.coder.similarity import embed


def test_every_text_gets_a_vector_of_length_one() -> None:
    vectors = embed(["I want to stop smoking.", "", "x " * 500])
    assert vectors.shape == (3, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-3)


def test_texts_near_in_meaning_are_nearer_than_others() -> None:
    base, same, other = embed(
        [
            "The children say I stink of cigarettes.",
            "My kids hate the smell of smoke on me.",
            "The bus was late again.",
        ]
    )
    assert same @ base > other @ base + 0.2


def test_a_text_has_the_same_vector_alone_and_among_others() -> None:
    alone = embed(["I might cut down."])[0]
    among = embed(["A much longer text about something else, with many words in it.", "I might cut down."])[1]
    assert float(alone @ among) > 0.98  # int8 rounds each batch a little differently
