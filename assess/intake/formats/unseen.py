"""What the fast reader does not show: error values, formulas, values far away.

The reader gives a blank for `#N/A` and for a formula without a stored result, takes the word
`false` for true, and lays a sheet out densely up to its last value, however far away. A look at
the sheet's raw XML, about 0.2 ms, tells; only a sheet spelled in an unusual way is walked.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from assess.intake import limits
from assess.intake.cells import cell_name, cell_position
from assess.intake.formats.gathering import too_far
from assess.intake.formats.refusals import unreadable
from assess.intake.formats.walked import walked

_ODD = re.compile(
    rb"""<(?:f|c(?! r="(?:A?[A-Z][0-9]{1,4}"[^>t]*(?:t="[ins]|/?>)|[A-Z]{1,3}[0-9]+"[^>t]*/>)))"""
    rb"""[\s/>]"""
)
"""A formula, or a cell that is not spelled as usual, not near A1, or no text and no number.

The usual cells, all but a few, are passed over at once, and so are blank ones, near or far.
"""
_USUAL = re.compile(rb'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"')
_NEAR = 52
"""Columns up to AZ, in which a cell is not odd: even at full length they are within the limits."""
_PREFIXED = re.compile(rb"<[\w.-]+:c[\s/>]")
_TAG_BYTES = 2_000
"""More than any program writes into a cell's tag."""
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,7}[0-9]{1,9})["']""")
_TYPE = re.compile(rb"""\st\s*=\s*["'](\w*)["']""")
_FALSE = re.compile(rb"\s*<v>\s*false\s*<")
_ELEMENT = re.compile(rb"<([\w:]+)[^<>]*?(/?)>")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is|f)[\s/>]")
_ERROR_VALUE = re.compile(
    rb"""(<(?:\w+:)?c\s[^<>]*\bt\s*=\s*["']e["'][^<>]*>"""
    rb"""(?:<(?:\w+:)?f[^<>]*/>|<(?:\w+:)?f(?:\s[^<>]*)?>[^<]*</(?:\w+:)?f>)?"""
    rb"""\s*<(?:\w+:)?v[^<>]*>)[^<]*"""
)


def look(sheet: str, xml: bytes) -> dict[str, str]:
    """Return which cells are not what the reader will show, by name.

    They are "error", "formula" (a result may be known) or "false". RefusedError where a value
    stands so far away that the reader would need too much memory.
    """
    if _beside(xml, b"!", -1, b"<"):
        # The reader passes over what stands in CDATA, so an answer there would be lost.
        message = f"the sheet “{sheet}” is not stored in the usual way"
        raise unreadable(message)
    usual = not (_beside(xml, b":", 1, b"c") and _PREFIXED.search(xml))
    found = _hidden(sheet, xml) if usual else None
    return walked(sheet, xml) if found is None else found


def _beside(xml: bytes, mark: bytes, step: int, other: bytes) -> bool:
    """Tell whether a byte stands before or behind a mark: faster than `in`, as marks are rare."""
    position = xml.find(mark)
    while position >= 0:
        if xml[position + step : position + step + 1] == other:
            return True
        position = xml.find(mark, position + 1)
    return False


def _hidden(sheet: str, xml: bytes) -> dict[str, str] | None:
    """Return what `look` does; None where it must be walked to tell."""
    found: dict[str, str] = {}
    columns, looked = _NEAR, 0
    for odd in _ODD.finditer(xml):
        start = odd.start()
        if odd[0].startswith(b"<f"):
            # Back to the last one only, else a sheet of nothing but formulas takes time squared.
            usual = _USUAL.match(xml, max(xml.rfind(b"<c", looked, start), 0), start)
            if usual is None:
                return None
            found.setdefault(usual[1].decode(), "formula")
        else:
            cell = _named(xml, start)
            if cell is None:
                return None
            if _is_far(sheet, xml, cell):
                columns = max(columns, cell.column + 1)
            if cell.kind:
                found[cell_name(cell.row, cell.column)] = cell.kind
        looked = start
    if columns > _NEAR and columns * limits.ROWS > limits.CELLS:
        return None
    return found


class _Cell(NamedTuple):
    """A cell's place, counted from 0, where its tag starts, and what it hides: "" for nothing."""

    row: int
    column: int
    start: int
    kind: str


def _named(xml: bytes, start: int) -> _Cell | None:
    """Return the cell whose tag starts at a position, None for one that does not say its place."""
    end = xml.find(b">", start, start + _TAG_BYTES)
    reference = _REFERENCE.search(xml, start, end) if end >= 0 else None
    if reference is None:
        return None
    row, column = cell_position(reference[1].decode())
    kind = _TYPE.search(xml, start, end)
    if kind is not None and kind[1] == b"e":
        return _Cell(row, column, start, "error")
    is_false = kind is not None and kind[1] == b"b" and _FALSE.match(xml, end + 1)
    return _Cell(row, column, start, "false" if is_false else "")


def _is_far(sheet: str, xml: bytes, cell: _Cell) -> bool:
    """Tell whether a value stands beyond the near columns; RefusedError if beyond the limits."""
    if cell.column < _NEAR and cell.row < limits.ROWS:
        return False
    if not _holds_value(xml, cell.start):
        return False
    if cell.column >= limits.COLUMNS or cell.row >= limits.ROWS:
        raise too_far(sheet)
    return True


def _holds_value(xml: bytes, start: int) -> bool:
    """Tell whether the cell whose tag starts at a position holds a value.

    Formats alone do not count: people format whole columns, and LibreOffice writes the last
    row of the sheet.
    """
    element = _ELEMENT.match(xml, start, start + _TAG_BYTES)
    if element is None or element[2]:
        return element is None
    # Up to the next of its kind, opened or closed: a hostile sheet closes none of thousands.
    following = xml.find(b"<" + element[1], element.end())
    limit = following if following >= 0 else len(xml)
    end = xml.find(b"</" + element[1], element.end(), limit)
    if end < 0:
        return following < 0 or _VALUE.search(xml, element.end(), following) is not None
    return _VALUE.search(xml, element.end(), end) is not None


def with_known_errors(xml: bytes) -> bytes:
    """Return a sheet whose every error value is `#N/A`.

    The reader gives up on a whole sheet for one value that it does not know, such as `#SPILL!`
    or LibreOffice's `Err:502`; which error it is does not matter.
    """
    return _ERROR_VALUE.sub(rb"\1#N/A", xml)
