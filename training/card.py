"""The model card: what the coder was made from, how well it does, and what it is not for."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from training.batches import Config
from training.globals import NAMES, Rated, held_out_estimates
from training.paths import RESULTS

TEMPLATE = """# Model card: changetalk-coder {version}

Written by `python -m training.build`; the figures come from `benchmarks/accuracy.py` and `benchmarks/coverage.py`.

## What it is
A MiniLM-L6 sentence encoder (22.7 million parameters, Apache-2.0, `all-MiniLM-L6-v2`) fine-tuned to code Motivational
Interviewing conversations: for each counselor turn thought units with MITI 4.2.1 codes and a main act, for each client
turn units with MISC 2.5 codes and the talk (change, sustain, neutral). It reads a turn with the two turns before it and
the change goal; never a later turn. Shipped as int8 ONNX ({size:.0f} MB); nothing leaves the machine.

## Data
| set | what | how used |
|---|---|---|
| AnnoMI, train part (Wu et al. 2022, 2023; "License: Public Domain") | 97 transcripts of demonstration videos, 7,715 turns, one annotator each: main behaviour, presence and kind of question, reflection and input, client talk | trained and tested, split by video |
| Authored dialogues (this project) | 144 synthetic dialogues, 9,343 turns, 15,985 units, written and coded twice with a large language model | trained and tested, split by dialogue; the second pass as soft labels (weight .35) |
| PAIR (Min et al. 2022; Apache-2.0) | 1,271 answers of known code to 318 client prompts | trained only, weight {pair_weight} |

**How much rests on synthetic text:** unit codes, unit boundaries, DARN-CAT types and the rarer MITI codes (AF, SEEK, EMPH, CONF,
PWP) were learned and tested on the authored set alone, which neither certified coders nor real clients made. Its figures
show consistency with written rules, not agreement with experts. Main act and talk were also learned and tested on real AnnoMI talk.

## Training
Two layers and the embeddings frozen, {epochs:.0f} epochs, seed {seed:.0f}, weights averaged over the last {tail:.0%} of steps; everything is in
`training/config.toml`. Labels are partial: what a set does not label is masked. AnnoMI's labels of a whole turn reach its
units through a noisy-or. Five folds; every figure below is on dialogues that the network and its calibration never saw.

## Accuracy, held out
{accuracy}

People: AnnoMI's seven transcripts with ten annotators (FACTS, recomputed). Published figures use other splits.

## Intervals, held out
{coverage}

"Better by" compares mean Winkler scores with one pooled-error interval. AnnoMI counts talk in turns, the authored set in units.

## Global ratings, held out
| rating | mean absolute error | always saying the mean |
|---|---|---|
{globals}

Estimated from counts by ridge regression on the authored set's ratings alone: treat them as a rough guide.

## Limits
- English. Trained on demonstration videos and synthetic dialogues, not on clinical recordings; figures on your own recordings may be lower.
- AnnoMI does not label affirmations, collaboration, autonomy or confrontation: how well these are found in real talk is not measured.
- Simple against complex reflections: people themselves agree little (kappa .18 where both saw one).
- Sustain talk is the weakest class; read the intervals, not the single codes.
- Tone of voice is not heard. Sarcasm, interpreters and more than two speakers are not tested.

## Not for
Pay, hiring, discipline or legal evidence; judging one session's counselor without a human reading it; anything about a client's risk.
"""


def card(data: Rated, version: str, size_mb: float) -> dict[str, object]:
    """The figures that reports and docs show, from the benchmarks' results."""
    estimates = held_out_estimates(data)
    error = np.abs(estimates - data.ratings).mean(0)
    plain = np.abs(data.ratings - data.ratings.mean(0)).mean(0)
    return {
        "name": "changetalk-coder",
        "version": version,
        "size_mb": round(size_mb, 1),
        "accuracy": json.loads((RESULTS / "accuracy.json").read_text()),
        "coverage": json.loads((RESULTS / "coverage.json").read_text()),
        "globals": {
            name: {"mean absolute error": round(float(error[n]), 3), "of the mean": round(float(plain[n]), 3)}
            for n, name in enumerate(NAMES)
        },
    }


def write_card(figures: dict[str, object], settings: Config, path: Path) -> None:
    """Write the card as Markdown."""
    ratings = figures["globals"]
    assert isinstance(ratings, dict)
    rows = [f"| {n.replace('_', ' ')} | {r['mean absolute error']:.2f} | {r['of the mean']:.2f} |" for n, r in ratings.items()]
    path.write_text(
        TEMPLATE.format(
            version=figures["version"],
            size=figures["size_mb"],
            pair_weight=settings["data"]["pair_weight"],
            epochs=settings["train"]["epochs"],
            seed=settings["train"]["seed"],
            tail=1 - settings["train"]["average_from"],
            accuracy=_body("accuracy.md"),
            coverage=_body("coverage.md"),
            globals="\n".join(rows),
        )
    )


def _body(name: str) -> str:
    return (RESULTS / name).read_text().split("\n\n", 1)[1].strip()
