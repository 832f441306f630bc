"""Where a decided answer goes in the file as it came back, marks under answers among it."""

from __future__ import annotations

from dataclasses import dataclass

from assess.correction_format import LEAVE_BLANK
from assess.intake.cells import cell_name, is_blank
from assess.intake.doubting.ground import Ground
from assess.intake.doubting.tables import Table
from assess.intake.doubts import Choice, Edit
from assess.intake.responses import ANSWER
from assess.intake.rows import Row
from assess.workbook_format import TICK


@dataclass(frozen=True, slots=True)
class Seat:
    """The cell that an answer goes into, and what has to change along with it.

    `under` leads from an answer to the cell that takes a mark for it, where marks are all.
    """

    sheet: str
    into: str
    along: tuple[Edit, ...] = ()
    under: tuple[tuple[str, str], ...] = ()

    def choice(self, text: str) -> Choice:
        """Return the choice of an answer, or to leave it blank."""
        marked = dict(self.under).get(text)
        if marked is not None:
            return Choice(text, (*self.along, Edit(self.sheet, marked, TICK)))
        value = "" if text == LEAVE_BLANK else text
        return Choice(text, (*self.along, Edit(self.sheet, self.into, value)))

    def offers(self, text: str) -> bool:
        """Tell whether there is a place for an answer."""
        return not self.under or text in {LEAVE_BLANK, *dict(self.under)}


def seat_of(row: Row, ground: Ground) -> Seat:
    """Return where the answer of a row goes.

    Marks under answers are taken away; where they have taken the place of the answers' column,
    that column is added again, unless the form is made so.
    """
    table = ground.tables[row.sheet.name]
    name, number = row.sheet.name, row.number - 1
    along = tuple(Edit(name, cell, "") for cell in _marked(table, number))
    if table.under:
        under = tuple((text, cell_name(number, at)) for text, at in table.under.items())
        return Seat(name, row.cell(ANSWER), along, under)
    if not table.marks:
        return Seat(name, row.cell(ANSWER))
    if table.answer is not None:
        return Seat(name, cell_name(number, table.answer), along)
    column = len(row.sheet.grid[table.header])
    title = Edit(name, cell_name(table.header, column), "Answer")
    return Seat(name, cell_name(number, column), (*along, title))


def emptied(table: Table, row: int) -> tuple[Edit, ...]:
    """Return the edits after which nothing stands in a row that the partner has written."""
    columns = dict.fromkeys((*table.partners, *table.marks))
    return tuple(Edit(table.sheet.name, cell_name(row, column), "") for column in columns)


def _marked(table: Table, row: int) -> list[str]:
    cells = table.sheet.grid[row]
    return [cell_name(row, column) for column in table.marks if not is_blank(cells[column])]
