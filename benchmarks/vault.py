"""Is a message that was confirmed ever lost or doubled? `python -m benchmarks.vault [KILLS]`.

A child appends messages to streams of two people and puts documents, and writes a line to stdout after
each. It is killed (SIGKILL) after a random time, again and again. The next child tries again what its
predecessor had begun and not confirmed, under the same key, as a program does that comes back. At the
end every message is read. Writes `benchmarks/results/vault.md`.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from changetalk.vault import Vault

RESULTS = Path(__file__).parent / "results"
STREAMS = 3
"""Streams of each person that messages go to in turn; a fresh one now and then besides."""

FRESH = 40
LONGEST = 4000


@dataclass
class Counts:
    """What was seen."""

    kills: int = 0
    confirmed: int = 0
    retried: int = 0
    """Messages that were begun, not confirmed and tried again."""
    found: int = 0
    """Those of them that were on disk already."""
    unconfirmed_kills: int = 0
    """Kills between the beginning of a message and its confirmation."""
    set_aside: int = 0
    lost: int = 0
    doubled: int = 0
    changed: int = 0
    out_of_order: int = 0
    damage: int = 0
    seconds: float = 0
    said: list[int] = field(default_factory=list)


def message(number: int) -> tuple[int, str, dict[str, object]]:
    """Which person (0 or 1) says what in which stream."""
    seeded = random.Random(number)
    stream = f"fresh {number}" if number % FRESH == 0 else f"talk {number % STREAMS}"
    return number % 2, stream, {"n": number, "text": "x" * seeded.randrange(LONGEST)}


def talk(home: Path, begin: int, out: int) -> None:
    """Append message after message from number `begin`, with a line for each begun and confirmed."""
    vault = Vault.open(home)
    people = [vault.person(each) for each in vault.people()]
    for number in range(begin, begin + 100_000):
        who, stream, value = message(number)
        os.write(out, f"begun {number}\n".encode())
        record = people[who].append(stream, value, key=str(number))
        os.write(out, f"confirmed {number} {record.at.isoformat()}\n".encode())
        if number % 10 == 0:
            people[who].put("known", {"up to": number})


def one_child(home: Path, begin: int, seconds: float) -> list[list[str]]:
    """The lines of a child that was killed after so many seconds of talking."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            talk(home, begin, write)
        finally:
            os._exit(1)
    os.close(write)
    with os.fdopen(read, "rb") as lines:
        first = lines.readline()
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            raise SystemExit("the child ended by itself: something is wrong")
        return [line.decode().split() for line in (first + lines.read()).splitlines()]


def killed_often(home: Path, kills: int, seed: int) -> Counts:
    """Kill so many children and look at what is left."""
    chance = random.Random(seed)
    counts, began, next_number, times = Counts(), time.monotonic(), 0, {}
    vault = Vault.create(home)
    for _ in range(2):
        vault.create_person()
    pending: int | None = None
    for _ in range(kills):
        began_at = datetime.now(UTC).isoformat()
        lines = one_child(home, next_number, chance.uniform(0, 0.06))
        counts.kills += 1
        for what, number, *at in lines:
            if what == "begun":
                counts.retried += int(number) == pending
                pending = next_number = int(number)
                continue
            # A record found by its key was written before this child began.
            counts.found += at[0] < began_at
            counts.confirmed += 1
            counts.said.append(int(number))
            times[int(number)] = at[0]
            pending, next_number = None, int(number) + 1
        counts.unconfirmed_kills += pending is not None
    counts.seconds = time.monotonic() - began
    _judge(Vault.open(home), counts, times)
    return counts


def _judge(vault: Vault, counts: Counts, times: dict[int, str]) -> None:
    """Read everything and compare it with what was confirmed."""
    kept: Counter[int] = Counter()
    for who, person_id in enumerate(vault.people()):
        person = vault.person(person_id)
        for stream in person.streams():
            numbers = []
            for record in person.read(stream):
                number = int(record.key)
                numbers.append(number)
                right = message(number) == (who, stream, record.value)
                same_time = times.get(number) in (None, record.at.isoformat())
                counts.changed += not (right and same_time)
            kept.update(numbers)
            counts.out_of_order += numbers != sorted(numbers)
        counts.set_aside += len(list(person.folder.glob("*.torn")))
    counts.lost = sum(number not in kept for number in counts.said)
    counts.doubled = sum(times > 1 for times in kept.values())
    counts.damage = len(vault.status().damage)


def page(counts: Counts) -> str:
    """The page of results."""
    rows = {
        "kills (SIGKILL at a random moment)": counts.kills,
        "messages confirmed": counts.confirmed,
        "kills between beginning and confirmation": counts.unconfirmed_kills,
        "messages tried again after a kill": counts.retried,
        "of these, on disk already and found by their key": counts.found,
        "half-written tails set aside": counts.set_aside,
        "**confirmed messages lost**": counts.lost,
        "**messages doubled**": counts.doubled,
        "messages changed": counts.changed,
        "streams out of order": counts.out_of_order,
        "damage found by status": counts.damage,
        "seconds": round(counts.seconds),
    }
    table = "".join(f"| {name} | {value} |\n" for name, value in rows.items())
    about = __doc__.partition("\n")[2].strip()
    return f"# Kills while messages are appended\n\n{about}\n\n| | |\n|---|---|\n{table}"


def main() -> None:
    """Kill, look, print and write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kills", type=int, nargs="?", default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CHANGETALK_KEY"] = str(Path(folder) / "key")
        text = page(killed_often(Path(folder) / "home", options.kills, options.seed))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "vault.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
