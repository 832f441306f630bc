"""From the rows of the sheets to the data of a questionnaire, remembering each value's cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from assess.authoring import sheets
from assess.authoring.cells import from_cell
from assess.authoring.sheets import Column, Table
from assess.intake.cells import Cell, RefusedError, cell_name
from assess.intake.sheets import Sheet
from questionnaires.problems import Place, Problem

Part: TypeAlias = tuple[str, dict[str, Any], dict[str, Place], Place]
"""A row: what it belongs to, its object, the cell of each value by path, its first cell."""


@dataclass(slots=True)
class Assembled:
    """The data put together, the cell of each JSON path, and what could not be used."""

    data: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place_of(self, path: str, file: str) -> Place:
        """Return the cell for a JSON path, or for the nearest part around it."""
        while path not in self.places and path not in {"", "$"}:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.places.get(path, Place(file, sheets.ABOUT.sheet))


def assemble(found: dict[str, Sheet], file: str) -> Assembled:
    """Put a questionnaire together from its sheets, by name.

    Columns are found by their headings, in any order; others are the author's own and stay
    out. Nothing is raised: what could not be used is among the problems.
    """
    made = Assembled()
    parts = {
        table.sheet: list(_parts(table, found.get(table.sheet), file, made.problems))
        for table in sheets.TABLES
    }
    for _, about, places, first in parts[sheets.ABOUT.sheet][:1]:
        made.data |= about
        made.places |= {"$": first} | {f"$.{path}": place for path, place in places.items()}
    for extra in parts[sheets.ABOUT.sheet][1:]:
        message = "the sheet describes more than one questionnaire"
        made.problems.append(Problem(extra[3], "build.several", message, "remove this row"))
    _add_scales(made, parts[sheets.SCALES.sheet])
    _add_list(made, "sections", parts[sheets.SECTIONS.sheet])
    _add_list(made, "questions", parts[sheets.QUESTIONS.sheet])
    owners = {part[1].get("id"): i for i, part in enumerate(parts[sheets.QUESTIONS.sheet])}
    for table in (sheets.OPTIONS, sheets.LEVELS, sheets.REFERENCES):
        _add_owned(made, table, parts[table.sheet], owners)
    made.data["questions"] = [_in_order(question) for question in made.data["questions"]]
    if parts[sheets.CONSISTENCY.sheet]:
        _add_list(made, "consistency", parts[sheets.CONSISTENCY.sheet])
        made.data["consistency"] = [_together(rule) for rule in made.data["consistency"]]
    return made


def _together(rule: dict[str, Any]) -> dict[str, Any]:
    """Return a rule with its answers as the list that they are: `a = x and b = y` at its cell."""
    answers = rule.get("answers", {})
    listed = answers.get("all", [answers]) if isinstance(answers, dict) else answers
    return {"id": rule.get("id"), "why": rule.get("why"), "answers": listed}


def _add_scales(made: Assembled, parts: list[Part]) -> None:
    for owner, level, places, first in parts:
        levels = made.data.setdefault("scales", {}).setdefault(owner, [])
        _remember(made, f"$.scales.{owner}[{len(levels)}]", places, first)
        made.places.setdefault(f"$.scales.{owner}", first)
        levels.append(level)


def _add_list(made: Assembled, key: str, parts: list[Part]) -> None:
    made.data[key] = [part for _, part, _, _ in parts]
    for index, (_, _, places, first) in enumerate(parts):
        _remember(made, f"$.{key}[{index}]", places, first)


def _add_owned(
    made: Assembled, table: Table, parts: list[Part], owners: dict[str | None, int]
) -> None:
    for owner, part, places, first in parts:
        if owner not in owners:
            message = f"there is no question `{owner}`"
            hint = "correct the id, or add the question"
            made.problems.append(Problem(first, "build.unknown-question", message, hint))
            continue
        index = owners[owner]
        question = made.data["questions"][index]
        path = f"$.questions[{index}]"
        if table is sheets.REFERENCES:
            name = part.get("framework", "")
            listed = question.setdefault("references", {}).setdefault(name, [])
            made.places[f"{path}.references.{name}[{len(listed)}]"] = places["identifier"]
            made.places.setdefault(f"{path}.references.{name}", places["framework"])
            listed.append(part.get("identifier", ""))
            continue
        key = table.sheet.casefold()
        listed = question.setdefault("answer", {}).setdefault(key, [])
        _remember(made, f"{path}.answer.{key}[{len(listed)}]", places, first)
        listed.append(part)


def _remember(made: Assembled, path: str, places: dict[str, Place], first: Place) -> None:
    made.places[path] = first
    for below, place in places.items():
        made.places[f"{path}.{below}"] = place
        made.places.setdefault(f"{path}.{below.partition('.')[0]}", place)


def _in_order(question: dict[str, Any]) -> dict[str, Any]:
    """Return a question with its keys in the order of the sheets, references last."""
    keys = [*dict.fromkeys(column.path[0] for column in sheets.QUESTIONS.columns), "references"]
    return {key: question[key] for key in keys if key in question}


def _parts(table: Table, sheet: Sheet | None, file: str, problems: list[Problem]) -> Iterator[Part]:
    if table.optional and sheet is None:
        return
    if sheet is None or not sheet.grid:
        place = Place(file, table.sheet)
        message = f"there is no sheet “{table.sheet}” with headings"
        problems.append(Problem(place, "build.missing-sheet", message, "export again, and compare"))
        return
    at = {str(cell).strip(): column for column, cell in reversed(list(enumerate(sheet.grid[0])))}
    missing = [heading for heading in table.headings if heading not in at]
    if missing:
        place = Place(file, table.sheet, "A1")
        message = f"the sheet has no column {', '.join(missing)}"
        problems.append(Problem(place, "build.missing-column", message, "restore the headings"))
        return
    for number, cells in enumerate(sheet.grid[1:], start=1):
        row = [cells[at[heading]] for heading in table.headings]
        if any(not isinstance(cell, str) or cell.strip() for cell in row):
            names = [cell_name(number, at[heading]) for heading in table.headings]
            places = [Place(file, table.sheet, name) for name in names]
            yield _part(table, row, places, problems)


def _part(table: Table, row: list[Cell], places: list[Place], problems: list[Problem]) -> Part:
    first = places[0]
    owner = ""
    if table.owner:
        given = _value(Column(table.owner, (), 0, required=True), row[0], first, problems)
        owner, row, places = given or "", row[1:], places[1:]
    part: dict[str, Any] = {}
    where = {}
    for column, cell, place in zip(table.columns, row, places, strict=True):
        where[".".join(column.path)] = place
        value = _value(column, cell, place, problems)
        if value is not None:
            *parents, last = column.path
            inner = part
            for key in parents:
                inner = inner.setdefault(key, {})
            inner[last] = value
    return owner, part, where, first


def _value(column: Column, cell: Cell, place: Place, problems: list[Problem]) -> Any:
    try:
        value = from_cell(column.kind, cell)
    except RefusedError as error:
        problems.append(Problem(place, f"build.{error.code}", error.message, error.hint))
        return None
    except ValueError as error:
        hint = "write it like `kind in (software, hosting) and not access = none`"
        problems.append(Problem(place, "build.condition", f"the condition: {error}", hint))
        return None
    if value is None and column.required:
        message = f"{column.heading} is empty"
        problems.append(Problem(place, "build.blank", message, "fill it in"))
    return value
