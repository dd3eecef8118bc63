"""How figures, times and doubt are put into words."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Literal

from changetalk.fidelity.model import Interval, Score

Unit = Literal["count", "share", "ratio", "rating"]

NARROW = "\u202f"


def figure(value: float, unit: Unit) -> str:
    """One value of a score: a share (0-1) in per cent, a count whole where it is whole, a ratio
    or rating to one decimal."""
    if unit == "share":
        return f"{100 * value:.0f}{NARROW}%"
    if unit == "count" and float(value).is_integer():
        return f"{value:.0f}"
    return f"{value:.1f}"


def span(interval: Interval, unit: Unit) -> str:
    """An interval in the same form, the sign of the unit said once: "48–66 %"."""
    low, high = (figure(end, unit) for end in interval)
    if low == high:
        return low
    return f"{low.removesuffix(f'{NARROW}%')}–{high}"


def percent(p: float) -> str:
    """A probability (0-1) in per cent, never rounded up to certain or down to impossible."""
    if 0.99 < p < 1:
        return f"over 99{NARROW}%"
    if 0 < p < 0.01:
        return f"under 1{NARROW}%"
    return figure(p, "share")


Doubt = Literal["sure", "fairly sure", "unsure"]


def doubt(p: float) -> Doubt:
    """A calibrated probability in words: sure from 0.85, fairly sure from 0.6, else unsure."""
    return "sure" if p >= 0.85 else "fairly sure" if p >= 0.6 else "unsure"


def clock(seconds: float) -> str:
    """A moment in the conversation, "4:05", or "1:04:05" from an hour on."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def day(date: datetime.date) -> str:
    """A date, "3 March 2026"."""
    return f"{date.day} {date:%B %Y}"


def corrected(scores: Mapping[str, Score]) -> str:
    """Says that scores are corrected by a site's own codes, where some are."""
    site = next((score.site for score in scores.values() if score.site), None)
    return f"Corrected by this site's own codes: {site.sessions} sessions, {day(site.date)}." if site else ""


def listed(words: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


INTENDED_USE = "For training and supervision. Not for pay, hiring, discipline or legal evidence."
"""What scores are for, said in every report and summary."""
