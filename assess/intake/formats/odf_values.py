"""The cell of an OpenDocument spreadsheet: what it says, by its type, its text and its formula."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from assess.intake.cells import Cell, Fault

_BOOLEANS = {"of:=TRUE()": True, "of:=FALSE()": False}
"""How LibreOffice stores what a person typed as true or false."""
_NUMBERS = frozenset({"float", "percentage", "currency"})
_ERROR = re.compile(r"#(?:N/A|DIV/0!|NAME\?|REF!|VALUE!|NUM!|NULL!|SPILL!|CALC!)|Err:[0-9]{3}")
_DURATION = re.compile(r"PT([0-9]{1,6})H([0-9]{1,2})M([0-9]{1,2})(?:[.,][0-9]+)?S")
_DAY_HOURS, _SIXTY = 24, 60
_MOST_SPACES = 1_000


@dataclass(slots=True)
class OdfCell:
    """A cell's attributes, and the lines of its text and of the comment that hangs at it."""

    attributes: dict[str, str]
    lines: list[list[str]] = field(default_factory=list)
    note_lines: list[list[str]] = field(default_factory=list)
    in_note: bool = False
    in_line: bool = False

    def begin_line(self) -> None:
        """Begin a paragraph."""
        (self.note_lines if self.in_note else self.lines).append([])
        self.in_line = True

    def take_text(self, text: str) -> None:
        """Take a piece of text; outside paragraphs there is none that counts."""
        if self.in_line:
            (self.note_lines if self.in_note else self.lines)[-1].append(text)

    def take_spaces(self, count: str) -> None:
        """Take spaces, which OpenDocument counts."""
        number = int(count) if count.isdigit() and len(count) < len(str(_MOST_SPACES)) else 1
        self.take_text(" " * number)

    @property
    def text(self) -> str:
        """What the cell shows."""
        return _joined(self.lines)

    @property
    def note(self) -> str:
        """What the comment at the cell says."""
        return _joined(self.note_lines).strip()

    @property
    def is_percent(self) -> bool:
        """Whether its number is shown times one hundred."""
        return self.attributes.get("office:value-type") == "percentage"


def _joined(lines: list[list[str]]) -> str:
    return "\n".join("".join(line) for line in lines)


def value_of(cell: OdfCell) -> tuple[Cell, bool]:
    """Return a cell's value, and whether a formula gave it; an unknown one is a Fault."""
    formula = cell.attributes.get("table:formula", "")
    if formula in _BOOLEANS:
        return _BOOLEANS[formula], False
    if _is_error(cell, formula):
        return Fault("error"), False
    value = _typed(cell)
    if formula and value == "":
        return Fault("formula"), False
    return value, bool(formula)


def _is_error(cell: OdfCell, formula: str) -> bool:
    if cell.attributes.get("calcext:value-type") == "error":
        return True
    return bool(formula) and _ERROR.fullmatch(cell.text) is not None


def _typed(cell: OdfCell) -> Cell:
    kind = cell.attributes.get("office:value-type", "")
    if kind in _NUMBERS:
        return _number(cell.attributes.get("office:value", ""))
    if kind == "boolean":
        return cell.attributes.get("office:boolean-value") == "true"
    if kind == "date":
        return _moment(cell.attributes.get("office:date-value", ""))
    if kind == "time":
        return _duration(cell.attributes.get("office:time-value", ""))
    return cell.attributes.get("office:string-value") or cell.text


def _number(text: str) -> Cell:
    try:
        return float(text)
    except ValueError:
        return Fault("error")


def _moment(text: str) -> Cell:
    try:
        if "T" not in text:
            return dt.date.fromisoformat(text)
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return text or Fault("error")
    return moment.replace(tzinfo=None)


def _duration(text: str) -> Cell:
    found = _DURATION.fullmatch(text)
    if found is None:
        return text or Fault("error")
    hours, minutes, seconds = (int(part) for part in found.groups())
    if hours < _DAY_HOURS and minutes < _SIXTY and seconds < _SIXTY:
        return dt.time(hours, minutes, seconds)
    return dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)


def span(cell: OdfCell) -> tuple[int, int]:
    """Return how many rows and columns a cell is merged over, one and one for most."""
    return (
        count(cell.attributes, "table:number-rows-spanned"),
        count(cell.attributes, "table:number-columns-spanned"),
    )


def count(attributes: dict[str, str], name: str) -> int:
    """Return how often an element counts: a number of some digits, else once."""
    text = attributes.get(name, "1")
    return max(1, int(text)) if text.isdigit() and len(text) < len("10000000000") else 1
