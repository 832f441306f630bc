"""The cells, merges and comments of one sheet of a binary Excel workbook."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from assess.intake.cells import Cell, Fault, cell_name
from assess.intake.formats.biff8 import rk_number
from assess.intake.formats.biff12 import records, text_at
from assess.intake.formats.gathering import Gathering
from assess.intake.formats.moments import Numbers
from assess.intake.formats.refusals import unreadable

_CELLS, _CELLS_END, _ROW, _MERGE = 145, 146, 0, 176
_FIRST_FORMULA, _LAST_CELL = 8, 11
_WITHOUT_COLUMN = range(12, 20)
"""Cells that do not say where they stand; no program is known to write them."""
_COMMENT, _COMMENT_TEXT = 635, 637


class SheetReader:
    """Takes a sheet's records into a gathering; `percents` are the cells shown as percentages."""

    def __init__(self, gathering: Gathering, texts: list[str], numbers: Numbers) -> None:
        self.gathering, self.percents = gathering, set[str]()
        self._texts, self._numbers = texts, numbers
        self._row, self._among_cells = 0, False
        self._values: dict[int, Callable[[bytes, int], Cell]] = {
            2: self._packed,
            3: lambda _, __: Fault("error"),
            4: lambda data, _: bool(data[8]),
            5: self._number,
            6: lambda data, _: text_at(data, 8)[0],
            7: self._shared,
            8: lambda data, _: text_at(data, 8)[0] or Fault("formula"),
            9: self._number,
            10: lambda data, _: bool(data[8]),
            11: lambda _, __: Fault("error"),
            62: lambda data, _: text_at(data, 9)[0],
        }

    def take(self, kind: int, data: bytes) -> None:
        """Take one record."""
        if kind in {_CELLS, _CELLS_END}:
            self._among_cells = kind == _CELLS
        elif self._among_cells:
            self._take_among_cells(kind, data)
        elif kind == _MERGE:
            top, bottom, left, right = struct.unpack_from("<4I", data)
            self.gathering.merge((top, left), (bottom, right))

    def _take_among_cells(self, kind: int, data: bytes) -> None:
        if kind == _ROW:
            (self._row,) = struct.unpack_from("<I", data)
        elif kind in self._values:
            self._cell(kind, data)
        elif kind in _WITHOUT_COLUMN:
            message = f"the sheet “{self.gathering.name}” is not stored in the usual way"
            raise unreadable(message)

    def _cell(self, kind: int, data: bytes) -> None:
        column, style = struct.unpack_from("<2I", data)
        value = self._values[kind](data, style & 0xFFFFFF)
        computed = _FIRST_FORMULA <= kind <= _LAST_CELL and not isinstance(value, Fault)
        if value != "":
            self.gathering.put(self._row, column, value, computed=computed)
        if isinstance(value, float) and self._numbers.is_percent(style & 0xFFFFFF):
            self.percents.add(cell_name(self._row, column))

    def _packed(self, data: bytes, style: int) -> Cell:
        (bits,) = struct.unpack_from("<I", data, 8)
        return self._numbers.value(float(rk_number(bits)), style)

    def _number(self, data: bytes, style: int) -> Cell:
        (number,) = struct.unpack_from("<d", data, 8)
        return self._numbers.value(number, style)

    def _shared(self, data: bytes, _: int) -> Cell:
        (index,) = struct.unpack_from("<I", data, 8)
        return self._texts[index] if index < len(self._texts) else Fault("error")


def notes_in(part: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield row, column and text of each comment of a part of comments."""
    row = column = 0
    for kind, data in records(part):
        if kind == _COMMENT:
            row, _, column, _ = struct.unpack_from("<4I", data, 4)
        elif kind == _COMMENT_TEXT:
            yield row, column, text_at(data, 1)[0].strip()
