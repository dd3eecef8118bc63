"""Patterns in a conversation that feedback speaks about, each found by a plain rule over codes.

A pattern takes the exchanges and returns the events with their probabilities, so nobody is
praised or advised for what the coder only half saw.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from changetalk.fidelity.events import CHANGE, SUSTAIN, Event, Exchange, Found, carriers, has, holds

Pattern = Callable[[Sequence[Exchange]], Found]

REFLECTIONS = ("SR", "CR")
QUESTIONS = ("QO", "QC")
ARGUING = ("PER", "CONF")
LONG_VOLLEY = 80
CLOSED_IN_A_ROW = 3


def said(*codes: str, without: Sequence[str] = ()) -> Pattern:
    """Volleys that hold one of `codes` and none of `without`; every volley is a chance."""

    def pattern(talk: Sequence[Exchange]) -> Found:
        volleys = [exchange.counselor for exchange in talk if exchange.counselor]
        events = [
            Event(carriers(volley, codes), holds(volley, codes) * (1 - holds(volley, without)))
            for volley in volleys
        ]
        return Found(_real(events), len(volleys))

    return pattern


def answered(client: Sequence[str], *answer: str, without: Sequence[str] = ()) -> Pattern:
    """Client talk with one of `client` whose next volley holds one of `answer`, none of `without`;
    the chances are the times that such client talk was answered at all."""

    def pattern(talk: Sequence[Exchange]) -> Found:
        events, chances = [], 0.0
        for before, after in pairwise(talk):
            voiced = holds(before.client, client)
            chances += voiced
            p = voiced * holds(after.counselor, answer) * (1 - holds(after.counselor, without))
            events.append(Event(carriers(before.client, client) + carriers(after.counselor, answer), p))
        return Found(_real(events), chances)

    return pattern


def drew_out(asked: Sequence[str], client: Sequence[str]) -> Pattern:
    """Volleys with one of `asked` that are followed at once by client talk with one of `client`."""

    def pattern(talk: Sequence[Exchange]) -> Found:
        events = [
            Event(
                carriers(each.counselor, asked) + carriers(each.client, client),
                holds(each.counselor, asked) * holds(each.client, client),
            )
            for each in talk
        ]
        return Found(_real(events), sum(holds(each.counselor, asked) for each in talk))

    return pattern


def stacked_questions(talk: Sequence[Exchange]) -> Found:
    """Volleys with two questions or more; volleys with any question are the chances."""
    events, chances = [], 0.0
    for exchange in talk:
        none, one = 1.0, 0.0
        for unit in (unit for turn in exchange.counselor for unit in turn.units):
            p = has(unit, QUESTIONS)
            none, one = none * (1 - p), one * (1 - p) + none * p
        chances += 1 - none
        events.append(Event(carriers(exchange.counselor, QUESTIONS), 1 - none - one))
    return Found(_real(events), chances)


def closed_in_a_row(talk: Sequence[Exchange]) -> Found:
    """Runs of three volleys or more, each with a closed question and no open one or reflection."""
    volleys = [exchange.counselor for exchange in talk if exchange.counselor]
    closed = [holds(each, ("QC",)) * (1 - holds(each, ("QO", *REFLECTIONS))) for each in volleys]
    events, run = [], list[int]()
    for place, p in enumerate([*closed, 0.0]):
        if p >= 0.5:
            run.append(place)
            continue
        if len(run) >= CLOSED_IN_A_ROW:
            surest = sorted((closed[each] for each in run), reverse=True)[:CLOSED_IN_A_ROW]
            turns = tuple(id for each in run for id in carriers(volleys[each], ("QC",)))
            events.append(Event(turns, surest[0] * surest[1] * surest[2]))
        run = []
    return Found(_real(events), len(volleys) / CLOSED_IN_A_ROW)


def long_volleys(talk: Sequence[Exchange]) -> Found:
    """Volleys of more than 80 words that are longer than the client's answer."""
    events = [
        Event(tuple(turn.id for turn in each.counselor), 1.0)
        for each in sorted(talk, key=Exchange.counselor_words, reverse=True)
        if each.counselor_words() > LONG_VOLLEY and each.counselor_words() > each.client_words()
    ]
    return Found(tuple(events), sum(bool(each.counselor) for each in talk))


def long_answers(talk: Sequence[Exchange]) -> Found:
    """Client talk that is longer than the volley before it, the longest first."""
    events = [
        Event(tuple(turn.id for turn in each.client), 1.0)
        for each in sorted(talk, key=Exchange.client_words, reverse=True)
        if each.counselor and each.client_words() > each.counselor_words()
    ]
    return Found(tuple(events), sum(bool(each.client) for each in talk))


def unaffirmed(talk: Sequence[Exchange]) -> Found:
    """Steps, ability and promises of the client whose next volley affirms nothing; as `answered`."""
    strong = ("TS+", "A+", "C+")
    events = [
        Event(
            carriers(before.client, strong),
            holds(before.client, strong) * (1 - holds(after.counselor, ("AF",))),
        )
        for before, after in pairwise(talk)
    ]
    return Found(_real(events), sum(holds(before.client, strong) for before in talk[:-1]))


def voiced_sustain(talk: Sequence[Exchange]) -> Found:
    """Client talk against the change; every exchange is a chance."""
    events = [Event(carriers(each.client, SUSTAIN), holds(each.client, SUSTAIN)) for each in talk]
    return Found(_real(events), len(talk))


unanswered_change: Pattern = answered(
    CHANGE, "QC", "GI", *ARGUING, without=(*REFLECTIONS, "QO", "AF", "EMPH", "SEEK")
)
"""Change talk met by a closed question, information or argument and nothing that takes it up."""

reflected_change: Pattern = answered(CHANGE, *REFLECTIONS)
softened_sustain: Pattern = answered(SUSTAIN, *REFLECTIONS, "EMPH", without=ARGUING)
argued_sustain: Pattern = answered(SUSTAIN, *ARGUING)


def _real(events: Iterable[Event]) -> tuple[Event, ...]:
    """Those with a probability worth counting."""
    return tuple(event for event in events if event.p > 0.02)
