"""MISC 2.5, client language: how a client leans about the change goal (Houck et al.), in our own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Literal, NamedTuple

from changetalk.instruments.counting import count_scores, ratio, total
from changetalk.instruments.model import Code, Instrument, Minimum, Rule, SummaryScore

SOURCE = "Houck, Moyers, Miller, Glynn & Hallgren (2010), MISC 2.5"

CODES = (
    Code(
        "D+",
        "Desire for change",
        "The client wants, wishes or would like the change, or no longer wants things as they are.",
        (
            "I want to wake up clear-headed for once.",
            "I'd love to be someone who can stop at two.",
            "I wish I didn't need it to get to sleep.",
            "I don't want my boys to see me like that again.",
        ),
        (
            "“I'd wake up clear-headed.” is R+: a benefit, not a wish.",
            "“I'm going to stop at two tonight.” is C+: a promise.",
            "“I want my licence back.” is FN: a wish for something else, until it is tied to drinking.",
        ),
    ),
    Code(
        "D-",
        "Desire against change",
        "The client wants things to stay as they are, or does not want the change.",
        (
            "I don't want to give up my Fridays.",
            "I like my wine and I'd like to go on liking it.",
            "Being sober all week isn't something I'm after.",
        ),
        (
            "“It's how I unwind.” is R-: a reason, not a wish.",
            "“I'm not going to give up my Fridays.” is C-: a firm no.",
            "“I don't want to talk about it.” is FN: about talking, not about drinking.",
        ),
    ),
    Code(
        "A+",
        "Ability to change",
        "The client says they can, could or know how to make the change.",
        (
            "I could go without during the week.",
            "I've stopped before, so I know I can.",
            "If I don't buy it on the way home, I'm fine.",
        ),
        (
            "“I haven't had one since Sunday.” is TS+: a step already taken.",
            "“I might try going without.” is AC+: leaning towards doing it.",
            "“I can hold my drink.” is O-: able to drink, which speaks for staying the same.",
        ),
    ),
    Code(
        "A-",
        "Inability to change",
        "The client says they cannot make the change, or that it is beyond them.",
        (
            "I can't say no when the lads are there.",
            "I've tried everything and nothing sticks.",
            "I wouldn't know how to get through a wedding without it.",
        ),
        (
            "“I won't say no to the lads.” is C-: a refusal, not a lack of power.",
            "“I can't go on like this.” is N+: it says that the change must come.",
            "“I couldn't make it on Tuesday.” is FN: about the appointment.",
        ),
    ),
    Code(
        "R+",
        "Reason for change",
        "Any ground for the change: what it would bring, or the harm and cost of things as they are. "
        "Reason is the default when desire, ability and need are in question too.",
        (
            "I'd sleep better, I know that.",
            "It's costing me forty quid a week.",
            "My wife's had enough of it.",
            "I was no use to anybody on Sunday.",
        ),
        (
            "“I want to sleep better and not need it.” is D+: a wish.",
            "“I have to do this for my wife.” is N+: it must be.",
            "“I've put the forty quid in a jar instead.” is TS+: a step taken.",
            "“My wife's a nurse.” is FN: no lean.",
        ),
    ),
    Code(
        "R-",
        "Reason against change",
        "Any ground for staying as things are: what drinking gives, or what the change would cost.",
        (
            "It's the only thing that switches my head off.",
            "I'd lose half my friends.",
            "My dad drank every day and lived to ninety.",
        ),
        (
            "“I can't switch my head off without it.” is A-: not able to.",
            "“I don't want to lose my friends over this.” is D-: a wish to stay.",
            "“My dad drove a bus.” is FN: no lean.",
        ),
    ),
    Code(
        "N+",
        "Need for change",
        "The change must happen, is urgent or cannot wait.",
        (
            "I've got to get a grip on this.",
            "Something has to give.",
            "I can't go on like this.",
        ),
        (
            "“I'm going to get a grip on it.” is C+: a promise, not a must.",
            "“It'd be better for my liver.” is R+: a benefit.",
            "“I need a drink.” is N-: what is needed is the drink.",
        ),
    ),
    Code(
        "N-",
        "Need against change",
        "The change is not needed, or things have to stay as they are.",
        (
            "I don't need to stop.",
            "There's no rush, it isn't that bad yet.",
            "I've got to have something at the end of the day.",
        ),
        (
            "“I've no intention of stopping.” is C-: a decision.",
            "“It relaxes me.” is R-: a gain from drinking.",
            "“I need to be off by four.” is FN: about the clock.",
        ),
    ),
    Code(
        "C+",
        "Commitment to change",
        "The client says they will: a promise, a decision, an agreement to a definite act.",
        (
            "I'm not buying any this weekend.",
            "I'll ring them on Monday, I swear.",
            "From tonight it's two and then the kettle.",
        ),
        (
            "“I might ring them.” is AC+: not yet a promise.",
            "“I rang them yesterday.” is TS+: already done.",
            "“I'll see you next week.” is FN: about the appointment.",
        ),
    ),
    Code(
        "C-",
        "Commitment against change",
        "The client says they will not, or that they will go on as before.",
        (
            "I'm not stopping, and that's that.",
            "I'll have my pint on Saturday whatever anyone says.",
            "No chance I'm doing the dry month.",
        ),
        (
            "“I'm not ready to stop.” is AC-: not yet, rather than no.",
            "“I don't want to stop.” is D-: a wish.",
            "“I won't be here on Thursday.” is FN: about the appointment.",
        ),
    ),
    Code(
        "AC+",
        "Activation for change",
        "On the way to a commitment: ready, willing, prepared, considering, leaning towards it.",
        (
            "I'm ready to have a go.",
            "I've been thinking about leaving the car at work so I can't stop at the shop.",
            "I'd be willing to try a week.",
        ),
        (
            "“I'm doing a week, starting Monday.” is C+: decided.",
            "“I could do a week.” is A+: able to.",
            "“I'd like to do a week.” is D+: a wish.",
        ),
    ),
    Code(
        "AC-",
        "Activation against change",
        "Not ready or willing, not considering it, leaning towards leaving things as they are.",
        (
            "I'm not ready for that.",
            "I'm not even thinking about stopping.",
            "I'm inclined to leave it as it is for now.",
        ),
        (
            "“I'll never stop.” is C-: a firm no.",
            "“I can't face it.” is A-: not able to.",
            "“I'm not ready, give me a minute to find the form.” is FN: about the form.",
        ),
    ),
    Code(
        "TS+",
        "Taking steps for change",
        "Something the client did lately towards the change.",
        (
            "I poured the rest down the sink.",
            "I had two on Saturday and then went home.",
            "I told my brother not to bring any round.",
        ),
        (
            "“I'll pour it away.” is C+: still to come.",
            "“I stopped for a year once, so I know how.” is A+: long ago, told as proof of being able to.",
            "“I filled in your form.” is FN: for the meeting, not for the change.",
        ),
    ),
    Code(
        "TS-",
        "Taking steps against change",
        "Something the client did lately away from the change.",
        (
            "I bought another case on the way here.",
            "I binned the diary you gave me.",
            "I cancelled the group.",
        ),
        (
            "“I'll cancel the group.” is C-: still to come.",
            "“I was at my brother's on Saturday.” is FN: a story that does not lean yet.",
            "“I drank on Saturday and felt awful for it.” is R+: told as a cost of drinking.",
        ),
    ),
    Code(
        "O+",
        "Other language for change",
        "It clearly leans towards the change and fits no other kind: seeing the problem, a what-if.",
        (
            "I suppose it has crept up on me.",
            "That's more than I thought, when you add it up.",
            "If I got ill, I'd stop like a shot.",
        ),
        (
            "“It has cost me two jobs.” is R+: a plain cost.",
            "“I should stop.” is N+: it must or ought to be.",
            "“I drink about six a night.” is FN: a bare answer.",
        ),
    ),
    Code(
        "O-",
        "Other language against change",
        "It clearly leans towards staying the same and fits no other kind: making little of it, a what-if.",
        (
            "Six isn't a lot round our way.",
            "I'm hardly the worst one there.",
            "If you'd had my week you'd drink too.",
        ),
        (
            "“It helps me sleep.” is R-: a plain gain.",
            "“I don't need to cut down.” is N-: no need.",
            "“My neighbour drinks as well.” is FN: no lean until it is used as an excuse.",
        ),
    ),
    Code(
        "FN",
        "Follow or neutral",
        "Everything that does not lean about this goal: answers, stories, questions, “mm-hmm”, small talk, "
        "and talk about another goal. In doubt whether it leans, it does not.",
        (
            "About six, on a Friday.",
            "Yeah. Mm-hmm.",
            "What did the doctor say?",
            "My sister had her baby on Monday.",
        ),
        (
            "“Yeah, I really do need to.” is N+: it takes the thought up and makes it its own.",
            "“Six, and that's too many.” is O+: the answer leans.",
            "“Six, same as everybody.” is O-: the answer makes little of it.",
        ),
        counted=False,
    ),
)

_IDS = tuple(code.id for code in CODES)
_CHANGE = tuple(code for code in _IDS if code.endswith("+"))
_SUSTAIN = tuple(code for code in _IDS if code.endswith("-"))

SCORES = (
    SummaryScore("change_talk", "Change talk", "count", "all + units", total(*_CHANGE), source=SOURCE),
    SummaryScore("sustain_talk", "Sustain talk", "count", "all - units", total(*_SUSTAIN), source=SOURCE),
    SummaryScore(
        "percent_change_talk",
        "% change talk",
        "share",
        "change talk / (change talk + sustain talk), in units",
        ratio(_CHANGE, _CHANGE + _SUSTAIN),
        minimum=Minimum(
            {"leaning": 10},
            "This share needs 10 units that lean towards or away from the goal. That is changetalk's own "
            "minimum; MISC defines none.",
        ),
        source=SOURCE,
    ),
    SummaryScore(
        "leaning",
        "Leaning units",
        "count",
        "change talk + sustain talk",
        total(*_CHANGE, *_SUSTAIN),
        source=SOURCE,
    ),
    *count_scores(CODES, SOURCE),
)

_SETTLE = "changetalk.instruments.settle"
_TALK = "changetalk.instruments.talk_of"

RULES = (
    Rule(
        "1",
        "Code what is said about this change goal, not the tone. The same words lean differently towards "
        "another goal, so the goal is named before coding; it is one, and a behaviour.",
        SOURCE,
    ),
    Rule("2", "In doubt whether a unit leans: neutral.", SOURCE, _SETTLE),
    Rule("3", "Reason is the default among Desire, Ability, Reason and Need of one sign.", SOURCE, _SETTLE),
    Rule("4", "Any + or - beats neutral within a turn.", SOURCE, _TALK),
    Rule(
        "5",
        "A turn that holds both signs is ambivalent; its talk is the more numerous sign, and a tie goes to "
        "the last (changetalk's own tie rule).",
        SOURCE,
        _TALK,
    ),
    Rule("6", "A bare “mm-hmm” is neutral unless it answers about the goal.", SOURCE),
)


class TurnTalk(NamedTuple):
    """How a client turn leans about the change goal, and whether it holds both signs."""

    talk: Literal["change", "sustain", "neutral"]
    ambivalent: bool


def talk_of(codes: Sequence[str]) -> TurnTalk:
    """The talk of a client turn from the codes of its units in order (rules 4 and 5).

    Raises ValueError on a code that MISC does not have.
    """
    leaning = _leaning(codes)
    if not leaning:
        return TurnTalk("neutral", False)
    change = sum(code in _CHANGE for code in leaning)
    sustain = len(leaning) - change
    toward = leaning[-1] in _CHANGE if change == sustain else change > sustain
    return TurnTalk("change" if toward else "sustain", change > 0 and sustain > 0)


def reduce_turn(codes: Sequence[str]) -> tuple[str, ...]:
    """The distinct leaning codes of a client turn, in the order of their first appearance.

    Raises ValueError on a code that MISC does not have.
    """
    return tuple(dict.fromkeys(_leaning(codes)))


def _leaning(codes: Sequence[str]) -> list[str]:
    unknown = set(codes).difference(_IDS)
    if unknown:
        raise ValueError(f"not MISC codes: {sorted(unknown)}")
    return [code for code in codes if code != "FN"]


def _doubts() -> Mapping[frozenset[str], str]:
    neutral = {frozenset((code, "FN")): "FN" for code in _CHANGE + _SUSTAIN}
    reason = {
        frozenset((one + sign, other + sign)): "R" + sign
        for sign in "+-"
        for one, other in combinations("DARN", 2)
    }
    return {**neutral, **reason}


INSTRUMENT = Instrument(
    id="misc-2.5",
    name="MISC 2.5 client language",
    role="client",
    codes=CODES,
    reduce=reduce_turn,
    scores=SCORES,
    rules=RULES,
    sources=(
        "Houck, J. M., Moyers, T. B., Miller, W. R., Glynn, L. H., & Hallgren, K. A. (2010). Motivational "
        "Interviewing Skill Code (MISC) 2.5. University of New Mexico.",
    ),
    counted_in="unit",
    note="All examples speak of one change goal, cutting down on drinking, so that they can be compared.",
    doubts=_doubts(),
)
