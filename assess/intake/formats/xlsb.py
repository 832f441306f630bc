"""Binary Excel workbooks, .xlsb: values as they were saved; formulas are not worked out.

The library that reads .xlsx reads .xlsb too, but shows errors as blank, whole days as numbers,
and neither merges nor comments.
"""

from __future__ import annotations

import struct
from functools import cache

from assess.intake import limits
from assess.intake.formats.biff12 import records, text_at
from assess.intake.formats.biff12_sheet import SheetReader, notes_in
from assess.intake.formats.gathering import Allowance, Gathering, check_sheets
from assess.intake.formats.moments import Numbers, numbers_of
from assess.intake.formats.package import Package
from assess.intake.formats.refusals import refusing, too_large
from assess.intake.formats.remarks import remarks_on
from assess.intake.sheets import Book, Listed, Sheet

_WORKBOOK, _STRINGS, _STYLES = "xl/workbook.bin", "xl/sharedStrings.bin", "xl/styles.bin"
_PROPERTIES, _SHEET, _TEXT = 153, 156, 19
_FORMAT, _STYLE, _CELL_STYLES, _CELL_STYLES_END = 44, 47, 617, 618


def open_xlsb(package: Package) -> Book:
    """Open a workbook; RefusedError where it is damaged or beyond the limits."""
    from_1904, visible, parts = _sheets(package)
    numbers, texts = _numbers(package, from_1904=from_1904), _texts(package)
    allowance = Allowance()

    @cache
    def read(name: str) -> Sheet:
        with refusing():
            gathering = Gathering(name, allowance)
            reader = SheetReader(gathering, texts, numbers)
            part = package.read(parts[name])
            allowance.take_bytes(len(part))
            for kind, data in records(part):
                reader.take(kind, data)
            _take_notes(package, parts[name], gathering)
            return gathering.sheet(reader.percents.__contains__)

    listed = tuple(Listed(name, visible[name]) for name in parts)
    return Book(package.data, "xlsb", listed, read, remarks_on(package))


def _sheets(package: Package) -> tuple[bool, dict[str, bool], dict[str, str]]:
    """Return whether days count from 1904, and each sheet's visibility and part, by its name."""
    targets = {each.id: each for each in package.relations(_WORKBOOK)}
    from_1904, names = False, []
    visible: dict[str, bool] = {}
    parts: dict[str, str] = {}
    for kind, data in records(package.read(_WORKBOOK)):
        if kind == _PROPERTIES:
            from_1904 = bool(data[0] & 1)
        elif kind == _SHEET:
            (state,) = struct.unpack_from("<I", data)
            relation, end = text_at(data, 8)
            name, _ = text_at(data, end)
            if relation in targets and targets[relation].kind == "worksheet":
                names.append(name)
                visible[name], parts[name] = state == 0, targets[relation].target
    check_sheets(names)
    return from_1904, visible, parts


def _numbers(package: Package, *, from_1904: bool) -> Numbers:
    codes: dict[int, str] = {}
    styles: list[int] = []
    inside = False
    for kind, data in records(package.read(_STYLES)) if package.has(_STYLES) else ():
        if kind == _FORMAT:
            codes[struct.unpack_from("<H", data)[0]] = text_at(data, 2)[0]
        elif kind in {_CELL_STYLES, _CELL_STYLES_END}:
            inside = kind == _CELL_STYLES
        elif kind == _STYLE and inside:
            styles += struct.unpack_from("<H", data, 2)
    return numbers_of(styles, codes, from_1904=from_1904)


def _texts(package: Package) -> list[str]:
    texts: list[str] = []
    for kind, data in records(package.read(_STRINGS)) if package.has(_STRINGS) else ():
        if kind == _TEXT:
            texts.append(text_at(data, 1)[0])
            if len(texts) > limits.STRINGS:
                message = f"the workbook holds more than {limits.STRINGS:,} texts"
                raise too_large(message)
    return texts


def _take_notes(package: Package, part: str, gathering: Gathering) -> None:
    for relation in package.relations(part):
        if relation.kind == "comments":
            for row, column, text in notes_in(package.read(relation.target)):
                gathering.note(row, column, text)
