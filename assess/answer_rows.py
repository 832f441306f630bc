"""The rows of a file of answers, by column: a table of any kind we read, or JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import scoring
from assess.intake.cells import Cell, RefusedError, cell_name, fold, is_blank, text_of
from assess.intake.formats import open_book
from assess.intake.limits import FILE_BYTES
from assess.intake.sheets import Book
from questionnaires.documents import json_path, read_checked
from questionnaires.problems import InputError, Place, Problem

SCHEMA = Path(scoring.__file__).parent / "schema" / "answers.schema.json"
ID, ANSWER, LEVEL = "id", "answer", "level"
NEEDED = (ID, ANSWER, LEVEL)
"""Columns without which a table cannot be read, where a method wants them at all."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question's texts by column, where each stands, and what could not be read."""

    texts: Mapping[str, str]
    place: Callable[[str], Place]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet, the position of its header row, and the positions of the columns by name."""

    file: str
    sheet: str
    grid: list[list[Cell]]
    header: int
    columns: Mapping[str, int]

    def place(self, row: int, column: str) -> Place:
        """Return where a row's cell of a column stands; that of the id for a column not there."""
        at = self.columns.get(column, self.columns.get(ID, 0))
        return Place(self.file, self.sheet, cell_name(row, at))


def rows_of(path: Path, wanted: tuple[str, ...]) -> tuple[list[Row], tuple[str, ...]]:
    """Return the rows of a file that hold anything, and the headings of columns not wanted.

    Raises InputError for a file that cannot be read, or that lacks a column.
    """
    if path.suffix.casefold() == ".json":
        return list(_from_json(path)), ()
    sheet, grid = _grid(path)
    header = next((at for at, row in enumerate(grid) if not all(map(is_blank, row))), 0)
    titles = [_text(cell) for cell in grid[header]] if grid else []
    names = [fold(title).replace(" ", "_") for title in titles]
    columns = {name: names.index(name) for name in wanted if name in names}
    table = _Table(str(path), sheet, grid, header, columns)
    _check_header(table, names, wanted)
    unread = tuple(
        title for title, name in zip(titles, names, strict=True) if name not in ("", *columns)
    )
    return list(_from_table(table)), unread


def _from_json(path: Path) -> Iterator[Row]:
    data, _ = read_checked(path, SCHEMA)
    for name, told in data.items():
        keys = told if isinstance(told, dict) else {ANSWER: told}
        texts = {key: str(value).strip() for key, value in keys.items() if value is not None}

        def place(column: str, name: str = name, told: object = told) -> Place:
            nested = isinstance(told, dict) and column in told
            return Place(str(path), path=json_path([name, column] if nested else [name]))

        yield Row({**texts, ID: name.strip()}, place)


def _grid(path: Path) -> tuple[str, list[list[Cell]]]:
    """Return the first visible sheet's name and cells."""
    try:
        with path.open("rb") as opened:
            book = _open(opened.read(FILE_BYTES + 1))
        sheet = next(listed.name for listed in book.sheets if listed.visible)
        return sheet, book.read(sheet).grid
    except OSError as error:
        problem = _unreadable(path, error.strerror or str(error))
    except RefusedError as error:
        problem = Problem(Place(str(path)), error.code, error.message, error.hint)
    raise InputError([problem])


def _open(data: bytes) -> Book:
    if len(data) > FILE_BYTES:
        message = f"the file has more than {FILE_BYTES:,} bytes"
        raise RefusedError(message, "file.too-large", "give the answers alone")
    return open_book(data)


def _unreadable(path: Path, why: str) -> Problem:
    return Problem(Place(str(path)), "file.unreadable", f"cannot be read: {why}", "check the path")


def _check_header(table: _Table, names: list[str], wanted: tuple[str, ...]) -> None:
    hint = f"the first row names the columns: {', '.join(wanted)}"
    place = table.place(table.header, ID)
    problems = [
        Problem(place, "method.column", f"there is no column {name}", hint)
        for name in wanted
        if name in NEEDED and name not in names
    ]
    problems += [
        Problem(place, "method.column", f"there are two columns {name}", "remove one")
        for name in wanted
        if names.count(name) > 1
    ]
    if problems:
        raise InputError(problems)


def _from_table(table: _Table) -> Iterator[Row]:
    for at, cells in enumerate(table.grid[table.header + 1 :], table.header + 1):
        texts, problems = {}, []
        for name, column in table.columns.items():
            try:
                texts[name] = _text(cells[column])
            except RefusedError as error:
                place, code = table.place(at, name), f"method.{error.code}"
                problems.append(Problem(place, code, error.message, error.hint))
        if problems or any(texts.values()):
            yield Row(texts, partial(table.place, at), tuple(problems))


def _text(cell: Cell) -> str:
    return "" if is_blank(cell) else text_of(cell).strip()
