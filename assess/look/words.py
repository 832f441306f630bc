"""How reports write figures, dates and lists in words: one form each, in every format."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from assess.wordings import wording
from questionnaires.profiles import ENGLISH
from scoring.rounding import tenths

NO_SCORE = "no score"

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

ELEMENT_WORDS = {
    "data-types": "Data types",
    "security-standards": "Security standards",
    "partner-responsibilities": "Partner responsibilities",
    "audit-rights": "Audit rights",
    "incident-response": "Incident response",
    "termination": "Termination",
}
"""Elements of a Data Security Clause, as people read them."""

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff"
    # Overrides of the writing direction would turn our own sentences round.
    "\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def printable(text: str) -> str:
    """Return text that every format can hold: line ends as LF, other control characters gone."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNPRINTABLE.sub("", lines)


def score(value: float | None, language: str = ENGLISH) -> str:
    """Write a displayed score: `81.3`, or `no score`, never 0 for nothing."""
    return wording(language, NO_SCORE) if value is None else _figure(value, language)


def percent(value: float | None, language: str = ENGLISH) -> str:
    """Write a displayed share: `92.5 %`, or `–` where there is nothing to take a share of."""
    return "–" if value is None else f"{_figure(value, language)} %"


def gained(gain: Fraction, language: str = ENGLISH) -> str:
    """Write what a score gains, in points of 100: `+2.1`, or `under +0.1`."""
    value = tenths(gain.numerator * 10, gain.denominator)
    least = wording(language, "under {figure}", figure=f"+{_figure(0.1, language)}")
    return f"+{_figure(value / 10, language)}" if value else least


def _figure(value: float, language: str) -> str:
    whole, tenth = f"{value:.1f}".split(".")
    return wording(language, "{whole}.{tenth}", whole=whole, tenth=tenth)


def day(when: date, language: str = ENGLISH) -> str:
    """Write a date as `30 September 2026`, whatever the locale of the machine."""
    month = wording(language, MONTHS[when.month - 1])
    return wording(language, "{day} {month} {year}", day=when.day, month=month, year=when.year)


def short_day(when: date, language: str = ENGLISH) -> str:
    """Write a date as `30 Sep 2026`, whatever the locale of the machine."""
    short = MONTHS[when.month - 1][:3]
    fields = {"day": when.day, "number": when.month, "short": short, "year": when.year}
    return wording(language, "{day} {short} {year}", **fields)


def quarter(period: str, language: str = ENGLISH) -> str:
    """Write the period `2026Q3` as `Q3 2026`."""
    return wording(language, "Q{quarter} {year}", quarter=period[5], year=period[:4])


def counted(count: int, one: str, many: str) -> str:
    """Write a count with its noun: `1 finding`, `2 findings`."""
    return f"{count} {one if count == 1 else many}"


def listed(parts: Sequence[str]) -> str:
    """Join as people do: `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def sentence(text: str) -> str:
    """Return text with its first letter in upper case, the rest untouched."""
    return text[:1].upper() + text[1:]
