"""The cells, merges and comments of one sheet of an old Excel workbook."""

from __future__ import annotations

import struct
from collections.abc import Callable

from assess.intake.cells import Cell, Fault, cell_name
from assess.intake.formats.biff8 import Record, Texts, records, rk_number
from assess.intake.formats.gathering import Gathering
from assess.intake.formats.moments import Numbers
from assess.intake.formats.refusals import truncated

_BOF, _EOF = 0x809, 0x0A
_BEGINS = b"\x09\x08"
_OBJECT_NUMBER = 0x15
_STRING, _BOOLEAN, _ERROR, _BLANK = range(4)
"""What a formula's result is, where it is no number."""


class SheetReader:
    """Takes a sheet's records into a gathering; `percents` are the cells shown as percentages.

    Texts are those that the workbook's cells share; an encoding is that of before Unicode.
    """

    def __init__(
        self, gathering: Gathering, texts: list[str], numbers: Numbers, encoding: str
    ) -> None:
        self.gathering, self.percents = gathering, set[str]()
        self._texts, self._numbers, self._encoding = texts, numbers, encoding
        self._formula: tuple[int, int] | None = None
        self._objects: dict[int, str] = {}
        self._object = 0
        self._notes: list[tuple[int, int, int]] = []
        self._takes: dict[int, Callable[[Record], None]] = {
            0x203: self._number,
            0x27E: self._packed,
            0xBD: self._packed_row,
            0xFD: self._shared,
            0x204: self._text,
            0xD6: self._text,
            0x205: self._boolean_or_error,
            0x06: self._take_formula,
            0x206: self._take_formula,
            0x406: self._take_formula,
            0x207: self._formula_text,
            0xE5: self._merges,
            0x5D: self._take_object,
            0x1B6: self._object_text,
            0x1C: self._note,
        }

    def read(self, stream: bytes, start: int) -> None:
        """Read the sheet that starts at a position; charts inside it are passed over.

        RefusedError where it does not start there, or does not end.
        """
        depth = 0
        for record in records(stream, start):
            self.gathering.allowance.take_bytes(sum(map(len, record.blocks)))
            depth += (record.kind == _BOF) - (record.kind == _EOF)
            if depth <= 0:
                break
            if depth == 1 and record.kind in self._takes:
                self._takes[record.kind](record)
        if depth or stream[start : start + 2] != _BEGINS:
            raise truncated()
        for row, column, number in self._notes:
            text = self._objects.get(number, "")
            if text:
                self.gathering.note(row, column, text)

    def _put(self, row: int, column: int, value: Cell, *, computed: bool = False) -> None:
        if value != "":
            self.gathering.put(row, column, value, computed=computed)

    def _put_number(
        self, place: tuple[int, int, int], number: float, *, computed: bool = False
    ) -> None:
        row, column, style = place
        if self._numbers.is_percent(style):
            self.percents.add(cell_name(row, column))
        self._put(row, column, self._numbers.value(number, style), computed=computed)

    def _number(self, record: Record) -> None:
        row, column, style, number = struct.unpack_from("<3Hd", record.data)
        self._put_number((row, column, style), number)

    def _packed(self, record: Record) -> None:
        row, column, style, bits = struct.unpack_from("<3HI", record.data)
        self._put_number((row, column, style), rk_number(bits))

    def _packed_row(self, record: Record) -> None:
        row, first = struct.unpack_from("<2H", record.data)
        for index in range((len(record.data) - 6) // 6):
            style, bits = struct.unpack_from("<HI", record.data, 4 + 6 * index)
            self._put_number((row, first + index, style), rk_number(bits))

    def _shared(self, record: Record) -> None:
        row, column, _, index = struct.unpack_from("<3HI", record.data)
        known = index < len(self._texts)
        self._put(row, column, self._texts[index] if known else Fault("error"))

    def _text(self, record: Record) -> None:
        row, column, _ = struct.unpack_from("<3H", record.data)
        blocks = [record.data[6:], *record.blocks[1:]]
        self._put(row, column, Texts(blocks, self._encoding).text())

    def _boolean_or_error(self, record: Record) -> None:
        row, column, _, value, is_error = struct.unpack_from("<3H2B", record.data)
        self._put(row, column, Fault("error") if is_error else bool(value))

    def _take_formula(self, record: Record) -> None:
        row, column, style, kind, value, mark = struct.unpack_from("<3HBxBx2xH", record.data)
        self._formula = None
        if mark != 0xFFFF:  # noqa: PLR2004 - the mark of a result that is no number
            (number,) = struct.unpack_from("<d", record.data, 6)
            self._put_number((row, column, style), number, computed=True)
        elif kind == _BOOLEAN:
            self._put(row, column, bool(value), computed=True)
        elif kind == _ERROR:
            self._put(row, column, Fault("error"))
        else:
            # Until the text comes, which stands in a record of its own.
            self._put(row, column, Fault("formula"))
            self._formula = (row, column) if kind == _STRING else None

    def _formula_text(self, record: Record) -> None:
        text = Texts(record.blocks, self._encoding).text()
        if self._formula is not None and text:
            self._put(*self._formula, text, computed=True)
        self._formula = None

    def _merges(self, record: Record) -> None:
        (count,) = struct.unpack_from("<H", record.data)
        for index in range(count):
            top, bottom, left, right = struct.unpack_from("<4H", record.data, 2 + 8 * index)
            self.gathering.merge((top, left), (bottom, right))

    def _take_object(self, record: Record) -> None:
        kind, _, _, number = struct.unpack_from("<4H", record.data.ljust(8, b"\0"))
        self._object = number if kind == _OBJECT_NUMBER else 0

    def _object_text(self, record: Record) -> None:
        """Take the text of the box before; it stands in the continuation, flags first."""
        (length,) = struct.unpack_from("<H", record.data, 10)
        if length and len(record.blocks) > 1:
            letters = Texts(record.blocks)
            self._objects[self._object] = letters.continued(length)

    def _note(self, record: Record) -> None:
        row, column, _, number = struct.unpack_from("<4H", record.data)
        self._notes.append((row, column, number))
