"""What the fast reader does not show: error values, formulas, far cells, number formats.

The reader gives a blank for `#N/A` and for a formula without a stored result, and lays a
sheet out densely up to its last value, however far away. A look at the sheet's raw XML, about
0.2 ms, tells; only where that is not enough does openpyxl read the file, once more.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import openpyxl

from assess.intake.cells import Grid, cell_name, cell_position

_MARK = re.compile(rb"""\bt\s*=\s*(?:"e"|'e')|<(?:\w+:)?f[\s/>]""")
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]+[0-9]+)["']""")
# Begins with a plain letter, which is sought three times faster than white space before it.
_FAR = re.compile(rb"""r\s*=\s*["'](?:[A-Za-z]{3,}[0-9]+|[A-Za-z]{0,2}0*[1-9][0-9]{4,})["']""")
_ELEMENT = re.compile(rb"<([\w:]+)[^<>]*?(/?)>")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is|f)[\s/>]")
_START = 8192
"""Bytes among which a sheet's data begin, wherever a program of today wrote it."""
_AFTER_NAME = (b">", b" ", b"/")
_LITERAL = re.compile(r"\"[^\"]*\"|\\.|_.|\*.")


def has_far_value(xml: bytes) -> bool:
    """Tell whether a value stands beyond the limits, where the reader would need too much.

    Formats alone do not count: people format whole columns, and LibreOffice writes the last
    row of the sheet.
    """
    return any(_holds_value(xml, far.start()) for far in _FAR.finditer(xml))


def _holds_value(xml: bytes, inside: int) -> bool:
    """Tell whether the cell or row whose tag spans a position holds a value."""
    element = _ELEMENT.match(xml, xml.rfind(b"<", 0, inside))
    if element is None or element[2]:
        return element is None
    end = xml.find(b"</" + element[1], element.end())
    return end < 0 or _VALUE.search(xml, element.end(), end) is not None


def marked_cells(xml: bytes) -> dict[str, str] | None:
    """Return the cells with an error value ("error") or a formula ("formula"), by name.

    None where the XML does not name its cells, so that openpyxl must count them.
    """
    found: dict[str, str] = {}
    for position, kind in _marks(xml):
        start = xml.rfind(b"<", 0, position)
        reference = _REFERENCE.search(xml, start, xml.find(b">", start))
        if reference is None:
            return None
        if found.get(name := reference[1].decode().upper()) != "error":
            found[name] = kind
    return found


def _marks(xml: bytes) -> Iterator[tuple[int, str]]:
    """Yield the position of each mark of an error or a formula, and which it is.

    A mark stands inside its cell's tag, or right behind it. Sheets are nearly always spelled
    one way, in which three plain searches find all marks in a tenth of the expression's time.
    """
    if b"<sheetData" in xml[:_START] and b"='" not in xml[:_START]:
        end = xml.rfind(b"</sheetData>")
        for position in _finds(xml, b' t="e"', end):
            yield position + 1, "error"
        for position in _finds(xml, b"<f", end):
            if xml[position + 2 : position + 3] in _AFTER_NAME:
                yield position, "formula"
        return
    for mark in _MARK.finditer(xml):
        yield mark.start(), "formula" if mark[0].startswith(b"<") else "error"


def _finds(xml: bytes, sought: bytes, end: int) -> Iterator[int]:
    position = xml.find(sought, 0, end)
    while position >= 0:
        yield position
        position = xml.find(sought, position + 1, end)


def counted_cells(data: bytes, sheet: str, grid: Grid) -> dict[str, str]:
    """Return what `marked_cells` returns, read by openpyxl, which counts unnamed cells."""
    kinds = {"e": "error", "f": "formula"}
    width = max(map(len, grid), default=1)
    return {
        cell_name(row, column): kinds[cell.data_type]
        for row, cells in enumerate(_rows(data, sheet, 1, len(grid), width))
        for column, cell in enumerate(cells)
        if cell.data_type in kinds
    }


def shown_as_percent(data: bytes, sheet: str, cell: str) -> bool:
    """Tell whether a cell's number format shows its value times one hundred."""
    row, column = cell_position(cell)
    for cells in _rows(data, sheet, row + 1, row + 1, column + 1):
        return "%" in _LITERAL.sub("", str(cells[column].number_format))
    return False


def _rows(data: bytes, sheet: str, first: int, last: int, width: int) -> list[tuple[Any, ...]]:
    """Return rows of cells, numbered from 1, of one sheet of a file held in memory."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of extensions that do not matter here
        book = openpyxl.load_workbook(BytesIO(data), read_only=True)
        try:
            return list(book[sheet].iter_rows(first, max(first, last), 1, max(1, width)))
        finally:
            book.close()
