"""A zip of parts, as .xlsx, .xlsb and .ods are: held to the limits before anything is unzipped.

No part is ever written anywhere, so names such as `../x` or `/etc/x` are harmless: they name
nothing that is looked at.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import NamedTuple

from assess.intake import limits
from assess.intake.formats.markup import local, walk
from assess.intake.formats.refusals import protected, too_large, truncated, unreadable

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_END = b"PK\x05\x06"
_END_BYTES = 22
_LOCATOR = b"PK\x06\x07"
_LOCATOR_BYTES = 20
_ENCRYPTED = 1
_BEST_DEFLATE = 1033
"""How many bytes deflate can make of one, at the most."""


class Relation(NamedTuple):
    """What one part says of another: the last word of its kind, its name, and that as written."""

    id: str
    kind: str
    target: str
    written: str


@dataclass(frozen=True, slots=True)
class Package:
    """An opened zip: its bytes, its directory, and its parts by their name in small letters."""

    data: bytes
    archive: zipfile.ZipFile
    entries: dict[str, zipfile.ZipInfo]

    def has(self, part: str) -> bool:
        """Tell whether there is a part of this name, in whatever case."""
        return part.lower() in self.entries

    def read(self, part: str) -> bytes:
        """Return a part; RefusedError where it is missing, too large, or not what it claims."""
        entry = self.entries.get(part.lower())
        if entry is None:
            message = f"the file lacks its part {part[:100]}"
            raise unreadable(message)
        if entry.file_size > limits.PART_BYTES:
            raise _large_part()
        try:
            # Reads no more than the directory states, and compares the checksum.
            return self.archive.read(entry)
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            if entry.compress_size * _BEST_DEFLATE > limits.PART_BYTES:
                raise _large_part() from error
            message = "a part of the file is damaged"
            raise unreadable(message, "ask for it to be sent again") from error

    def check(self, part: str) -> None:
        """Hold a part, if there is one, to what the directory states of it.

        A library that unzips it by itself need not stop where the directory says.
        """
        entry = self.entries.get(part.lower())
        if entry is not None and entry.compress_size * _BEST_DEFLATE > limits.PART_BYTES:
            self.read(part)

    def relations(self, part: str) -> Iterator[Relation]:
        """Yield what a part, or the whole package (""), says of others in the same file."""
        folder, name = posixpath.split(part)
        beside = posixpath.join(folder, f"_rels/{name}.rels")
        if not self.has(beside):
            return
        for each in elements(self.read(beside), "Relationship"):
            if each.get("TargetMode") != "External":
                written = each.get("Target", "")
                target = posixpath.normpath(posixpath.join("/", folder, written)).lstrip("/")
                kind = each.get("Type", "").rpartition("/")[2]
                yield Relation(each.get("Id", ""), kind, target, written)

    @property
    def is_plain(self) -> bool:
        """Whether all zip readers see the same in it: nothing in front, nothing behind."""
        start = min((entry.header_offset for entry in self.entries.values()), default=0)
        end, before = self.data[-_END_BYTES:], self.data[-_END_BYTES - _LOCATOR_BYTES :]
        ends = end.startswith(_END) and end.endswith(b"\0\0") and not before.startswith(_LOCATOR)
        return start == 0 and ends


def open_package(data: bytes) -> Package:
    """Open a zip; RefusedError with a `file.…` code if it is damaged or beyond the limits."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except zipfile.BadZipFile:
        raise truncated() from None
    found = archive.infolist()
    _check_size(found)
    for entry in found:
        _check_entry(entry)
    entries = {entry.filename.lower(): entry for entry in found}
    if len(entries) < len(found):
        message = "the file holds the same part twice"
        raise unreadable(message)
    return Package(data, archive, entries)


def elements(xml: bytes, name: str) -> list[dict[str, str]]:
    """Return the attributes of all elements of a name, without prefixes, in order."""
    found: list[dict[str, str]] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        if local(element) == name:
            found.append({local(key): value for key, value in attributes.items()})
            if len(found[-1]) < len(attributes):
                message = "a part of the file says the same twice, in two ways"
                raise unreadable(message)

    walk(xml, start)
    return found


def _check_size(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > limits.PARTS:
        message = f"the file holds more than {limits.PARTS:,} parts"
        raise too_large(message)
    if sum(entry.file_size for entry in entries) > limits.UNZIPPED_BYTES:
        message = f"unzipped, the file has more than {limits.UNZIPPED_BYTES:,} bytes"
        raise too_large(message)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if entry.file_size > max(limits.RATIO_FROM, limits.RATIO * entry.compress_size):
        message = "a part of the file unzips to far more than a workbook holds"
        raise too_large(message)
    if entry.flag_bits & _ENCRYPTED:
        raise protected()
    if entry.compress_type not in _METHODS:
        message = "a part of the file is packed in a way that no spreadsheet program uses"
        raise unreadable(message)


def _large_part() -> Exception:
    message = f"a part of the file has more than {limits.PART_BYTES:,} bytes, unzipped"
    return too_large(message)
