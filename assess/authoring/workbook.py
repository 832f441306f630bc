"""A questionnaire as a workbook to edit: a sheet a part, lists where a vocabulary is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from assess.authoring import sheets
from assess.authoring.manual import MANUAL
from assess.authoring.sheets import Column, Table
from assess.authoring.taking_apart import rows_of
from assess.look import palette
from assess.look.sheet import WRAPPED, fill, font, put, set_up_print, underline, workbook_bytes
from assess.workbook_format import INSTRUCTIONS_SHEET

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

EDITED = 2000
"""Last row that the lists reach, so that rows can be added."""

LINE, TALLEST = 13.5, 300
HEADING = Alignment(vertical="center", wrap_text=True)
OWNER_WIDTH = 28


def workbook(data: dict[str, Any], file: str) -> bytes:
    """Return the workbook of a questionnaire's JSON data; the same data gives the same bytes.

    `file` is what problems call the questionnaire. Raises InputError as `rows_of` does.
    """
    rows = rows_of(data, file)
    book = Workbook()
    _write_manual(book.worksheets[0])
    for table in sheets.TABLES:
        sheet = book.create_sheet(table.sheet)
        _write_headings(sheet, table)
        for number, row in enumerate(rows[table.sheet], start=2):
            _write_row(sheet, table, number, row)
        _offer_lists(sheet, table)
        set_up_print(sheet, f"{data['id']}@{data['version']}", landscape=True, repeat="1:1")
    book.active = book.sheetnames.index(sheets.QUESTIONS.sheet)
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet.title == sheets.QUESTIONS.sheet
    book.properties.title = f"{data['id']}@{data['version']}"
    book.properties.creator = "partner-posture"
    return workbook_bytes(book)


def _write_manual(sheet: Worksheet) -> None:
    sheet.title = INSTRUCTIONS_SHEET
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 18
    sheet.column_dimensions["B"].width = 100
    for number, (name, text) in enumerate(MANUAL, start=1):
        put(sheet.cell(number, 1), name, font=font(bold=True), alignment=WRAPPED)
        put(sheet.cell(number, 2), text, font=font(), alignment=WRAPPED)
        sheet.row_dimensions[number].height = _height([(text, 100)])
    sheet.cell(1, 1).font = font(size=15, bold=True, colour=palette.ACCENT)
    sheet.cell(1, 1).alignment = Alignment(vertical="top")
    sheet.row_dimensions[1].height = 26
    set_up_print(sheet, INSTRUCTIONS_SHEET, landscape=True)


def _write_headings(sheet: Worksheet, table: Table) -> None:
    widths = [OWNER_WIDTH] if table.owner else []
    widths += [column.width for column in table.columns]
    for index, (heading, width) in enumerate(zip(table.headings, widths, strict=True), start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
        style = {"font": font(bold=True, colour=palette.PAPER), "fill": fill(palette.ACCENT)}
        put(sheet.cell(1, index), heading, alignment=HEADING, **style)
    sheet.row_dimensions[1].height = 28
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.headings))}1"


def _write_row(sheet: Worksheet, table: Table, number: int, row: list[str | float | None]) -> None:
    texts = []
    for index, value in enumerate(row, start=1):
        style = {"font": font(), "alignment": WRAPPED, "border": underline()}
        put(sheet.cell(number, index), value, **style)
        if isinstance(value, str):
            width = sheet.column_dimensions[get_column_letter(index)].width
            texts.append((value, int(width)))
    sheet.cell(number, 1).font = font(bold=True)
    sheet.row_dimensions[number].height = _height(texts)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.headings))}{number}"


def _height(texts: list[tuple[str, int]]) -> float:
    """Estimate a row's height: no program sets it by itself when it opens the file."""
    lines = [
        sum(1 + int(len(line) * 1.1) // max(width - 1, 1) for line in text.split("\n"))
        for text, width in texts
    ]
    return min(max(lines, default=1) * LINE + 4, TALLEST)


def _offer_lists(sheet: Worksheet, table: Table) -> None:
    if table.owner == "Question":
        _offer_ids(sheet, "A", sheets.QUESTIONS)
    for index, column in enumerate(table.columns, start=2 if table.owner else 1):
        letter = get_column_letter(index)
        if column.choices:
            choices = ",".join(column.choices)
            rule = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
            _add(
                sheet, rule, letter, column.heading, f"Choose one of: {', '.join(column.choices)}."
            )
        elif column.span:
            _add_whole(sheet, letter, column, column.span)
        elif column.heading == "Section":
            _offer_ids(sheet, letter, sheets.SECTIONS)


def _add_whole(sheet: Worksheet, letter: str, column: Column, span: tuple[int, int]) -> None:
    low, high = span
    rule = DataValidation(
        type="whole",
        operator="between",
        formula1=str(low),
        formula2=str(high),
        allow_blank=True,
    )
    _add(sheet, rule, letter, column.heading, f"Enter a whole number from {low} to {high}.")


def _offer_ids(sheet: Worksheet, letter: str, table: Table) -> None:
    """Offer the ids of another sheet, rows to come among them."""
    ids = f"{quote_sheetname(table.sheet)}!$A$2:$A${EDITED}"
    rule = DataValidation(type="list", formula1=ids, allow_blank=True)
    _add(sheet, rule, letter, table.sheet, f"Use an id of the sheet “{table.sheet}”.")


def _add(sheet: Worksheet, rule: DataValidation, letter: str, title: str, says: str) -> None:
    rule.showErrorMessage, rule.errorTitle, rule.error = True, title, says
    rule.add(f"{letter}2:{letter}{EDITED}")
    sheet.add_data_validation(rule)
