"""Several programs, and programs that are killed: nothing confirmed is lost, nothing is doubled."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from changetalk.vault import Vault

SAY = """
import sys
from changetalk.vault import Vault
person = Vault.open(sys.argv[1]).owner()
for n in range(25):
    person.append("talk", {"who": sys.argv[2], "n": n}, key=f"{sys.argv[2]} {n}")
    person.put("last", {"who": sys.argv[2], "n": n})
"""


def test_two_programs_at_once_lose_nothing_and_double_nothing(vault: Vault) -> None:
    vault.owner()
    command = [sys.executable, "-c", SAY, str(vault.home)]
    programs = [subprocess.Popen([*command, who]) for who in ("a", "b")]
    assert [program.wait() for program in programs] == [0, 0]
    person = Vault.open(vault.home).owner()
    records = person.read("talk")
    assert [each.number for each in records] == list(range(1, 51))
    for who in ("a", "b"):
        assert [each.value["n"] for each in records if each.value["who"] == who] == list(range(25))
    assert (person.get("last") or {})["n"] == 24
    assert vault.status().damage == ()


def test_killed_fifteen_times_while_appending_nothing_confirmed_is_lost_or_doubled(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nfrom benchmarks.vault import killed_often\n"
        "c = killed_often(Path(sys.argv[1]), 15, seed=7)\n"
        "print(c.kills, c.lost, c.doubled, c.changed, c.out_of_order, c.damage, c.confirmed)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, tmp_path / "home"], capture_output=True, text=True, check=True
    )
    *judged, confirmed = map(int, ran.stdout.split())
    assert judged == [15, 0, 0, 0, 0, 0]
    assert confirmed > 0
