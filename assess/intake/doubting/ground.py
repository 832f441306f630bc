"""What stands where in a file whose problems are turned into things to decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assess.intake.cells import Cell, Fault, cell_position, text_of
from assess.intake.doubting.tables import Table, Target
from assess.intake.names import Asked, Names
from assess.intake.responses import Reader
from assess.intake.rows import FIELDS, Row
from assess.workbook_format import OPTION_SEPARATOR
from questionnaires.problems import Place

_FAULTS = {"error": "an error value, such as #N/A", "formula": "a formula without its result"}


@dataclass(frozen=True, slots=True)
class Spot:
    """One of the partner's cells: which part of which row, and what that belongs to."""

    target: Target
    row: Row
    part: int


@dataclass(frozen=True, slots=True)
class Ground:
    """The rows that were found, by their cells, and the tables by their sheet's name.

    `texts` are the questions' own words, by position, where the file has some.
    """

    reader: Reader
    names: Names
    tables: dict[str, Table]
    texts: Mapping[int, str]
    cells: dict[tuple[str, str], Spot]

    @classmethod
    def of(
        cls, reader: Reader, tables: Iterable[Table], names: Names, texts: Mapping[int, str]
    ) -> Ground:
        """Look up everything once."""
        # Where a form has no column of its own for a part, its cell is the answer's.
        cells = {
            (row.sheet.name, row.cell(part)): Spot(target, row, part)
            for target, row in reader.found.rows.items()
            for part in reversed(range(len(FIELDS)))
        }
        by_name = {table.sheet.name: table for table in tables}
        return cls(reader, names, by_name, texts, cells)

    def asked(self, target: Target) -> Asked:
        """Return the question that a row belongs to."""
        return self.names.asked[target[0]]

    def row_id(self, target: Target) -> str:
        """Return a row's id as the questionnaire spells it."""
        question, option = self.asked(target).question, target[1]
        below = f"{OPTION_SEPARATOR}{question.answer.options[option].id}" if option >= 0 else ""
        return question.id + below

    def text(self, target: Target) -> str:
        """Return what a row asks."""
        question, option = self.asked(target).question, target[1]
        text = self.texts.get(target[0], question.text)
        return text if option < 0 else f"{text}\n{question.answer.options[option].text}"

    def value(self, place: Place) -> Cell:
        """Return what stands at a place."""
        row, column = cell_position(place.cell)
        return self.tables[place.sheet].sheet.grid[row][column]


def shown(value: Cell) -> str:
    """Return what stands in a cell as a text, also where it cannot be used."""
    if isinstance(value, Fault):
        return _FAULTS.get(value.kind) or f"marks under {value.said}"
    return text_of(value)


def given_text(value: Cell) -> str:
    """Return what the partner wrote, "" where that cannot be had."""
    return "" if isinstance(value, Fault) else text_of(value)
