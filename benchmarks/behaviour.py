"""Does the coder do what any expert would? `python -m benchmarks.behaviour`.

Runs the shipped coder over the written cases of `benchmarks/behaviour/cases.jsonl`, each the last
turn of a short exchange, and reports the share that meet what was expected, group by group. Writes
`benchmarks/results/behaviour.md`. Needs no data folder.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import changetalk as ct
from changetalk.coder import Coding
from changetalk.transcripts import Transcript, Turn
from training.paths import RESULTS

CASES = Path(__file__).with_name("behaviour") / "cases.jsonl"


def transcript_of(case: dict[str, Any]) -> Transcript:
    """A case as a transcript that ends with the turn in question."""
    said = [*case["before"], {"speaker": case["speaker"], "text": case["text"]}]
    return Transcript(
        change_goal=case["goal"],
        turns=tuple(
            Turn(id=str(n), speaker=turn["speaker"], role=turn["speaker"], text=turn["text"])
            for n, turn in enumerate(said, 1)
        ),
    )


def meets(coding: Coding, expect: dict[str, list[str]]) -> bool:
    """Does the last turn have what is expected of it?"""
    turn = coding.turns[-1]
    codes = {unit.code for unit in turn.units}
    return (
        turn.talk in expect.get("talk", [turn.talk])
        and turn.main in expect.get("main", [turn.main])
        and (not expect.get("has") or bool(codes & set(expect["has"])))
        and not codes & set(expect.get("not", []))
    )


def main() -> None:
    """Run, print and write."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for line in CASES.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        groups[case["group"]].append(meets(ct.code(transcript_of(case)), case["expect"]))
    every = [met for found in groups.values() for met in found]
    rows = [f"| {name} | {len(found)} | {sum(found) / len(found):.2f} |" for name, found in groups.items()]
    text = (
        "# Behavioural suite: written cases on which any expert would agree\n\n"
        f"{sum(every)} of {len(every)} cases met: {sum(every) / len(every):.3f}\n\n"
        "| group | cases | met |\n|---|---|---|\n" + "\n".join(rows) + "\n"
    )
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "behaviour.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
