"""Tables as text, .csv and .tsv: how their letters are written and what divides their columns."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from assess.intake.formats.gathering import Allowance, Gathering
from assess.intake.formats.kinds import check_text
from assess.intake.formats.refusals import not_a_spreadsheet, truncated, unreadable
from assess.intake.sheets import Book, Listed, Remark, Sheet

SHEET = "CSV"
"""What the only sheet of a table as text is called."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DELIMITERS = ",;\t|"
_TOLD = re.compile(r"sep=(.)(?:\r\n|\r|\n)", re.IGNORECASE)
"""The line by which Excel is told the delimiter."""
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+\Z")
_SAMPLE = 200
"""Records by which the delimiter is found."""
_ENOUGH = 4096
"""Bytes by which UTF-16 without a mark is known."""
_NEARLY_ALL = 0.8
_RARE = 10
"""One character in so many may be an unlikely one."""
_LIKELY = frozenset(
    "äöüÄÖÜßéèêëÉÈÊËáàâãåÁÀÂÃÅíìîïÍÌÎÏóòôõøÓÒÔÕØúùûÚÙÛñÑçÇæÆœŒ–—“”„•…€£§©®°«»¿¡\u2018\u2019\xa0"
)
"""Letters and marks that partners do write beyond ASCII, in the languages of western Europe."""


def open_delimited(data: bytes) -> Book:
    """Open a table as text; its cells are text, and blank rows at its end are none.

    Raises RefusedError for text that is no table, or whose quotation marks do not match.
    """
    text, remarks = _decoded(data)
    check_text(text)
    sheet = _sheet(text)
    return Book(data, "csv", (Listed(SHEET, visible=True),), lambda _: sheet, remarks)


def _decoded(data: bytes) -> tuple[str, tuple[Remark, ...]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding), ()
    encoding = _unmarked_utf_16(data)
    if encoding:
        return data.decode(encoding), ()
    try:
        return data.decode(), ()
    except UnicodeDecodeError:
        return _old(data)


def _unmarked_utf_16(data: bytes) -> str:
    """Return which UTF-16 bytes are: mostly ASCII letters, every other byte of which is zero."""
    start = data[:_ENOUGH]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if odd * 4 > len(start) and not even:
        return "utf-16-le"
    return "utf-16-be" if even * 4 > len(start) and not odd else ""


def _old(data: bytes) -> tuple[str, tuple[Remark, ...]]:
    """Read text of before Unicode: of Windows or of a Mac, whichever gives likelier letters."""
    windows = data.decode("cp1252", errors="replace")
    mac = data.decode("mac_roman")
    is_mac = _unlikely(mac) < _unlikely(windows)
    if min(_unlikely(mac), _unlikely(windows)) * _RARE > len(data):
        kind = "of an unknown kind"
        raise not_a_spreadsheet(kind)
    name = "the old Mac encoding (Mac Roman)" if is_mac else "Windows-1252"
    message = f"the text does not say how its letters are written; it was read as {name}"
    hint = "look at the accented letters; to be sure, save it as CSV UTF-8"
    return (mac if is_mac else windows), (("file.encoding", message, hint),)


def _unlikely(text: str) -> int:
    return sum(not each.isascii() and each not in _LIKELY for each in text)


def _sheet(text: str) -> Sheet:
    delimiter, start = _delimiter(text)
    gathering = Gathering(SHEET, Allowance())
    widths: list[int] = []
    try:
        for row, record in enumerate(_records(text, delimiter, start)):
            widths.append(len(record))
            for column, value in enumerate(record):
                if value:
                    gathering.put(row, column, value)
    except csv.Error as error:
        row = len(widths) + 1
        message = f"row {row} of the table holds a text too long, or one that never ends ({error})"
        hint = "look for a quotation mark too many or too few, or send the workbook as .xlsx"
        raise unreadable(message, hint) from None
    if widths:
        _check_widths(widths, ended=text.endswith(("\r", "\n")))
    return gathering.sheet()


def _check_widths(widths: list[int], *, ended: bool) -> None:
    """Refuse a table whose last row is cut off, or with a row that is divided once too often.

    Where nearly all rows have the same number of columns, a longer one holds a text that should
    stand in quotation marks, and everything behind it stands a column too far right.
    """
    usual, count = Counter(widths).most_common(1)[0]
    if not ended and widths[-1] < usual:
        raise truncated()
    widest = next(width for width in widths if width >= usual)
    too_wide = next((row for row, width in enumerate(widths, 1) if width > widest), None)
    if too_wide is not None and count >= _NEARLY_ALL * len(widths):
        message = f"row {too_wide} of the table has more columns than the others"
        hint = "put texts that hold the delimiter in quotation marks, or send it as .xlsx"
        raise unreadable(message, hint)


def _delimiter(text: str) -> tuple[str, int]:
    """Return what divides the columns, and where the table starts: behind a line `sep=;`.

    It is the mark that gives the most records of one width, and of those the widest.
    """
    told = _TOLD.match(text)
    if told:
        return told[1], told.end()
    evenness = {each: _evenness(text, each) for each in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda each: evenness[each])
    if evenness[best] == (0, 0):
        kind = "text without columns"
        raise not_a_spreadsheet(kind)
    return best, 0


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    """Return how many of the first records have the most usual width of two or more, and it."""
    widths: Counter[int] = Counter()
    # Quotation marks that do not match tell against a delimiter: the records behind do not count.
    with suppress(csv.Error):
        for record in islice(_records(text, delimiter), _SAMPLE):
            widths[len(record)] += 1
    return max(((count, width) for width, count in widths.items() if width > 1), default=(0, 0))


def _records(text: str, delimiter: str, start: int = 0) -> Iterator[list[str]]:
    lines = (found[0] for found in _LINE.finditer(text, start))
    return csv.reader(lines, delimiter=delimiter, strict=True)
