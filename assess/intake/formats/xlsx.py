"""Excel's own form, .xlsx and .xlsm: what the fast reader hides is put back in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import cast

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from assess.intake import limits
from assess.intake.cells import Fault, Grid, RefusedError, cell_position
from assess.intake.formats.comments import comments_of
from assess.intake.formats.gathering import (
    Allowance,
    check_merges,
    check_sheets,
    merges_inside,
)
from assess.intake.formats.package import Package, Relation, elements
from assess.intake.formats.percent import percent_cells
from assess.intake.formats.plain import is_usual, laid_out_anew, part_of, workbook_part
from assess.intake.formats.refusals import refusing, unreadable
from assess.intake.formats.remarks import remarks_on
from assess.intake.formats.strings import NO_STRINGS, Strings, inline_text_in, shared_strings
from assess.intake.formats.unseen import look, with_known_errors
from assess.intake.sheets import Book, Listed, Sheet

_MERGE_BYTES = len('<mergeCell ref="A1"/>')
_AROUND_MERGES = ("<mergeCells>", "</mergeCells>")


@dataclass(frozen=True, slots=True)
class _Opened:
    """What reading a sheet needs: the file, the reader, and each sheet's part by name."""

    package: Package
    book: CalamineWorkbook
    relations: tuple[Relation, ...]
    parts: dict[str, str]
    strings: Strings
    allowance: Allowance = field(default_factory=Allowance)


def open_xlsx(package: Package) -> Book:
    """Open a workbook; RefusedError with a `file.…` code for anything but a whole one."""
    opened = _open(package)
    listed = tuple(
        Listed(about.name, about.visible == SheetVisibleEnum.Visible)
        for about in opened.book.sheets_metadata
        if about.typ == SheetTypeEnum.WorkSheet
    )

    @cache
    def read(name: str) -> Sheet:
        with refusing():
            return _sheet(opened, name)

    kind = "xlsm" if package.has("xl/vbaProject.bin") else "xlsx"
    return Book(package.data, kind, listed, read, remarks_on(package))


def _open(package: Package) -> _Opened:
    workbook = workbook_part(package)
    relations = tuple(package.relations(workbook))
    targets = {each.id: each.target for each in relations}
    named = elements(package.read(workbook), "sheet")
    parts = {each.get("name", ""): targets.get(each.get("id", ""), "") for each in named}
    styles, texts = part_of("styles", relations), part_of("sharedStrings", relations)
    package.check(styles)
    strings = shared_strings(package.read(texts)) if package.has(texts) else NO_STRINGS
    usual = is_usual(package, relations)
    data = package.data if usual else laid_out_anew(package, relations, {})
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    check_sheets(book.sheet_names)
    return _Opened(package, book, relations, parts, strings)


def _sheet(opened: _Opened, name: str) -> Sheet:
    part = opened.parts.get(name, "")
    xml = opened.package.read(part)
    if b"<" not in xml[:10] or b"\0" in xml[:100]:
        message = f"the sheet “{name}” is not stored in the usual way"
        raise unreadable(message)
    opened.allowance.take_bytes(len(xml))
    marked = look(name, xml)
    if len(xml) > limits.MERGES * _MERGE_BYTES:
        check_merges(name, xml.count(b"mergeCell") - len(_AROUND_MERGES))
    opened.allowance.take_text(opened.strings.text_in(xml) + inline_text_in(xml))
    sheet = _read(opened, name, part, xml)
    opened.allowance.take_cells(sheet.total_height + 1, sheet.total_width + 1)
    grid = cast("Grid", sheet.to_python(skip_empty_area=False))
    computed = frozenset(_put_back(grid, marked))
    merged = merges_inside(sheet.merged_cell_ranges or (), grid)
    notes = comments_of(opened.package, part, name)

    styles = part_of("styles", opened.relations)

    @cache
    def percents() -> frozenset[str]:
        try:
            with refusing():
                return percent_cells(opened.package.read(styles), xml)
        except RefusedError:
            # Then a number that may be a percentage is not taken for one, but asked about.
            return frozenset()

    return Sheet(name, grid, computed, merged, notes, lambda cell: cell in percents())


def _read(opened: _Opened, name: str, part: str, xml: bytes) -> CalamineSheet:
    """Return a sheet, its error values made known to the reader if need be."""
    try:
        return opened.book.get_sheet_by_name(name)
    except CalamineError:
        known = with_known_errors(xml)
        if known == xml:
            raise
        copy = laid_out_anew(opened.package, opened.relations, {part: known})
        return CalamineWorkbook.from_filelike(BytesIO(copy)).get_sheet_by_name(name)


def _put_back(grid: Grid, marked: dict[str, str]) -> Iterator[str]:
    """Set what the reader shows wrong; yield the cells whose formula's result is known."""
    for cell, kind in marked.items():
        row, column = cell_position(cell)
        if row >= len(grid) or column >= len(grid[row]):
            continue
        if kind == "false":
            grid[row][column] = False
        elif grid[row][column] == "":
            grid[row][column] = Fault(kind)
        elif kind == "formula":
            yield cell
