"""Sentence-like spans of a turn, cut at end punctuation: the fallback where no unit is marked."""

from __future__ import annotations

import re

Span = tuple[int, int]

_CUT = re.compile(r"[.?!…]+[\"'”’)]*\s+|\n+")


def segments(text: str) -> tuple[Span, ...]:
    """Spans (code points, start to end) of the sentences in `text`, outer blanks left out.

    A piece of one or two words ("Mm-hmm.", "Right, so.") joins the piece after it, or before it
    at the end, because alone it is seldom a complete thought. Empty text gives no span.
    """
    spans: list[Span] = []
    begin = 0
    for cut in _CUT.finditer(text):
        if len(text[begin : cut.end()].split()) >= 3:
            spans.append((begin, cut.end()))
            begin = cut.end()
    if text[begin:].strip():
        short = len(text[begin:].split()) < 3 and bool(spans)
        spans = [*spans[:-1], (spans[-1][0], len(text))] if short else [*spans, (begin, len(text))]
    return tuple(trim(text, span) for span in spans)


def trim(text: str, span: Span) -> Span:
    """The span without the white space at its ends."""
    piece = text[span[0] : span[1]]
    start = span[0] + len(piece) - len(piece.lstrip())
    return start, start + len(piece.strip())
