"""Sentence-like spans of a turn, cut at end punctuation: the fallback where no unit is marked."""

from __future__ import annotations

import re

Span = tuple[int, int]

_CUT = re.compile(r"[.?!…]+[\"'”’)]*\s+|\n+")


def sentences(text: str) -> tuple[Span, ...]:
    """Spans (code points, start to end) of the pieces between end punctuation marks or line ends,
    outer blanks left out. Empty text gives none."""
    ends = [cut.end() for cut in _CUT.finditer(text)]
    pieces = zip([0, *ends], [*ends, len(text)], strict=True)
    return tuple(trim(text, piece) for piece in pieces if text[slice(*piece)].strip())


def segments(text: str) -> tuple[Span, ...]:
    """Sentences of which none is too short to be a thought.

    A piece of one or two words ("Mm-hmm.", "Right, so.") joins the piece after it, or before it
    at the end, because alone it is seldom a complete thought.
    """
    spans: list[Span] = []
    begin: int | None = None
    for start, end in sentences(text):
        begin = start if begin is None else begin
        if len(text[begin:end].split()) >= 3:
            spans.append((begin, end))
            begin = None
    if begin is not None:
        end = len(text.rstrip())
        spans = [*spans[:-1], (spans[-1][0], end)] if spans else [(begin, end)]
    return tuple(spans)


def trim(text: str, span: Span) -> Span:
    """The span without the white space at its ends."""
    piece = text[span[0] : span[1]]
    start = span[0] + len(piece) - len(piece.lstrip())
    return start, start + len(piece.strip())


def spread(text: str, count: int) -> tuple[Span, ...]:
    """`count` spans that cover `text` in order: sentences, joined or halved until the number fits.

    Used where a person gave codes without saying where each unit ends. Fewer words than units
    leaves the last units empty at the end of the text.
    """
    spans = list(segments(text))
    while len(spans) > count:
        shortest = min(range(len(spans) - 1), key=lambda n: spans[n + 1][1] - spans[n][0])
        spans[shortest : shortest + 2] = [(spans[shortest][0], spans[shortest + 1][1])]
    while len(spans) < count:
        longest = max(range(len(spans)), key=lambda n: spans[n][1] - spans[n][0], default=None)
        halves = _halves(text, spans[longest]) if longest is not None else None
        if longest is None or halves is None:
            spans.append((len(text), len(text)))
        else:
            spans[longest : longest + 1] = halves
    return tuple(spans)


def _halves(text: str, span: Span) -> list[Span] | None:
    """Two parts of a span, cut at the blank nearest to its middle (after a comma if one is near)."""
    middle = (span[0] + span[1]) / 2
    blanks = [n for n in range(span[0] + 1, span[1] - 1) if text[n].isspace()]
    if not blanks:
        return None
    cut = min(blanks, key=lambda n: abs(n - middle) - (8 if text[n - 1] in ",;:—" else 0))
    return [trim(text, (span[0], cut)), trim(text, (cut, span[1]))]
