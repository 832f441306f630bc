"""What stands in a recognised workbook and belongs to no question: never passed over in silence."""

from __future__ import annotations

from collections.abc import Iterator

from assess.intake.cells import Cell, Fault, cell_name, fold, is_blank, quoted
from assess.intake.foreign.placing import ID, Keyed, Placed, known_ids
from assess.intake.foreign.recognising import Recognised
from assess.intake.foreign.titles import fits, title
from assess.intake.ids import nearest_id
from assess.layouts import Layout
from questionnaires.problems import Place, Problem

FEW = 10
"""Rows without a known id that are each told; more have one cause, and are told in one."""


def strays(file: str, placed: Placed, layout: Layout) -> Iterator[Problem]:
    """Yield each answer in a row without an id, from the first row with one on."""
    hint = "restore the id, or move this to the question's row"
    found = [
        Place(file, placed.sheet.name, cell_name(row, column))
        for row, column in _without_id(placed, layout)
    ]
    if len(found) > FEW:
        message = f"{len(found)} cells under the answers, from here on, are in rows without an id"
        yield Problem(found[0], "row.no-ids", message, hint)
        return
    for place in found:
        message = "something stands under the answers, in a row without a question id"
        yield Problem(place, "row.no-id", message, hint)


def _without_id(placed: Placed, layout: Layout) -> Iterator[tuple[int, int]]:
    keyed = {row.row for row in placed.rows}
    titles = _answer_titles(layout)
    for number in range(min(keyed, default=0), len(placed.sheet.grid)):
        cells = placed.sheet.grid[number]
        if number in keyed or _is_passed_over(cells[placed.columns[ID]], layout):
            continue
        for column in placed.answers:
            is_title = any(fits(each, title(cells[column])) for each in titles)
            if not is_title and _says_something(placed, layout, number, column):
                yield number, column


def unknown_rows(file: str, recognised: Recognised) -> Iterator[Problem]:
    """Yield the rows that say something and whose id the questionnaire does not have."""
    layout = recognised.layout
    unknown = [
        (placed, row, column)
        for placed in recognised.placed
        for row in placed.rows
        if row.question is None
        for column in _given(placed, layout, row)[:1]
    ]
    if len(unknown) > FEW:
        placed, row, column = unknown[0]
        place = Place(file, placed.sheet.name, cell_name(row.row, column))
        message = f"{len(unknown)} rows with answers have ids that {layout.questionnaire} lacks, "
        message += f"from {_id(placed, row)} on: this may be another version of it"
        yield Problem(place, "row.unknown-ids", message, "ask for the version we read")
        return
    for placed, row, column in unknown:
        place = Place(file, placed.sheet.name, cell_name(row.row, column))
        message = f"there is no question {_id(placed, row)}, yet something stands in its row"
        near = recognised.names.rows.get(nearest_id(row.id, recognised.names))
        hint = "restore the id, or move this to the question's row"
        if near is not None:
            questions = recognised.names.questionnaire.questions
            hint += f"; the nearest id is “{questions[near[0]].id}”"
        yield Problem(place, "row.unknown-id", message, hint)


def unread_sheets(file: str, recognised: Recognised) -> Iterator[Problem]:
    """Yield the sheets that hold questions found nowhere else, and lack the columns."""
    read = {row.id for placed in recognised.placed for row in placed.rows}
    for sheet in recognised.others:
        only_here = known_ids(sheet, recognised.layout.ids, recognised.names) - read
        if only_here:
            message = f"{len(only_here)} questions stand here, and not the columns of their answers"
            hint = f"restore the header as {_heads(recognised)} have it"
            yield Problem(Place(file, sheet.name), "sheet.columns", message, hint)


def _id(placed: Placed, row: Keyed) -> str:
    return quoted(placed.sheet.grid[row.row][placed.columns[ID]])


def _answer_titles(layout: Layout) -> tuple[str, ...]:
    marks = tuple(title for _, column in layout.marks for title in column.titles)
    return marks if layout.answer is None else layout.answer.titles


def _is_passed_over(key: Cell, layout: Layout) -> bool:
    if not layout.pass_over or not isinstance(key, str):
        return False
    name = fold(key)
    return any(name.startswith(fold(each)) for each in layout.pass_over)


def _given(placed: Placed, layout: Layout, row: Keyed) -> list[int]:
    """Return the partner's columns in which a row says something."""
    if _is_passed_over(placed.sheet.grid[row.row][placed.columns[ID]], layout):
        return []
    return [at for at in placed.partners if _says_something(placed, layout, row.row, at)]


def _says_something(placed: Placed, layout: Layout, row: int, column: int) -> bool:
    value = placed.sheet.grid[row][column]
    if value == "" or is_blank(value):
        return False
    if not layout.formulas_mirror:
        return True
    by_formula = isinstance(value, Fault) and value.kind == "formula"
    return not by_formula and cell_name(row, column) not in placed.sheet.computed


def _heads(recognised: Recognised) -> str:
    return ", ".join(f"“{placed.sheet.name}”" for placed in recognised.placed)
