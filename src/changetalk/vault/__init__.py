"""What people said, kept so that only its owner can read and erase it.

    from changetalk.vault import Vault

    vault = Vault.open(make=True)                       # the data home, its key found or made
    person = vault.owner()                              # or vault.create_person(), vault.person(id)
    person.append("conversation 1", {"speaker": "client", "text": "…"}, key="turn 1")
    person.read("conversation 1")                       # every record, in order
    person.put("values", {"first": "my children"})      # a small document, replaced whole
    person.seal(b"…", "row 17")                         # ciphertext for somebody else's database
    vault.erase(person.id)                              # gone, here and after any restore

When a call that writes returns, what it wrote is on disk. Everything raises VaultTrouble in plain
words and nothing else, save ValueError for calls that are wrong in themselves.
"""

from changetalk.errors import VaultTrouble
from changetalk.vault.archive import Note, read_note
from changetalk.vault.backup import BackupNote
from changetalk.vault.export import Export, read_export
from changetalk.vault.person import Person
from changetalk.vault.places import data_home
from changetalk.vault.records import Document, Record
from changetalk.vault.restoring import Restored, restore
from changetalk.vault.status import PersonStatus, Status
from changetalk.vault.store import Vault
from changetalk.vault.troubles import Busy, Damaged, KeyTrouble, NoSuchPerson, NoVault

__all__ = [
    "BackupNote",
    "Busy",
    "Damaged",
    "Document",
    "Export",
    "KeyTrouble",
    "NoSuchPerson",
    "NoVault",
    "Note",
    "Person",
    "PersonStatus",
    "Record",
    "Restored",
    "Status",
    "Vault",
    "VaultTrouble",
    "data_home",
    "read_export",
    "read_note",
    "restore",
]
