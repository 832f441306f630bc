"""Which cells of an .xlsx sheet are shown as a percentage, and number formats at large."""

from __future__ import annotations

import re

from assess.intake.cells import cell_name
from assess.intake.formats.markup import local, walk
from assess.intake.formats.walked import Places

_LITERAL = re.compile(r"\"[^\"]*\"|\\.|_.|\*.")
_BUILT_IN = {9, 10}
"""The numbers of the formats 0% and 0.00%, which no file spells out."""


def is_percent(code: str) -> bool:
    """Tell whether a number format shows a value times one hundred."""
    return "%" in _LITERAL.sub("", code)


def percent_formats(codes: dict[int, str]) -> set[int]:
    """Return the numbers of the formats that are percentages, given those a file spells out."""
    spelled = {number for number, code in codes.items() if is_percent(code)}
    return spelled | (_BUILT_IN - codes.keys())


def percent_cells(styles: bytes, sheet: bytes) -> frozenset[str]:
    """Return the names of the cells of a sheet that are shown as a percentage."""
    wanted = _percent_styles(styles)
    found = set()
    places = Places()

    def start(name: str, attributes: dict[str, str]) -> None:
        if places.pass_by(local(name), attributes) and attributes.get("s") in wanted:
            found.add(cell_name(places.row, places.column))

    walk(sheet, start)
    return frozenset(found)


def _percent_styles(styles: bytes) -> set[str]:
    """Return the numbers of the cell styles whose number format is a percentage."""
    codes: dict[int, str] = {}
    used: list[int] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        element = local(name)
        inside = element == "cellXfs" or (inside and element != "cellStyles")
        if element == "numFmt" and "numFmtId" in attributes:
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif element == "xf" and inside:
            used.append(int(attributes.get("numFmtId", 0)))

    walk(styles, start)
    percents = percent_formats(codes)
    return {str(style) for style, number in enumerate(used) if number in percents}
