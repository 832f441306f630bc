"""The column of an unknown sheet that may hold the ids, told by how they look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from assess.intake.cells import Cell, text_of
from assess.intake.foreign.headings import is_nothing
from assess.intake.foreign.shapes import looks_like_id, pattern_of
from assess.intake.sheets import Sheet

LEAST_ROWS = 3
"""Rows of a sheet that may be a questionnaire."""

_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)*")


@dataclass(frozen=True, slots=True)
class Numbering:
    """A column of ids: the ids by row, their pattern, what to replace in them.

    `likely` compares such columns of one sheet: the more different ids, the fewer other cells,
    the higher.
    """

    column: int
    ids: dict[int, str]
    pattern: str
    replace: dict[str, str]
    likely: float


def numbering_of(sheet: Sheet) -> Numbering | None:
    """Return the column that most likely holds a sheet's ids, the leftmost of equals."""
    return max(_numberings(sheet), key=lambda each: each.likely, default=None)


def _numberings(sheet: Sheet) -> Iterator[Numbering]:
    for column in range(len(sheet.grid[0]) if sheet.grid else 0):
        cells = {
            row: text_of(cells[column]).strip()
            for row, cells in enumerate(sheet.grid)
            if not is_nothing(cells[column]) and _may_be_id(cells[column])
        }
        ids = {row: text for row, text in cells.items() if looks_like_id(text)}
        if len(ids) < LEAST_ROWS or not _may_be_numbering(list(ids.values())):
            continue
        pattern, replace = pattern_of(ids.values())
        fitting = re.compile(pattern)
        ids = {row: text for row, text in ids.items() if fitting.fullmatch(without(text, replace))}
        distinct = len(set(ids.values()))
        if distinct >= LEAST_ROWS:
            likely = distinct * (distinct / len(ids)) * (len(ids) / len(cells)) ** 0.5
            yield Numbering(column, ids, pattern, replace, likely)


def without(text: str, replace: dict[str, str]) -> str:
    """Return an id as its pattern has it."""
    for old, new in replace.items():
        text = text.replace(old, new)
    return text


def _may_be_id(value: Cell) -> bool:
    return isinstance(value, (str, int, float)) and not isinstance(value, bool)


def _may_be_numbering(ids: list[str]) -> bool:
    """Tell a numbering from a column of figures: plain numbers are one only if they rise."""
    if not all(_NUMBER.fullmatch(each) for each in ids):
        return True
    numbers = [tuple(map(int, each.split("."))) for each in ids]
    return all(first < second for first, second in pairwise(numbers))
