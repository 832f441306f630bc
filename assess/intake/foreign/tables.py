"""The sheets of a recognised workbook, as decisions about their doubtful cells go into them."""

from __future__ import annotations

from collections.abc import Iterator

from assess.intake.cells import Cell, Fault, is_blank, text_of
from assess.intake.doubting import Table
from assess.intake.foreign.placing import ANSWER, ID, PARENT, QUESTION, Placed
from assess.intake.foreign.recognising import Recognised
from assess.layouts import NOT_APPLICABLE as MARKED_NOT_APPLICABLE
from assess.workbook_format import NOT_APPLICABLE


def tables_of(recognised: Recognised) -> Iterator[Table]:
    """Yield the table of each sheet that holds questions."""
    texts = {
        level.id: level.text
        for asked in recognised.names.asked
        for level in asked.question.answer.levels
    }
    texts[MARKED_NOT_APPLICABLE] = NOT_APPLICABLE
    for placed in recognised.placed:
        yield Table(
            sheet=placed.sheet,
            header=placed.header,
            # An id below the name of its domain is only a part of one.
            key=None if PARENT in placed.columns else placed.columns[ID],
            question=placed.columns.get(QUESTION),
            answer=placed.columns.get(ANSWER),
            partners=placed.partners,
            rows={row.row: (row.question, -1) for row in placed.rows if row.question is not None},
            marks={column: _over(placed, column) for column, _ in placed.marks},
            under={texts[level]: column for column, level in placed.marks if level in texts},
        )


def _over(placed: Placed, column: int) -> str:
    """Return the title over a column of marks."""
    cells = (row[column] for row in placed.sheet.grid[placed.header :])
    return next((_text(cell) for cell in cells if not is_blank(cell)), "")


def _text(cell: Cell) -> str:
    return "" if isinstance(cell, Fault) else text_of(cell)
