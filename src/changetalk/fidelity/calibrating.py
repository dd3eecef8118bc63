"""Learning how a site's own coders differ from the machine."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import cast

from changetalk.coder import Coding
from changetalk.fidelity.blind import (
    blind_codings,
    check_blind,
    check_not_copied,
    digest,
    roles_coded,
    uncoded,
)
from changetalk.fidelity.draws import draw
from changetalk.fidelity.error import ANNOMI_RATERS, CodingError, coding_error
from changetalk.fidelity.shift import PRIOR, SHIFTED, Shift, Tally, shrunk, tally
from changetalk.fidelity.site import LEAST, SiteCalibration
from changetalk.instruments import INSTRUMENTS
from changetalk.transcripts import Transcript
from changetalk.transcripts.model import Role

Coder = Callable[[Transcript], Coding]

ROLE_OF: Mapping[str, Role] = {
    score.id: instrument.role for instrument in INSTRUMENTS.values() for score in instrument.scores
}


def calibrate(
    sessions: Path | str | Mapping[str, Coding],
    *,
    goal: str | None = None,
    coder: Coder | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> SiteCalibration:
    """Learn from a site's own sessions how its coders differ from the machine.

    `sessions` is a folder of at least 5 codings (5 to 20 are practical) that people made blind and
    from scratch, with what was said, or such codings by name. The machine codes each anew; `coder`
    replaces it. `goal` is the change goal of those that name none. `progress` is called with
    (sessions done, sessions in all). Raises InputTrouble for codings that cannot be learnt from
    (see `fidelity.blind`).
    """
    if isinstance(sessions, Mapping):
        check_blind(sessions, "the codings")
        codings = dict(sessions)
    else:
        codings = blind_codings(sessions, goal=goal)
    code = coder or cast(Coder, import_module("changetalk.coder.machine").code)
    pairs = []
    for name, person in codings.items():
        machine = code(uncoded(person))
        check_not_copied(name, person, machine)
        pairs.append((person, machine))
        if progress:
            progress(len(pairs), len(codings))
    return learnt(pairs)


def learnt(pairs: Iterable[tuple[Coding, Coding]], *, error: CodingError | None = None) -> SiteCalibration:
    """The calibration that pairs of a person's and the machine's coding of one session teach.

    A score whose role fewer than 5 sessions code is left out. `error` replaces the machine coder's
    own error. The machine's codings name their coder and are all of one.
    """
    pairs = list(pairs)
    coders = {(machine.coder.weights, machine.coder.pass_) for _, machine in pairs if machine.coder}
    ((weights, pass_),) = coders
    found: dict[str, list[Tally]] = {score: [] for score in SHIFTED}
    for person, machine in pairs:
        for score, each in tallies(person, machine, error or coding_error()).items():
            found[score].append(each)
    return SiteCalibration(
        date=datetime.date.today(),
        weights=weights,
        pass_=pass_,
        sessions=tuple(digest(person) for person, _ in pairs),
        shifts={score: _shift(score, seen) for score, seen in found.items() if len(seen) >= LEAST},
    )


def tallies(person: Coding, machine: Coding, error: CodingError) -> dict[str, Tally]:
    """What a session says of each score: the person's counts beside what the machine expected. Only
    scores that the person's codes say something about."""
    theirs, ours = (draw(each, error, ANNOMI_RATERS) for each in (person, machine))
    roles = set(roles_coded(person))
    return {
        score: tally(score, ours.names, theirs.settled[0], ours.coding)
        for score in SHIFTED
        if ROLE_OF[score] in roles
    }


def _shift(score: str, seen: list[Tally]) -> Shift:
    value, se = shrunk(seen, PRIOR[score])
    return Shift(value=round(value, 4), se=round(se, 4), sessions=len(seen))
