"""Numbers: plain, with their unit, with a decimal comma; what may mean two things is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from assess.intake.cells import Cell, RefusedError, exact, fold, plain, quoted
from assess.intake.limits import DIGITS
from questionnaires.model import Answer

_MINUTES = ("m", "min", "mins", "minute", "minutes", "minuten", "minuto", "minutos")
_HOURS = (
    *("h", "hr", "hrs", "hour", "hours", "hour(s)"),
    *("std", "stunde", "stunden", "hs", "hora", "horas"),
)
_DAYS = (
    *("d", "day", "days", "day(s)", "calendar days"),
    *("tag", "tage", "tagen", "kalendertage", "día", "días", "dia", "dias", "días naturales"),
)
_WEEKS = ("week", "weeks", "woche", "wochen", "semana", "semanas")
_MONTHS = ("month", "months", "month(s)", "monat", "monate", "monaten", "mes", "meses")
_YEARS = (
    *("y", "yr", "yrs", "year", "years", "year(s)"),
    *("jahr", "jahre", "jahren", "año", "años"),
)
_PERCENT = ("%", "percent", "per cent", "pct", "prozent", "v.h", "por ciento")

UNITS: dict[str, dict[str, tuple[int, int]]] = {
    "hours": {
        **dict.fromkeys(_MINUTES, (1, 60)),
        **dict.fromkeys(_HOURS, (1, 1)),
        **dict.fromkeys(_DAYS, (24, 1)),
        **dict.fromkeys(_WEEKS, (168, 1)),
    },
    "days": {
        **dict.fromkeys(_HOURS, (1, 24)),
        **dict.fromkeys(_DAYS, (1, 1)),
        **dict.fromkeys(_WEEKS, (7, 1)),
    },
    "years": {**dict.fromkeys(_MONTHS, (1, 12)), **dict.fromkeys(_YEARS, (1, 1))},
    "percent": dict.fromkeys(_PERCENT, (1, 1)),
    "euro": dict.fromkeys(("€", "eur", "euro", "euros"), (1, 1)),
    "count": {},
}
"""What may follow a number, by the question's unit: factor as numerator and denominator.

A month has no fixed number of days and a working day none of hours, so neither is converted.
"""

_FORM = re.compile(r"(?P<sign>€|eur)? ?(?P<number>[+-]?[0-9](?:[0-9.,' ]*[0-9])?) ?(?P<unit>.*)")
_WHOLE = re.compile(r"[+-]?[0-9]+")
_ONE_MARK = re.compile(r"(?P<whole>[+-]?[0-9]+)(?P<mark>[.,])(?P<part>[0-9]+)")
_GROUPED = (
    re.compile(r"(?P<whole>[+-]?[1-9][0-9]{0,2}(?:[ '][0-9]{3})+)(?:[.,](?P<part>[0-9]+))?"),
    re.compile(r"(?P<whole>[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+)\.(?P<part>[0-9]+)"),
    re.compile(r"(?P<whole>[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+),(?P<part>[0-9]+)"),
    re.compile(r"(?P<whole>[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3}){2,})(?P<part>)"),
    re.compile(r"(?P<whole>[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,})(?P<part>)"),
    re.compile(r"(?P<whole>[+-]?[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3})(?:\.(?P<part>[0-9]+))?"),
)
"""Thousands apart by blanks or apostrophes, commas or points; the last in the way of India."""


def read_number(value: Cell, answer: Answer, percent_format: Callable[[], bool]) -> Decimal:
    """Return the number in a cell that is not blank, in the question's unit.

    `percent_format` tells whether the cell is shown as a percentage; it is only asked where
    that decides. Raises RefusedError for anything that is not one number in range.
    """
    if isinstance(value, str):
        number = _from_text(value, answer)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        number = _from_cell(value, answer, percent_format)
    else:
        raise _no_number(value, answer)
    return _in_range(number, answer)


def with_unit(number: Decimal, answer: Answer) -> str:
    """Write a number with the question's unit."""
    unit = {"percent": " %", "count": "", "": ""}.get(answer.unit, f" {answer.unit}")
    return f"{plain(number)}{unit.removesuffix('s') if number == 1 else unit}"


