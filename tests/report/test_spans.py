"""A turn's words cut at its units."""

from hypothesis import given, settings
from hypothesis import strategies as st

from changetalk.coder.coding import CodedTurn, Unit
from changetalk.report.spans import pieces


def turn(text: str, *spans: tuple[int, int]) -> CodedTurn:
    units = tuple(Unit(start=start, end=end, code="FN") for start, end in spans)
    return CodedTurn(id="1", speaker="C", role="client", text=text, units=units)


def cut(text: str, *spans: tuple[int, int]) -> list[tuple[str, bool]]:
    return [(piece.text, piece.unit is not None) for piece in pieces(turn(text, *spans))]


def test_what_lies_between_units_is_kept_as_it_is() -> None:
    assert cut("One. Two. x", (0, 4), (5, 9)) == [("One.", True), (" ", False), ("Two.", True), (" x", False)]


def test_offsets_count_code_points() -> None:
    # 😀 is one code point (two in UTF-16, four in UTF-8).
    assert cut("😀 yes. No.", (0, 6), (7, 10)) == [("😀 yes.", True), (" ", False), ("No.", True)]


def test_overlapping_units_share_their_words_to_the_earlier_one() -> None:
    assert cut("abcdef", (0, 4), (2, 6)) == [("abcd", True), ("ef", True)]


def test_a_turn_without_units_is_one_piece() -> None:
    assert cut("Hello.") == [("Hello.", False)]


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=5))
@settings(max_examples=60)
def test_the_pieces_always_join_to_the_text_and_no_unit_is_lost(
    text: str, spans: list[tuple[int, int]]
) -> None:
    found = pieces(turn(text, *spans))

    assert "".join(piece.text for piece in found) == text
    assert len([piece for piece in found if piece.unit]) == len(spans)
