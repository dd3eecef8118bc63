"""`changetalk vault …` as it is typed, without a terminal unless the test gives one."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from changetalk.vault import Vault
from tests.cli.conftest import Run
from tests.cli.test_lightness import HEAVY, loaded_by

WORDS = "heron ditch copper nine"


@pytest.fixture
def vault(run: Run) -> Vault:  # noqa: ARG001 - it sets the data home
    return Vault.create()


def test_status_of_an_empty_home_says_so_and_makes_nothing(run: Run) -> None:
    ran = run("vault", "status")
    assert ran.code == 0
    assert "Nothing is kept yet" in ran.out


def test_status_shows_home_key_and_people(run: Run, vault: Vault, key: Path) -> None:
    owner, other = vault.owner(), vault.create_person()
    owner.append("talk", {})
    out = run("vault", "status").out
    for expected in (str(vault.home), str(key), "2 people", f"{owner.id}  1        1", "you", other.id):
        assert expected in out


def test_status_names_damage_and_fails(run: Run, vault: Vault) -> None:
    person = vault.owner()
    person.put("plan", {})
    next(person.folder.glob("*.doc")).write_bytes(b"?")
    ran = run("vault", "status")
    assert ran.code == 1
    assert "Damaged: " in ran.out
    assert "some of what is kept is damaged" in ran.err


def test_a_lost_key_is_one_clear_line(run: Run, vault: Vault, key: Path) -> None:
    vault.owner()
    key.unlink()
    for command in ("status", "rotate", "export", "erase"):
        ran = run("vault", command, *(["--yes"] if command == "erase" else []))
        assert ran.code == 1
        assert ran.err.startswith(f"changetalk: {key}: the key of this vault is not there.")
        assert len(ran.err.splitlines()) == 1


def test_export_erase_and_import_of_ones_own(run: Run, vault: Vault, tmp_path: Path) -> None:
    person = vault.owner()
    person.append("talk", {"text": "hello"})
    exported = run("vault", "export", "--to", tmp_path)
    json_file = tmp_path / f"changetalk-{person.id[:8]}.json"
    assert str(json_file) in exported.out
    assert "not encrypted" in exported.out
    assert json.loads(json_file.read_text())["streams"]["talk"][0]["value"] == {"text": "hello"}
    assert run("vault", "erase", "--yes").code == 0
    assert vault.people() == ()
    assert run("vault", "erase", "--yes").err.startswith("changetalk: PERSON: nothing is kept about you.")
    assert "1 records" in run("vault", "import", json_file, "--mine").out
    assert vault.owner().id != person.id
    assert [each.value for each in vault.owner().read("talk")] == [{"text": "hello"}]


def test_a_person_is_named_by_the_beginning_of_their_id(run: Run, vault: Vault, tmp_path: Path) -> None:
    people = [vault.create_person() for _ in range(2)]
    assert run("vault", "erase", people[0].id[:12], "--yes").code == 0
    assert vault.people() == (people[1].id,)
    assert "was erased" in run("vault", "export", people[0].id, "--to", tmp_path).err
    assert "nobody with this id" in run("vault", "export", "xyz", "--to", tmp_path).err
    vault.create_person()
    assert "2 people's ids begin like this" in run("vault", "export", "", "--to", tmp_path).err


@pytest.mark.parametrize("command", ["erase", "restore"])
def test_what_cannot_be_undone_is_not_done_unasked(
    run: Run, vault: Vault, tmp_path: Path, command: str
) -> None:
    person = vault.owner()
    run("vault", "backup", tmp_path / "backup")
    person.append("talk", {"text": "hello"})
    ran = run("vault", command, *([tmp_path / "backup"] if command == "restore" else []))
    assert ran.code == 1
    assert "Add --yes" in ran.err
    assert len(person.read("talk")) == 1


AT_TERMINAL = """
import os, sys
os.open(os.ttyname(0), os.O_RDWR)  # the first terminal that a session opens is its own
from changetalk.cli.main import main
main(sys.argv[1:])
"""


def at_a_terminal(command: str, prompt: str, typed: str) -> tuple[int, str]:
    """The exit code of a command run at a terminal of its own, where `typed` answers the prompt, and
    what that shows."""
    terminal, side = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", AT_TERMINAL, "vault", command],
        stdin=side,
        stdout=side,
        stderr=side,
        start_new_session=True,
    ) as process:
        os.close(side)
        shown = b""
        # Linux ends a terminal whose program is gone with an error.
        with suppress(OSError):
            while part := os.read(terminal, 4096):
                shown += part
                if typed and shown.endswith(prompt.encode()):
                    os.write(terminal, typed.encode())
                    typed = ""
    os.close(terminal)
    return process.returncode, shown.decode()


@pytest.mark.parametrize(("answer", "code", "left"), [("n\n", 1, 1), ("\n", 1, 1), ("y\n", 0, 0)])
def test_on_a_terminal_erasing_asks_first(vault: Vault, answer: str, code: int, left: int) -> None:
    vault.owner()
    done, shown = at_a_terminal("erase", "[y/N]: ", answer)
    assert (done, len(vault.people())) == (code, left)
    assert "everything that is kept about you, for good" in shown


def test_on_a_terminal_a_passphrase_is_asked_for_and_not_shown(vault: Vault) -> None:
    vault.rotate(passphrase=WORDS)
    done, shown = at_a_terminal("status", "Passphrase: ", f"{WORDS}\n")
    assert done == 0
    assert "0 people" in shown
    assert WORDS not in shown
    done, shown = at_a_terminal("status", "Passphrase: ", "wrong wrong wrong\n")
    assert done == 1
    assert "not the passphrase of this vault" in shown


@pytest.mark.parametrize("command", ["status", "erase", "restore"])
def test_help_of_the_vault_loads_no_encryption(command: str) -> None:
    loaded = loaded_by(
        "from changetalk.cli.main import main\n"
        f"try: main(['vault', '{command}', '--help'])\nexcept SystemExit as stopped: assert not stopped.code"
    )
    assert not loaded & (HEAVY | {"cryptography", "jinja2"})


def test_backup_and_restore(run: Run, vault: Vault, tmp_path: Path, key: Path) -> None:
    vault.owner().append("talk", {"text": "before"})
    ran = run("vault", "backup", tmp_path / "backup")
    assert "1 person" in ran.out
    assert f"Key file: {key}. Keep a copy" in ran.out
    vault.owner().append("talk", {"text": "after"})
    assert run("vault", "backup", tmp_path / "backup").err.count("is there already") == 1
    assert "Restored: 1 person" in run("vault", "restore", tmp_path / "backup", "--yes").out
    assert [each.value["text"] for each in Vault.open().owner().read("talk")] == ["before"]


def test_a_restore_says_who_stayed_erased(run: Run, vault: Vault, tmp_path: Path) -> None:
    vault.owner()
    run("vault", "backup", tmp_path / "backup")
    run("vault", "erase", "--yes")
    assert "0 people; 1 person stayed erased" in run("vault", "restore", tmp_path / "backup", "--yes").out


def test_a_backup_with_damage_is_made_and_says_so(run: Run, vault: Vault, tmp_path: Path) -> None:
    person = vault.owner()
    person.put("plan", {})
    next(person.folder.glob("*.doc")).write_bytes(b"?")
    ran = run("vault", "backup", tmp_path / "backup")
    assert ran.code == 1
    assert "Keep earlier backups too" in ran.err
    assert (tmp_path / "backup").is_file()


def test_rotate_changes_the_key_and_says_where_it_is(run: Run, vault: Vault, key: Path) -> None:
    before = key.read_bytes()
    ran = run("vault", "rotate")
    assert ran.code == 0
    assert str(key) in ran.out
    assert "Make a new backup now" in ran.out
    assert key.read_bytes() != before
    assert Vault.open().id == vault.id


def test_a_passphrase_is_taken_from_the_environment_and_never_asked_for_without_a_terminal(
    run: Run, vault: Vault, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Set CHANGETALK_NEW_PASSPHRASE" in run("vault", "rotate", "--passphrase").err
    assert Vault.open().id == vault.id
    monkeypatch.setenv("CHANGETALK_NEW_PASSPHRASE", WORDS)
    assert "sealed by your passphrase" in run("vault", "rotate", "--passphrase").out
    assert not key.exists()
    assert "no terminal to ask" in run("vault", "status").err
    monkeypatch.setenv("CHANGETALK_PASSPHRASE", "wrong wrong wrong")
    assert "not the passphrase of this vault" in run("vault", "status").err
    monkeypatch.setenv("CHANGETALK_PASSPHRASE", WORDS)
    assert "sealed by a passphrase" in run("vault", "status").out
    assert run("vault", "rotate", "--key-file").code == 0
    assert key.is_file()


def test_a_key_goes_one_way_at_a_time(run: Run) -> None:
    assert run("vault", "rotate", "--passphrase", "--key-file").code == 2
