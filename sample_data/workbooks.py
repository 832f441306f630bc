"""Filling in issued workbooks: with openpyxl, and for some partners then through LibreOffice."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import openpyxl

from assess.workbook_format import COLUMNS, QUESTIONS_SHEET
from sample_data.keyboard import Cell, Typed
from sample_data.prose import Beside

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

ANSWER, COMMENT, EVIDENCE, EVIDENCE_DATE = (
    COLUMNS.index(name) + 1 for name in ("Answer", "Comment", "Evidence reference", "Evidence date")
)
"""The partner's columns, counted from 1."""

CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def filled(
    issued: bytes, cells: Iterable[Cell], beside: Mapping[str, Beside], day: dt.date
) -> bytes:
    """Return an issued workbook with a partner's cells written into it on a day."""
    book = opened(issued)
    sheet = book[QUESTIONS_SHEET]
    rows = rows_of(sheet)
    for cell in cells:
        put(sheet, rows[cell.row], ANSWER, cell.value, cell.number_format)
    for question, words in beside.items():
        put(sheet, rows[question], COMMENT, words.comment)
        put(sheet, rows[question], EVIDENCE, words.evidence)
        put(sheet, rows[question], EVIDENCE_DATE, words.evidence_date)
    return saved(book, day)


def opened(data: bytes) -> Workbook:
    """Open a workbook so that nothing of its look is lost."""
    return openpyxl.load_workbook(BytesIO(data), rich_text=True)


def rows_of(sheet: Worksheet) -> dict[str, int]:
    """Return the row of each question and option by its id."""
    return {str(row[0].value): row[0].row for row in sheet.iter_rows(max_col=1) if row[0].value}


def put(
    sheet: Worksheet, row: int, column: int, value: Typed | None, number_format: str = ""
) -> None:
    """Write one of the partner's cells; a text stays a text, whatever it begins with."""
    if value is None or value == "":
        return
    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str) and not value.startswith("#"):
        cell.data_type = "s"
    if number_format:
        cell.number_format = number_format


def saved(book: Workbook, day: dt.date) -> bytes:
    """Return a workbook's bytes as if it had been saved on a day, the same each time."""
    draft, result = BytesIO(), BytesIO()
    book.save(draft)
    stamp = f"{day.isoformat()}T16:00:00Z".encode()
    with ZipFile(draft) as source, ZipFile(result, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == CORE:
                data = _MODIFIED.sub(rb"\g<1>" + stamp, data)
            entry = ZipInfo(name, (day.year, day.month, day.day, 16, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, data)
    return result.getvalue()


def through_libreoffice(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return workbooks by name as LibreOffice saves them.

    Raises FileNotFoundError where there is no `soffice`, CalledProcessError where it fails.
    """
    program = shutil.which("soffice")
    if program is None:
        message = "LibreOffice is needed: install it so that `soffice` is found"
        raise FileNotFoundError(message)
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, "before"), Path(folder, "after")
        before.mkdir()
        for name, data in files.items():
            (before / name).write_bytes(data)
        profile = Path(folder, "profile").as_uri()
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to"]
        command += ["xlsx", "--outdir", str(after), *(str(before / name) for name in files)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)  # noqa: S603
        return {name: (after / name).read_bytes() for name in files}
