"""The error that all units of a conversation share."""

import numpy as np
import pytest

from training.errors import Count, likeliest_sigma


def made(sigma: float, n: int = 400) -> list[Count]:
    """Counts of 100 units with p = .5 (variance and slope 25) under a shared shift of this size."""
    rng = np.random.default_rng(1)
    shifts = rng.normal(0, sigma, n)
    given = 50 + 25 * shifts + rng.normal(0, 5, n)
    return [Count(float(g), 50.0, 25.0, 25.0) for g in given]


@pytest.mark.parametrize("sigma", [0.2, 0.5, 1.0])
def test_a_shared_shift_is_found_again(sigma: float) -> None:
    assert likeliest_sigma(made(sigma)) == pytest.approx(sigma, rel=0.2)


def test_independent_errors_ask_for_no_shared_shift() -> None:
    assert likeliest_sigma(made(0.0)) < 0.1
