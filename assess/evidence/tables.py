"""Lists that programs and people write: CSV or JSON, as rows of texts with their places."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from assess.intake.limits import FILE_BYTES
from questionnaires.problems import InputError, Place, Problem

SEPARATORS = (",", ";", "\t")

LONGEST = 2000
"""Characters of a text beyond which it is no note, but a document."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its texts by column, spaces around them gone, and where it stands."""

    texts: dict[str, str]
    file: str
    line: str

    def get(self, column: str) -> str:
        """Return the text of a column, "" where there is none."""
        return self.texts.get(column, "")

    def place(self, column: str) -> Place:
        """Return where a column of this row stands."""
        if self.line.startswith("$"):
            return Place(self.file, path=f"{self.line}.{column}")
        return Place(self.file, cell=f"{self.line}, {column.replace('_', ' ')}")


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes; raises InputError where it cannot be read or is too large."""
    try:
        with path.open("rb") as opened:
            data = opened.read(FILE_BYTES + 1)
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise refused(path, "list.unreadable", message, "check the path") from error
    if len(data) > FILE_BYTES:
        raise refused(path, "list.too-large", f"more than {FILE_BYTES:,} bytes", "split it")
    return data


def read_json(data: bytes, path: Path) -> Any:
    """Return what a JSON file holds; raises InputError where it is none."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
        # A JSON escape may stand for half a character, which no store can hold.
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise refused(path, "list.json", f"not valid JSON: {error}", "save it again") from error
    return found


def json_rows(found: Any, path: Path, columns: Sequence[str]) -> list[Row]:
    """Return the objects of a JSON list as rows; raises InputError with all that is no text."""
    if not isinstance(found, list):
        raise refused(path, "list.json", "not a list of objects", 'write [{"partner": …}, …]')
    rows = [_json_row(each, str(path), f"$[{index}]") for index, each in enumerate(found)]
    check_columns({name: row for row in rows for name in row.texts}, columns)
    return rows


def csv_rows(data: bytes, path: Path, columns: Sequence[str]) -> list[Row]:
    """Return the rows of a CSV file that hold anything; raises InputError where it is none.

    UTF-8, else what Excel writes on Windows (cp1252); the separator is the one that shows most
    of the columns. A heading that is none of them is refused where its column holds anything.
    """
    text = _decoded(data, path)
    separator = max(SEPARATORS, key=lambda each: len(set(columns) & set(_header(text, each))))
    header = _header(text, separator)
    rows = list(_csv_rows(text, separator, header, str(path)))
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        message = f"two columns are named {', '.join(twice)}"
        raise refused(path, "list.column-twice", message, "remove one")
    used = {name: row for row in rows for name, said in row.texts.items() if said}
    check_columns(used, columns)
    return rows


def check_columns(used: dict[str, Row], columns: Sequence[str]) -> None:
    """Raise InputError with every column in use whose name is none of those known."""
    hint = f"the columns are {', '.join(columns)}"
    problems = [
        Problem(row.place(name), "list.column-unknown", f"there is no column {name[:60]}", hint)
        for name, row in used.items()
        if name not in columns
    ]
    if problems:
        raise InputError(problems)


def a_day(row: Row, column: str, problems: list[Problem]) -> date | None:
    """Return the day in a column, None where it is blank or, with a problem, no day."""
    said = row.get(column)
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        message = f"{said[:60]!r} is not a date"
        problem = Problem(row.place(column), "list.date", message, "write it as 2026-09-30")
        problems.append(problem)
        return None


def too_long(row: Row) -> Iterator[Problem]:
    """Yield a problem for each text that is too long to be kept."""
    for column, said in row.texts.items():
        if len(said) > LONGEST:
            message = f"more than {LONGEST} characters"
            yield Problem(row.place(column), "list.too-long", message, "shorten it")


def refused(path: Path, code: str, message: str, hint: str) -> InputError:
    """Return the error that a whole file cannot be used."""
    return InputError([Problem(Place(str(path)), code, message, hint)])


def _json_row(found: Any, file: str, line: str) -> Row:
    if not isinstance(found, dict) or not all(isinstance(said, str) for said in found.values()):
        place = Place(file, path=line)
        message, hint = "not an object of texts", 'write {"partner": "…", …}, every value in quotes'
        raise InputError([Problem(place, "list.json", message, hint)])
    texts = {_name(str(key)): said.strip() for key, said in found.items()}
    return Row(texts, file, line)


def _decoded(data: bytes, path: Path) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise refused(path, "list.encoding", "this is not a text file", "save it as CSV UTF-8")


def _header(text: str, separator: str) -> list[str]:
    try:
        first = next(csv.reader(StringIO(text, newline=""), delimiter=separator), [])
    except csv.Error:
        return []
    return [_name(each) for each in first]


def _name(heading: str) -> str:
    return "_".join(heading.casefold().replace("_", " ").split())


def _csv_rows(text: str, separator: str, header: list[str], file: str) -> Iterator[Row]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        next(reader, None)
        while True:
            line = f"line {reader.line_num + 1}"
            cells = next(reader, None)
            if cells is None:
                return
            names = [*header, *(f"column {i + 1}" for i in range(len(header), len(cells)))]
            texts = {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
            if any(texts.values()):
                yield Row(texts, file, line)
    except csv.Error as error:
        place = Place(file, cell=f"line {reader.line_num}")
        message, hint = f"not valid CSV: {error}", "look for a quotation mark that is not closed"
        raise InputError([Problem(place, "list.csv", message, hint)]) from error
