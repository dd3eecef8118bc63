"""A score of many draws at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from changetalk.instruments.model import SummaryScore

Array = NDArray[np.float64]


def computed(score: SummaryScore, names: Sequence[str], rows: Array) -> Array:
    """The score of every row of figures, whose columns are called `names`; NaN where it is undefined."""
    if score.unit == "count":
        return np.asarray(rows @ [score.compute({name: 1}) or 0 for name in names])
    values = (score.compute(dict(zip(names, row, strict=True))) for row in rows.tolist())
    return np.array([np.nan if value is None else value for value in values])
