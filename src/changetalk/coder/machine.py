"""The machine coder: a transcript in, a coding with calibrated probabilities out.

It reads in two ways. The *full* pass reads a finished conversation, each turn with talk before and
after it. The *causal* pass reads a turn as it comes, with what was said before it alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from changetalk.coder.acts import act_evidence, tilt_acts
from changetalk.coder.artefact import Artefact, Ints, shipped
from changetalk.coder.assemble import TurnCoding, assemble
from changetalk.coder.calibration import Calibration
from changetalk.coder.coding import MAINS, TALKS, CoderInfo, Coding, Pass, Rater, Talk, Unit
from changetalk.coder.evidence import main_evidence, talk_evidence
from changetalk.coder.goals import propose_goal
from changetalk.coder.labels import CLIENT_CODES, COUNSELOR_CODES
from changetalk.coder.segments import Span, trim
from changetalk.coder.tilt import codes_for, tilt
from changetalk.coder.windows import BEFORE_TOKENS, MARKS, Place, Window
from changetalk.instruments import MITI, settle
from changetalk.transcripts import Transcript, Turn

NAME = "changetalk-coder"
BATCH_TOKENS = 1536
DOUBT = 0.05

Array = NDArray[np.float64]
Floats = NDArray[np.float32]
Progress = Callable[[int, int], None]


@dataclass
class Reading:
    """What the network says of one turn, before calibration: for each unit its span, mean token
    vector, its part of the turn and, in the end, its code logits; for each part of the turn (one,
    but for long turns) its size in tokens, turn vector, main, talk and act logits."""

    spans: list[Span] = field(default_factory=list)
    means: list[Floats] = field(default_factory=list)
    part: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    vectors: list[Floats] = field(default_factory=list)
    main: list[Floats] = field(default_factory=list)
    talk: list[Floats] = field(default_factory=list)
    acts: list[Floats] = field(default_factory=list)
    units: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))

    def whole(self, logits: list[Floats]) -> Array:
        """A turn head's logits over all parts of a long turn, each by its length."""
        return np.asarray(np.average(logits, axis=0, weights=self.sizes), float)


def code(
    transcript: Transcript,
    *,
    pass_: Pass = "full",
    weights: Artefact | None = None,
    progress: Progress | None = None,
) -> Coding:
    """Code every turn that has a role: units, codes, calibrated probabilities, main act and talk.

    Without a change goal one is proposed from what is said and marked as guessed. `pass_` "full"
    reads a turn with what comes before and after it, "causal" with what came before alone (much
    slower over a whole conversation; for a turn as it comes use `code_turn`). `weights` defaults to
    what the package ships; `progress` is called with (turns read, turns in all).
    """
    artefact = weights or shipped()
    goal_source: Literal["given", "guessed"] = "given" if transcript.change_goal else "guessed"
    if not transcript.change_goal:
        transcript = transcript.model_copy(update={"change_goal": propose_goal(transcript.turns)})
    readings = read_turns(transcript.turns, transcript.change_goal, artefact, pass_, progress)
    calibration = artefact.calibration.of(pass_)
    version = str(artefact.manifest["version"])
    return assemble(
        transcript,
        [
            decide(turn, reading, calibration)
            for turn, reading in zip(transcript.turns, readings, strict=True)
        ],
        rater=Rater(kind="machine", name=NAME, version=version),
        coder=CoderInfo(name=NAME, version=version, weights=str(artefact.manifest["weights"]), pass_=pass_),
        goal_source=goal_source if transcript.change_goal else None,
    )


