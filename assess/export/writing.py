"""A table as a file: CSV, xlsx or Parquet, by the file's suffix."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assess.export.workbook import LAST_ROW, table_workbook
from assess.look.files import write_whole
from questionnaires.problems import InputError, Place, Problem

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES = (".csv", ".xlsx", ".parquet")

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take the text of a CSV file for a formula."""


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as `.csv`, `.xlsx` or `.parquet`, whole or not at all.

    CSV is RFC 4180 in UTF-8 with the mark that Excel needs, dates as ISO. There, and only
    there, a text that starts with `= + - @`, tab or CR gets a `'` in front, and so does one
    that starts with `'` and one of these; taking one `'` from in front of these gives the text
    back. In xlsx it is a text cell. Raises InputError for another suffix, where pyarrow is missing,
    or where the file cannot be written.
    """
    suffix = path.suffix.casefold()
    if suffix not in SUFFIXES:
        message = f"a table is written as {', '.join(SUFFIXES)}, not as {suffix or 'no suffix'}"
        raise _problem(path, "export.format", message, "choose one of these suffixes")
    content = {".csv": _csv, ".xlsx": _xlsx, ".parquet": _parquet}[suffix](table, path)
    try:
        write_whole(path, content)
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}"
        raise _problem(path, "export.unwritable", message, "check the folder") from error


def _csv(table: pd.DataFrame, _path: Path) -> bytes:
    safe = table.apply(lambda column: column.map(_neutral) if _holds_text(column) else column)
    text: str = safe.to_csv(index=False, lineterminator="\r\n", date_format="%Y-%m-%d")
    return text.encode("utf-8-sig", "replace")


def _holds_text(column: pd.Series[Any]) -> bool:
    return column.dtype.kind not in "biufM"


def _neutral(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.removeprefix("'").startswith(FORMULA_STARTS) else value


def _xlsx(table: pd.DataFrame, path: Path) -> bytes:
    if len(table) >= LAST_ROW:
        message = f"{len(table):,} rows are more than a sheet holds"
        raise _problem(path, "export.too-large", message, "write .csv or .parquet")
    return table_workbook(table)


def _parquet(table: pd.DataFrame, path: Path) -> bytes:
    content = BytesIO()
    try:
        table.to_parquet(content, engine="pyarrow", index=False)
    except ImportError as error:
        hint = "install it: pip install 'partner-posture[parquet]', or write .csv"
        raise _problem(path, "export.no-parquet", "Parquet needs pyarrow", hint) from error
    return content.getvalue()


def _problem(path: Path, code: str, message: str, hint: str) -> InputError:
    return InputError([Problem(Place(str(path)), code, message, hint)])
