"""Held-out dialogues as whole sessions: the coder's coding beside the people's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.measures.scores import ANNOMI
from benchmarks.site_calibration import annomi_coding
from changetalk.coder.calibration import Calibration
from changetalk.coder.coding import Coding
from changetalk.fidelity.error import CodingError
from training.codings import by_turns, label_coding, machine_coding
from training.errors import fit_errors
from training.examples import Dialogue
from training.held_out import HeldOut


@dataclass(frozen=True)
class Session:
    """A held-out dialogue: the machine's coding (AnnoMI's talk in turns), with calibration and error from
    the other folds, and the people's."""

    dialogue: Dialogue
    fold: int
    machine: Coding
    person: Coding
    error: CodingError

    def labelled(self, score: str) -> bool:
        """Does the set say what this score needs?"""
        return self.dialogue.data == "authored" or score in ANNOMI


def sessions(found: Sequence[HeldOut], by_fold: Mapping[int, Calibration]) -> Iterator[Session]:
    """Every dialogue, fold by fold, each with the calibration of its fold."""
    for fold, calibration in by_fold.items():
        fitted = fit_errors([held for held in found if held.fold != fold], calibration, "")
        error = CodingError(fitted["sigma"], "held out", fitted["shared"])
        for held in found:
            if held.fold == fold:
                machine = machine_coding(held, calibration)
                if held.dialogue.data == "annomi":
                    machine, person = by_turns(machine), annomi_coding(held.dialogue)
                else:
                    person = label_coding(held.dialogue)
                yield Session(held.dialogue, fold, machine, person, error)