def _no_number(value: Cell, answer: Answer) -> RefusedError:
    kind = "number" if answer.unit in {"", "count"} else f"number of {answer.unit}"
    hint = f"write one {kind}, such as {_example(answer)}"
    return RefusedError(f"{quoted(value)} is not a {kind}", "not-a-number", hint)


def _example(answer: Answer) -> str:
    bounds = [level.bound for level in answer.levels if level.bound is not None]
    return plain(bounds[0]) if bounds else "1"


def _from_cell(value: float, answer: Answer, percent_format: Callable[[], bool]) -> Decimal:
    number = exact(value)
    if not number.is_finite():
        raise _no_number(value, answer)
    if answer.unit == "percent" and 0 < number <= 1:
        if not percent_format():
            raise _share_or_percent(value, number)
        return number * 100
    return number


def _share_or_percent(value: Cell, number: Decimal) -> RefusedError:
    message = f"{quoted(value)} can mean {plain(number)} % or {plain(number * 100)} %"
    hint = f"write {plain(number)}% or {plain(number * 100)}%, with the percent sign"
    return RefusedError(message, "ambiguous-percent", hint)


def _from_text(value: str, answer: Answer) -> Decimal:
    form = _FORM.fullmatch(fold(value))
    if form is None or len(form["number"]) > DIGITS:
        raise _no_number(value, answer)
    number = _digits(form["number"], value, answer)
    unit = form["unit"].rstrip(".") or form["sign"] or ""
    if not unit:
        if answer.unit == "percent" and 0 < number <= 1:
            raise _share_or_percent(value, number)
        return number
    factors = UNITS.get(answer.unit, {})
    if unit not in factors or (form["sign"] and form["sign"] not in factors):
        raise _no_number(value, answer)
    numerator, denominator = factors[unit]
    return number * numerator / denominator


def _digits(text: str, value: Cell, answer: Answer) -> Decimal:
    if _WHOLE.fullmatch(text):
        return Decimal(text)
    one = _ONE_MARK.fullmatch(text)
    if one:
        if _may_be_thousands(one["whole"], one["mark"], one["part"], answer):
            raise _thousands(value, one["whole"], one["part"])
        return Decimal(f"{one['whole']}.{one['part']}")
    for form in _GROUPED:
        grouped = form.fullmatch(text)
        if grouped:
            whole = re.sub(r"[ ',.]", "", grouped["whole"])
            return Decimal(f"{whole}.{grouped['part'] or 0}")
    raise _no_number(value, answer)


def _may_be_thousands(whole: str, mark: str, part: str, answer: Answer) -> bool:
    """Tell whether `1,000` may be a thousand; `99.999` percent, `0,125` and `1,5` may not."""
    digits = whole.lstrip("+-")
    if len(part) != 3 or len(digits) > 3 or digits.startswith("0"):  # noqa: PLR2004 - thousands
        return False
    return not (answer.unit == "percent" and mark == ".")


def _thousands(value: Cell, whole: str, part: str) -> RefusedError:
    decimal = plain(Decimal(f"{whole}.{part}"))
    message = f"{quoted(value)} can mean {whole}{part} or {decimal}"
    return RefusedError(message, "ambiguous-number", f"write {whole}{part} or {decimal}")


def _in_range(number: Decimal, answer: Answer) -> Decimal:
    low, high = answer.minimum, answer.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        limits = [f"at least {plain(low)}"] if low is not None else []
        limits += [f"at most {plain(high)}"] if high is not None else []
        message = f"{with_unit(number, answer)} is out of range"
        raise RefusedError(message, "out-of-range", f"give a number of {' and '.join(limits)}")
    if answer.unit == "count" and number != number.to_integral_value():
        message = f"{plain(number)} is not a whole number"
        raise RefusedError(message, "not-whole", "count in ones")
    return number
