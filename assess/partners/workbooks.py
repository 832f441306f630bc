"""Lists as xlsx: the sheet that holds the partners, read as returned workbooks are."""

from __future__ import annotations

from assess.intake.cells import RefusedError, cell_name, is_blank, text_of
from assess.intake.form import form_sheets
from assess.intake.formats import open_book
from assess.intake.sheets import Sheet
from assess.partners.columns import has_required
from assess.partners.tables import Row
from questionnaires.problems import InputError, Place, Problem


def read_workbook_rows(data: bytes, file: str, problems: list[Problem]) -> list[Row]:
    """Return the rows that hold anything, of the only visible sheet whose header has id and name.

    Where no sheet has, the first that is not empty is taken. Cells that cannot be read are
    appended to the problems. Raises InputError for a file that cannot be read, or where several
    sheets hold partners.
    """
    try:
        sheets = form_sheets(open_book(data))
    except RefusedError as error:
        problem = Problem(Place(file), error.code, error.message, "save it as .xlsx or as CSV")
        raise InputError([problem]) from error
    filled = [(sheet, rows) for sheet in sheets if (rows := _filled(sheet))]
    lists = [(sheet, rows) for sheet, rows in filled if has_required(_header(sheet, rows[0]))]
    if len(lists) > 1:
        names = ", ".join(sheet.name for sheet, _ in lists)
        message = f"several sheets hold partners: {names}"
        hint = "put all partners into one sheet"
        raise InputError([Problem(Place(file), "partners.several-sheets", message, hint)])
    for sheet, rows in (lists or filled)[:1]:
        problems += _merged(sheet, rows[0], file)
        return [_row(sheet, row, file, problems) for row in rows]
    return []


def _filled(sheet: Sheet) -> list[int]:
    return [
        row for row, cells in enumerate(sheet.grid) if not all(is_blank(cell) for cell in cells)
    ]


def _header(sheet: Sheet, row: int) -> list[str]:
    return [cell if isinstance(cell, str) else "" for cell in sheet.grid[row]]


def _row(sheet: Sheet, row: int, file: str, problems: list[Problem]) -> Row:
    cells = sheet.grid[row]
    places = tuple(Place(file, sheet.name, cell_name(row, column)) for column in range(len(cells)))
    texts = []
    for cell, place in zip(cells, places, strict=True):
        try:
            texts.append(text_of(cell))
        except RefusedError as error:
            problems.append(Problem(place, f"partner.{error.code}", error.message, error.hint))
            texts.append("")
    return Row(tuple(texts), places)


def _merged(sheet: Sheet, header: int, file: str) -> list[Problem]:
    """Refuse a cell that spans several partners: the reader sees it in the first one only."""
    return [
        Problem(
            Place(file, sheet.name, cell_name(*first)),
            "partners.merged",
            "this cell is merged over several rows",
            "unmerge it and repeat its value",
        )
        for first, last in sheet.merged
        if last[0] > max(first[0], header)
    ]
