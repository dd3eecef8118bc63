"""The volley rules over draws are the instrument's own rules."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from changetalk.fidelity.presence import reduce_presence
from changetalk.instruments import MITI, reduce_volley
from tests.fidelity.strategies import COUNSELOR


@settings(max_examples=60)
@given(st.lists(st.lists(st.sampled_from(COUNSELOR), max_size=8), min_size=1, max_size=6))
def test_reducing_presence_equals_reducing_each_volley(volleys: list[list[str]]) -> None:
    present = np.array([[[code in volley for code in COUNSELOR] for volley in volleys]])

    standing = reduce_presence(present, MITI)[0]

    assert [{COUNSELOR[place] for place in np.flatnonzero(row)} for row in standing] == [
        set(reduce_volley(volley)) for volley in volleys
    ]