def code_turn(turns: Sequence[Turn], goal: str | None, *, weights: Artefact | None = None) -> TurnCoding:
    """Code the last of these turns as it comes (causal pass), without reading the earlier ones anew:
    the cost does not grow with the conversation. `goal` is the change goal, if one is known."""
    artefact = weights or shipped()
    recent = turns[-(BEFORE_TOKENS // MARKS + 1) :]
    words = [artefact.windows.words(turn.role, turn.text) for turn in recent]
    windows = list(artefact.windows.live(words, len(recent) - 1, artefact.windows.goal(goal)))
    readings = [Reading() for _ in recent]
    for group in batches(windows):
        _encode(group, recent, artefact, readings, None, artefact.calibration.causal.unit_start)
    _code_units(recent, artefact, readings)
    return decide(recent[-1], readings[-1], artefact.calibration.causal)


def read_turns(
    turns: Sequence[Turn],
    goal: str | None,
    artefact: Artefact,
    pass_: Pass,
    progress: Progress | None = None,
    given: Sequence[Sequence[Span]] | None = None,
) -> list[Reading]:
    """Run the network over all turns in batches of like length. `given` spans of units (one list
    a turn) replace the ones the network would find: benchmarks use it."""
    readings = [Reading() for _ in turns]
    words = [artefact.windows.words(turn.role, turn.text) for turn in turns]
    goal_ids = artefact.windows.goal(goal)
    if pass_ == "full":
        windows = list(artefact.windows.reviewed(words, goal_ids))
    else:
        windows = [w for n in range(len(turns)) for w in artefact.windows.live(words, n, goal_ids)]
    done = 0
    for group in batches(windows):
        _encode(group, turns, artefact, readings, given, artefact.calibration.of(pass_).unit_start)
        done += len(group)
        if progress:
            progress(done * len(turns) // len(windows), len(turns))
    _code_units(turns, artefact, readings)
    return readings


def batches(windows: list[Window]) -> Iterator[list[Window]]:
    """Windows in batches of like length, each at most BATCH_TOKENS padded tokens."""
    group: list[Window] = []
    for window in sorted(windows, key=lambda w: len(w.ids)):
        if group and (len(group) + 1) * len(window.ids) > BATCH_TOKENS:
            yield group
            group = []
        group.append(window)
    if group:
        yield group


def padded(group: list[Window]) -> tuple[Ints, Ints, Ints]:
    """A batch as the encoder takes it: ids, mask, types."""
    shape = (len(group), max(len(window.ids) for window in group))
    ids, mask, types = (np.zeros(shape, np.int64) for _ in range(3))
    for row, window in enumerate(group):
        ids[row, : len(window.ids)] = window.ids
        types[row, : len(window.ids)] = window.types
        mask[row, : len(window.ids)] = 1
    return ids, mask, types


def _encode(
    group: list[Window],
    turns: Sequence[Turn],
    artefact: Artefact,
    readings: list[Reading],
    given: Sequence[Sequence[Span]] | None,
    level: float,
) -> None:
    tokens, starts = artefact.encode(*padded(group))
    found = [(row, place) for row, window in enumerate(group) for place in window.places]
    marks = np.stack([tokens[row, place.mark] for row, place in found])
    means = np.stack([tokens[row, place.first : place.last].mean(0) for row, place in found])
    vectors, main, talk, acts = artefact.turns(marks, means)
    for n, (row, place) in enumerate(found):
        turn = place.part.turn
        reading = readings[turn]
        if given is None:
            cuts = _cuts(starts[row, place.first : place.last], place, turns[turn].text, level)
        else:
            cuts = _given_cuts(given[turn], place)
        for begin, end in cuts:
            span = place.part.offsets[begin][0], place.part.offsets[end - 1][1]
            reading.spans.append(trim(turns[turn].text, span))
            reading.means.append(tokens[row, place.first + begin : place.first + end].mean(0))
            reading.part.append(len(reading.sizes))
        reading.sizes.append(len(place.part.ids))
        reading.vectors.append(vectors[n])
        reading.main.append(main[n])
        reading.talk.append(talk[n])
        reading.acts.append(acts[n])


def _cuts(starts: Floats, place: Place, text: str, level: float) -> list[tuple[int, int]]:
    """Token ranges that are units: one begins at every word whose start logit exceeds `level`."""
    at = [offset[0] for offset in place.part.offsets]
    begins = [0, *(n for n in range(1, len(at)) if starts[n] > level and text[at[n] - 1].isspace())]
    return list(zip(begins, [*begins[1:], len(at)], strict=True))


def _given_cuts(spans: Sequence[Span], place: Place) -> list[tuple[int, int]]:
    cuts = []
    for start, end in spans:
        inside = [n for n, (a, b) in enumerate(place.part.offsets) if a < end and b > start]
        if inside:
            cuts.append((inside[0], inside[-1] + 1))
    return cuts


def _code_units(turns: Sequence[Turn], artefact: Artefact, readings: list[Reading]) -> None:
    """Code logits of all units of a role in one call of the small graph, in order of their place."""
    for which, role in enumerate(("counselor", "client")):
        ours = [r for turn, r in zip(turns, readings, strict=True) if turn.role == role and r.means]
        if not ours:
            continue
        means = np.stack([mean for reading in ours for mean in reading.means])
        vectors = np.stack([reading.vectors[part] for reading in ours for part in reading.part])
        logits = artefact.units(means, vectors)[which]
        begin = 0
        for reading in ours:
            reading.units = logits[begin : begin + len(reading.means)]
            begin += len(reading.means)


def decide(turn: Turn, reading: Reading, calibration: Calibration) -> TurnCoding:
    """Codes from a reading: calibrated, settled by the doubt rules, the units agreeing with what is
    believed of the turn as a whole. A turn without words or role has nothing to code."""
    if turn.role is None or not reading.spans:
        return TurnCoding()
    order = sorted(range(len(reading.spans)), key=lambda n: reading.spans[n])
    spans = [reading.spans[n] for n in order]
    if turn.role == "counselor":
        units = calibration.counselor.apply(reading.units[order])
        heads = reading.whole(reading.main), reading.whole(reading.acts)
        main = calibration.main.apply(main_evidence(*heads, units))
        present = calibration.acts.apply(act_evidence(*heads, units))
        p = tilt_acts(units, present)
        main_p = {act: round(float(x), 4) for act, x in zip(MAINS, main, strict=True)}
        codes = [settle(_named(row), MITI, DOUBT) for row in calibration.counselor.without_offsets(p)]
        return TurnCoding(_units(spans, codes, p, COUNSELOR_CODES), main_p=main_p)
    units = calibration.client.apply(reading.units[order])
    talk_p = calibration.talk.apply(talk_evidence(reading.whole(reading.talk), units))
    talk: Talk = TALKS[int((talk_p * np.array(calibration.talk_weights)).argmax())]
    p = tilt(units, talk_p)
    return TurnCoding(
        _units(spans, codes_for(calibration.client.without_offsets(p), talk), p, CLIENT_CODES),
        talk=talk,
        talk_p={name: round(float(x), 4) for name, x in zip(TALKS, talk_p, strict=True)},
    )


def _named(row: Array) -> dict[str, float]:
    return {code: float(x) for code, x in zip(COUNSELOR_CODES, row, strict=True)}


def _units(spans: Sequence[Span], codes: Sequence[str], p: Array, names: Sequence[str]) -> tuple[Unit, ...]:
    return tuple(
        Unit(start=start, end=end, code=code, p=_rounded(row, names))
        for (start, end), code, row in zip(spans, codes, p, strict=True)
    )


def _rounded(row: Array, names: Sequence[str]) -> dict[str, float]:
    """Probabilities to four places that still sum to 1; those below 0.0005 are left out."""
    kept = {name: float(x) for name, x in zip(names, row, strict=True) if x >= 0.0005}
    total = math.fsum(kept.values())
    return {name: round(x / total, 4) for name, x in sorted(kept.items(), key=lambda item: -item[1])}
