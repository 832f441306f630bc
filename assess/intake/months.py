"""Days as people write them: which ones a text can mean, month by name or by number."""

from __future__ import annotations

import datetime as dt
import re

from assess.intake.cells import fold

_NAMES = (
    "jan january januar enero ene",
    "feb february februar febrero",
    "mar march märz marzo",
    "apr april abril abr",
    "may mai mayo",
    "jun june juni junio",
    "jul july juli julio",
    "aug august agosto ago",
    "sep sept september septiembre",
    "oct october okt oktober octubre",
    "nov november noviembre",
    "dec december dez dezember diciembre dic",
)

MONTHS = {name: month for month, names in enumerate(_NAMES, 1) for name in names.split()}
"""The number of each month, from 1, by its name or abbreviation, folded."""

_DAY_FIRST = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th)?[-. ]*(?:of |de )?([^\W\d_]+)[-., ]*(?:de )?([0-9]{4})"
)
_MONTH_FIRST = re.compile(r"([^\W\d_]+)[. ]*([0-9]{1,2})(?:st|nd|rd|th)?[, ]+([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})[./ ]([0-9]{1,2})[./ ]([0-9]{1,2})")
_NUMERIC = re.compile(r"([0-9]{1,2})[./ -]{1,2}([0-9]{1,2})[./ -]{1,2}([0-9]{4}|[0-9]{2})")
_DOTTED = re.compile(r"[0-9]+\. ?[0-9]+\. ?[0-9]+")
"""Where dates are written with dots, the day comes first."""


def days_meant(text: str) -> list[dt.date]:
    """Return the days that a text can mean, each once: none, one, or one in each order.

    Slashes and hyphens leave the order open; dots do not, unless that gives no day.
    """
    said = fold(text)
    if numeric := _NUMERIC.fullmatch(said):
        first, second, year = map(int, numeric.groups())
        year += 2000 if year < 100 else 0  # noqa: PLR2004 - a year of two digits
        day_first, month_first = (year, second, first), (year, first, second)
        if _DOTTED.fullmatch(said):
            return _days(day_first) or _days(month_first)
        return _days(month_first, day_first)
    if named := _YEAR_FIRST.fullmatch(said):
        year, month, day = map(int, named.groups())
        return _days((year, month, day))
    if named := _DAY_FIRST.fullmatch(said):
        return _days((int(named[3]), MONTHS.get(named[2], 0), int(named[1])))
    if named := _MONTH_FIRST.fullmatch(said):
        return _days((int(named[3]), MONTHS.get(named[1], 0), int(named[2])))
    return []


def _days(*given: tuple[int, int, int]) -> list[dt.date]:
    found = []
    for year, month, day in given:
        try:
            found.append(dt.date(year, month, day))
        except ValueError:
            continue
    return list(dict.fromkeys(found))
