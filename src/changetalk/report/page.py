"""The report: one review as one HTML page that needs nothing else."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

import changetalk
from changetalk.fidelity import Review, scope_notes
from changetalk.instruments import INSTRUMENTS
from changetalk.report.checks import checks
from changetalk.report.codes import anchor, family
from changetalk.report.conversation import anchors, lines
from changetalk.report.figures import code_tables, summary_tables
from changetalk.report.method import accuracy, error_sources, standings
from changetalk.report.opening import opening
from changetalk.report.talk import talk
from changetalk.report.words import INTENDED_USE, corrected, doubt, figure, percent


def html(review: Review) -> str:
    """The review as one HTML page without scripts or anything to fetch. What people said is shown
    as text, whatever it holds."""
    found = checks(review)
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            review=review,
            version=changetalk.__version__,
            level=figure(review.interval_level, "share"),
            intended_use=INTENDED_USE,
            opening=opening(review),
            notes=(*scope_notes(review), *review.notes),
            talk=talk(review),
            summary_tables=summary_tables(review.scores),
            code_tables=code_tables(review.scores),
            checks=found,
            to_check={check.turn.id for check in found},
            lines=lines(review),
            anchors=anchors(review),
            instruments=tuple(INSTRUMENTS.values()),
            accuracy=accuracy(review),
            error_sources=error_sources(review),
            standings=standings(review),
            corrected=corrected(review.scores),
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("changetalk.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"percent": percent, "doubt": doubt, "anchor": anchor, "family": family}
    return environment
