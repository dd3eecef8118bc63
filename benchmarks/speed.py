"""What coding costs: `python -m benchmarks.speed`, on one thread, as ratios measured in one run.

Coding a conversation of 300 turns against (a) the bare encoder's time for the same windows and
(b) the same encoder in 32-bit floats reading one turn at a time with its context, as a plain use of
it would (only where training left `encoder-fp32.onnx`); the cost of one more turn in a live
conversation after 10, 100 and 1,000 turns; the peak memory of a whole `changetalk review`.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import onnxruntime as ort

import changetalk
from changetalk.coder.artefact import Artefact, session, shipped
from changetalk.coder.machine import batches, code, code_turn, padded
from changetalk.transcripts import Transcript, Turn, read, write
from training.paths import RESULTS, RUNS

TURNS = 300
SECONDS_A_TURN = 12
REPEATS = 5
LIVE_TURNS = 20


def hour() -> Transcript:
    """A conversation of an hour: the example conversations' turns, one after the other."""
    examples = Path(changetalk.__file__).parent / "examples"
    turns = [
        t for name in ("cpap.vtt", "hearing-aids.txt", "thesis.json") for t in read(examples / name).turns
    ]
    picked = [turns[n % len(turns)] for n in range(TURNS)]
    return Transcript(
        change_goal="use the CPAP machine every night",
        turns=tuple(
            Turn(
                id=str(n + 1),
                speaker=turn.role or "",
                role=turn.role,
                text=turn.text,
                start=float(n * SECONDS_A_TURN),
                end=float((n + 1) * SECONDS_A_TURN),
            )
            for n, turn in enumerate(picked)
        ),
    )


def encoder_seconds(transcript: Transcript, artefact: Artefact) -> float:
    """Seconds in the encoder alone over the windows of the full pass, in the coder's batches."""
    words = [artefact.windows.words(turn.role, turn.text) for turn in transcript.turns]
    windows = list(artefact.windows.reviewed(words, artefact.windows.goal(transcript.change_goal)))
    ready = [padded(group) for group in batches(windows)]
    began = time.perf_counter()
    for batch in ready:
        artefact.encode(*batch)
    return time.perf_counter() - began


def plain_seconds(transcript: Transcript, artefact: Artefact, session: ort.InferenceSession) -> float:
    """Seconds of the unquantised encoder over one window a turn, one after the other."""
    words = [artefact.windows.words(turn.role, turn.text) for turn in transcript.turns]
    goal = artefact.windows.goal(transcript.change_goal)
    ready = [padded([w]) for n in range(len(words)) for w in artefact.windows.live(words, n, goal)]
    began = time.perf_counter()
    for ids, mask, types in ready:
        session.run(None, {"ids": ids, "mask": mask, "types": types})
    return time.perf_counter() - began


def live_seconds(transcript: Transcript, length: int) -> float:
    """Seconds to code one more turn after `length` turns (median of the last turns' kinds)."""
    turns = [transcript.turns[n % len(transcript.turns)] for n in range(length)]
    took = []
    for last in transcript.turns[:LIVE_TURNS]:
        began = time.perf_counter()
        code_turn([*turns, last], transcript.change_goal)
        took.append(time.perf_counter() - began)
    return float(np.median(took))


def review_memory(transcript: Transcript) -> float:
    """Peak resident memory in MB of `changetalk review` on the conversation, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hour.json"
        write(transcript, path)
        subprocess.run(
            [
                sys.executable,
                "-m",
                "changetalk.cli.main",
                "review",
                str(path),
                "--html",
                str(Path(folder) / "hour.html"),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    """Measure, print and write."""
    transcript, artefact = hour(), shipped()
    whole = RUNS / "fold-0" / "artefact" / "encoder-fp32.onnx"
    plain = session(whole) if whole.exists() else None
    code(transcript)
    rounds: list[tuple[float, float, float]] = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        code(transcript)
        took = time.perf_counter() - began
        alone = encoder_seconds(transcript, artefact)
        rounds.append((took, alone, plain_seconds(transcript, artefact, plain) if plain else float("nan")))
    lengths = {n: live_seconds(transcript, n) for n in (10, 100, 1000)}
    figures: dict[str, object] = {
        "turns": TURNS,
        "coding time over bare encoder time": round(float(np.median([c / e for c, e, _ in rounds])), 3),
        "plain fp32 time, one turn at a time, over coding time": round(
            float(np.median([p / c for c, _, p in rounds])), 2
        ),
        "cost of a live turn after N turns, over that after 10": {
            str(n): round(seconds / lengths[10], 2) for n, seconds in lengths.items()
        },
        "coding seconds here": round(float(np.median([c for c, _, _ in rounds])), 2),
        "live turn, milliseconds here": round(1000 * lengths[1000], 1),
        "peak memory of changetalk review, MB": round(review_memory(transcript), 1),
    }
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "speed.json").write_text(json.dumps(figures, indent=1) + "\n")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
