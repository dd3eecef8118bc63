"""A transcript's file: opening it with care, and writing one whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from changetalk.errors import InputTrouble
from changetalk.transcripts.decoding import clean, control_share, decode

MAX_FILE_BYTES = 256 * 1024 * 1024
"""The largest file that is opened."""

_BINARY_SHARE = 0.08
_OTHER_KINDS: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"%PDF", "is a PDF", "Save it as Word (.docx) or text (.txt) first."),
    (0, b"{\\rtf", "is in Rich Text Format", "Save it as Word (.docx) or text (.txt) first."),
    (0, b"\xd0\xcf\x11\xe0", "is an old Word or Excel file", "Save it as .docx or .csv first."),
    (0, b"PK\x03\x04", "is a packed file but not a Word document", "Save it as .docx, .csv or .txt first."),
    (0, b"RIFF", "is a recording", "Have it transcribed first and hand in the transcript."),
    (0, b"ID3", "is a recording", "Have it transcribed first and hand in the transcript."),
    (0, b"OggS", "is a recording", "Have it transcribed first and hand in the transcript."),
    (4, b"ftyp", "is a recording", "Have it transcribed first and hand in the transcript."),
)
_NOT_TEXT = "Hand in a transcript as .vtt, .srt, .txt, .docx, .csv or .json."


@dataclass(frozen=True)
class File:
    """A file's path as the user gave it, and what is in it."""

    path: str
    data: bytes

    @property
    def name(self) -> str:
        """The file's own name, without its folders."""
        return Path(self.path).name

    @property
    def ending(self) -> str:
        """The file's ending in small letters, such as ".vtt"."""
        return Path(self.path).suffix.lower()

    @cached_property
    def _decoded(self) -> tuple[str, tuple[str, ...]]:
        for offset, mark, problem, remedy in _OTHER_KINDS:
            if self.data.startswith(mark, offset):
                raise InputTrouble(self.path, problem, remedy)
        text, whole = decode(self.data)
        if control_share(text) > _BINARY_SHARE:
            raise InputTrouble(self.path, "is not text", _NOT_TEXT)
        text, stripped = clean(text)
        notes = [control_note(stripped)] if stripped else []
        if not whole:
            notes.append("Some letters could not be read and show as \ufffd.")
        return text, tuple(notes)

    @property
    def text(self) -> str:
        """The file as text, its line ends all line feeds, control characters stripped.

        Raises InputTrouble if it is not text.
        """
        return self._decoded[0]

    @property
    def notes(self) -> tuple[str, ...]:
        """What turning the bytes into text had to do, in plain words."""
        return self._decoded[1]


def control_note(count: int) -> str:
    """The note that says how many control characters were stripped."""
    return f"{count} control character{'s were' if count > 1 else ' was'} taken out."


def open_file(path: str | os.PathLike[str]) -> File:
    """Read a file's bytes; raises InputTrouble if there are none to read."""
    name = os.fspath(path)
    try:
        status = os.stat(name)
        if stat.S_ISDIR(status.st_mode):
            raise InputTrouble(name, "is a folder", "Name the file in it.")
        if not stat.S_ISREG(status.st_mode):
            raise InputTrouble(name, "is not an ordinary file", "Save the transcript as a file first.")
        if status.st_size > MAX_FILE_BYTES:
            limit = f"{MAX_FILE_BYTES // 1024**2} MB"
            raise InputTrouble(name, f"is larger than {limit}", "Split it into single conversations.")
        data = Path(name).read_bytes()
    except FileNotFoundError:
        raise InputTrouble(name, "there is no such file", "Check the name and the folder.") from None
    except PermissionError:
        raise InputTrouble(
            name, "you may not read this file", "Ask for access, or copy it where you may read it."
        ) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "not a usable file name"
        raise InputTrouble(name, f"cannot be opened ({why})", "Check the name and the folder.") from None
    if not data.strip():
        raise InputTrouble(name, "is empty", "Check that the export worked and hand it in again.")
    return File(name, data)


def write_whole(path: str | os.PathLike[str], data: bytes) -> None:
    """Put `data` at `path` whole or not at all; a file of that name is replaced.

    The file is readable by its owner alone: it holds what people said. Raises InputTrouble.
    """
    target = Path(path)
    try:
        handle, draft = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
            os.replace(draft, target)
        except BaseException:
            os.unlink(draft)
            raise
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "not a usable file name"
        raise InputTrouble(
            os.fspath(path), f"cannot be written ({why})", "Name a file in a folder you may write to."
        ) from None
