"""Columns found by their titles, wherever the header stands and over however many rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assess.intake.foreign.titles import Titles, fits, folded
from assess.layouts import Column


@dataclass(frozen=True, slots=True)
class Header:
    """Where a header begins, counted from 0, and the columns by what they are.

    `twice` are those whose title stands over two columns; the first of them is taken.
    """

    row: int
    columns: dict[str, int]
    twice: dict[str, int]


def find_header(
    titles: Titles, wanted: Mapping[str, Column], needed: Iterable[str], rows: int = 1
) -> Header | None:
    """Return the header over `rows` rows that has all needed columns, and most of the others.

    The topmost of equals. A column without titles is not sought here. None where there is none.
    """
    must = [name for name in needed if wanted[name].titles]
    others = [name for name in wanted if name not in must and wanted[name].titles]
    best: Header | None = None
    for row, first in enumerate(titles):
        window = _by_title(titles[row : row + rows]) if any(first) else {}
        columns = {name: _columns(window, wanted[name].titles) for name in must if window}
        if not window or not all(columns.values()):
            continue
        columns |= {name: _columns(window, wanted[name].titles) for name in others}
        header = _header(row, {name: found for name, found in columns.items() if found})
        begins = any(first[at] for found in columns.values() for at in found)
        if begins and (best is None or len(header.columns) > len(best.columns)):
            best = header
    return best


def _header(row: int, found: dict[str, list[int]]) -> Header:
    firsts = {name: columns[0] for name, columns in found.items()}
    return Header(row, firsts, {name: at[1] for name, at in found.items() if len(at) > 1})


def _by_title(window: Titles) -> dict[str, set[int]]:
    """Return over which columns each text of some rows stands."""
    found: dict[str, set[int]] = {}
    for row in window:
        for column, text in enumerate(row):
            if text:
                found.setdefault(text, set()).add(column)
    return found


def _columns(window: dict[str, set[int]], spellings: tuple[str, ...]) -> list[int]:
    """Return the columns under the first spelling that stands anywhere, leftmost first."""
    for spelling in spellings:
        if "*" in spelling:
            found = set().union(*(at for text, at in window.items() if fits(spelling, text)))
        else:
            found = window.get(folded(spelling), set())
        if found:
            return sorted(found)
    return []
