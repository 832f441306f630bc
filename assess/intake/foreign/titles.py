"""Names of sheets and titles of columns, compared with what a layout calls them."""

from __future__ import annotations

from functools import cache, lru_cache

from assess.intake import limits
from assess.intake.cells import Cell, Grid, fold

LONGEST_TITLE = 200
"""Characters beyond which a cell is no title."""


def fits(pattern: str, text: str) -> bool:
    """Tell whether a folded text is what a pattern says, whose `*` stand for anything.

    In one pass: each part between two `*` is sought from where the one before ended.
    """
    first, *rest = _parts(pattern)
    if not rest:
        return text == first
    last = rest.pop()
    if not text.startswith(first) or len(text) < len(first) + len(last):
        return False
    position, end = len(first), len(text) - len(last)
    for part in rest:
        found = text.find(part, position, end)
        if found < 0:
            return False
        position = found + len(part)
    return text.endswith(last)


@cache
def _parts(pattern: str) -> tuple[str, ...]:
    return tuple(fold(pattern).split("*"))


Titles = list[list[str]]
"""The first rows of a sheet, among which its header is, as titles."""


def titles_of(grid: Grid) -> Titles:
    """Return the rows of a sheet among which its header is, folded for comparison."""
    return [list(map(title, row)) for row in grid[: limits.HEADER_ROWS]]


def title(value: Cell) -> str:
    """Return a cell's text folded as a title; "" for what can be none."""
    if not isinstance(value, str) or not value or len(value) > LONGEST_TITLE:
        return ""
    return folded(value).strip(" :*")


@lru_cache(maxsize=10_000)
def folded(text: str) -> str:
    """Return a short text folded; ids, answers and titles come again and again."""
    return fold(text)
