"""How often something surely happened."""

import pytest

from changetalk.fidelity.events import Event, Found, exchanges_of
from tests.fidelity.build import coding


@pytest.mark.parametrize(
    ("probabilities", "surely"),
    [
        ((), 0),
        ((1.0, 1.0), 2),
        ((0.89,), 0),
        ((0.9,), 1),
        ((0.7, 0.7), 1),  # at least one: 1 - .3 * .3 = .91; both: .49
        ((0.5, 0.5, 0.5), 0),  # at least one: .875
        ((0.5, 0.5, 0.5, 0.5), 1),  # at least one: .9375; two: .6875
    ],
)
def test_what_surely_happened_has_a_probability_of_90_percent(
    probabilities: tuple[float, ...], surely: int
) -> None:
    found = Found(tuple(Event((), p) for p in probabilities), len(probabilities))

    assert found.surely() == surely


def test_client_talk_before_the_first_volley_belongs_to_the_first_exchange() -> None:
    first, second = exchanges_of(coding([("C", "FN"), ("T", "QO"), ("C", "FN"), ("T", "SR")]))

    assert [turn.id for turn in (*first.counselor, *first.client)] == ["2", "1", "3"]
    assert [turn.id for turn in second.counselor] == ["4"]
