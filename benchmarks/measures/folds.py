"""The calibration of each fold: what the other folds ask for."""

from __future__ import annotations

from collections.abc import Sequence

from changetalk.coder.calibration import Calibration
from training.calibrate import fit
from training.held_out import HeldOut


def calibrations(found: Sequence[HeldOut]) -> dict[int, Calibration]:
    """For each fold the calibration that the other folds ask for."""
    folds = sorted({held.fold for held in found})
    return {fold: fit([held for held in found if held.fold != fold]) for fold in folds}
