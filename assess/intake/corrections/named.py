"""The hidden sheet of a correction workbook: which returned file it corrects, and for whom."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from assess.correction_format import (
    COLUMNS,
    CORRECTIONS_SHEET,
    FORMAT,
    HIDDEN_SHEET,
    META_KEYS,
    check_of,
)
from assess.intake import limits
from assess.intake.cells import Fault, RefusedError, is_blank, quoted, text_of
from assess.intake.sheets import Book
from assess.periods import parse_period
from questionnaires.model import Reference

_FORM = FORMAT.rpartition(" ")[0]
_SHA256 = re.compile(r"[0-9a-f]{64}")
_AGAIN = "have it written again: import the returned file with --fix"


@dataclass(frozen=True, slots=True)
class Named:
    """What a correction workbook says of itself; see `correction_format.META_KEYS`."""

    original: str
    file: str
    partner: str
    period: str
    questionnaire: Reference
    as_of: dt.date
    doubts: str
    counted_then: str


def is_correction(book: Book) -> bool:
    """Tell whether a file is a correction workbook, also one without its hidden sheet.

    Only sheets of the right name are looked at, and a partner may give its own sheet such a name.
    """
    names = {sheet.name for sheet in book.sheets}
    if HIDDEN_SHEET in names and _said(book).get("format", "").startswith(_FORM):
        return True
    return CORRECTIONS_SHEET in names and any(
        tuple(row[: len(COLUMNS)]) == COLUMNS
        for row in book.read(CORRECTIONS_SHEET).grid[: limits.HEADER_ROWS]
    )


def read_named(book: Book) -> Named:
    """Read the hidden sheet; RefusedError with a `correction.…` code where it is not whole."""
    if all(sheet.name != HIDDEN_SHEET for sheet in book.sheets):
        message = "its hidden sheet is missing, so it does not say which file it corrects"
        raise RefusedError(message, "correction.no-meta", _AGAIN)
    said = _said(book)
    if said.get("format", FORMAT) != FORMAT:
        form = quoted(said["format"])
        message = f"the correction workbook has the form {form}, this program reads “{FORMAT}”"
        raise RefusedError(message, "correction.wrong-format", f"update the program, or {_AGAIN}")
    missing = [key for key in META_KEYS if key not in said]
    if missing:
        what = f"it does not say {', '.join(missing)}"
        raise _damaged(what)
    if check_of(said) != said["check"]:
        what = "what it says does not fit together"
        raise _damaged(what)
    return _checked(said)


def _said(book: Book) -> dict[str, str]:
    said = {}
    for row in book.read(HIDDEN_SHEET).grid[: 2 * len(META_KEYS)]:
        if row and isinstance(row[0], str) and row[0] in META_KEYS:
            value = row[1] if len(row) > 1 else ""
            if not isinstance(value, Fault):
                said[row[0]] = "" if is_blank(value) else text_of(value)
    return said


def _checked(said: dict[str, str]) -> Named:
    hashes = (said["original"], said["sha256"], said["counted_then"] or said["original"])
    if not all(map(_SHA256.fullmatch, hashes)):
        what = "it names a file by something else than a SHA-256"
        raise _damaged(what)
    try:
        period, as_of = parse_period(said["period"]), dt.date.fromisoformat(said["as_of"])
    except ValueError as error:
        raise _damaged(str(error)) from None
    return Named(
        original=said["original"],
        file=said["file"],
        partner=said["partner"],
        period=period,
        questionnaire=Reference(said["questionnaire"], said["version"], said["sha256"]),
        as_of=as_of,
        doubts=said["doubts"],
        counted_then=said["counted_then"],
    )


def _damaged(what: str) -> RefusedError:
    message = f"the correction workbook's hidden sheet has been changed: {what}"
    return RefusedError(message, "correction.damaged-meta", _AGAIN)
