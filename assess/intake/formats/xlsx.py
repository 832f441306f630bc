"""Excel's own form, .xlsx and .xlsm: what the fast reader hides is put back in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from typing import cast

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from assess.intake import limits
from assess.intake.cells import Fault, Grid, RefusedError, cell_position
from assess.intake.formats.package import Package, open_package
from assess.intake.formats.unseen import (
    counted_cells,
    has_far_value,
    marked_cells,
    with_known_errors,
)
from assess.intake.sheets import Book, Listed, Sheet


def open_xlsx(data: bytes) -> Book:
    """Open a workbook; RefusedError with a `file.…` code for anything but a whole one."""
    with refusing():
        package = open_package(data)
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        if len(book.sheet_names) > limits.SHEETS:
            message = f"the workbook has more than {limits.SHEETS} sheets"
            raise RefusedError(message, "file.too-large", "return the workbook that was sent")
        listed = tuple(
            Listed(about.name, about.visible == SheetVisibleEnum.Visible)
            for about in book.sheets_metadata
            if about.typ == SheetTypeEnum.WorkSheet
        )

    @cache
    def read(name: str) -> Sheet:
        with refusing():
            return _sheet(package, book, name)

    return Book(data, "xlsx", listed, read)


@contextmanager
def refusing() -> Iterator[None]:
    """Turn whatever goes wrong inside a library into the refusal of this file alone."""
    try:
        yield
    except (RefusedError, KeyboardInterrupt, SystemExit):
        raise
    except PasswordError:
        message = "the file is protected with a password"
        hint = "remove the password for opening the file and send it again"
        raise RefusedError(message, "file.password", hint) from None
    except BaseException as error:  # a panic inside calamine derives from BaseException
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        hint = "open it in Excel or LibreOffice and save it as .xlsx"
        message = f"the file cannot be read: {reason}"
        raise RefusedError(message, "file.unreadable", hint) from error


def _sheet(package: Package, book: CalamineWorkbook, name: str) -> Sheet:
    xml = package.sheet_xml(name)
    if has_far_value(xml):
        message = f"the sheet “{name}” has values beyond row {limits.ROWS:,} or column ZZ"
        hint = "delete what stands far below or right of the questions"
        raise RefusedError(message, "file.too-large", hint)
    sheet, xml = _read(package, book, name, xml)
    if sheet.total_height * sheet.total_width > limits.CELLS:
        message = f"the sheet “{name}” spans more than {limits.CELLS:,} cells"
        raise RefusedError(message, "file.too-large", "delete what does not belong to the form")
    grid = cast("Grid", sheet.to_python(skip_empty_area=False))
    marked = marked_cells(xml)
    if marked is None:
        marked = counted_cells(package.data, name, grid)
    computed = frozenset(_put_back(grid, marked))
    return Sheet(name, grid, computed, tuple(sheet.merged_cell_ranges or ()))


def _read(
    package: Package, book: CalamineWorkbook, name: str, xml: bytes
) -> tuple[CalamineSheet, bytes]:
    """Return a sheet and the XML that it was read from, error values made known if need be."""
    try:
        return book.get_sheet_by_name(name), xml
    except CalamineError:
        known = with_known_errors(xml)
        if known == xml:
            raise
        copy = CalamineWorkbook.from_filelike(BytesIO(package.with_sheet(name, known)))
        return copy.get_sheet_by_name(name), known


def _put_back(grid: Grid, marked: dict[str, str]) -> Iterator[str]:
    """Set a Fault where the reader shows a blank; yield the cells whose result is known."""
    for cell, kind in marked.items():
        row, column = cell_position(cell)
        if row >= len(grid) or column >= len(grid[row]):
            continue
        if grid[row][column] == "":
            grid[row][column] = Fault(kind)
        elif kind == "formula":
            yield cell
