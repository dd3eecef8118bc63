"""Which shifts of a site's calibration a coding's scores get, and what is said of it."""

from __future__ import annotations

from changetalk.coder.coding import Coding
from changetalk.fidelity.model import Score, SiteCorrection
from changetalk.fidelity.shift import Lean
from changetalk.fidelity.site import SiteCalibration
from changetalk.fidelity.units import by_person
from changetalk.instruments import INSTRUMENTS
from changetalk.transcripts.model import Role


def leans(coding: Coding, calibration: SiteCalibration | None) -> dict[str, Lean]:
    """By score, the shift to what the site's own coders find.

    A person's codes need none. Where a person settled part of a speaker's units, the shift holds
    for the machine's part alone. Raises InputTrouble when the calibration was made with other
    weights than the coding.
    """
    shares = {each.role: _machine_share(coding, each.role) for each in INSTRUMENTS.values()}
    if calibration is None or not any(shares.values()):
        return {}
    calibration.check_fits(coding)
    found = {
        score.id: (shares[instrument.role], calibration.shifts[score.id])
        for instrument in INSTRUMENTS.values()
        for score in instrument.scores
        if shares[instrument.role] and score.id in calibration.shifts
    }
    return {id: Lean(share * shift.value, share * shift.se) for id, (share, shift) in found.items()}


def told(score: Score, uncorrected: float | None, calibration: SiteCalibration) -> Score:
    """A corrected score that says so; one that is not shown has nothing to say."""
    if score.value is None or uncorrected is None:
        return score
    site = SiteCorrection(uncorrected=uncorrected, sessions=len(calibration.sessions), date=calibration.date)
    source = f"{score.error_source}; what the correction by this site's own codes may be wrong by"
    return score.model_copy(update={"site": site, "error_source": source})


def _machine_share(coding: Coding, role: Role) -> float:
    """The share (0-1) of a speaker's units that no person gave a code."""
    units = [unit for turn in coding.turns if turn.role == role for unit in turn.units]
    return sum(not by_person(unit) for unit in units) / len(units) if units else 0.0
