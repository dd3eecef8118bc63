"""How far coders err: the machine's error from held-out dialogues, people's from rater studies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

WEIGHTS = files("changetalk.coder") / "weights"
"""The folder of the coder's artefact; a file that is not there is not an error."""

UNMEASURED_SIGMA = 0.3


@dataclass(frozen=True)
class CodingError:
    """How much the machine's error is shared within a conversation.

    A coder errs in habits (with this speaker, topic or rater), not unit by unit. `sigma` is the
    standard deviation, from conversation to conversation, of a shift in the log-odds of one code
    in all its units; `shared` that of a shift of all codes of one family together ("reflection",
    "question", "+" for change talk, "-" for sustain talk). A code that `sigma` lacks takes 0.3, a
    family that `shared` lacks none. `source` names where the figures come from.
    """

    sigma: Mapping[str, float]
    source: str
    shared: Mapping[str, float] = field(default_factory=dict)

    def of(self, code: str) -> float:
        """The standard deviation for `code`, in log-odds."""
        return self.sigma.get(code, UNMEASURED_SIGMA)


@dataclass(frozen=True)
class RaterError:
    """How far two trained people differ when they code the same conversation.

    Kappas (at most 1): `main` for a counselor unit's main act, `reflection` for simple against complex
    and `question` for open against closed where both see one, `talk` for change, sustain or
    neutral. `habit` holds the raters' own leanings as standard deviations in log-odds per unit
    code, 0 where it lacks a code; `talk_habit` the one shared by all codes of one sign. `source`
    says in plain words where the figures come from.
    """

    main: float
    reflection: float
    question: float
    talk: float
    habit: Mapping[str, float]
    talk_habit: float
    source: str


ANNOMI_RATERS = RaterError(
    main=0.74,
    reflection=0.18,
    question=0.74,
    talk=0.47,
    habit={
        **dict.fromkeys(("SR", "CR"), 1.0),
        **dict.fromkeys(("QO", "QC"), 0.2),
        **dict.fromkeys(("GI", "PER", "PWP", "AF", "SEEK", "EMPH", "CONF"), 0.5),
    },
    talk_habit=1.15,
    source="another trained coder would differ this much (AnnoMI, ten annotators)",
)
"""People's error as AnnoMI's seven conversations with ten annotators show it (Wu et al. 2022).

Fleiss kappas are given figures. Kappas alone make intervals far too narrow: drawing every unit by
itself leaves a session ICC of .95 for % change talk where the annotators' is .58, since raters
lean one way through a whole session. Habits were therefore set so that draws over 97 AnnoMI
conversations reach the annotators' ICC(2,1): questions .98, R:Q .52, % complex .16, % change
talk .58. No figure exists for the codes at 0.5: they are put between questions and reflections.
"""


@cache
def coding_error() -> CodingError:
    """The error of the coder in this package."""
    return read_coding_error(WEIGHTS / "errors.json")


def read_coding_error(path: Traversable) -> CodingError:
    """The error in an artefact's `errors.json`. Without that file every sigma is 0.3, and the
    source says that nothing was measured."""
    if not path.is_file():
        return CodingError({}, "assumed, not measured", dict.fromkeys("+-", UNMEASURED_SIGMA))
    found = json.loads(path.read_text(encoding="utf-8"))
    return CodingError(found["sigma"], found["source"], found["shared"])
