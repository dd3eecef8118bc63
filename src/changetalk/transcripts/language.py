"""Whether a conversation is in English, the one language that changetalk codes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from changetalk.errors import InputTrouble
from changetalk.transcripts.wordlists import words

if TYPE_CHECKING:
    from lingua import LanguageDetector

LANGUAGES = words(
    """ARABIC BOKMAL CHINESE CZECH DANISH DUTCH ENGLISH FINNISH FRENCH GERMAN GREEK HEBREW HINDI HUNGARIAN
    INDONESIAN ITALIAN JAPANESE KOREAN PERSIAN POLISH PORTUGUESE ROMANIAN RUSSIAN SPANISH SWEDISH TURKISH
    UKRAINIAN VIETNAMESE"""
)
"""The languages that are told apart, by lingua's names."""

_ENGLISH_WORDS = words(
    """about and are because been but could feel from get going have how it's just know like my not of really
    that the they think this want was what with would yeah you your"""
)
_ENOUGH_ENGLISH = 0.15
_SAMPLE_CHARACTERS = 4_000
_SAMPLED_TURNS = 80
_ENOUGH_LETTERS = 100
_CONFIDENT = 0.9
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LETTER = re.compile(r"[^\W\d_]")


def check(texts: Sequence[str], source: str) -> None:
    """Raise InputTrouble if the turns' texts are surely not English.

    Short or mixed talk has the benefit of the doubt. Talk with enough of English's most common
    words needs no closer look; only other talk is given to lingua, a sample of it.
    """
    sample = _sample(texts)
    words = [word.casefold().replace("’", "'") for word in _WORD.findall(sample)]
    common = sum(word in _ENGLISH_WORDS for word in words)
    if common >= _ENOUGH_ENGLISH * len(words) or len(_LETTER.findall(sample)) < _ENOUGH_LETTERS:
        return
    best = _detector().compute_language_confidence_values(sample)[0]
    if best.language.name != "ENGLISH" and best.value >= _CONFIDENT:
        name = "Norwegian" if best.language.name == "BOKMAL" else best.language.name.capitalize()
        raise InputTrouble(
            source,
            f"seems to be {name}",
            "changetalk codes English only; an English translation made by a person can be coded.",
        )


def _sample(texts: Sequence[str]) -> str:
    """The beginnings of turns from all over the conversation."""
    chosen = texts[:: max(1, len(texts) // _SAMPLED_TURNS)]
    each = _SAMPLE_CHARACTERS // len(chosen)
    return "\n".join(text[:each] for text in chosen)


@cache
def _detector() -> LanguageDetector:
    from lingua import Language, LanguageDetectorBuilder  # noqa: PLC0415

    languages = [getattr(Language, name) for name in LANGUAGES]
    return LanguageDetectorBuilder.from_languages(*languages).with_low_accuracy_mode().build()
