"""What a review of an hour costs: `python -m benchmarks.speed`.

In one run: the coding time of a conversation of 300 turns against the bare encoder's time for the
same tokens (a ratio; seconds would say more of the machine), and the peak memory of the whole
`changetalk review` process, start included.
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

import changetalk
from changetalk.coder.artefact import Artefact, shipped
from changetalk.coder.machine import batches, code, padded
from changetalk.transcripts import Transcript, Turn, read, write
from training.paths import RESULTS

TURNS = 300
SECONDS_A_TURN = 12
REPEATS = 5


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


def bare_encoder(transcript: Transcript, artefact: Artefact) -> float:
    """Seconds in the encoder alone over the same windows, one batch after another of like lengths."""
    words = [artefact.windows.words(turn.role, turn.text) for turn in transcript.turns]
    goal = artefact.windows.goal(transcript.change_goal)
    windows = [w for n in range(len(words)) for w in artefact.windows.of_turn(words, n, goal)]
    ready = [padded(group) for group in batches(windows)]
    began = time.perf_counter()
    for batch in ready:
        artefact.encode(*batch)
    return time.perf_counter() - began


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
    code(transcript)
    pairs = []
    for _ in range(REPEATS):
        bare = bare_encoder(transcript, artefact)
        began = time.perf_counter()
        code(transcript)
        pairs.append((time.perf_counter() - began, bare))
    ratio = float(np.median([whole / bare for whole, bare in pairs]))
    figures = {
        "turns": TURNS,
        "coding time over bare encoder time": round(ratio, 3),
        "coding seconds here": round(float(np.median([whole for whole, _ in pairs])), 2),
        "peak memory of changetalk review, MB": round(review_memory(transcript), 1),
    }
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "speed.json").write_text(json.dumps(figures, indent=1) + "\n")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
