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

from assess.intake.cells import Grid, cell_name, cell_position

_ERROR = re.compile(rb"""\st\s*=\s*(?:"e"|'e')""")
_MARK = re.compile(rb"""\bt\s*=\s*(?:"e"|'e')|<(?:\w+:)?f[\s/>]""")
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]+[0-9]+)["']""")
_AFAR = rb"(?:[A-Za-z]{3,}[0-9]+|[A-Za-z]{0,2}0*[1-9][0-9]{4,})[\"']"
_FAR = re.compile(rb"""r\s*=\s*["']""" + _AFAR)
_FAR_PLAIN = re.compile(rb'r="' + _AFAR)
_ELEMENT = re.compile(rb"<([\w:]+)[^<>]*?(/?)>")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is|f)[\s/>]")
_START = 8192
"""Bytes among which a sheet's data begin; they show how the program that wrote it spells."""
_SPELLINGS = (b"='", b" =", b"= ")
_ERROR_VALUE = re.compile(
    rb"""(<(?:\w+:)?c\s[^<>]*\bt\s*=\s*["']e["'][^<>]*>"""
    rb"""(?:<(?:\w+:)?f[^<>]*/>|<(?:\w+:)?f(?:\s[^<>]*)?>[^<]*</(?:\w+:)?f>)?"""
    rb"""\s*<(?:\w+:)?v[^<>]*>)[^<]*"""
)
_AFTER_NAME = (b">", b" ", b"/", b"\n", b"\r", b"\t")
_LITERAL = re.compile(r"\"[^\"]*\"|\\.|_.|\*.")


def has_far_value(xml: bytes) -> bool:
    """Tell whether a value stands beyond the limits, where the reader would need too much.

    Formats alone do not count: people format whole columns, and LibreOffice writes the last
    row of the sheet.
    """
    far = _FAR_PLAIN if _is_plain(xml) else _FAR
    return any(_holds_value(xml, found.start()) for found in far.finditer(xml))


def _is_plain(xml: bytes) -> bool:
    """Tell whether a sheet is spelled as nearly all are: `<c r="A1"`, no prefix, no spaces.

    Such a sheet is searched several times faster.
    """
    start = xml[:_START]
    return b"<sheetData" in start and not any(each in start for each in _SPELLINGS)


def _holds_value(xml: bytes, inside: int) -> bool:
    """Tell whether the cell or row whose tag spans a position holds a value."""
    element = _ELEMENT.match(xml, xml.rfind(b"<", 0, inside))
    if element is None or element[2]:
        return element is None
    # Up to the next of its kind, opened or closed: a hostile sheet closes none of thousands.
    following = xml.find(b"<" + element[1], element.end())
    limit = following if following >= 0 else len(xml)
    end = xml.find(b"</" + element[1], element.end(), limit)
    if end < 0:
        return following < 0 or _VALUE.search(xml, element.end(), following) is not None
    return _VALUE.search(xml, element.end(), end) is not None


def marked_cells(xml: bytes) -> dict[str, str] | None:
    """Return the cells with an error value ("error") or a formula ("formula"), by name.

    None where the XML does not name its cells, so that openpyxl must count them.
    """
    found: dict[str, str] = {}
    start = looked = 0
    for position, kind in _marks(xml):
        # Back to the last mark only, else a long text full of marks takes time squared.
        opening = xml.rfind(b"<", looked, position)
        start, looked = opening if opening >= 0 else start, position
        end = xml.find(b">", start)
        if kind == "error" and _ERROR.search(xml, start, end) is None:
            continue
        reference = _REFERENCE.search(xml, start, end)
        if reference is None:
            return None
        if found.get(name := reference[1].decode().upper()) != "error":
            found[name] = kind
    return found


def _marks(xml: bytes) -> Iterator[tuple[int, str]]:
    """Yield the position of each mark of an error or a formula, and which it is.

    A mark stands inside its cell's tag, or right behind it.
    """
    if _is_plain(xml):
        end = xml.rfind(b"</sheetData>")
        # Every error value that the reader knows begins so; one byte is sought at no cost.
        if b"#" in xml:
            for position in _finds(xml, b't="e"', end):
                yield position, "error"
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


def with_known_errors(xml: bytes) -> bytes:
    """Return a sheet whose every error value is `#N/A`.

    The reader gives up on a whole sheet for one value that it does not know, such as `#SPILL!`
    or LibreOffice's `Err:502`; which error it is does not matter.
    """
    return _ERROR_VALUE.sub(rb"\1#N/A", xml)


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
    import openpyxl  # noqa: PLC0415 - 0.2 s, and hardly ever needed

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of extensions that do not matter here
        book = openpyxl.load_workbook(BytesIO(data), read_only=True)
        try:
            return list(book[sheet].iter_rows(first, max(first, last), 1, max(1, width)))
        finally:
            book.close()
