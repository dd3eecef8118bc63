"""What the report says of scores that a site's own codes corrected."""

from __future__ import annotations

import datetime

from changetalk.fidelity import Review
from changetalk.fidelity.model import SiteCorrection
from changetalk.report import html
from changetalk.report.figures import summary_tables
from changetalk.report.opening import opening
from changetalk.report.words import corrected
from tests.report.small import SCORES, SMALL

SITE = SiteCorrection(uncorrected=0.62, sessions=8, date=datetime.date(2026, 3, 3))
CORRECTED: Review = SMALL.model_copy(
    update={
        "scores": SCORES | {"percent_complex": SCORES["percent_complex"].model_copy(update={"site": SITE})}
    }
)
SAID = "Corrected by this site's own codes: 8 sessions, 3 March 2026."


def test_the_head_says_that_scores_are_corrected() -> None:
    assert any(fact.value == SAID for fact in opening(CORRECTED).facts)
    assert corrected(SMALL.scores) == ""


def test_the_uncorrected_figure_stands_beside_the_corrected_one() -> None:
    rows = {row.id: row for table in summary_tables(CORRECTED.scores) for row in table.rows}
    assert (rows["percent_complex"].value, rows["percent_complex"].uncorrected) == ("90\u202f%", "62\u202f%")
    assert rows["reflections"].uncorrected == ""


def test_the_page_says_it_at_its_head_beside_the_score_and_in_its_method() -> None:
    page = html(CORRECTED)
    said = SAID.replace("'", "&#39;")
    assert page.count(said) == 2
    assert "<small>uncorrected 62\u202f%</small>" in page
    assert "This site’s own codes" in page


def test_a_page_without_a_correction_says_nothing_of_one() -> None:
    assert "uncorrected" not in html(SMALL)
