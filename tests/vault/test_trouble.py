"""A full disk, a closed folder, another program at work: clear words, and nothing corrupted."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from filelock import FileLock

from changetalk.errors import VaultTrouble
from changetalk.vault import Busy, Person, Vault
from tests.vault.look import contents

FULL = """
import resource, sys
from changetalk.vault import Vault, VaultTrouble
person = Vault.open(sys.argv[1]).owner()
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
n = 0
try:
    while True:
        person.append("talk", {"n": n, "text": "x" * 300}, key=str(n))
        n += 1
        print(n, flush=True)
except VaultTrouble as trouble:
    print(trouble)
try:
    person.put("plan", {"text": "x" * 9000})
except VaultTrouble as trouble:
    print(trouble)
"""

CLOSED = """
import os, sys
from pathlib import Path
from changetalk.vault import Vault, VaultTrouble
vault = Vault.open(sys.argv[1])
person = vault.owner()
if os.getuid() == 0:
    os.setresuid(*[int(sys.argv[2])] * 3)
for attempt in (
    lambda: person.append("talk", {"text": "x"}),
    lambda: person.put("plan", {}),
    lambda: vault.create_person(),
    lambda: vault.erase(person.id),
    lambda: vault.rotate(),
    lambda: vault.backup(Path(sys.argv[1]).parent / "backup"),
    lambda: Vault.open(sys.argv[1]),
    lambda: Vault.create(Path(sys.argv[1]).parent / "new"),
):
    try:
        attempt()
    except VaultTrouble as trouble:
        print(trouble)
    else:
        print("done")
"""


def run(script: str, *args: object) -> list[str]:
    command = [sys.executable, "-c", script, *map(str, args)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return ran.stdout.splitlines()


@pytest.mark.parametrize("limit", [2000, 2222])
def test_a_full_disk_is_said_so_and_every_confirmed_record_stays(vault: Vault, limit: int) -> None:
    vault.owner()
    *confirmed, no_room, no_room_either = run(FULL, vault.home, limit)
    for line in (no_room, no_room_either):
        assert "there is no room left on the disk. Make room" in line
    person = Vault.open(vault.home).owner()
    assert [each.key for each in person.read("talk")] == [str(n) for n in range(len(confirmed))]
    assert len(confirmed) > 2
    assert person.documents() == []
    person.append("talk", {"text": "room again"})
    assert vault.status().damage == ()


@pytest.mark.parametrize(("folders", "files"), [(0o500, 0o400), (0o000, 0o600)], ids=["to read", "at all"])
def test_a_closed_folder_is_said_so_and_nothing_is_changed(
    folders: int, files: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root may do everything: the child becomes another user, to whom everything belongs.
    other = 65534 if os.getuid() == 0 else os.getuid()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        monkeypatch.setenv("CHANGETALK_KEY", str(place / "keys" / "key"))
        Vault.create(place / "home").owner().append("talk", {"text": "x"})
        before = contents(place)
        # Folders after what is in them.
        paths = sorted([place, *place.rglob("*")], reverse=True)
        for path in paths:
            os.chown(path, other, -1)
            path.chmod(folders if path.is_dir() else files)
        said = run(CLOSED, place / "home", other)
        for path in reversed(paths):
            path.chmod(0o700)
        assert contents(place) == before
    assert len(said) == 8
    for line in said:
        assert "closed to this user. Let this user read and write there" in line


def test_a_person_can_be_erased_on_a_disk_too_full_to_note_it(vault: Vault) -> None:
    vault.owner().append("talk", {"text": "x"})
    vault.root.erased.write_text("".join(f"{n:032x}\n" for n in range(100)))
    script = (
        "import resource, sys\nfrom changetalk.vault import Vault, VaultTrouble\n"
        "vault = Vault.open(sys.argv[1])\nresource.setrlimit(resource.RLIMIT_FSIZE, (3300, 3300))\n"
        "try: vault.erase(vault.people()[0])\nexcept VaultTrouble as trouble: print(trouble)"
    )
    (said,) = run(script, vault.home)
    assert "no room left" in said
    assert vault.people() == ()


def test_a_home_that_is_a_file_is_said_so(home: Path) -> None:
    home.write_text("x")
    with pytest.raises(VaultTrouble, match="cannot be"):
        Vault.create(home)


def test_a_home_that_another_holds_is_called_busy_and_works_again_afterwards(
    vault: Vault, person: Person
) -> None:
    hasty = Vault.open(vault.home, patience=0.05)
    with FileLock(vault.layout.lock):
        for attempt in (
            lambda: Vault.open(vault.home, patience=0.05),
            lambda: hasty.person(person.id),
            lambda: hasty.erase(person.id),
        ):
            with pytest.raises(Busy, match=r"another changetalk is at work.*try again"):
                attempt()
    assert hasty.person(person.id)


def test_threads_of_one_program_take_turns(vault: Vault) -> None:
    person = vault.owner()

    def say(name: str) -> None:
        for n in range(5):
            person.append("talk", {"n": n}, key=f"{name}{n}")

    threads = [threading.Thread(target=say, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    records = person.read("talk")
    assert [each.number for each in records] == list(range(1, 16))
    assert len({each.key for each in records}) == 15


def test_a_lock_goes_with_the_program_that_held_it(vault: Vault) -> None:
    script = (
        "import os, signal, sys\nfrom changetalk.vault import Vault\nvault = Vault.open(sys.argv[1])\n"
        "with vault.at_work(): os.kill(os.getpid(), signal.SIGKILL)"
    )
    ran = subprocess.run([sys.executable, "-c", script, vault.home], check=False)
    assert ran.returncode < 0
    assert Vault.open(vault.home, patience=1).id == vault.id


def test_the_lock_file_is_never_taken_for_what_is_kept(vault: Vault) -> None:
    os.unlink(vault.layout.lock)
    assert Vault.open(vault.home).id == vault.id
