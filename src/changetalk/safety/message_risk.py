"""The danger in one message.

    risk("some nights i think theyd be better off without me").level    # 2

What listens to a message returns findings (`model.Finding`); `combined` is the one place where they
become a level and a type. Rules (`rules.findings`) listen to every message.
"""

from __future__ import annotations

from collections.abc import Sequence

from changetalk.safety.language import foreign
from changetalk.safety.model import Finding, Risk, RiskType
from changetalk.safety.rules import findings

_ORDER = {type_: place for place, type_ in enumerate(RiskType)}


def risk(message: str, previous: str | None = None) -> Risk:
    """The danger in `message`, said after `previous` (the message before it, whoever wrote it).

    A message that is surely not English is never level 0: nothing here can judge it, so it is at
    least level 1 with type "other", and `language` says which it seems to be. Any text is judged;
    nothing is raised, kept or logged. Levels are rules' opinions, unreviewed by a clinician.
    """
    return combined(findings(message, previous), foreign(message))


def combined(heard: Sequence[Finding], language: str | None = None) -> Risk:
    """One judgement from everything that was heard.

    The level is the highest of all, and the type that finding's; of two types at one level the one
    that `RiskType` names first counts, and the others of level 2 or 3 are in `also`. Someone under age makes the
    type "minor" whatever else is wrong, at the level of what is.
    """
    found = list(heard)
    if language:
        why = f"seems to be {language}: only English can be judged"
        found.append(Finding(type=RiskType.OTHER, level=1, why=why))
    if not found:
        return Risk()
    found.sort(key=lambda each: (-each.level, _ORDER[each.type]))
    types = list(dict.fromkeys(each.type for each in found))
    main = RiskType.MINOR if RiskType.MINOR in types else types[0]
    grave = dict.fromkeys(each.type for each in found if each.level >= 2)
    return Risk(
        level=found[0].level,
        type=main,
        why=tuple(dict.fromkeys(f"{each.type}: {each.why}" for each in found)),
        also=tuple(type_ for type_ in grave if type_ is not main),
        language=language,
    )
