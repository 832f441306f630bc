"""Compound files (OLE), in which old Excel workbooks lie: the streams at their root, by name."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from assess.intake.formats.refusals import truncated, unreadable

_HEADER_BYTES = 512
_ENTRY_BYTES = 128
_MINI_SECTOR = 64
_IN_HEADER = 109
"""Numbers of sectors with the table of sectors that the header itself holds."""
_LAST_SECTOR = 0xFFFFFFFA
"""Greater numbers are marks, such as the end of a chain."""
_NONE = 0xFFFFFFFF
_STREAM, _ROOT = 2, 5


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of the directory: a stream or a folder, and its neighbours in the tree."""

    name: str
    kind: int
    near: tuple[int, int]
    child: int
    start: int
    size: int


class Compound:
    """An opened compound file; folders, such as macros and embedded objects, are not entered.

    `names` are those at the root. RefusedError where the file is cut off or runs in circles.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) < _HEADER_BYTES:
            raise truncated()
        (shift,) = struct.unpack_from("<H", data, 30)
        if shift not in {9, 12}:
            raise _damaged()
        self._data, self._sector = data, 1 << shift
        directory, small, small_table, next_table = self._starts()
        self._next = self._table(next_table)
        entries = _entries(self._chain(directory))
        if not entries or entries[0].kind != _ROOT:
            raise _damaged()
        self._small = small
        self._small_next = _numbers(self._chain(small_table))
        self._small_data = self._chain(entries[0].start)[: entries[0].size]
        self._streams = _at_root(entries)
        self.names = frozenset(self._streams)

    def read(self, name: str) -> bytes:
        """Return a stream."""
        entry = self._streams[name]
        if entry.size > len(self._data):
            raise truncated()
        if entry.size >= self._small:
            data = self._chain(entry.start)
        else:
            data = self._small_chain(entry.start)
        if len(data) < entry.size:
            raise truncated()
        return data[: entry.size]

    def _starts(self) -> tuple[int, int, int, int]:
        """Return what the header says: where the directory starts, what is small and where."""
        directory, _, small, small_table, _, next_table = struct.unpack_from("<6I", self._data, 48)
        return directory, small, small_table, next_table

    def _table(self, further: int) -> list[int]:
        """Return the table of sectors: which one follows which."""
        sectors = list(struct.unpack_from(f"<{_IN_HEADER}I", self._data, 76))
        seen = set()
        while further <= _LAST_SECTOR and further not in seen:
            seen.add(further)
            *more, further = _numbers(self._at(further))
            sectors += more
        numbers: list[int] = []
        for sector in dict.fromkeys(sectors):
            if sector <= _LAST_SECTOR:
                numbers += _numbers(self._at(sector))
        return numbers

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        part = self._data[start : start + self._sector]
        if not part:
            raise truncated()
        # The last sector of a file need not be whole.
        return part.ljust(self._sector, b"\0")

    def _chain(self, sector: int) -> bytes:
        return b"".join(self._at(each) for each in _followed(sector, self._next))

    def _small_chain(self, sector: int) -> bytes:
        return b"".join(
            self._small_data[each * _MINI_SECTOR : (each + 1) * _MINI_SECTOR]
            for each in _followed(sector, self._small_next)
        )


def _followed(sector: int, following: list[int]) -> list[int]:
    """Return the numbers of a chain; RefusedError where it comes back to itself or leads out."""
    found: dict[int, None] = {}
    while sector <= _LAST_SECTOR:
        if sector in found or sector >= len(following):
            raise _damaged()
        found[sector] = None
        sector = following[sector]
    return list(found)


def _numbers(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


def _entries(directory: bytes) -> list[_Entry]:
    found = []
    for start in range(0, len(directory) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
        entry = directory[start : start + _ENTRY_BYTES]
        length, kind = struct.unpack_from("<HB", entry, 64)
        name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace")
        left, right, child = struct.unpack_from("<3I", entry, 68)
        first, size = struct.unpack_from("<2I", entry, 116)
        found.append(_Entry(name, kind, (left, right), child, first, size))
    return found


def _at_root(entries: list[_Entry]) -> dict[str, _Entry]:
    """Return what lies at the root, without what folders hold."""
    found: dict[str, _Entry] = {}
    seen: set[int] = set()
    waiting = [entries[0].child]
    while waiting:
        number = waiting.pop()
        if number >= len(entries) or number in seen:
            continue
        seen.add(number)
        entry = entries[number]
        waiting += entry.near
        found.setdefault(entry.name, entry)
    return found


def _damaged() -> Exception:
    message = "the file is damaged: its parts do not hold together"
    return unreadable(message, "ask for it to be sent again")
