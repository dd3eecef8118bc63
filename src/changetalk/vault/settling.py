"""Bringing to its end what a program that was killed left half done."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict

from changetalk.vault import disk
from changetalk.vault.erasures import Erasures
from changetalk.vault.person import KEY_NAME, destroy_entry
from changetalk.vault.places import Layout, Root


def settle_restore(layout: Layout) -> None:
    """Put a backup that is unpacked whole in the root's place; drop one that is not. Callers hold the
    lock."""
    with disk.in_words(layout.home):
        if layout.incoming.exists():
            shutil.rmtree(layout.incoming)
        if layout.restored.exists():
            if layout.root.exists():
                if layout.replaced.exists():
                    shutil.rmtree(layout.replaced)
                os.rename(layout.root, layout.replaced)
            os.rename(layout.restored, layout.root)
            disk.sync_folder(layout.home)
        if layout.replaced.exists():
            shutil.rmtree(layout.replaced)
        settings = Root(layout.root).settings
        if settings.exists():
            for path in settings.iterdir():
                os.replace(path, layout.home / path.name)
            settings.rmdir()


def settle_erasures(root: Root, erasures: Erasures) -> None:
    """Destroy what is on the list of erasures and still there, and people who never came to be.
    Callers hold the lock."""
    with disk.in_words(root.people, "erased"):
        folders = list(root.people.iterdir())
    erased = erasures.all()
    entries: defaultdict[str, list[str]] = defaultdict(list)
    for each in erased:
        person, _, entry = each.partition("/")
        entries[person] += [entry] if entry else []
    for folder in folders:
        if folder.name in erased or folder.suffix == ".new":
            disk.destroy_folder(folder, first=KEY_NAME)
            continue
        for entry in entries[folder.name]:
            destroy_entry(folder, entry)
