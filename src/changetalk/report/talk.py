"""Change and sustain talk over the conversation: the picture, its words and its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from changetalk.coder.coding import Coding
from changetalk.fidelity import Point, trajectory
from changetalk.report import picture
from changetalk.report.words import clock, figure, span

ROWS = 8
LEAST_TURNS = 3


@dataclass(frozen=True)
class Row:
    """One moment of the picture in figures. `share` is empty where there is too little to say."""

    turn: str
    time: str
    change: str
    sustain: str
    share: str
    interval: str


@dataclass(frozen=True)
class Talk:
    """The picture for wide and for narrow pages, a sentence that says what it shows, its table."""

    wide: Markup
    narrow: Markup
    told: str
    rows: tuple[Row, ...]


def talk(coding: Coding) -> Talk | None:
    """Change and sustain talk over this conversation, or None where fewer than three client turns
    carry a code or none of them leans."""
    points = trajectory(coding)
    coded = sum(1 for turn in coding.turns if turn.role == "client" and turn.units)
    if coded < LEAST_TURNS or not any(point.change + point.sustain > 0 for point in points):
        return None
    where, axis = _placed(points, len(coding.turns))
    moments = _moments(points)
    return Talk(
        wide=picture.draw(points, where, axis, 7.2, 4.1),
        narrow=picture.draw(points, where, axis, 3.9, 4.3),
        told=_told(moments),
        rows=tuple(_row(point) for point in moments),
    )


def _placed(points: Sequence[Point], turns: int) -> tuple[list[float], str]:
    """Where the points lie: in minutes where every turn has its time in order, else by turn."""
    minutes = [point.minutes for point in points if point.minutes is not None]
    if len(minutes) == len(points) and minutes == sorted(minutes) and minutes[-1] > minutes[0]:
        return minutes, "minutes"
    return [1 + point.position * (turns - 1) for point in points], "turn"


def _moments(points: Sequence[Point]) -> list[Point]:
    """Moments at even distances, the first and the last among them."""
    count = min(ROWS, len(points))
    return [points[round(place * (len(points) - 1) / max(1, count - 1))] for place in range(count)]


def _row(point: Point) -> Row:
    return Row(
        turn=point.turn,
        time="" if point.minutes is None else clock(60 * point.minutes),
        change=f"{point.change:.1f}",
        sustain=f"{point.sustain:.1f}",
        share="" if point.share is None else figure(point.share, "share"),
        interval="" if point.interval is None else span(point.interval, "share"),
    )


def _told(moments: Sequence[Point]) -> str:
    shares = [(point.share, point) for point in moments if point.share is not None]
    opening = "Change talk and sustain talk over the conversation; the table beside it has the figures."
    if len(shares) < 2:
        return opening
    (first, _), (last, _) = shares[0], shares[-1]
    low, lowest = min(shares, key=lambda pair: pair[0])
    high, highest = max(shares, key=lambda pair: pair[0])
    start, end, least, most = (figure(share, "share") for share in (first, last, low, high))
    return (
        f"{opening} The share of change talk begins near {start} and ends near {end}; it is lowest around "
        f"turn {lowest.turn} ({least}) and highest around turn {highest.turn} ({most})."
    )
