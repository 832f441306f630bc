"""Old Excel workbooks, .xls: values as they were saved; formulas are not worked out.

The library that reads .xlsx reads .xls too, but shows errors as blank, lets a workbook's own
counts decide how much memory it takes, and knows no comments.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from assess.intake.formats.biff8 import Record, Texts, code_page, records, shared_texts
from assess.intake.formats.biff8_sheet import SheetReader
from assess.intake.formats.gathering import Allowance, Gathering, check_sheets
from assess.intake.formats.moments import numbers_of
from assess.intake.formats.ole import Compound
from assess.intake.formats.refusals import not_a_spreadsheet, protected, refusing, truncated
from assess.intake.formats.remarks import EXTERNAL, MACROS
from assess.intake.sheets import Book, Listed, Remark, Sheet

_EOF, _PASSWORD, _SHEET = 0x0A, 0x2F, 0x85
_BIFF8 = 0x600
_NOT_EXTERNAL = (b"\x01\x04", b"\x01\x3a")
"""Marks of the workbook itself and of functions that are added to Excel, among its links."""
_MACRO_FOLDERS = frozenset({"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"})


@dataclass(slots=True)
class _Globals:
    """What stands before the sheets: what holds for all of them, and where each begins."""

    encoding: str = ""
    from_1904: bool = False
    texts: list[str] = field(default_factory=list)
    styles: list[int] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)
    positions: dict[str, int] = field(default_factory=dict)
    listed: list[Listed] = field(default_factory=list)
    external: bool = False


def open_xls(data: bytes) -> Book:
    """Open a workbook; RefusedError for other old Office files, and for damaged ones."""
    compound = Compound(data)
    stream_name = next((each for each in ("Workbook", "Book") if each in compound.names), "")
    if not stream_name:
        kind = "an old Office file that is no workbook"
        raise not_a_spreadsheet(kind)
    stream = compound.read(stream_name)
    said = _globals(stream)
    numbers = numbers_of(said.styles, said.codes, from_1904=said.from_1904)
    allowance = Allowance()

    @cache
    def read(name: str) -> Sheet:
        with refusing():
            gathering = Gathering(name, allowance)
            reader = SheetReader(gathering, said.texts, numbers, said.encoding)
            reader.read(stream, said.positions[name])
            return gathering.sheet(reader.percents.__contains__)

    remarks: list[Remark] = [MACROS] if compound.names & _MACRO_FOLDERS else []
    remarks += [EXTERNAL] if said.external else []
    return Book(data, "xls", tuple(said.listed), read, tuple(remarks))


def _globals(stream: bytes) -> _Globals:
    said = _Globals()
    for record in records(stream):
        if record.kind == _EOF:
            break
        take = _TAKES.get(record.kind)
        if take is not None:
            take(said, record)
    else:
        raise truncated()
    check_sheets([sheet.name for sheet in said.listed])
    return said


def _begin(said: _Globals, record: Record) -> None:
    (version,) = struct.unpack_from("<H", record.data)
    said.encoding = "" if version == _BIFF8 else "cp1252"


def _take_code_page(said: _Globals, record: Record) -> None:
    if said.encoding:
        said.encoding = code_page(*struct.unpack_from("<H", record.data))


def _take_calendar(said: _Globals, record: Record) -> None:
    said.from_1904 = record.data[:1] == b"\x01"


def _take_format(said: _Globals, record: Record) -> None:
    encoding = said.encoding
    texts = Texts(record.blocks, encoding)
    number = texts.number("H")
    said.codes[number] = texts.short() if encoding else texts.text()


def _take_style(said: _Globals, record: Record) -> None:
    said.styles += struct.unpack_from("<H", record.data, 2)


def _take_texts(said: _Globals, record: Record) -> None:
    said.texts = shared_texts(record)


def _take_link(said: _Globals, record: Record) -> None:
    said.external = said.external or record.data[2:4] not in _NOT_EXTERNAL


def _take_sheet(said: _Globals, record: Record) -> None:
    position, state, kind = struct.unpack_from("<I2B", record.data)
    if kind:  # a chart, or a sheet of macros
        return
    name = Texts([record.data[6:]], said.encoding).short().replace("\0", "")
    said.positions[name] = position
    said.listed.append(Listed(name, visible=not state & 3))


def _refuse(_: _Globals, __: Record) -> None:
    raise protected()


_TAKES: dict[int, Callable[[_Globals, Record], None]] = {
    0x809: _begin,
    0x42: _take_code_page,
    0x22: _take_calendar,
    0x41E: _take_format,
    0xE0: _take_style,
    0xFC: _take_texts,
    0x1AE: _take_link,
    _SHEET: _take_sheet,
    _PASSWORD: _refuse,
}
