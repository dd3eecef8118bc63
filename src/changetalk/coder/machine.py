"""The machine coder: a transcript in, a coding with calibrated probabilities out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from changetalk.coder.artefact import Artefact, Ints, shipped
from changetalk.coder.assemble import TurnCoding, assemble
from changetalk.coder.calibration import Calibration
from changetalk.coder.coding import MAINS, TALKS, CoderInfo, Coding, Rater, Talk, Unit
from changetalk.coder.evidence import main_evidence, talk_evidence
from changetalk.coder.goals import propose_goal
from changetalk.coder.labels import CLIENT_CODES, COUNSELOR_CODES
from changetalk.coder.segments import Span, sentences, trim
from changetalk.coder.tilt import codes_for, tilt
from changetalk.coder.windows import Window
from changetalk.instruments import MITI, settle
from changetalk.transcripts import Transcript, Turn

NAME = "changetalk-coder"
BATCH_TOKENS = 1024
DOUBT = 0.05
LEAST_WORDS = 3

Array = NDArray[np.float64]
Progress = Callable[[int, int], None]


@dataclass
class Reading:
    """What the network says of one turn, before calibration: for each unit its span, mean token
    vector, turn vector and length in tokens, then its code logits; for each window of the turn its
    main and talk logits and its size in tokens."""

    spans: list[Span] = field(default_factory=list)
    means: list[NDArray[np.float32]] = field(default_factory=list)
    vectors: list[NDArray[np.float32]] = field(default_factory=list)
    main: list[NDArray[np.float32]] = field(default_factory=list)
    talk: list[NDArray[np.float32]] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    units: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), np.float32))

    def whole(self, logits: list[NDArray[np.float32]]) -> Array:
        """A turn head's logits over all windows of a long turn, each by its length."""
        return np.asarray(np.average(logits, axis=0, weights=self.sizes), float)


def code(
    transcript: Transcript, *, weights: Artefact | None = None, progress: Progress | None = None
) -> Coding:
    """Code every turn that has a role: units, codes, calibrated probabilities, main act and talk.

    Without a change goal one is proposed from what is said and marked as guessed. `weights`
    defaults to what the package ships; `progress` is called with (turns read, turns in all).
    The network reads a turn with the two before it, never a later one: the pass is "causal".
    """
    artefact = weights or shipped()
    goal_source: Literal["given", "guessed"] = "given" if transcript.change_goal else "guessed"
    if not transcript.change_goal:
        transcript = transcript.model_copy(update={"change_goal": propose_goal(transcript.turns)})
    readings = read_turns(transcript.turns, transcript.change_goal, artefact, progress)
    version = str(artefact.manifest["version"])
    return assemble(
        transcript,
        [
            decide(turn, reading, artefact.calibration)
            for turn, reading in zip(transcript.turns, readings, strict=True)
        ],
        rater=Rater(kind="machine", name=NAME, version=version),
        coder=CoderInfo(
            name=NAME, version=version, weights=str(artefact.manifest["weights"]), pass_="causal"
        ),
        goal_source=goal_source if transcript.change_goal else None,
    )


