"""One workbook in every kind of file, written by code: for tests that need no LibreOffice."""

from __future__ import annotations

import csv
import struct
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from io import BytesIO, StringIO
from typing import Any

import openpyxl

from assess.workbook_format import QUESTIONS_SHEET
from tests import binary_workbooks as binary

Rows = Sequence[Sequence[Any]]


def in_every_kind(data: bytes) -> dict[str, bytes]:
    """Return the texts and numbers of an .xlsx in each kind; text files hold one sheet of it."""
    book = openpyxl.load_workbook(BytesIO(data))
    sheets = {sheet.title: list(sheet.values) for sheet in book.worksheets}
    hidden = {sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"}
    return {
        "xlsx": data,
        "ods": _ods(sheets, hidden),
        "xls": binary.compound({"Workbook": _xls(sheets, hidden)}),
        "xlsb": _xlsb(sheets, hidden),
        "csv": _csv(sheets[QUESTIONS_SHEET]),
    }


def _filled(rows: Rows) -> list[tuple[int, int, Any]]:
    return [
        (row, column, value)
        for row, cells in enumerate(rows)
        for column, value in enumerate(cells)
        if value is not None
    ]


def _xls(sheets: Mapping[str, Rows], hidden: set[str]) -> bytes:
    bodies = {
        name: b"".join(
            binary.text_cell(row, column, value)
            if isinstance(value, str)
            else binary.number_cell(row, column, value)
            for row, column, value in _filled(rows)
        )
        for name, rows in sheets.items()
    }
    stream = binary.xls_stream(bodies, states=dict.fromkeys(hidden, 2))
    return stream.ljust(binary.CUTOFF, b"\0")


def _xlsb(sheets: Mapping[str, Rows], hidden: set[str]) -> bytes:
    bodies = {}
    for name, rows in sheets.items():
        cells, last = b"", -1
        for row, column, value in _filled(rows):
            cells += binary.row12(row) if row != last else b""
            last = row
            if isinstance(value, str):
                cells += binary.cell12(6, column, binary.text12(value))
            else:
                cells += binary.cell12(5, column, struct.pack("<d", value))
        bodies[name] = cells
    return binary.xlsb(bodies, states=dict.fromkeys(hidden, 2))


def _ods(sheets: Mapping[str, Rows], hidden: set[str]) -> bytes:
    names = "".join(
        f' xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"'
        for each in ("office", "style", "table", "text")
    )
    tables = "".join(
        f'<table:table table:name="{name}" table:style-name="{"h" if name in hidden else "v"}">'
        + "".join(f"<table:table-row>{''.join(map(_odf, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    content = (
        f"<office:document-content{names}><office:automatic-styles>"
        '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet>"
        "</office:body></office:document-content>"
    )
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return buffer.getvalue()


def _odf(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    if not isinstance(value, str):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def _csv(rows: Rows) -> bytes:
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
