"""What a layout finds in a file, for whoever writes one or wonders about a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assess.intake.cells import Cell, Fault, cell_name, column_letters, is_blank
from assess.intake.foreign.placing import Placed
from assess.intake.foreign.reading import Reading, read_by
from assess.intake.foreign.recognising import (
    Recognised,
    lacking,
    recognise,
    titles_in,
    try_layout,
)
from assess.intake.form import names_itself
from assess.intake.outcome import QuestionnaireOf, in_order
from assess.intake.sheets import Book
from assess.intake.tally import absent, counts
from assess.layouts import Layout
from assess.periods import last_day, period_of

OURS = "it is a workbook of ours, which needs no layout"


@dataclass(frozen=True, slots=True)
class ColumnFound:
    """One column of a sheet: what it is read as ("" for not at all), its title, what it holds."""

    column: str
    title: str
    read_as: str
    cells: int


@dataclass(frozen=True, slots=True)
class SheetFound:
    """One sheet: the row of its header, its columns, and how many questions from where to where.

    For a sheet that is not read, there is but its name.
    """

    sheet: str
    header_row: int = 0
    questions: int = 0
    first: str = ""
    last: str = ""
    columns: tuple[ColumnFound, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """What a file was recognised by and what is read of it; or, by layout, why by none.

    `ours` says that it needs none.
    """

    file: str
    ours: bool
    reading: Reading | None
    sheets: tuple[SheetFound, ...]
    unread: tuple[str, ...]
    not_recognised: tuple[tuple[str, str], ...]

    @property
    def refused(self) -> bool:
        """Whether an import would refuse something of the file."""
        return not self.ours and (self.reading is None or bool(self.reading.found.problems))

    def as_dict(self) -> dict[str, Any]:
        """Return the account as JSON-ready data."""
        return {
            "file": self.file,
            "ours": self.ours,
            **(_nothing() if self.reading is None else _read(self.reading)),
            "sheets": [_sheet(each) for each in self.sheets],
            "unread_sheets": list(self.unread),
            "not_recognised": [{"layout": name, "why": why} for name, why in self.not_recognised],
        }


def account_of(
    file: str,
    book: Book,
    layouts: Sequence[Layout],
    questionnaire_of: QuestionnaireOf,
    as_of: dt.date,
) -> Account:
    """Tell what the most specific of some layouts finds in a file; `file` is what it is called.

    Raises RefusedError for a file that cannot be read, or that two layouts recognise equally well.
    """
    if names_itself(book):
        return Account(file, ours=True, reading=None, sheets=(), unread=(), not_recognised=())
    recognised = recognise(book, layouts, questionnaire_of)
    if recognised is None:
        why = tuple(_why_not(book, layouts, questionnaire_of))
        return Account(file, ours=False, reading=None, sheets=(), unread=(), not_recognised=why)
    reading = read_by(recognised, file, book, as_of, last_day(period_of(as_of)))
    sheets = tuple(_found(each, recognised) for each in recognised.placed)
    read = {each.sheet for each in sheets}
    unread = tuple(each.name for each in book.sheets if each.name not in read)
    return Account(
        file, ours=False, reading=reading, sheets=sheets, unread=unread, not_recognised=()
    )


def _why_not(
    book: Book, layouts: Sequence[Layout], questionnaire_of: QuestionnaireOf
) -> Iterator[tuple[str, str]]:
    titles = titles_in(book)
    for layout in layouts:
        missing = lacking(book, layout.needed_sheets)
        if missing:
            why = f"there is no sheet {', '.join(f'“{name}”' for name in missing)}"
        else:
            tried = try_layout(book, layout, titles, questionnaire_of)
            why = tried if isinstance(tried, str) else ""
        yield str(layout.reference), why


def _found(placed: Placed, recognised: Recognised) -> SheetFound:
    rows = [row.row for row in placed.rows if row.question is not None]
    key = placed.columns["id"]
    return SheetFound(
        sheet=placed.sheet.name,
        header_row=placed.header + 1,
        questions=len({row.question for row in placed.rows} - {None}),
        first=cell_name(rows[0], key) if rows else "",
        last=cell_name(rows[-1], key) if rows else "",
        columns=tuple(_columns(placed, recognised)),
    )


def _columns(placed: Placed, recognised: Recognised) -> Iterator[ColumnFound]:
    """Yield the columns that are read, and those that hold something beside the questions."""
    read = {at: name for name, at in placed.columns.items()}
    read |= {at: f"mark for {level}" for at, level in placed.marks}
    read |= {at: label or "comment" for at, label in placed.comments}
    grid = placed.sheet.grid
    header = grid[placed.header : placed.header + recognised.layout.header_rows]
    for at in range(len(grid[0])):
        cells = sum(_shows_something(grid[row.row][at]) for row in placed.rows)
        if cells or at in read:
            titles = [str(row[at]) for row in header if isinstance(row[at], str) and row[at]]
            title = " ".join((titles[-1] if titles else "").split())
            yield ColumnFound(column_letters(at), title, read.get(at, ""), cells)


def _shows_something(value: Cell) -> bool:
    return not (is_blank(value) or isinstance(value, Fault))


def _read(reading: Reading) -> dict[str, Any]:
    recognised, found = reading.recognised, reading.found
    questionnaire = recognised.names.questionnaire
    return {
        "layout": recognised.layout.reference.as_dict(),
        "questionnaire": questionnaire.reference.as_dict(),
        "recognised_by": recognised.reasons,
        "counts": counts(questionnaire, found, reading.judged),
        "absent": list(absent(questionnaire, found)),
        "native": None if reading.native is None else reading.native.as_dict(),
        "problems": [problem.as_dict() for problem in in_order(found.problems)],
        "notices": [notice.as_dict() for notice in in_order(found.notices)],
    }


def _nothing() -> dict[str, Any]:
    return {
        "layout": None,
        "questionnaire": None,
        "recognised_by": [],
        "counts": None,
        "absent": [],
        "native": None,
        "problems": [],
        "notices": [],
    }


def _sheet(found: SheetFound) -> dict[str, Any]:
    return {
        "sheet": found.sheet,
        "header_row": found.header_row,
        "questions": found.questions,
        "first": found.first,
        "last": found.last,
        "columns": [
            {"column": c.column, "title": c.title, "read_as": c.read_as or None, "cells": c.cells}
            for c in found.columns
        ],
    }
