"""A list of partners from a file: taken whole, or not at all with every reason why."""

from __future__ import annotations

from pathlib import Path

from assess.intake.limits import FILE_BYTES
from assess.partners.columns import REQUIRED, fields_of
from assess.partners.profiles import build
from assess.partners.tables import Row, place_in
from assess.partners.text_files import read_text_rows
from assess.partners.workbooks import read_workbook_rows
from questionnaires.problems import InputError, Place, Problem
from questionnaires.profiles import Profile

TEXT = (".csv", ".tsv", ".txt")
WORKBOOKS = (".xlsx", ".xlsm")


def read_partners(path: Path) -> list[Profile]:
    """Read a list of partners, one a row below a header, from CSV or xlsx, in the file's order.

    Columns come in any order; `id` and `name` are required, an empty field is unknown. Raises
    InputError with every problem, each with its cell or line.
    """
    file = str(path)
    problems: list[Problem] = []
    rows = _rows(path, file, problems)
    if len(rows) <= 1:
        message = "there are no partners in this file"
        hint = "put one partner in each row, below a header such as: id, name, kind"
        raise InputError([*problems, Problem(Place(file), "partners.empty", message, hint)])
    header, *lines = rows
    fields = fields_of(header.texts)
    problems += [*_check_header(header, fields), *_homeless(rows, fields)]
    if problems:
        # Without knowing which column is which, more would be said than is wrong.
        raise InputError(problems)
    columns = {field: column for column, field in enumerate(fields) if field is not None}
    profiles = [_profile(line, columns, problems) for line in lines]
    problems += _duplicates(profiles, lines, columns["id"])
    if problems:
        raise InputError(problems)
    return profiles


def _rows(path: Path, file: str, problems: list[Problem]) -> list[Row]:
    suffix = path.suffix.casefold()
    if suffix not in TEXT + WORKBOOKS:
        message = f"a list of partners ends in {', '.join(TEXT + WORKBOOKS)}"
        hint = "save it as .xlsx or as CSV UTF-8"
        raise InputError([Problem(Place(file), "partners.format", message, hint)])
    try:
        with path.open("rb") as opened:
            data = opened.read(FILE_BYTES + 1)
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        problem = Problem(Place(file), "partners.unreadable", message, "check the path")
        raise InputError([problem]) from error
    if len(data) > FILE_BYTES:
        message = f"the file has more than {FILE_BYTES:,} bytes"
        raise InputError([Problem(Place(file), "partners.too-large", message, "split it")])
    return (
        read_text_rows(data, file) if suffix in TEXT else read_workbook_rows(data, file, problems)
    )


def _check_header(header: Row, fields: list[str | None]) -> list[Problem]:
    problems = []
    for column, field in enumerate(fields):
        if field is not None and field in fields[:column]:
            message = f"there are two columns for {field.replace('_', ' ')}"
            place = place_in(header, column)
            problems.append(Problem(place, "partners.column-twice", message, "remove one"))
    for field in REQUIRED:
        if field not in fields:
            message = f"there is no column {field}"
            hint = "the first row names the columns, such as: id, name, kind"
            problems.append(Problem(header.places[0], "partners.column-missing", message, hint))
    return problems


def _homeless(rows: list[Row], fields: list[str | None]) -> list[Problem]:
    """Refuse every column that holds something and whose heading names no field."""
    header, *lines = rows
    found: dict[int, Row] = {}
    for line in lines:
        for column, text in enumerate(line.texts):
            if text.strip() and (column >= len(fields) or fields[column] is None):
                found.setdefault(column, line)
    problems = []
    for column, line in sorted(found.items()):
        heading = header.texts[column].strip() if column < len(header.texts) else ""
        about = f"the column “{heading[:60]}” is not known" if heading else "there is no heading"
        hint = "correct the heading, or empty the column"
        place = place_in(header if heading else line, column)
        problems.append(Problem(place, "partners.column-unknown", about, hint))
    return problems


def _profile(line: Row, columns: dict[str, int], problems: list[Problem]) -> Profile:
    texts = {
        field: line.texts[column] for field, column in columns.items() if column < len(line.texts)
    }
    return build(texts, lambda field: place_in(line, columns.get(field, 0)), problems)


def _duplicates(profiles: list[Profile], lines: list[Row], column: int) -> list[Problem]:
    first: dict[str, Place] = {}
    problems = []
    for profile, line in zip(profiles, lines, strict=True):
        place = place_in(line, column)
        before = first.setdefault(profile.id, place)
        if profile.id and before is not place:
            message = f"the id {profile.id[:64]} stands at {before.cell} already"
            hint = "give each partner one row and an id of its own"
            problems.append(Problem(place, "partner.id-duplicate", message, hint))
    return problems
