"""Motivational Interviewing conversations coded, scored and reported on your own machine.

    import changetalk as ct

    transcript = ct.read("session.vtt", goal="stop smoking")
    coding = ct.code(transcript)
    review = ct.review(coding)
    ct.report(review, "session.review.html")

Nothing is loaded until it is used: importing changetalk costs no model and no numbers.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from changetalk.errors import ChangetalkError, InputTrouble

__version__ = "0.1.0"

if TYPE_CHECKING:
    from changetalk.coder import Coding, code, read_coded
    from changetalk.fidelity import (
        Agreement,
        Review,
        Score,
        SiteCalibration,
        agree,
        agree_many,
        calibrate,
        read_calibration,
        review,
        score,
        site_calibration,
        write_calibration,
    )
    from changetalk.instruments import INSTRUMENTS, look_up
    from changetalk.report import report
    from changetalk.transcripts import Transcript, read, write

__all__ = [
    "INSTRUMENTS",
    "Agreement",
    "ChangetalkError",
    "Coding",
    "InputTrouble",
    "Review",
    "Score",
    "SiteCalibration",
    "Transcript",
    "agree",
    "agree_many",
    "calibrate",
    "code",
    "look_up",
    "read",
    "read_calibration",
    "read_coded",
    "report",
    "review",
    "score",
    "site_calibration",
    "write",
    "write_calibration",
]

_ROOMS = {
    "changetalk.transcripts": ("Transcript", "read", "write"),
    "changetalk.instruments": ("INSTRUMENTS", "look_up"),
    "changetalk.coder": ("Coding", "code", "read_coded"),
    "changetalk.fidelity": (
        "Agreement",
        "Review",
        "Score",
        "SiteCalibration",
        "agree",
        "agree_many",
        "calibrate",
        "read_calibration",
        "review",
        "score",
        "site_calibration",
        "write_calibration",
    ),
    "changetalk.report": ("report",),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _ROOM_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_ROOM_OF[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