def read_turns(
    turns: Sequence[Turn],
    goal: str | None,
    artefact: Artefact,
    progress: Progress | None = None,
    given: Sequence[Sequence[Span]] | None = None,
) -> list[Reading]:
    """Run the network over all turns in batches of like length. `given` spans of units (one list
    a turn) replace the ones the network would find: benchmarks use it."""
    readings = [Reading() for _ in turns]
    words = [artefact.windows.words(turn.role, turn.text) for turn in turns]
    goal_ids = artefact.windows.goal(goal)
    windows = [
        window
        for index, turn in enumerate(turns)
        if turn.role
        for window in artefact.windows.of_turn(words, index, goal_ids)
    ]
    done = 0
    for group in batches(windows):
        _encode(group, turns, artefact, readings, given)
        done += len(group)
        if progress:
            progress(min(done * len(turns) // max(1, len(windows)), len(turns)), len(turns))
    _code_units(turns, artefact, readings)
    if given is None:
        readings = [_joined(reading) for reading in readings]
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


def padded(group: list[Window]) -> tuple[Ints, Ints, Ints, NDArray[np.float32]]:
    """A batch as the encoder takes it: ids, mask, types and which tokens are the turn's own."""
    shape = (len(group), max(len(window.ids) for window in group))
    ids, mask, types = (np.zeros(shape, np.int64) for _ in range(3))
    own = np.zeros(shape, np.float32)
    for row, window in enumerate(group):
        ids[row, : len(window.ids)] = window.ids
        types[row, : len(window.ids)] = window.types
        mask[row, : len(window.ids)] = 1
        own[row, window.first : window.first + len(window.offsets)] = 1
    return ids, mask, types, own


def _encode(
    group: list[Window],
    turns: Sequence[Turn],
    artefact: Artefact,
    readings: list[Reading],
    given: Sequence[Sequence[Span]] | None,
) -> None:
    tokens, starts, vectors, main, talk = artefact.encode(*padded(group))
    for row, window in enumerate(group):
        reading, text = readings[window.turn], turns[window.turn].text
        first, last = window.first, window.first + len(window.offsets)
        if given is None:
            cuts = _cuts(starts[row, first:last], window.offsets, text, artefact.calibration.unit_start)
        else:
            cuts = _given_cuts(given[window.turn], window.offsets)
        for begin, end in cuts:
            reading.spans.append(trim(text, (window.offsets[begin][0], window.offsets[end - 1][1])))
            reading.means.append(tokens[row, first + begin : first + end].mean(0))
            reading.vectors.append(vectors[row])
            reading.lengths.append(end - begin)
        reading.main.append(main[row])
        reading.talk.append(talk[row])
        reading.sizes.append(last - first)


def _cuts(
    starts: NDArray[np.float32], offsets: Sequence[Span], text: str, level: float
) -> list[tuple[int, int]]:
    """Token ranges that may be units: a new one begins with a sentence, or, for talk without
    punctuation, at a word whose start logit exceeds `level`, if both parts are long enough."""
    ends = dict(sentences(text))
    begins, sentence_end = [0], next(iter(ends.values()), len(text))
    for n in range(1, len(offsets)):
        at = offsets[n][0]
        if at in ends:
            sentence_end = ends[at]
            begins.append(n)
        elif starts[n] > level and text[at - 1].isspace() and text[at].isalnum():
            said, left = text[offsets[begins[-1]][0] : at], text[at:sentence_end]
            if min(len(said.split()), len(left.split())) >= LEAST_WORDS:
                begins.append(n)
    return list(zip(begins, [*begins[1:], len(offsets)], strict=True))


def _given_cuts(spans: Sequence[Span], offsets: Sequence[Span]) -> list[tuple[int, int]]:
    cuts = []
    for start, end in spans:
        inside = [n for n, (a, b) in enumerate(offsets) if a < end and b > start]
        cuts.append((inside[0], inside[-1] + 1) if inside else (0, 1))
    return cuts


def _joined(reading: Reading) -> Reading:
    """The reading with neighbouring pieces of one code as one unit: in doubt, do not split."""
    joined = replace(reading, spans=[], means=[], vectors=[], lengths=[], units=reading.units[:0])
    last: int | None = None
    for n in sorted(range(len(reading.spans)), key=lambda n: reading.spans[n]):
        code = int(reading.units[n].argmax())
        if code == last:
            length = joined.lengths[-1] + reading.lengths[n]
            share = reading.lengths[n] / length
            joined.spans[-1] = (joined.spans[-1][0], reading.spans[n][1])
            joined.means[-1] = joined.means[-1] * (1 - share) + reading.means[n] * share
            joined.lengths[-1] = length
        else:
            joined.spans.append(reading.spans[n])
            joined.means.append(reading.means[n])
            joined.vectors.append(reading.vectors[n])
            joined.lengths.append(reading.lengths[n])
        last = code
    return joined


def _code_units(turns: Sequence[Turn], artefact: Artefact, readings: list[Reading]) -> None:
    """Code logits of all units of a role in one call of the small graph."""
    for which, role in enumerate(("counselor", "client")):
        ours = [r for turn, r in zip(turns, readings, strict=True) if turn.role == role and r.means]
        if not ours:
            continue
        means = np.stack([mean for reading in ours for mean in reading.means])
        vectors = np.stack([vector for reading in ours for vector in reading.vectors])
        logits = artefact.units(means, vectors)[which]
        begin = 0
        for reading in ours:
            reading.units = logits[begin : begin + len(reading.means)]
            begin += len(reading.means)


def decide(turn: Turn, reading: Reading, calibration: Calibration) -> TurnCoding:
    """Codes from a reading: calibrated, settled by the doubt rules, the client's units agreeing
    with the turn's talk. A turn without words or role has nothing to code."""
    if turn.role is None or not reading.spans:
        return TurnCoding()
    order = sorted(range(len(reading.spans)), key=lambda n: reading.spans[n])
    spans = [reading.spans[n] for n in order]
    if turn.role == "counselor":
        p = calibration.counselor.apply(reading.units[order])
        main = calibration.main.apply(main_evidence(reading.whole(reading.main), p))
        codes = [settle(_named(row, COUNSELOR_CODES), MITI, DOUBT) for row in p]
        main_p = {act: round(float(x), 4) for act, x in zip(MAINS, main, strict=True)}
        return TurnCoding(_units(spans, codes, p, COUNSELOR_CODES), main_p=main_p)
    units = calibration.client.apply(reading.units[order])
    talk_p = calibration.talk.apply(talk_evidence(reading.whole(reading.talk), units))
    talk: Talk = TALKS[int((talk_p * np.array(calibration.talk_weights)).argmax())]
    p = tilt(units, talk_p)
    return TurnCoding(
        _units(spans, codes_for(p, talk), p, CLIENT_CODES),
        talk=talk,
        talk_p={name: round(float(x), 4) for name, x in zip(TALKS, talk_p, strict=True)},
    )


def _named(row: Array, codes: Sequence[str]) -> dict[str, float]:
    return {code: float(x) for code, x in zip(codes, row, strict=True)}


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
