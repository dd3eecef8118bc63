"""Same words written otherwise: does the main act change? `python -m benchmarks.robustness`.

Whole held-out conversations are rewritten as a speech recogniser or a typing person might write
them and coded again by the shipped coder; reports the share of counselor turns whose main act, and
of client turns whose talk, differs from that of the words as they were. Writes
`benchmarks/results/robustness.md`. Needs the data folder.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import changetalk as ct
from changetalk.coder.artefact import shipped
from changetalk.transcripts import Transcript
from training.codings import transcript_of
from training.examples import Dialogue
from training.held_out import tested
from training.paths import RESULTS

SHIPPED_FOLD = 0
FILLERS = re.compile(r"\b(?:um+|uh+|er+|erm+|hmm+|you know|i mean)\b[,.]?\s*", re.IGNORECASE)
MARKS = re.compile(r"[^\w\s']")
BRITISH = {
    "behavior": "behaviour", "color": "colour", "favorite": "favourite", "flavor": "flavour",
    "realize": "realise", "recognize": "recognise", "organize": "organise", "apologize": "apologise",
    "center": "centre", "program": "programme", "mom": "mum", "gray": "grey", "pajamas": "pyjamas",
    "counselor": "counsellor", "practicing": "practising", "labor": "labour", "neighbor": "neighbour",
    "honor": "honour", "traveling": "travelling", "canceled": "cancelled", "tire": "tyre",
    "emphasize": "emphasise", "prioritize": "prioritise", "criticize": "criticise", "math": "maths",
}  # fmt: skip
TYPED = {
    "you": "u", "are": "r", "because": "bc", "your": "ur", "though": "tho", "people": "ppl",
    "please": "pls", "okay": "ok", "to be honest": "tbh", "going to": "gonna", "want to": "wanna",
}  # fmt: skip


def _swap(text: str, words: dict[str, str]) -> str:
    pattern = re.compile(r"\b(" + "|".join(map(re.escape, words)) + r")\b", re.IGNORECASE)
    return pattern.sub(lambda found: words[found[0].lower()], text)


def unmarked(text: str) -> str:
    """Lower case without punctuation, as speech recognisers write."""
    return " ".join(MARKS.sub(" ", text).lower().split()) or text


def typed(text: str) -> str:
    """As typed in haste: short forms, no capitals, no apostrophes, no full stops."""
    return _swap(text.lower(), TYPED).replace("'", "").replace("’", "").replace(".", "") or text


VARIANTS: dict[str, Callable[[str], str]] = {
    "fillers removed": lambda text: FILLERS.sub("", text).strip() or text,
    "lower case": str.lower,
    "no punctuation, lower case": unmarked,
    "British spelling": lambda text: _swap(text, BRITISH),
    "typed chat": typed,
}


def rewritten(transcript: Transcript, change: Callable[[str], str]) -> Transcript:
    """The transcript with every turn's text changed."""
    turns = tuple(turn.model_copy(update={"text": change(turn.text)}) for turn in transcript.turns)
    return transcript.model_copy(update={"turns": turns})


def acts(dialogue: Dialogue, change: Callable[[str], str] | None = None) -> list[tuple[str, str]]:
    """Role and shown act (main act or talk) of every turn."""
    transcript = transcript_of(dialogue)
    coding = ct.code(rewritten(transcript, change) if change else transcript)
    return [(turn.role or "", turn.main or turn.talk or "") for turn in coding.turns]


def main() -> None:
    """Rewrite, code, compare, print and write."""
    dialogues, folds = tested()
    held = [d for d in dialogues if folds[d.id] == SHIPPED_FOLD]
    plain = [acts(dialogue) for dialogue in held]
    rows = []
    for name, change in VARIANTS.items():
        pairs = [
            pair
            for dialogue, before in zip(held, plain, strict=True)
            for pair in zip(before, acts(dialogue, change), strict=True)
        ]
        shares = [
            sum(a != b for a, b in pairs if a[0] == role) / sum(a[0] == role for a, _ in pairs)
            for role in ("counselor", "client")
        ]
        rows.append(f"| {name} | {100 * shares[0]:.1f} % | {100 * shares[1]:.1f} % |")
    text = (
        f"# Same words written otherwise ({len(held)} held-out dialogues, weights "
        f"{shipped().manifest['weights']})\n\n"
        "| rewritten | main act differs | client talk differs |\n|---|---|---|\n" + "\n".join(rows) + "\n"
    )
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "robustness.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
