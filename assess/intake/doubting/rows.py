"""Rows in doubt: those of no known question, and those of one question that differ."""

from __future__ import annotations

from collections.abc import Iterator

from assess.correction_format import IGNORE_ROW
from assess.intake.cells import Cell, cell_name, cell_position, fold, is_blank, quoted
from assess.intake.doubting.ground import Ground, shown
from assess.intake.doubting.seats import emptied
from assess.intake.doubting.tables import Table
from assess.intake.doubts import Choice, Doubt, Edit
from assess.intake.ids import ids_meant, nearest_id, numbered_alike
from questionnaires.problems import Problem


def doubted_stranger(problem: Problem, ground: Ground) -> Iterator[Doubt]:
    """Yield which question a row belongs to that is to be decided."""
    table = ground.tables[problem.place.sheet]
    row = cell_position(problem.place.cell)[0]
    if table.key is not None:
        yield _stranger(problem, (table, row, table.key), emptied(table, row), ground)


def doubted_under_merge(problem: Problem, row: int, ground: Ground) -> Iterator[Doubt]:
    """Yield which question a row belongs to, of which a merge hides whether it is answered.

    Where it belongs to none it is as if it were not there; the merge stays as it is.
    """
    table = ground.tables[problem.place.sheet]
    if table.key is not None:
        columns = [table.key] if table.question is None else [table.key, table.question]
        gone = tuple(Edit(table.sheet.name, cell_name(row, each), "") for each in columns)
        yield _stranger(problem, (table, row, table.key), gone, ground)


def _stranger(
    problem: Problem, spot: tuple[Table, int, int], ignored: tuple[Edit, ...], ground: Ground
) -> Doubt:
    table, row, column = spot
    key, into = table.sheet.grid[row][column], cell_name(row, column)
    name, ids = table.sheet.name, _ids(ground)
    return Doubt(
        problems=(problem,),
        subject="row",
        sheet=name,
        cell=into,
        question="",
        text="" if table.question is None else shown(table.sheet.grid[row][table.question]),
        read=": ".join(filter(None, (shown(key), " · ".join(_given(table, row))))),
        suggestion=" or ".join(each for each in _meant(key, ground) if ids[each]),
        kind="choice",
        choices=(
            *(Choice(each, (Edit(name, into, each),)) for each in ids),
            Choice(IGNORE_ROW, ignored),
        ),
        into=into,
    )


def doubted_twins(problem: Problem, ground: Ground) -> Iterator[Doubt]:
    """Yield which of the rows of one question is to be kept."""
    row = cell_position(problem.place.cell)[0]
    target = ground.tables[problem.place.sheet].rows.get(row)
    if target is None:
        return
    twins = [
        (table, number)
        for table in ground.tables.values()
        for number, belongs in table.rows.items()
        if belongs == target and _given(table, number)
    ]
    first = ground.reader.found.rows[target]
    yield Doubt(
        problems=(problem,),
        subject="row",
        sheet=first.sheet.name,
        cell=first.cell(0),
        question=ground.row_id(target),
        text=ground.text(target),
        read="\n".join(_told(*each) for each in twins),
        suggestion="",
        kind="choice",
        choices=tuple(
            Choice(
                _told(*kept),
                tuple(
                    edit
                    for other, twin in enumerate(twins)
                    if other != position
                    for edit in emptied(*twin)
                ),
            )
            for position, kept in enumerate(twins)
        ),
    )


def _ids(ground: Ground) -> dict[str, bool]:
    """Return every row's id, and whether nothing is known of it yet; those come first."""
    found = ground.reader.found.rows
    ids = {
        ground.row_id(target): target not in found or not found[target].given
        for target in ground.names.rows.values()
    }
    return dict(sorted(ids.items(), key=lambda each: not each[1]))


def _meant(key: Cell, ground: Ground) -> list[str]:
    """Return the ids that a row's id can have been."""
    name = fold(shown(key))
    meant = ids_meant(key, ground.names)
    if len(meant) == 1:
        meant = numbered_alike(name, ground.names)
    near = [nearest_id(name, ground.names)] if name and not meant else []
    return [ground.row_id(ground.names.rows[each]) for each in (*meant, *near) if each]


def _given(table: Table, row: int) -> list[str]:
    """Return what stands in the partner's cells of a row, and over its marks."""
    cells = table.sheet.grid[row]
    marked = [over for column, over in table.marks.items() if not is_blank(cells[column])]
    partners = [column for column in table.partners if column not in table.marks]
    return marked + [shown(cells[column]) for column in partners if not is_blank(cells[column])]


def _told(table: Table, row: int) -> str:
    column = table.partners[0] if table.answer is None else table.answer
    said = ", ".join(map(quoted, _given(table, row)))
    return f"{quoted(table.sheet.name)[1:-1]}!{cell_name(row, column)} {said}"
