"""Dies at every step of what it does to files, one step after another, and looks at what is left.

`python -m tests.vault.dying SCENARIO FOLDER` prints how many steps there were. A process of its own,
because it forks: each child works on a fresh copy of a data home and is killed just before its n-th
change to a file; then the home is opened and looked at. What was written stays in the system's memory
when a process is killed, so nothing is synced here: that would only take time.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from changetalk.vault import Export, KeyTrouble, NoSuchPerson, Vault, keyring, restore

CHANGES = ("write", "replace", "rename", "unlink", "rmdir", "mkdir", "ftruncate")
PASSPHRASE = "four words of my own"


class Scenario(NamedTuple):
    """`prepare` fills a home, `do` is what dies, `check` looks at what is left; it gets what `prepare`
    returned, and whether `do` came to its end."""

    prepare: Callable[[Path], Any]
    do: Callable[[Path, Any], object]
    check: Callable[[Path, Any, bool], object]


def filled(home: Path) -> list[str]:
    """A home with three people, who have said something each, and a backup of it."""
    vault = Vault.create(home)
    people = [vault.create_person() for _ in range(3)]
    for person in people:
        person.append("talk", {"text": person.id}, key="1")
        person.put("plan", {"of": person.id})
    vault.backup(home.parent / "backup")
    return [person.id for person in people]


def under_passphrase(home: Path) -> list[str]:
    """The same home with its key under a passphrase."""
    people = filled(home)
    opened(home).rotate(passphrase=PASSPHRASE)
    return people


def opened(home: Path) -> Vault:
    """The vault, by key file or passphrase, whichever it is closed with."""
    return Vault.open(home, passphrase=PASSPHRASE)


def sound(home: Path, people: list[str]) -> Vault:
    """The vault opens, again and again; these people and no others are in it, with all they said."""
    opened(home)
    vault = opened(home)
    assert sorted(vault.people()) == sorted(people)
    for person in map(vault.person, people):
        assert [each.value for each in person.read("talk")] == [{"text": person.id}]
        assert person.get("plan") == {"of": person.id}
    assert vault.status().damage == ()
    return vault


def rotated(home: Path, people: list[str], done: bool) -> None:
    """One key is left and opens everything."""
    vault = sound(home, people)
    assert len(vault.ring.keys) == 1
    places = [home.parent / "key", vault.root.sealed_key]
    assert [path for path in places if path.exists()] == [vault.keeper.path]
    vault.create_person()
    if done:
        assert keyring.read(vault.keeper.path).current == vault.ring.current


def erased(home: Path, people: list[str], done: bool) -> None:
    """The first person is there whole or gone without a trace; the others are there."""
    vault = opened(home)
    gone = people[0] not in vault.people()
    sound(home, people[1:] if gone else people)
    assert gone or not done
    if gone:
        assert not (vault.root.people / people[0]).exists()
        try:
            restored = restore(home.parent / "backup", home).vault
        except KeyTrouble:  # a passphrase's backup is not part of this
            return
        assert people[0] not in restored.people()


def prepared_restore(home: Path) -> list[str]:
    """A home that has lost one of three people since its backup and gained another."""
    people = filled(home)
    vault = opened(home)
    vault.erase(people[0])
    vault.create_person()
    (home / "calibration.json").write_text("new")
    return people


def restored(home: Path, people: list[str], done: bool) -> None:
    """The home is as before or as in the backup, without the erased person."""
    vault = opened(home)
    assert people[0] not in vault.people()
    assert set(people[1:]) <= set(vault.people())
    assert len(vault.people()) == (2 if done else len(vault.people()))
    assert vault.status().damage == ()
    assert sorted(path.name for path in home.iterdir()) == ["calibration.json", "vault", "vault.lock"]


def made(home: Path, _: object, done: bool) -> None:
    """Whatever was left, the next program finds or makes a vault."""
    vault = Vault.open(home, make=True)
    person = vault.owner()
    person.append("talk", {"text": person.id}, key="1")
    person.put("plan", {"of": person.id})
    sound(home, [person.id])
    assert done in (True, False)


def written(home: Path, people: list[str], done: bool) -> None:
    """A new stream and a document are there whole or not at all, and trying again gives one of each."""
    vault = opened(home)
    person = vault.person(people[0])
    assert person.get("plan") in ([{"of": "new"}] if done else [{"of": "new"}, {"of": person.id}])
    write(home, people)
    assert [each.key for each in person.read("new")] == ["1", "2"]
    assert person.get("plan") == {"of": "new"}
    assert vault.status().damage == ()


def write(home: Path, people: list[str]) -> None:
    """Begin a stream, go on with it, replace a document."""
    person = opened(home).person(people[0])
    person.append("new", {"text": "one"}, key="1")
    person.append("new", {"text": "two"}, key="2")
    person.put("plan", {"of": "new"})


def take_in(home: Path, people: list[str]) -> None:
    """Import somebody who was erased here, and somebody who was not."""
    vault = opened(home)
    exports = [Export.of(vault.person(person)) for person in people[:2]]
    vault.erase(people[0])
    for export in exports:
        vault.import_person(export)


def taken_in(home: Path, people: list[str], done: bool) -> None:
    """Nobody is there twice, and the erased person only under a new id."""
    vault = opened(home)
    assert set(people[1:]) <= set(vault.people())
    assert vault.status().damage == ()
    if done:
        assert len(vault.people()) == 3
        try:
            vault.person(people[0])
        except NoSuchPerson:
            return
        raise AssertionError


SCENARIOS = {
    "rotate": Scenario(filled, lambda home, _: opened(home).rotate(), rotated),
    "to-passphrase": Scenario(filled, lambda home, _: opened(home).rotate(passphrase=PASSPHRASE), rotated),
    "to-key-file": Scenario(
        under_passphrase,
        lambda home, _: opened(home).rotate(to_key_file=True),
        rotated,
    ),
    "erase": Scenario(filled, lambda home, people: opened(home).erase(people[0]), erased),
    "restore": Scenario(prepared_restore, lambda home, _: restore(home.parent / "backup", home), restored),
    "make": Scenario(lambda home: home.mkdir(), lambda home, _: Vault.open(home, make=True).owner(), made),
    "write": Scenario(filled, write, written),
    "import": Scenario(filled, take_in, taken_in),
}


def die_at(step: int) -> None:
    """Let this process be killed just before its `step`-th change to a file."""
    left = step

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def change(*args: Any, **kwargs: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*args, **kwargs)

        return change

    for name in CHANGES:
        setattr(os, name, counted(getattr(os, name)))


def killed(scenario: Scenario, home: Path, prepared: Any, step: int) -> bool:
    """Whether the child was killed before it came to its end."""
    child = os.fork()
    if child == 0:
        die_at(step)
        try:
            scenario.do(home, prepared)
        except BaseException as error:
            os.write(2, repr(error).encode())
            os._exit(3)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status == 0 or os.WTERMSIG(status) == signal.SIGKILL, "the child failed"
    return status != 0


def main(name: str, folder: Path) -> None:
    """Die at every step of the scenario."""
    vars(os)["fsync"] = lambda _: None
    keyring.COST = 4
    scenario, template, place = SCENARIOS[name], folder / "template", folder / "place"
    os.environ["CHANGETALK_KEY"] = str(place / "key")
    place.mkdir()
    prepared = scenario.prepare(place / "home")
    place.rename(template)
    step, done = 0, False
    while not done:
        step += 1
        shutil.copytree(template, place)
        done = not killed(scenario, place / "home", prepared, step)
        scenario.check(place / "home", prepared, done)
        shutil.rmtree(place)
    print(step - 1)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
