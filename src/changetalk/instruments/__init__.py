"""Coding instruments as data and rules: MITI 4.2.1 for the counselor, MISC 2.5 for the client."""

from changetalk.instruments.doubt import settle
from changetalk.instruments.misc_2_5 import INSTRUMENT as MISC
from changetalk.instruments.misc_2_5 import TurnTalk, talk_of
from changetalk.instruments.miti_4_2_1 import INSTRUMENT as MITI
from changetalk.instruments.miti_4_2_1 import reduce_volley
from changetalk.instruments.model import Code, Instrument
from changetalk.instruments.registry import INSTRUMENTS, look_up

__all__ = [
    "INSTRUMENTS",
    "MISC",
    "MITI",
    "Code",
    "Instrument",
    "TurnTalk",
    "look_up",
    "reduce_volley",
    "settle",
    "talk_of",
]
