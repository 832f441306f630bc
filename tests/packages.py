"""Answered workbooks as other programs write them: bare packages, and tables of texts."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from openpyxl.utils import get_column_letter

from assess.workbook_format import QUESTIONS_SHEET

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def as_table(book: Workbook, separator: str) -> str:
    """Return the questions sheet as a table of texts, as a spreadsheet exports it."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=separator)
    for row in book[QUESTIONS_SHEET].iter_rows():
        writer.writerow([_shown(cell) for cell in row])
    return written.getvalue()


def plain_package(book: Workbook, *, references: bool = True, absolute: bool = False) -> bytes:
    """Return a workbook without styles but for dates, its texts inline.

    `references` names each cell (`r="D5"`); `absolute` names the parts from the package's root.
    """
    base = "/xl/" if absolute else ""
    sheets = book.worksheets
    parts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "/xl/workbook.xml"[not absolute :])}),
        "xl/workbook.xml": _workbook(sheets),
        "xl/_rels/workbook.xml.rels": _relations(
            {
                f"rId{number}": ("worksheet", f"{base}worksheets/sheet{number}.xml")
                for number in range(1, len(sheets) + 1)
            }
            | {"rId99": ("styles", f"{base}styles.xml")}
        ),
        "xl/styles.xml": _STYLES,
    }
    for number, sheet in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(sheet, references=references)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return buffer.getvalue()


_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    "</styleSheet>"
)


def _shown(cell: Any) -> str:
    """Return what a cell shows, which is what a table of texts holds."""
    if isinstance(cell.value, dt.date):
        return cell.value.isoformat()[:10]
    if isinstance(cell.value, float) and "%" in cell.number_format:
        return f"{cell.value * 100:g}%"
    return "" if cell.value is None else str(cell.value)


def _serial(day: dt.date) -> int:
    return day.toordinal() - dt.date(1899, 12, 30).toordinal()


def _content_types(sheets: int) -> str:
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" '
        f'ContentType="{_TYPE}.worksheet+xml"/>'
        for number in range(1, sheets + 1)
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{overrides}</Types>'
    )


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def _workbook(sheets: Sequence[Any]) -> str:
    listed = "".join(
        f'<sheet name={quoteattr(sheet.title)} sheetId="{number}" state="{sheet.sheet_state}" '
        f'r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, 1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'


def _sheet(sheet: Any, *, references: bool) -> str:
    rows = []
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        cells = "".join(_cells(number, row, references=references))
        rows.append(f'<row r="{number}">{cells}</row>' if references else f"<row>{cells}</row>")
    data = "".join(rows)
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{data}</sheetData></worksheet>'


def _cells(number: int, row: tuple[Any, ...], *, references: bool) -> Iterator[str]:
    for column, value in enumerate(row, 1):
        name = f' r="{get_column_letter(column)}{number}"' if references else ""
        if value is None:
            yield "" if references else "<c/>"
        elif isinstance(value, bool):
            yield f'<c{name} t="b"><v>{value:d}</v></c>'
        elif isinstance(value, str):
            text = f'<t xml:space="preserve">{escape(value)}</t>'
            yield f'<c{name} t="inlineStr"><is>{text}</is></c>'
        elif isinstance(value, dt.date):
            yield f'<c{name} s="1"><v>{_serial(value)}</v></c>'
        else:
            yield f"<c{name}><v>{value}</v></c>"
