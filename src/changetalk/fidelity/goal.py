"""Is the change goal a behaviour? MITI's technical scores mean something only when it is."""

from __future__ import annotations

import re

CHOICES = (
    r"\bwhether\b",
    r"\bor not\b",
    r"\b(decid\w+|choos\w+|choice|decision) (if|about|between|over|on having|to (stay|leave|keep))\b",
    r"\b(stay|keep|leave|end)\b[^,.;]{0,30} or (to )?(?!\1)(stay|keep|leave|end|go)\b",
    r"\bmake up (my|his|her|their|your) minds?\b",
    r"\b(abortion|terminat\w+ (the|her|my|this|a) pregnancy|keep(ing)? (the|her|my|this) (pregnancy|baby))\b",
    r"\bhav(e|ing) (a|another) (baby|child)\b",
    r"\bdonat\w+ (a|an|her|his|my) (kidney|organ|liver|eggs?)\b",
)
"""Wordings of a choice in which the helper stays neutral (equipoise)."""

DOINGS = (
    r"answer|apply|ask|attend|avoid|bet|book|breastfeed|bring|brush|buy|call|carry|check|"
    r"clean|clear|come|complete|cook|cut|do|drink|drive|drop|eat|end|exercise|finish|"
    r"floss|gamble|get|give|go|hand|help|hold|inject|join|keep|leave|limit|log|meet|move|"
    r"open|pay|phone|plan|play|practice|practise|put|quit|read|reduce|refuse|restart|"
    r"return|revise|ride|ring|run|save|say|see|send|set|sign|smoke|speak|spend|start|"
    r"stay|stick|stop|study|swap|swim|take|talk|telephone|tell|test|train|turn|use|vape|"
    r"visit|wake|walk|wash|watch|wear|weigh|work|write"
)
"""Verbs that name something a person does, as a goal's first verb."""

STATES = (
    r"\b((stop|start) )?(feel|feeling|become|becoming|worrying) (?!active)\w+",
    r"\b(be|being) (more |less )?(happ\w+|confident|anxious|depressed|stressed|calm\w*|sad|content)\b",
    r"\b(happiness|self[- ]?(esteem|worth|confidence|acceptance|image)|insight|inner peace|peace of mind)\b",
    r"\b(understand|come to terms|get over|cope|coping|forgive|believe in|accept (my|him|her|them)sel\w+)\b",
    r"\b(less|reduce|lower|manage|overcome|deal with) (the |my |her |his )?"
    r"(anxiety|stress|depression|grief|sadness|guilt|worry|low mood|anger)\b",
    r"\b(a )?better (mood|mental health|relationship|life)\b",
)
"""Wordings of a feeling, an insight or an outcome: nothing a person does."""

_OPENING = re.compile(r"^(to|not|never|no longer|be able to|trying to|try to|want(s)? to|will)\s+")


def goal_is_behaviour(goal: str | None) -> bool | None:
    """True when `goal` names something a person does, False when it names a choice in which the
    helper should stay neutral or a state of mind, None when there is no goal or the plain rules
    here cannot tell (treated like a behaviour, as nearly every goal is one).

    Source: MITI 4.2.1 is of limited value outside behaviour goals and in equipoise.
    """
    words = " ".join((goal or "").casefold().split())
    if not words:
        return None
    if any(re.search(choice, words) for choice in CHOICES):
        return False
    goal = _OPENING.sub("", words)
    # "Manage stress by walking" names the walking.
    states = () if re.search(r"\b(by|through) \w+ing\b", goal) else STATES
    if any(re.match(state, goal) for state in states):
        return False
    verb = re.match(r"\w+", goal)
    if verb and any(re.fullmatch(DOINGS, form) for form in _forms(verb[0])):
        return True
    return False if any(re.search(state, goal) for state in states) else None


def _forms(verb: str) -> tuple[str, ...]:
    """What `verb` may be without "-ing": "stopping" gives stopping, stopp, stoppe and stop."""
    root = verb.removesuffix("ing")
    return (verb,) if root == verb else (verb, root, root + "e", root[:-1])
