"""The header of a questions sheet, found by what its cells say, in any of our languages."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from assess.intake import limits
from assess.intake.cells import Cell, Grid, cell_name, fold, quoted
from assess.intake.sheets import Sheet
from assess.workbook_format import HEADERS

PARTNERS = ("Answer", "Comment", "Evidence reference", "Evidence date")
"""The columns that the partner fills in, by their name."""

_TITLES = {fold(header): name for header, name in HEADERS.items()}


def find_header(grid: Grid) -> int | None:
    """Return the row of the header, counted from 0, None where a sheet has none of ours."""
    rows = grid[: limits.HEADER_ROWS]
    for index, row in enumerate(rows):
        if "ID" in row and "Answer" in row:
            return index
    for index, row in enumerate(rows):
        titles = {title_of(value) for value in row}
        # Somebody may have put one column for each answer in the place of one for all.
        if "ID" in titles and ("Answer" in titles or titles.issuperset(PARTNERS[1:])):
            return index
    return None


def title_of(value: Cell) -> str:
    """Return which column a header names, in any language; "" for none of ours."""
    return _TITLES.get(fold(value).strip(" :*"), "") if isinstance(value, str) else ""


def column_of(sheet: Sheet, name: str) -> int | None:
    """Return the column of a header by its name, counted from 0; None where there is none."""
    header = find_header(sheet.grid)
    for column, title in enumerate([] if header is None else sheet.grid[header]):
        if title_of(title) == name:
            return column
    return None


def is_ours(sheet: Sheet) -> bool:
    """Tell whether a sheet's header is ours beyond doubt; only the answers' column may lack."""
    header = find_header(sheet.grid)
    titles = [] if header is None else [title_of(value) for value in sheet.grid[header]]
    return set(titles).issuperset({"ID", *PARTNERS[1:]})


def almost_headed(sheets: Iterable[Sheet]) -> str:
    """Say which row comes nearest to our header and what it lacks; "" where none comes near."""
    rows = [
        (len({title_of(value) for value in row} & {"ID", *PARTNERS}), sheet, index)
        for sheet in sheets
        for index, row in enumerate(sheet.grid[: limits.HEADER_ROWS])
    ]
    count, sheet, index = max(rows, key=lambda each: each[0], default=(0, None, 0))
    if sheet is None or count < 2:  # noqa: PLR2004 - one word alone is no header
        return ""
    return f"the header in row {index + 1} of {quoted(sheet.name)} lacks {lacking(sheet, index)}"


def lacking(sheet: Sheet, header: int) -> str:
    """Name the columns that a header lacks, each with the word there that looks like it."""
    row = sheet.grid[header]
    titles = {title_of(value) for value in row}
    missing = [name for name in ("ID", *PARTNERS) if name not in titles]
    return ", ".join(f"“{name}”{''.join(_alike(name, row, header))}" for name in missing)


def _alike(name: str, row: list[Cell], header: int) -> Iterator[str]:
    words = [word for word, column in _TITLES.items() if column == name]
    for index, value in enumerate(row):
        if not isinstance(value, str) or title_of(value):
            continue
        if difflib.get_close_matches(fold(value)[: limits.QUOTED], words, n=1):
            yield f" ({quoted(value)} in {cell_name(header, index)} looks like it)"
