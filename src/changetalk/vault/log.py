"""An append-only log: encrypted records in frames that cannot be changed, swapped or left out unseen.

A frame is a header of 12 bytes (length of the body; 8 bytes that authenticate length, number, log and
person) and a body (the sealed record, bound to the same). Frame 0 holds the log's name.

A power cut leaves a frame that was never confirmed: too short, or with zeros where the disk never
took its bytes. That can only be the last one, because each frame is on disk before the next is
begun, and nobody without the key can make a longer header to pass the rest off as such a tail.
Anything else that does not fit is damage. Whole records cut off the end leave no trace.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from dataclasses import dataclass, field
from typing import BinaryIO

from changetalk.vault.sealing import NONCE, TAG, PersonKeys, Unreadable, about, seal, unseal

HEADER = struct.Struct(">I8s")
SECTOR = 512


@dataclass(frozen=True)
class Frame:
    """A record in its place: its number, where the frame begins and ends, and what it says."""

    number: int
    start: int
    end: int
    plain: bytes


@dataclass
class Scan:
    """What a log's bytes hold: whole frames; `end`, where the last whole or damaged one ends;
    `torn`, whether a half-written tail follows; and the numbers of damaged frames, the last of which
    stands for everything after it if `lost`."""

    end: int
    frames: list[Frame] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    torn: bool = False
    lost: bool = False


@dataclass(frozen=True)
class Framer:
    """Makes and reads the frames of one log of one person."""

    keys: PersonKeys
    person: str
    log: str

    def frame(self, number: int, plain: bytes) -> bytes:
        """The frame of record `number`."""
        length = NONCE + len(plain) + TAG
        header = HEADER.pack(length, self._mark(number, length))
        return header + seal(self.keys.records, plain, self._bound_to(number))

    def scan(self, data: bytes, start: int = 0, number: int = 0) -> Scan:
        """Everything in `data` from offset `start`, where frame `number` should begin."""
        scan = Scan(start)
        while len(rest := memoryview(data)[scan.end :]) and not (scan.torn or scan.lost):
            if len(rest) < HEADER.size:
                scan.torn = True
                break
            length, mark = HEADER.unpack_from(rest)
            body = rest[HEADER.size : HEADER.size + length]
            if not hmac.compare_digest(mark, self._mark(number, length)):
                scan.torn = _header_not_written(rest) and not self._begins_in(data, scan.end, number + 1)
                scan.lost = not scan.torn
            elif len(body) < length:
                scan.torn = True
            else:
                self._take(scan, number, bytes(body), last=len(rest) == HEADER.size + length)
            number += 1
        if scan.lost:
            scan.damaged.append(number - 1)
        return scan

    def _take(self, scan: Scan, number: int, body: bytes, last: bool) -> None:
        end = scan.end + HEADER.size + len(body)
        try:
            plain = unseal(self.keys.records, body, self._bound_to(number))
        except Unreadable:
            if last and _never_written(body):
                scan.torn = True
                return
            scan.damaged.append(number)
        else:
            scan.frames.append(Frame(number, scan.end, end, plain))
        scan.end = end

    def _begins_in(self, data: bytes, start: int, number: int) -> bool:
        """Whether frame `number` begins anywhere after `start`."""
        for offset in range(start + HEADER.size, len(data) - HEADER.size + 1):
            length, mark = HEADER.unpack_from(data, offset)
            if any(mark) and mark == self._mark(number, length):
                return True
        return False

    def _mark(self, number: int, length: int) -> bytes:
        text = about("frame", self.person, self.log, number, length)
        return hashlib.blake2b(text, key=self.keys.frames, digest_size=8).digest()

    def _bound_to(self, number: int) -> bytes:
        return about("record", self.person, self.log, number)


def first_frame(file: BinaryIO) -> bytes:
    """The bytes of a log's first frame, or all there are if it is short."""
    header = file.read(HEADER.size)
    return header + (file.read(HEADER.unpack(header)[0]) if len(header) == HEADER.size else b"")


def _header_not_written(rest: memoryview) -> bool:
    """Whether zeros stand where a frame's header or what follows it should be."""
    return not any(rest[: HEADER.size]) or not any(rest[HEADER.size :]) or bytes(SECTOR) in bytes(rest)


def _never_written(body: bytes) -> bool:
    """Whether a body has zeros where sealed bytes have them once in 2¹²⁸ times or less."""
    return not any(body[-TAG:]) or bytes(SECTOR) in body
