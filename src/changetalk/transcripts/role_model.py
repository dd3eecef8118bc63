"""Which of two speakers is the counselor, judged by what they say.

Counselors ask, say "you" and offer reflections; clients say "I", guess and agree. The weights of
these few signs are in role_weights.json, which training/roles.py makes. Measured by that script on
conversations not seen (97 AnnoMI transcripts and 144 authored ones, 5 folds by video or dialogue),
with the mean probability of the guesses, which equals the accuracy when it is calibrated:

    turns heard       4     8    16    32   all
    accuracy       .954  .979  .998  1.00  .996
    mean p         .946  .974  .988  .987  .988
    Brier score    .034  .012  .001  .001  .001

The authored ones are synthetic and easier: over 4 turns .97 of them are right, of AnnoMI's .93.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from changetalk.transcripts.wordlists import words

MAX_P = 0.99
"""No guess is called surer than this: 241 conversations judged right cannot show more."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_YOU = words("you your yours yourself you're you've you'd you'll")
_ME = words("i me my mine myself i'm i've i'd i'll")
_BEGINNING = r"(?:^|[.!?;,] )"
_QUESTION = re.compile(
    _BEGINNING + r"(?:what|how|when|where|which|who|why|would you|could you|can you|do you|did you|have you"
    r"|are you|would it|would that|is that|is there|is it|may i|can i|could i|tell me)\b"
)
_REFLECTION = re.compile(
    r"\b(?:(?:it )?(?:sounds|seems)(?: to me)?(?: like| as if| as though| that)?"
    r" (?:you|your|there|this|that|it)|(?:what )?i'm hearing|i hear you|on (?:the )?one hand|part of you"
    r"|(?:so|and) you(?:'re|'ve| feel| want)?)\b"
)
_GUESS = re.compile(
    r"\b(?:i guess|i don't know|i dunno|i think|i suppose|i mean|i want|i can't|maybe|probably)\b"
)
_JUDGED_CHARACTERS = 5_000
_JUDGED_TURNS = 400


def signs(turns: Sequence[str]) -> dict[str, float]:
    """The signs of a role in one speaker's turns, each drawn a little to its middle, so that two
    speakers who have said little differ little.

    `questions`, `question_openings`, `reflections`: share of turns (0-1) that hold one.
    `you_over_me`: log ratio of "you" words to "I" words. `guesses`: "I guess", "I don't know" and
    the like, per ten words. `length`: log of words per turn.
    """
    asked = opened = reflected = guessed = you = me = words = 0
    for turn in turns[:_JUDGED_TURNS]:
        text = turn[:_JUDGED_CHARACTERS].lower().replace("’", "'")
        said = _WORD.findall(text)
        words += len(said)
        you += sum(word in _YOU for word in said)
        me += sum(word in _ME for word in said)
        asked += "?" in text
        opened += _QUESTION.search(text) is not None
        reflected += _REFLECTION.search(text) is not None
        guessed += len(_GUESS.findall(text))
    count = min(len(turns), _JUDGED_TURNS)
    return {
        "questions": (asked + 0.6) / (count + 2),
        "question_openings": (opened + 0.6) / (count + 2),
        "reflections": (reflected + 0.3) / (count + 2),
        "you_over_me": math.log((you + 3) / (me + 3)),
        "guesses": 10 * (guessed + 0.5) / (words + 50),
        "length": math.log((words + 20) / (count + 1)),
    }


def p_first_is_counselor(first: Sequence[str], second: Sequence[str]) -> float:
    """The probability (0.01-0.99) that the first of two speakers is the counselor and the second
    the client, given what each said."""
    one, other = signs(first), signs(second)
    odds = sum(weight * (one[sign] - other[sign]) for sign, weight in _weights().items())
    return min(max(1 / (1 + math.exp(-odds)), 1 - MAX_P), MAX_P)


@cache
def _weights() -> Mapping[str, float]:
    kept = json.loads(files("changetalk.transcripts").joinpath("role_weights.json").read_text("utf-8"))
    weights: dict[str, float] = kept["weights"]
    return weights
