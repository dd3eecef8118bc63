"""Times in transcripts: reading the shapes people write them in, and writing one shape."""

from __future__ import annotations

import math
import re

CLOCK = r"(?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?(?:\s?[AaPp]\.?[Mm]\.?(?![^\W\d_]))?"
"""A time by the clock, such as 0:12, 00:01:02.500 or 2:05 PM."""

_PARTS = re.compile(
    r"(?:(?P<h>\d{1,4}):)?(?P<m>\d{1,3}):(?P<s>\d{2})(?:[.,](?P<f>\d{1,3}))?\s?(?P<half>[AaPp]?)[.Mm]*"
)


def seconds(clock: str) -> float | None:
    """Seconds that a clock shape stands for, hours and fractions optional; None if it is none."""
    found = _PARTS.fullmatch(clock.strip())
    if found is None:
        return None
    fraction = int(found["f"].ljust(3, "0")) / 1000 if found["f"] else 0.0
    return int(found["h"] or 0) * 3600 + int(found["m"]) * 60 + int(found["s"]) + fraction


def time_of_day(clock: str) -> float | None:
    """Seconds since midnight for a time of day such as 2:05 PM or 14:05:33."""
    found = _PARTS.fullmatch(clock.strip())
    if found is None:
        return None
    hours, minutes, secs = (
        (int(found["h"]), int(found["m"]), int(found["s"]))
        if found["h"]
        else (int(found["m"]), int(found["s"]), 0)
    )
    if found["half"]:
        hours = hours % 12 + (12 if found["half"] in "Pp" else 0)
    return float(hours * 3600 + minutes * 60 + secs)


def cell_seconds(cell: str) -> float | None:
    """Seconds in a table's cell: a plain number (12.5 or 12,5) or a clock shape; None if neither."""
    try:
        value = float(cell.replace(",", "."))
    except ValueError:
        return seconds(cell)
    return value if math.isfinite(value) and value >= 0 else None


def clock(value: float) -> str:
    """A number of seconds as HH:MM:SS.mmm."""
    thousandths = round(value * 1000)
    whole, thousandths = divmod(thousandths, 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}.{thousandths:03d}"
