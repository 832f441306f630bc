"""Which sheets of an opened file make up our own form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assess.intake.cells import Grid, RefusedError
from assess.intake.header import find_header
from assess.intake.meta import what_is_said
from assess.intake.sheets import Book, Listed, Sheet
from assess.workbook_format import (
    FORMAT,
    HIDDEN_SHEET,
    INSTRUCTIONS_SHEETS,
    LISTS_SHEET,
    META_KEYS,
    QUESTIONS_SHEETS,
)


@dataclass(frozen=True, slots=True)
class Form:
    """What the hidden sheet holds, None where it is gone, and the sheets that may have answers."""

    hidden: Grid | None
    sheets: tuple[Sheet, ...]


def read_form(book: Book) -> Form:
    """Read every sheet that may belong to the form: hidden, renamed or copied, as it may be.

    Raises RefusedError where a sheet cannot be read, or two hidden sheets say different things.
    """
    hidden = hidden_sheet(book)
    sheets = form_sheets(book)
    concealed = _read(book, [sheet.name for sheet in book.sheets if _is_concealed(sheet)])
    sheets += tuple(filter(_is_headed, concealed))
    if not any(map(_is_headed, sheets)):
        called = [sheet.name for sheet in book.sheets if sheet.name in INSTRUCTIONS_SHEETS]
        sheets += tuple(filter(_is_headed, _read(book, called)))
    if hidden is None:
        grids = (sheet.grid for sheet in (*sheets, *concealed))
        hidden = next((grid for grid in grids if _names_form(what_is_said(grid))), None)
    return Form(hidden, tuple(filter(_may_hold_answers, sheets)))


def names_itself(book: Book) -> bool:
    """Tell whether a file is ours by its hidden sheet; reads no other sheet."""
    return hidden_sheet(book) is not None


def form_sheets(book: Book) -> tuple[Sheet, ...]:
    """Return every sheet that may hold questions; a hidden one only if we gave it its name."""
    return tuple(
        book.read(sheet.name)
        for sheet in book.sheets
        if (sheet.visible or sheet.name in QUESTIONS_SHEETS)
        and sheet.name != HIDDEN_SHEET
        and sheet.name not in INSTRUCTIONS_SHEETS
    )


def hidden_sheet(book: Book) -> Grid | None:
    """Return what says which questionnaire, partner and period the file is of; None without it.

    Spreadsheets name a copy "meta (2)" or "Copy of meta". Raises RefusedError where two differ.
    """
    likely = [sheet.name for sheet in book.sheets if HIDDEN_SHEET in sheet.name.casefold()]
    likely.sort(key=lambda name: name != HIDDEN_SHEET)
    grids = [grid for name in likely if _is_ours(what_is_said(grid := book.read(name).grid))]
    if any(what_is_said(grid) != what_is_said(grids[0]) for grid in grids[1:]):
        message = "the workbook has two hidden sheets, which say different things of whose it is"
        hint = "answer in a fresh copy of the workbook that was sent"
        raise RefusedError(message, "file.damaged-meta", hint)
    return grids[0] if grids else None


def _is_ours(said: Mapping[str, str]) -> bool:
    """Tell a damaged hidden sheet of ours from another's sheet that has a version or a period."""
    return _names_form(said) or 2 * len(said) >= len(META_KEYS)


def _names_form(said: Mapping[str, str]) -> bool:
    return said.get("format", "").startswith(FORMAT.rpartition(" ")[0])


def _is_concealed(sheet: Listed) -> bool:
    """Tell whether a sheet is hidden that we did not hide; there is none in what we send."""
    ours = QUESTIONS_SHEETS | INSTRUCTIONS_SHEETS | {LISTS_SHEET}
    return not (sheet.visible or sheet.name in ours or HIDDEN_SHEET in sheet.name.casefold())


def _may_hold_answers(sheet: Sheet) -> bool:
    return _is_headed(sheet) or not _names_form(what_is_said(sheet.grid))


def _is_headed(sheet: Sheet) -> bool:
    return find_header(sheet.grid) is not None


def _read(book: Book, names: list[str]) -> tuple[Sheet, ...]:
    return tuple(map(book.read, names))
