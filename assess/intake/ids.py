"""Row ids as they come back: with stray marks, or turned into a number or a date.

A spreadsheet that is let turns the id `5.10` into the number 5.1 or into the 5th of October.
Which id that was is only known where exactly one of the questionnaire can have become it.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Container

from assess.intake.cells import Cell, Fault, fold, text_of
from assess.intake.months import days_meant
from assess.intake.names import Names

LIKE_AN_ID = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(:[a-z0-9-]+)?")
"""What a folded row id of any questionnaire of ours looks like."""

_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_NUMBERS = re.compile(r"[0-9]+(?:[-./][0-9]+){1,2}")
_ISO_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[t ]00:00(?::00)?)?")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_STRAY = " .,;:*•'\"`()[]"


def ids_meant(key: Cell, names: Names) -> list[str]:
    """Return the row ids, folded, that a cell of the id column can mean; none, one or several."""
    if isinstance(key, (Fault, bool)):
        return []
    name = fold(text_of(key))
    if isinstance(key, str):
        for spelling in (name, _tidy(name)):
            if spelling in names.rows:
                return [spelling]
        days = _days(name)
    else:
        days = [key] if isinstance(key, dt.date) else []
    if days:
        return [each for each in names.rows if any(_became(day, each) for day in days)]
    return numbered_alike(name, names)


def numbered_alike(text: str, names: Names) -> list[str]:
    """Return the ids that are the same number: 5.1 can be `5.1`, `5.10` or `05.1`."""
    if not _NUMBER.fullmatch(text):
        return []
    number = float(text.replace(",", "."))
    return [each for each in names.rows if _NUMBER.fullmatch(each) and float(each) == number]


def only_alike(name: str, names: Names, stands: Container[str]) -> bool:
    """Tell whether an id, in a file of texts alone, is no other that has lost its last zero.

    `stands` are the ids that the file holds: where `5.10` has its own row, `5.1` is `5.1`.
    """
    return all(each == name or each in stands for each in numbered_alike(name, names))


def nearest_id(name: str, names: Names) -> str:
    """Return the id most like one that the questionnaire does not have, "" for none."""
    return next(iter(difflib.get_close_matches(name[:100], names.rows, n=1, cutoff=0.8)), "")


def _tidy(name: str) -> str:
    """Return a folded id without stray marks and white space, its digits and dots plain ones."""
    plain = unicodedata.normalize("NFKC", name)
    return "".join(plain.strip(_STRAY).split())


def _days(text: str) -> list[dt.date]:
    """Return the days that a text names with a whole year, as a table of texts shows a date."""
    iso = _ISO_DAY.fullmatch(text)
    if iso:
        return days_meant(iso[1].replace("-", "/"))
    return days_meant(text) if _YEAR.search(text) else []


def _became(day: dt.date, row_id: str) -> bool:
    """Tell whether a spreadsheet, in any country, can have read an id as a day.

    Two numbers are day and month of any year, or month and year; three are all of them.
    """
    if not _NUMBERS.fullmatch(row_id):
        return False
    first, second, *rest = (int(part) for part in re.split("[-./]", row_id))
    years = (day.year, day.year % 100)
    if rest and rest[0] in years:
        return {first, second} == {day.day, day.month}
    if rest:
        return first in years and (second, rest[0]) == (day.month, day.day)
    whole_month = day.day == 1 and first == day.month and second in years
    return whole_month or {first, second} == {day.day, day.month}
