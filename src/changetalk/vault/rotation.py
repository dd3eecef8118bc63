"""Changing the master key, so that a kill at any moment leaves a vault that opens.

1. A fresh key joins the old one, in the old place and in the new if the key moves.
2. Every person's data key is wrapped by the fresh key, one file at a time.
3. The header names the fresh key and where it is kept.
4. The old key is destroyed, and the old place with it if the key moved.

From 1 on, both keys are at hand; whoever opens the vault next goes on where it stopped.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from changetalk.errors import VaultTrouble
from changetalk.vault import disk, header, keyring, wrapping
from changetalk.vault.keyring import Keeper
from changetalk.vault.places import key_file
from changetalk.vault.troubles import Damaged

if TYPE_CHECKING:
    from changetalk.vault.store import Vault


def check(vault: Vault) -> None:
    """Raise Damaged if the data key of anyone cannot be read."""
    for person in vault.people():
        folder = vault.root.people / person
        file = wrapping.read(folder)
        if file is not None:
            wrapping.unwrapped(vault.ring, folder, file)


def begin(vault: Vault, keeper: Keeper) -> None:
    """Step 1: a fresh key, kept by both keepers."""
    vault.ring = vault.ring.with_new()
    vault.keeper.save(vault.ring)
    if keeper != vault.keeper:
        keeper.save(vault.ring)
        vault.keeper = keeper


def finish(vault: Vault) -> None:
    """Steps 2 to 4, as far as they are not done."""
    head = header.read(vault.root)
    if len(vault.ring.keys) > 1:
        if not _rewrapped(vault):
            return
        new = {"master": vault.ring.current, "key": vault.keeper.kind}
        header.write(vault.root, head.model_copy(update=new))
        vault.ring = vault.ring.only_current()
        vault.keeper.save(vault.ring)
    _clear_other_place(vault)


def _rewrapped(vault: Vault) -> bool:
    """Wrap everyone's data key by the current key; whether all could be. One that is damaged must not
    keep the others closed: then both keys stay."""
    whole = True
    for person in vault.people():
        try:
            wrapping.rewrap(vault.ring, vault.root.people / person)
        except Damaged:
            whole = False
    return whole


def _clear_other_place(vault: Vault) -> None:
    """Destroy what the key's former place holds of this very key."""
    path = vault.root.sealed_key if vault.keeper.kind == "file" else key_file(vault.id)
    with disk.in_words(path, "read"):
        half_destroyed = path.is_file() and not any(path.read_bytes())
    if half_destroyed or (disk.there(path) and _holds(path, vault)):
        disk.destroy(path)


def _holds(path: Path, vault: Vault) -> bool:
    """Whether this is a key file with the vault's present key."""
    try:
        stored = keyring.read(path)
    except VaultTrouble:
        return False
    return stored.vault == vault.id and vault.ring.current in stored.keys
