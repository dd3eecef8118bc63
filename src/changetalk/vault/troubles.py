"""The kinds of VaultTrouble that a caller may want to tell apart."""

from __future__ import annotations

from changetalk.errors import VaultTrouble


class NoVault(VaultTrouble):
    """Nothing is kept in this data home yet."""


class KeyTrouble(VaultTrouble):
    """The key or passphrase is not there, or is not the one."""


class Busy(VaultTrouble):
    """Another program is at work in the data home; trying again later may do."""


class Damaged(VaultTrouble):
    """What is on disk is not what changetalk wrote."""


class NoSuchPerson(VaultTrouble):
    """Nobody with this id is kept here: never was, or erased."""


RESTORE = "Restore a backup with changetalk vault restore; what can still be read comes out with export."
"""What to do about damage."""
