"""Lists as CSV: of what encoding and with what separator, and which line is what."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from assess.partners.columns import fields_of
from assess.partners.tables import Row
from questionnaires.problems import InputError, Place, Problem

SEPARATORS = (",", ";", "\t")

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_text_rows(data: bytes, file: str) -> list[Row]:
    """Return the rows of a CSV file that hold anything.

    The encoding is what a byte order mark says (UTF-8 or UTF-16), else UTF-8, else what Excel
    writes on Windows (cp1252); the separator is the one of comma, semicolon and tab that shows
    most columns we know. Raises InputError where that is not enough.
    """
    text = _decoded(data, file)
    return list(_rows(text, _separator(text), file))


def _decoded(data: bytes, file: str) -> str:
    marked = [encoding for mark, encoding in MARKS if data.startswith(mark)]
    for encoding in marked or ["utf-8", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    message = "this is not a text file that can be read"
    raise InputError([Problem(Place(file), "partners.encoding", message, "save it as CSV UTF-8")])


def _separator(text: str) -> str:
    def known(separator: str) -> int:
        try:
            header = next(csv.reader(StringIO(text, newline=""), delimiter=separator), [])
        except csv.Error:
            return 0
        return sum(field is not None for field in fields_of(header))

    return max(SEPARATORS, key=known)


def _rows(text: str, separator: str, file: str) -> Iterator[Row]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        place = Place(file, cell=f"line {reader.line_num + 1}")
        try:
            cells = next(reader, None)
        except csv.Error as error:
            message = f"the row that starts here is not valid CSV: {error}"
            hint = "look for a quotation mark that is not closed"
            raise InputError([Problem(place, "partners.csv", message, hint)]) from error
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield Row(tuple(cells), (place,) * len(cells))
