"""A zip of files: each inflated by itself, no further than a workbook may be long."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from assess.intake import limits
from assess.intake.cells import RefusedError
from assess.intake.containers.found import Budget, Found, Wanted, too_large

_DAMAGED = (
    *(EOFError, NotImplementedError, OSError, RuntimeError, ValueError),
    *(lzma.LZMAError, zipfile.BadZipFile, zlib.error),
)
"""What the library raises for a member that is cut off, forged, or packed in a way it lacks."""

_ENCRYPTED = 1


def zipped(file: IO[bytes], wanted: Wanted, budget: Budget) -> Iterator[Found]:
    """Yield the files in a zip, sorted by name; raises RefusedError where there are too many."""
    try:
        archive = zipfile.ZipFile(file)
    except _DAMAGED:
        message = "the zip archive is cut off or damaged"
        raise RefusedError(message, "file.truncated", "ask for it to be sent again") from None
    with archive:
        entries = sorted(archive.infolist(), key=lambda entry: entry.filename)
        if len(entries) > limits.ARCHIVE_FILES:
            message = f"it holds more than {limits.ARCHIVE_FILES:,} files"
            raise too_large(message)
        for entry in entries:
            if entry.is_dir() or _is_hidden(entry.filename):
                continue
            if not wanted(entry.filename):
                yield Found(entry.filename)
                continue
            found = _read(archive, entry)
            budget.spend(len(found.data or b""))
            yield found


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Found:
    if entry.flag_bits & _ENCRYPTED:
        hint = "ask for it without a password"
        error = RefusedError("it is encrypted", "file.password", hint)
        return Found(entry.filename, error=error)
    if entry.file_size > max(limits.RATIO_FROM, limits.RATIO * entry.compress_size):
        return Found(entry.filename, error=too_large("it unzips to far more than a workbook holds"))
    try:
        with archive.open(entry) as member:
            data = member.read(limits.FILE_BYTES + 1)
    except _DAMAGED:
        hint = "ask for it to be sent again"
        error = RefusedError("it is damaged inside the archive", "file.unreadable", hint)
        return Found(entry.filename, error=error)
    if len(data) > limits.FILE_BYTES:
        error = too_large(f"it has more than {limits.FILE_BYTES:,} bytes")
        return Found(entry.filename, error=error)
    return Found(entry.filename, data)


def _is_hidden(name: str) -> bool:
    """Tell whether a program put a file there by itself: a lock, a Mac's notes on a file."""
    parts = name.replace("\\", "/").split("/")
    return "__MACOSX" in parts or parts[-1].startswith((".", "~$"))
