"""Cell values as the reader gives them: their text, whether they are blank, their place."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from assess.intake.limits import QUOTED


class RefusedError(Exception):
    """A cell, or a whole file, cannot be used.

    For a file `code` is whole (`file.empty`); for a cell it is the part after the column's
    name, which whoever knows the column puts in front.
    """

    def __init__(self, message: str, code: str, hint: str) -> None:
        self.message, self.code, self.hint = message, code, hint
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Fault:
    """Stands for a cell that cannot be used, though the reader may show it as blank.

    `kind` is "error" (`#N/A`), "formula" (one without a stored value), or what is wrong with
    marks that stand under the answers ("two-marks" …); `said` is what the latter names.
    """

    kind: str
    said: str = ""


Cell: TypeAlias = float | str | bool | dt.date | dt.time | dt.timedelta | Fault
Grid: TypeAlias = list[list[Cell]]
"""The rows of a sheet from A1 on; "" where nothing stands."""

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_FOLDED: dict[int, str | None] = {ord(each): None for each in INVISIBLE}
_FOLDED |= {ord(each): "-" for each in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"}
_FOLDED |= {ord(each): "'" for each in "\u2018\u2019\u201a\u201b\u2032`\u00b4"}
_FOLDED |= {ord(each): '"' for each in "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"}


_BLANKS = INVISIBLE + "".join(chr(each) for each in range(0x3001) if chr(each).isspace())


def fold(text: str) -> str:
    """Return text in the form in which names are compared: case, white space and dashes even."""
    name = " ".join(text.translate(_FOLDED).casefold().split())
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def is_blank(value: Cell) -> bool:
    """Tell whether nothing stands in a cell; white space is nothing."""
    return isinstance(value, str) and not value.strip(_BLANKS)


def text_of(value: Cell) -> str:
    """Return what a cell says: text unchanged, numbers and dates as a person would write them.

    Raises RefusedError for an error value or a formula without a stored result.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, Fault):
        message, code, hint = _FAULTS[value.kind]
        raise RefusedError(message.format(said=value.said), code, hint)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return f"{value:.0f}" if _is_whole(value) else plain(exact(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value) if isinstance(value, dt.timedelta) else value.isoformat()


_FAULTS = {
    "error": (
        "the cell holds an error value such as #N/A or #NAME?",
        "error-cell",
        "type the answer; start a text with a letter, not with = + - or @",
    ),
    "formula": (
        "the cell holds a formula whose result is not in the file",
        "formula-without-value",
        "type the result in place of the formula",
    ),
    "two-marks": (
        "marks stand under {said}",
        "several",
        "keep the one mark that is true today",
    ),
    "mark-and-answer": (
        "a mark stands under {said}, and the answer cell says something else",
        "several",
        "keep the one that is true today",
    ),
    "unclear-mark": (
        "{said} is no mark: it does not say whether this answer holds",
        "unclear-tick",
        "write x under the answer that is true, and leave the others blank",
    ),
    "misplaced-mark": (
        "a mark stands under {said}, which is no answer of this question",
        "misplaced-mark",
        "put it under an answer that the question offers",
    ),
}


_LARGE = 10**15


def exact(value: float) -> Decimal:
    """Return a cell's number as Excel shows it: 15 significant digits, no binary remainder."""
    return Decimal(int(value)) if _is_whole(value) else Decimal(f"{value:.15g}")


def _is_whole(value: float) -> bool:
    return -_LARGE < value < _LARGE and value == int(value)


def plain(number: Decimal) -> str:
    """Write a number without exponent and without needless zeros."""
    if not number.is_finite():
        return str(number)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def quoted(value: Cell) -> str:
    """Return a cell's text for a message: one line, short, in quotation marks."""
    text = " ".join(text_of(value).split())
    text = "".join(each if each.isprintable() else "�" for each in text)
    return f"“{text if len(text) <= QUOTED else text[: QUOTED - 1] + '…'}”"


def column_letters(index: int) -> str:
    """Return the letters of a column counted from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return the name, such as D12, of a cell whose row and column are counted from 0."""
    return f"{column_letters(column)}{row + 1}"


def cell_position(name: str) -> tuple[int, int]:
    """Return row and column, counted from 0, of a cell by its name."""
    letters = name.rstrip("0123456789")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(name[len(letters) :]) - 1, column - 1
