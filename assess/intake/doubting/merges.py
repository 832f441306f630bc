"""One cell merged over several questions: an answer is asked for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assess.intake.cells import Cell, cell_name, cell_position, is_blank
from assess.intake.doubting.answers import doubted_answer
from assess.intake.doubting.ground import Ground, Spot, given_text, shown
from assess.intake.doubting.rows import doubted_under_merge
from assess.intake.doubting.tables import Table
from assess.intake.doubts import Choice, Doubt, Edit
from assess.intake.edits import merge_name
from assess.intake.responses import ANSWER
from assess.intake.rows import FIELDS
from assess.intake.suggesting import either, readings
from questionnaires.problems import Problem

EACH, FIRST = "for each of the {count} rows", "for the first row only"


def doubted_merge(problem: Problem, ground: Ground) -> Iterator[Doubt]:
    """Yield what is to be decided about the rows that a merged cell covers."""
    strangers = list(_strangers(problem, ground))
    if strangers:
        # Only then is it known what the merge covers.
        for row in strangers:
            yield from doubted_under_merge(problem, row, ground)
        return
    spots = _covered(problem, ground)
    answers = [spot for spot in spots if spot.part == ANSWER]
    value = ground.value(problem.place)
    if answers:
        yield from (_answer(problem, spot, ground, value) for spot in answers)
    elif spots:
        below = [each for each in spots if each.part == spots[0].part]
        yield _detail(problem, below, ground, value)


def _strangers(problem: Problem, ground: Ground) -> Iterator[int]:
    """Yield the rows under a merge that say what they ask, and belong to no known question."""
    table = ground.tables[problem.place.sheet]
    first, last = _rows(problem, table)
    columns = [each for each in (table.key, table.question) if each is not None]
    for row in range(first, last + 1):
        said = any(not is_blank(table.sheet.grid[row][column]) for column in columns)
        if said and row not in table.rows:
            yield row


def _rows(problem: Problem, table: Table) -> tuple[int, int]:
    start = cell_position(problem.place.cell)
    ends = [last[0] for first, last in table.sheet.merged if first == start]
    return start[0], max(ends, default=start[0])


def _covered(problem: Problem, ground: Ground) -> list[Spot]:
    """Return the partner's cells of known rows that the merge beginning at a place covers."""
    sheet = ground.tables[problem.place.sheet].sheet
    start = cell_position(problem.place.cell)
    ends = [last for first, last in sheet.merged if first == start]
    inside = [
        (sheet.name, cell_name(row, column))
        for bottom, right in ends
        for row in range(start[0], bottom + 1)
        for column in range(start[1], right + 1)
    ]
    return [ground.cells[place] for place in inside if place in ground.cells]


def _undone(problem: Problem, ground: Ground) -> tuple[Edit, ...]:
    """Return the edits that undo the merge that begins at a place."""
    sheet = ground.tables[problem.place.sheet].sheet
    start = cell_position(problem.place.cell)
    names = [merge_name(merge) for merge in sheet.merged if merge[0] == start]
    return tuple(Edit(sheet.name, name, "") for name in names)


def _answer(problem: Problem, spot: Spot, ground: Ground, value: Cell) -> Doubt:
    asked, setting = ground.asked(spot.target), ground.reader.setting(spot.row)
    doubt, undone = doubted_answer(problem, spot, ground), _undone(problem, ground)
    means = readings(asked, value, setting) if spot.target[1] < 0 else ()
    return replace(
        doubt,
        cell=spot.row.cell(ANSWER),
        read=shown(value),
        suggestion=either(means),
        given=given_text(value),
        choices=tuple(each._replace(edits=(*undone, *each.edits)) for each in doubt.choices),
        along=(*undone, *doubt.along),
    )


def _detail(problem: Problem, spots: list[Spot], ground: Ground, value: Cell) -> Doubt:
    first, undone = spots[0], _undone(problem, ground)
    edits = [Edit(each.row.sheet.name, each.row.cell(each.part), value) for each in spots]
    each = EACH.format(count=len(edits))
    return Doubt(
        problems=(problem,),
        subject=FIELDS[first.part],
        sheet=problem.place.sheet,
        cell=problem.place.cell,
        question=", ".join(ground.row_id(spot.target) for spot in spots),
        text="",
        read=shown(value),
        suggestion="",
        kind="choice",
        choices=(Choice(each, (*undone, *edits)), Choice(FIRST, (*undone, edits[0]))),
    )
