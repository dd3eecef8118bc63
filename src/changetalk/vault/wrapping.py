"""A person's data key, wrapped by the master key: one small file in the person's folder."""

from __future__ import annotations

from pathlib import Path

from changetalk.vault import disk
from changetalk.vault.keyring import Keyring
from changetalk.vault.person import KEY_NAME
from changetalk.vault.sealing import Unreadable, about, seal, unseal
from changetalk.vault.troubles import RESTORE, Damaged, KeyTrouble

ID_BYTES = 8


def wrapped(ring: Keyring, person: str, data_key: bytes) -> bytes:
    """The id of the ring's current key, and the data key sealed by it."""
    return bytes.fromhex(ring.current) + seal(
        ring.keys[ring.current], data_key, _bound_to(ring.vault, person, ring.current)
    )


def wrapped_by(file: bytes) -> str:
    """The id of the master key that wrapped this."""
    return file[:ID_BYTES].hex()


def unwrapped(ring: Keyring, folder: Path, file: bytes) -> bytes:
    """The data key in the `file` of a person's folder. Raises KeyTrouble or Damaged."""
    path, master = folder / KEY_NAME, wrapped_by(file)
    if master not in ring.keys:
        raise KeyTrouble(
            str(path),
            "this person's key needs a master key that is not at hand",
            "If the master key was changed while this program ran, start it again.",
        )
    try:
        return unseal(ring.keys[master], file[ID_BYTES:], _bound_to(ring.vault, folder.name, master))
    except Unreadable:
        raise Damaged(str(path), "this person's key was changed", RESTORE) from None


def read(folder: Path) -> bytes | None:
    """The file in a person's folder, or None if there is none."""
    path = folder / KEY_NAME
    with disk.in_words(path, "read"):
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None


def rewrap(ring: Keyring, folder: Path) -> None:
    """Wrap a person's data key by the ring's current key. Raises Damaged; a folder without a key is
    left alone."""
    file = read(folder)
    if file is not None and wrapped_by(file) != ring.current:
        data_key = unwrapped(ring, folder, file)
        disk.write_whole(folder / KEY_NAME, wrapped(ring, folder.name, data_key))


def _bound_to(vault: str, person: str, master: str) -> bytes:
    return about("data key", vault, person, master)
