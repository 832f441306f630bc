"""The columns of a sheet of questions, ours or another's, as far as decisions go into them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from assess.intake.header import PARTNERS, find_header, title_of
from assess.intake.ids import ids_meant
from assess.intake.names import Names
from assess.intake.rows import Found
from assess.intake.sheets import Sheet

Target: TypeAlias = tuple[int, int]
"""A question, and one of its options or -1: what a row belongs to."""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet's header and columns, counted from 0, and the question of each row.

    `key` is the column of the ids, None where an id cannot be written into one. `partners` are
    the columns that the partner fills in, the answer's first where there is one. `marks` are
    those under which marks answer the questions, with what stands over them; where `under` says
    which answer each column is for, answers are given by marks alone.
    """

    sheet: Sheet
    header: int
    key: int | None
    question: int | None
    answer: int | None
    partners: tuple[int, ...]
    rows: Mapping[int, Target]
    marks: Mapping[int, str] = field(default_factory=dict)
    under: Mapping[str, int] = field(default_factory=dict)


def our_tables(found: Found, sheets: tuple[Sheet, ...], names: Names) -> Iterator[Table]:
    """Yield the tables of our own form, one a sheet with its header."""
    for sheet in sheets:
        header = find_header(sheet.grid)
        titles = [] if header is None else [title_of(value) for value in sheet.grid[header]]
        if header is None or not {"ID", *PARTNERS[1:]} <= set(titles):
            continue
        partners = [titles.index(title) for title in PARTNERS if title in titles]
        yield Table(
            sheet=sheet,
            header=header,
            key=titles.index("ID"),
            question=titles.index("Question") if "Question" in titles else None,
            answer=titles.index("Answer") if "Answer" in titles else None,
            partners=tuple(partners),
            rows=dict(_rows(sheet, header, titles.index("ID"), names)),
            marks=found.marks.get(sheet.name, {}),
        )


def _rows(sheet: Sheet, header: int, key: int, names: Names) -> Iterator[tuple[int, Target]]:
    for row in range(header + 1, len(sheet.grid)):
        meant = ids_meant(sheet.grid[row][key], names)
        if len(meant) == 1:
            yield row, names.rows[meant[0]]
