"""Scores as tables, and where their marks are drawn."""

import pytest

from changetalk.fidelity import Band, Score
from changetalk.instruments import INSTRUMENTS
from changetalk.report.figures import Row, Track, code_tables, summary_tables
from tests.report.small import SCORES


def row(score: Score, *others: Score) -> Row:
    scores = {"questions": score} | {f"other-{n}": each for n, each in enumerate(others)}
    return summary_tables(scores)[0].rows[0]


def track(score: Score) -> Track:
    drawn = row(score).track
    assert drawn is not None
    return drawn


def test_a_share_is_drawn_from_0_to_100_per_cent() -> None:
    drawn = track(Score(name="s", unit="share", value=0.25, coding=(0.2, 0.5), practice=(0.1, 0.75)))

    assert (drawn.value, drawn.coding, drawn.practice) == (25, (20, 50), (10, 75))
    assert (drawn.low, drawn.high) == ("0", "100\u202f%")


def test_a_rating_is_drawn_from_1_to_5_with_its_levels() -> None:
    # (3 - 1) / (5 - 1) = 50 %, (3.5 - 1) / 4 = 62.5 %, (4 - 1) / 4 = 75 %.
    band = Band(name="fair", p=0.9, fair=3.5, good=4, standing="opinion")
    drawn = track(Score(name="s", unit="rating", value=3, band=band))

    assert (drawn.value, drawn.fair, drawn.good) == (50, 62.5, 75)


def test_a_ratio_is_drawn_to_4_or_to_the_next_whole_number_above_its_intervals() -> None:
    assert track(Score(name="s", unit="ratio", value=1, coding=(0.5, 2))).high == "4"
    # The practice interval ends at 6.2: the scale ends at 7, and 3.5 lies in its middle.
    wide = track(Score(name="s", unit="ratio", value=3.5, coding=(3, 4), practice=(2, 6.2)))
    assert (wide.high, wide.value) == ("7", 50)


def test_counts_of_one_table_share_their_scale() -> None:
    scores = {
        "questions": Score(name="q", unit="count", value=5, coding=(4, 6)),
        "reflections": Score(name="r", unit="count", value=10, coding=(8, 20)),
    }
    questions, reflections = summary_tables(scores)[0].rows

    # 20 is the greatest end: 5 / 20 = 25 %, 10 / 20 = 50 %.
    assert questions.track
    assert reflections.track
    assert (questions.track.value, reflections.track.value) == (25, 50)


def test_what_is_not_enough_to_say_has_no_figure_and_no_drawing() -> None:
    found = row(Score(name="s", unit="share", value=None, enough=False, why="Too little."))

    assert (found.value, found.coding, found.track) == ("", "", None)


def test_what_coders_agree_on_best_comes_first() -> None:
    assert [table.id for table in summary_tables(SCORES)] == ["counts", "ratios", "globals", "more"]


def test_no_score_is_lost_and_none_shown_twice() -> None:
    scores = {
        name: Score(name=name, unit="count", value=1)
        for each in INSTRUMENTS.values()
        for name in (*(s.id for s in each.scores), *(g.id for g in each.globals), "talk_share", "brand_new")
    }
    shown = [row.id for table in (*summary_tables(scores), *code_tables(scores)) for row in table.rows]

    assert sorted(shown) == sorted(scores)


@pytest.mark.parametrize(("rate", "said"), [(54.6, "55"), (8.24, "8.2"), (0.0, "0"), (None, "")])
def test_rates_are_no_finer_than_they_deserve(rate: float | None, said: str) -> None:
    assert row(Score(name="s", unit="count", value=1, per_20_minutes=rate)).per_20_minutes == said
