"""Files that are written durably, replaced whole, and destroyed when they go."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from changetalk.errors import VaultTrouble

BLOCK = 1 << 20
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def in_words(path: Path | str, what: str = "written") -> Iterator[None]:
    """Turns trouble that the system has with `path` into a VaultTrouble."""
    try:
        yield
    except OSError as error:
        raise _trouble(str(path), what, error) from None


def _trouble(path: str, what: str, error: OSError) -> VaultTrouble:
    if error.errno in FULL:
        return VaultTrouble(
            path,
            "there is no room left on the disk",
            "Make room and do it again; whatever was confirmed before is safe.",
        )
    if error.errno in CLOSED:
        remedy = "Let this user read and write there, or choose another data home with CHANGETALK_HOME."
        return VaultTrouble(path, f"cannot be {what}: the folder or file is closed to this user", remedy)
    why = error.strerror or type(error).__name__
    return VaultTrouble(path, f"cannot be {what} ({why})", "Check the disk and the folder, then try again.")


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, for its owner alone."""
    with in_words(path, "made"):
        if not path.is_dir():
            if not path.parent.is_dir():
                make_folder(path.parent)
            path.mkdir(mode=0o700, exist_ok=True)
            sync_folder(path.parent)


def there(path: Path) -> bool:
    """Whether there is anything at `path`. Raises VaultTrouble where nobody lets us look."""
    with in_words(path, "read"):
        return path.exists()


def close_to_others(path: Path) -> None:
    """Take a folder's or file's permissions from everybody but its owner."""
    with in_words(path, "read"):
        mode = path.stat().st_mode
    if mode & 0o077:
        # Some file systems have no permissions to take.
        with suppress(PermissionError):
            path.chmod(mode & 0o700)


def sync(file: int) -> None:
    """Return when what was written to the open file is on the disk itself."""
    if hasattr(fcntl, "F_FULLFSYNC"):
        # macOS: fsync leaves it in the drive's own memory.
        fcntl.fcntl(file, fcntl.F_FULLFSYNC)
    else:
        os.fsync(file)


def sync_folder(path: Path) -> None:
    """Return when the names in the folder are on the disk itself."""
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def write_all(file: int, data: bytes) -> None:
    """Write every byte; the system may take them in portions."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]


def append(path: Path, at: int, data: bytes) -> None:
    """Put `data` durably at offset `at`, the end of the file. On any failure the file is cut back
    to that end, so that nothing unconfirmed stays."""
    with in_words(path):
        file = os.open(path, os.O_WRONLY)
        try:
            os.lseek(file, at, os.SEEK_SET)
            try:
                write_all(file, data)
                sync(file)
            except BaseException:
                os.ftruncate(file, at)
                raise
        finally:
            os.close(file)


def cut(path: Path, at: int) -> None:
    """Let the file durably end at offset `at`."""
    with in_words(path):
        file = os.open(path, os.O_WRONLY)
        try:
            os.ftruncate(file, at)
            sync(file)
        finally:
            os.close(file)


def write_whole(path: Path, data: bytes, draft: Path | None = None) -> None:
    """Put `data` durably at `path`, whole or not at all, for its owner alone. The bytes of a file
    that it replaces are overwritten. `draft` names the file written first (`path` and ".part")."""
    draft = draft or path.with_name(f"{path.name}.part")
    with in_words(path):
        old = _open_old(path)
        try:
            _write_new(draft, data)
            os.replace(draft, path)
            sync_folder(path.parent)
            if old is not None:
                _overwrite(old)
        except BaseException:
            with suppress(OSError):
                os.unlink(draft)
            raise
        finally:
            if old is not None:
                os.close(old)


def _write_new(path: Path, data: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        write_all(file, data)
        sync(file)
    finally:
        os.close(file)


def _open_old(path: Path) -> int | None:
    try:
        return os.open(path, os.O_WRONLY)
    except FileNotFoundError:
        return None


def _overwrite(file: int) -> None:
    left = os.fstat(file).st_size
    os.lseek(file, 0, os.SEEK_SET)
    while left:
        left -= os.write(file, bytes(min(left, BLOCK)))
    sync(file)


def destroy(path: Path) -> None:
    """Overwrite a file with zeros, durably, and remove it."""
    with in_words(path, "erased"):
        file = os.open(path, os.O_WRONLY)
        try:
            _overwrite(file)
        finally:
            os.close(file)
        os.unlink(path)


def destroy_folder(path: Path, first: str) -> None:
    """Destroy the files of a folder, the one named `first` before all others, and remove it."""
    with in_words(path, "erased"):
        for file in sorted(path.iterdir(), key=lambda each: (each.name != first, each.name)):
            destroy(file)
        path.rmdir()
        sync_folder(path.parent)
