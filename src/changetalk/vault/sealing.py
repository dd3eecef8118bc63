"""Encryption: AES-256-GCM by `cryptography`, bound to what the bytes are about, and a person's keys."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY = 32
NONCE = 12
TAG = 16


class Unreadable(Exception):
    """These bytes were not sealed with this key, for this purpose, or were changed since."""


def new_key() -> bytes:
    """A random key of 256 bits."""
    return os.urandom(KEY)


def about(*parts: str | int) -> bytes:
    """The parts as bytes that no other parts give: what sealed bytes are bound to."""
    return json.dumps(["changetalk/vault/1", *parts]).encode()


def seal(key: bytes, data: bytes, bound_to: bytes) -> bytes:
    """Nonce, ciphertext and tag. Nonces are random: good for 2³² seals under one key."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, bound_to)


def unseal(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """What `seal` was given. Raises Unreadable."""
    if len(sealed) < NONCE + TAG:
        raise Unreadable
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], bound_to)
    except InvalidTag:
        raise Unreadable from None


def key_id(key: bytes) -> str:
    """A name for a key that tells nothing about it: 16 hexadecimal digits."""
    return hashlib.blake2b(b"changetalk key id", key=key, digest_size=8).hexdigest()


@dataclass(frozen=True, repr=False)
class PersonKeys:
    """What a person's data key is used for, a key for each use."""

    records: bytes
    frames: bytes
    rows: bytes

    @classmethod
    def of(cls, data_key: bytes) -> PersonKeys:
        """The keys that follow from a data key."""
        return cls(*(_derived(data_key, use) for use in (b"records", b"frames", b"rows")))


def _derived(key: bytes, use: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY, salt=None, info=b"changetalk/vault/1 " + use).derive(key)
