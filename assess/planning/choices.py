"""What a user says about the work: own days, owners, and owners' days a week, each from a CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from io import StringIO
from pathlib import Path

from questionnaires.problems import InputError, Place, Problem, UnknownNameError

LARGEST = 1_000_000
"""Bytes of a file that is read: thousands of lines."""

SEPARATORS = (",", ";", "\t")
CANNOT = "-"
"""Stands for days where a control cannot be done."""

MOST_DAYS = 10_000
MOST_A_WEEK = 100
"""Days of work a week: an owner may be a team."""

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Choices:
    """What was said of the work.

    `effort` is days to meet a control, by question id, None where it cannot be done; `owners`
    is who does it, and `capacity` how many days of work an owner has in a week.
    `places` are where each question was named, for `check_questions`.
    """

    effort: Mapping[str, int | None] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    capacity: Mapping[str, Fraction] = field(default_factory=dict)
    places: tuple[tuple[str, Place], ...] = ()


NO_CHOICES = Choices()


@dataclass(frozen=True, slots=True)
class Column:
    """A column to read: its heading, what turns its text into a value, and what it should be."""

    heading: str
    value: Callable[[str], object]
    wanted: str


def read_choices(
    effort: Path | None = None, owners: Path | None = None, capacity: Path | None = None
) -> Choices:
    """Read the files there are; raises InputError with every problem in all of them.

    CSV in UTF-8 with a header, separated by comma, semicolon or tab, each key once: `question`
    and `days` (whole, or `-` where it cannot be done), `question` and `owner`, `owner` and
    `days-per-week` (0 where the owner can do nothing). Other columns are left alone.
    """
    problems: list[Problem] = []
    days = _table(effort, QUESTION, DAYS, problems)
    named = _table(owners, QUESTION, OWNER, problems)
    weekly = _table(capacity, OWNER, DAYS_PER_WEEK, problems)
    if problems:
        raise InputError(problems)
    return Choices(
        effort={key: None if value == CANNOT else int(value) for key, (value, _) in days.items()},
        owners={key: value for key, (value, _) in named.items()},
        capacity={key: Fraction(value) for key, (value, _) in weekly.items()},
        places=tuple((key, place) for each in (days, named) for key, (_, place) in each.items()),
    )


def check_questions(choices: Choices, scored: Iterable[str]) -> None:
    """Raise UnknownNameError for every question named that is no scored one of those asked."""
    known = set(scored)
    problems = [
        Problem(
            place,
            "plan.question",
            f"no scored question `{name}` is asked",
            "see the ids in: assess gaps PARTNER",
        )
        for name, place in choices.places
        if name not in known
    ]
    if problems:
        raise UnknownNameError(problems)


def _days(text: str) -> str:
    if text == CANNOT or (re.fullmatch(r"[0-9]{1,6}", text) and int(text) <= MOST_DAYS):
        return text
    raise ValueError


def _weekly(text: str) -> str:
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", text) and Fraction(text) <= MOST_A_WEEK:
        return text
    raise ValueError


def _name(text: str) -> str:
    if text.isprintable() and 0 < len(text) <= LONGEST_NAME:
        return text
    raise ValueError


QUESTION = Column("question", _name, "the id of a question")
OWNER = Column("owner", _name, f"a name of up to {LONGEST_NAME} characters")
DAYS = Column("days", _days, f"a whole number from 0 to {MOST_DAYS}, or `-` if it cannot be done")
DAYS_PER_WEEK = Column("days-per-week", _weekly, f"a number from 0 to {MOST_A_WEEK}, such as 2.5")

Table = dict[str, tuple[str, Place]]


def _table(path: Path | None, key: Column, value: Column, problems: list[Problem]) -> Table:
    """Return a file's values with their places by key; what is wrong joins the problems."""
    found: Table = {}
    if path is None:
        return found
    try:
        for line, cells in _lines(path, (key.heading, value.heading)):
            name, given = (_checked(path, line, *pair, problems) for pair in cells(key, value))
            if name in found:
                place = Place(str(path), cell=f"line {line}")
                message = f"`{name}` stands in {found[name][1].cell} already"
                problems.append(Problem(place, "plan.twice", message, "remove one of the two"))
            elif name is not None and given is not None:
                found[name] = (given, Place(str(path), cell=f"line {line}"))
    except InputError as error:
        problems += error.problems
    return found


Cells = Callable[[Column, Column], list[tuple[Column, str]]]


def _lines(path: Path, headings: tuple[str, str]) -> Iterator[tuple[int, Cells]]:
    """Yield the number of each line that holds anything, and what looks its cells up."""
    text = _text(path)
    first = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        header = [cell.strip().casefold().replace(" ", "-") for cell in next(reader, [])]
        for each in headings:
            if header.count(each) != 1:
                message = f"the first line names no single column `{each}`"
                raise _wrong(path, "plan.header", message, f"start with: {','.join(headings)}")
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, _looking_up(header, row)
    except csv.Error as error:
        message = f"line {reader.line_num} is not valid CSV: {error}"
        hint = "look for a quotation mark that is not closed"
        raise _wrong(path, "plan.csv", message, hint) from error


def _looking_up(header: list[str], row: list[str]) -> Cells:
    def cells(*columns: Column) -> list[tuple[Column, str]]:
        places = [header.index(column.heading) for column in columns]
        texts = [row[place].strip() if place < len(row) else "" for place in places]
        return list(zip(columns, texts, strict=True))

    return cells


def _checked(
    path: Path, line: int, column: Column, text: str, problems: list[Problem]
) -> str | None:
    try:
        return str(column.value(text))
    except ValueError:
        place = Place(str(path), cell=f"line {line}")
        message = f"{column.heading} is `{text[:40]}`" if text else f"there is no {column.heading}"
        problems.append(Problem(place, "plan.value", message, f"give {column.wanted}"))
        return None


def _text(path: Path) -> str:
    try:
        with path.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise _wrong(path, "plan.unreadable", message, "check the path") from error
    if len(data) > LARGEST:
        raise _wrong(path, "plan.too-large", f"more than {LARGEST:,} bytes", "leave rows out")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = "this is not text in UTF-8"
        raise _wrong(path, "plan.encoding", message, "save it as CSV UTF-8") from error


def _wrong(path: Path, code: str, message: str, hint: str) -> InputError:
    return InputError([Problem(Place(str(path)), code, message, hint)])
