"""An .xlsx sheet walked element by element: what `unseen` sees at a glance in a usual one."""

from __future__ import annotations

import re

from assess.intake import limits
from assess.intake.cells import cell_name, cell_position
from assess.intake.formats.gathering import too_far
from assess.intake.formats.markup import local, walk
from assess.intake.formats.refusals import too_large, unreadable

_NAME = re.compile(r"[A-Za-z]{1,7}[0-9]{1,9}")


def walked(sheet: str, xml: bytes) -> dict[str, str]:
    """Return what `unseen.look` returns of a sheet that is spelled in whatever way.

    As the reader does, cells without a name are counted from the one before.
    """
    seen = _Seen(sheet)
    walk(xml, seen.start, seen.end, seen.say)
    if seen.rows * seen.columns > limits.CELLS:
        message = f"its sheets span more than {limits.CELLS:,} cells"
        raise too_large(message)
    return seen.found


class Places:
    """Counts rows and columns through a sheet's elements, as cells need not say where they are."""

    def __init__(self) -> None:
        self.row = self.column = -1

    def pass_by(self, element: str, attributes: dict[str, str]) -> bool:
        """Take the beginning of an element; tell whether it is a cell, and be there."""
        if element == "row":
            number = attributes.get("r", "")
            self.row = int(number) - 1 if number.isdigit() else self.row + 1
            self.column = -1
        elif element == "c":
            self.column += 1
            name = attributes.get("r")
            if name is not None and _NAME.fullmatch(name) is None:
                message = "a cell of the file is named in no usual way"
                raise unreadable(message)
            if name is not None:
                self.row, self.column = cell_position(name)
            return True
        return False


class _Seen:
    """Where a walk is, and what it has found: how far values reach, and what is hidden where."""

    def __init__(self, sheet: str) -> None:
        self.sheet, self.found = sheet, dict[str, str]()
        self.rows = self.columns = 0
        self._places = Places()
        self._type = ""
        self._words: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = local(name)
        if self._places.pass_by(element, attributes):
            self._type = attributes.get("t", "")
        elif element in {"v", "is", "f"} and self._places.column >= 0:
            self._value(element)

    def _value(self, element: str) -> None:
        row, column = self._places.row, self._places.column
        if row >= limits.ROWS or column >= limits.COLUMNS:
            raise too_far(self.sheet)
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)
        if self._type == "e":
            self.found[cell_name(row, column)] = "error"
        elif element == "f":
            self.found.setdefault(cell_name(row, column), "formula")
        self._words = [] if element == "v" and self._type == "b" else None

    def say(self, text: str) -> None:
        if self._words is not None:
            self._words.append(text)

    def end(self, name: str) -> None:
        if self._words is not None and local(name) == "v":
            if "".join(self._words).strip() == "false":
                self.found[cell_name(self._places.row, self._places.column)] = "false"
            self._words = None
