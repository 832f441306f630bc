"""From the data of a questionnaire to the rows of its sheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from assess.authoring import sheets
from assess.authoring.cells import to_cell
from assess.authoring.sheets import Table
from assess.intake import limits
from questionnaires.problems import InputError, Place, Problem

Rows: TypeAlias = dict[str, list[list[str | float | None]]]
"""Below each sheet's name its rows, without the headings."""


def rows_of(data: dict[str, Any], file: str) -> Rows:
    """Return the rows of every sheet, for the JSON data of a sound questionnaire.

    An empty list of synonyms, references or scales is the same as none, and has no row. Raises
    InputError for texts that no cell holds unchanged, each with its sheet and row.
    """
    problems: list[Problem] = []
    rows: Rows = {}
    for table, parts in _parts(data):
        rows[table.sheet] = [
            _row(table, owner, part, Place(file, table.sheet, f"A{number}"), problems)
            for number, (owner, part) in enumerate(parts, start=2)
        ]
        if len(parts) >= limits.ROWS:
            message = f"{len(parts)} rows are more than a sheet may have"
            problems.append(Problem(Place(file, table.sheet), "export.too-long", message))
    if problems:
        raise InputError(problems)
    return rows


def _parts(data: dict[str, Any]) -> Iterator[tuple[Table, list[tuple[str, dict[str, Any]]]]]:
    questions = data["questions"]
    yield sheets.ABOUT, [("", data)]
    yield sheets.SECTIONS, [("", section) for section in data["sections"]]
    yield (
        sheets.SCALES,
        [(n, level) for n, each in data.get("scales", {}).items() for level in each],
    )
    yield sheets.QUESTIONS, [("", question) for question in questions]
    for table, key in ((sheets.LEVELS, "levels"), (sheets.OPTIONS, "options")):
        yield table, [(q["id"], each) for q in questions for each in q["answer"].get(key, [])]
    rules = data.get("consistency", [])
    yield (
        sheets.CONSISTENCY,
        [("", {**each, "answers": {"all": each["answers"]}}) for each in rules],
    )
    yield (
        sheets.REFERENCES,
        [
            (question["id"], {"framework": framework, "identifier": identifier})
            for question in questions
            for framework, identifiers in question.get("references", {}).items()
            for identifier in identifiers
        ],
    )


def _row(
    table: Table, owner: str, part: dict[str, Any], place: Place, problems: list[Problem]
) -> list[str | float | None]:
    row: list[str | float | None] = [owner] if table.owner else []
    for column in table.columns:
        value: Any = part
        for key in column.path:
            value = value.get(key) if isinstance(value, dict) else None
        try:
            row.append(to_cell(column.kind, value))
        except ValueError as error:
            message = f"{owner or part['id']}: no cell can hold its {column.heading}: {error}"
            problems.append(Problem(place, "export.text", message, "correct the text"))
            row.append(None)
    return row
