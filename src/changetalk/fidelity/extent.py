"""How much of a conversation there is: its minutes, words and turns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from changetalk.coder.coding import CodedTurn, Coding


def minutes(coding: Coding) -> float | None:
    """From the earliest start to the latest end, in minutes; None unless the first and the last
    turn carry a time."""
    if not coding.turns or coding.turns[0].start is None or coding.turns[-1].start is None:
        return None
    times = [time for turn in coding.turns for time in (turn.start, turn.end) if time is not None]
    length = (max(times) - min(times)) / 60
    return length if length > 0 else None


def words(turn: CodedTurn) -> int:
    """The number of words in a turn, cut at white space."""
    return len(turn.text.split())


def measures(coding: Coding) -> dict[str, float]:
    """The one measure of length that fits, under its name in an instrument's minimums:
    `typed_turns` where the talk is typed, else `minutes` where times are known, else
    `spoken_words`."""
    if coding.medium == "chat":
        return {"typed_turns": len(coding.turns)}
    length = minutes(coding)
    return {"spoken_words": sum(map(words, coding.turns))} if length is None else {"minutes": length}


def long_enough(coding: Coding, needs: Mapping[str, float]) -> bool:
    """Is there as much talk as `needs` asks, in the measure that fits?"""
    return all(size >= needs[name] for name, size in measures(coding).items() if name in needs)


def exchange_count(coding: Coding) -> int:
    """How many exchanges there are, at least one."""
    return max(1, len(coding.volleys))


def exchanges(coding: Coding) -> Iterator[tuple[int, CodedTurn]]:
    """Every turn with a role, with the number of its exchange: a volley and all client talk up
    to the next volley. Client talk before the first volley belongs to exchange 0."""
    place = {volley.id: number for number, volley in enumerate(coding.volleys)}
    current = 0
    for turn in coding.turns:
        if turn.role == "counselor" and turn.volley is not None:
            current = place[turn.volley]
        if turn.role is not None:
            yield current, turn
