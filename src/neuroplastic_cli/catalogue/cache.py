"""The compiled catalogue in the user's cache: found again, or made anew.

A file is found by the paths of its layers and is good as long as their files are
what they were: path, inode, size and times, and for files that changed within two
seconds of the compile their contents as well, as git does. It is written aside and
moved into place, so that nobody ever reads half of one.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import stat
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from neuroplastic_cli import __version__
from neuroplastic_cli.catalogue import folders

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neuroplastic_cli.catalogue.layers import Layer

FORMAT = 9
"""Raise it whenever the tables of `compiled`, or the records in them, change."""
_APPLICATION = 0x74686572
_RACY = 2_000_000_000
"""Nanoseconds within which a clock may not tell two changes of a file apart."""
_STALE = 3_600
"""Seconds after which a half-written file has no writer any more."""


class FileStamp(msgspec.Struct, frozen=True, array_like=True):
    """What tells whether a file is what it was."""

    path: str
    inode: int
    size: int
    changed: tuple[int, int]
    digest: str = ""

    def same_stat(self, other: FileStamp) -> bool:
        """Return whether the file system says the same of both."""
        return (self.path, self.inode, self.size, self.changed) == (
            other.path,
            other.inode,
            other.size,
            other.changed,
        )


class Stamp(msgspec.Struct, frozen=True, array_like=True):
    """What a compiled catalogue was made from, and by what."""

    files: tuple[FileStamp, ...]
    version: str = __version__
    format: int = FORMAT


def place(layers: Sequence[Layer]) -> Path:
    """Return the file that the compiled catalogue of *layers* is kept in."""
    named = "\0".join(str(layer.path.absolute()) for layer in layers)
    # Two that fall together only take turns: the stamp has the paths themselves.
    number = zlib.crc32(named.encode("utf-8", "surrogatepass"))
    return folders.cache() / f"catalogue-{number:08x}.sqlite"


def stamp_of(layers: Sequence[Layer], now: int) -> Stamp:
    """Return the stamp of *layers* at the time *now*, in nanoseconds.

    Raises OSError where a file cannot be looked at.
    """
    files = [file for layer in layers for file in layer.files()]
    return Stamp(tuple(_file_stamp(file, now) for file in files))


def _file_stamp(file: Path, now: int | None) -> FileStamp:
    status = file.stat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "not a regular file", str(file))
    times = (status.st_mtime_ns, status.st_ctime_ns)
    racy = now is not None and max(times) > now - _RACY
    path = str(file.absolute())
    digest = _digest(file) if racy else ""
    return FileStamp(path, status.st_ino, status.st_size, times, digest)


def _digest(file: Path) -> str:
    import hashlib  # brings OpenSSL, which takes as long as the page

    return hashlib.sha256(file.read_bytes()).hexdigest()


def open_file(path: Path, layers: Sequence[Layer]) -> sqlite3.Connection | None:
    """Return the compiled catalogue at *path*, or None where it is no good."""
    address = f"file:{quote(os.fsencode(path))}?mode=ro&immutable=1"
    try:
        database = sqlite3.connect(address, uri=True)
    except sqlite3.Error:
        return None
    try:
        if _is_good(database, layers):
            return database
    except (sqlite3.Error, msgspec.DecodeError, OSError):
        pass
    database.close()
    return None


def _is_good(database: sqlite3.Connection, layers: Sequence[Layer]) -> bool:
    (application,) = database.execute("PRAGMA application_id").fetchone()
    if application != _APPLICATION:
        return False
    (data,) = database.execute("SELECT data FROM stamp").fetchone()
    made = msgspec.msgpack.decode(data, type=Stamp)
    if (made.version, made.format) != (__version__, FORMAT):
        return False
    files = [file for layer in layers for file in layer.files()]
    if len(files) != len(made.files):
        return False
    return all(
        known.same_stat(_file_stamp(file, None))
        and known.digest in {"", known.digest and _digest(file)}
        for file, known in zip(files, made.files, strict=True)
    )


def keep(path: Path, made: Stamp, source: sqlite3.Connection) -> None:
    """Write *source* with its stamp to *path*, whole or not at all.

    A cache that cannot be written is no error: the next run compiles again.
    """
    import tempfile

    with contextlib.suppress(OSError, sqlite3.Error):
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path.parent)
        handle, name = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
        os.close(handle)
        try:
            _copy(source, made, name)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink()
            raise


def _copy(source: sqlite3.Connection, made: Stamp, name: str) -> None:
    with contextlib.closing(sqlite3.connect(name)) as target:
        target.execute("PRAGMA journal_mode = OFF")
        target.execute("PRAGMA synchronous = OFF")
        source.backup(target)
        target.execute(f"PRAGMA application_id = {_APPLICATION}")
        target.execute("CREATE TABLE stamp (data BLOB)")
        data = msgspec.msgpack.encode(made)
        target.execute("INSERT INTO stamp VALUES (?)", (data,))
        target.commit()


def _sweep(parent: Path) -> None:
    """Remove what processes that were killed left half written."""
    for left in parent.glob(".writing-*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _STALE:
                left.unlink()
