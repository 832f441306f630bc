"""What a doubtful cell most likely means: for a person to look at, never taken by itself."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from assess.intake.cells import Cell, Fault, RefusedError, fold, is_blank, plain, text_of
from assess.intake.dates import read_date
from assess.intake.judge import Setting, judge
from assess.intake.months import days_meant
from assess.intake.names import Asked, nearest_level, says_not_applicable
from assess.intake.notes import apart
from assess.intake.numbers import read_number, with_unit
from assess.workbook_format import LIST_SEPARATOR, NOT_APPLICABLE
from questionnaires.model import Answer

READINGS = 3
"""How many readings are named at most; what can mean more says nothing."""

LONGEST = 200
"""Characters of a cell in which numbers are looked for."""

_FIGURE = re.compile(r"((?:(?<!\w)[+-])?[0-9](?:[0-9.,' ]*[0-9])?)(\s*(?:%|[^\W\d_]+))?")
_ONE_MARK = re.compile(r"[+-]?[0-9]+[.,][0-9]+")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_ENTRIES = re.compile(r"[;\r\n]|, (?=[A-Z])")
_EPOCH = dt.date(1899, 12, 30)
_LAST_SERIAL = 80_000


def readings(asked: Asked, value: Cell, setting: Setting) -> tuple[str, ...]:
    """Return what an answer can mean, each as it may be written; none where nothing is likely."""
    if isinstance(value, Fault) or is_blank(value):
        return ()
    judged = _judged(asked, value, setting)
    return (judged,) if judged else _near(asked, value, setting)


def possible_days(value: Cell, as_of: dt.date) -> tuple[str, ...]:
    """Return the days that a cell can mean, as ISO dates."""
    return _few(day.isoformat() for day in _days(value) if _is_possible(day, as_of))


def either(means: Iterable[str]) -> str:
    """Return what a cell can mean as a person reads it, "" for nothing."""
    return " or ".join(means)


def words_instead(answer: Answer) -> Iterator[str]:
    """Yield what may be written instead of a number or a date: “Never” for “…, or never”.

    A level with a bound stands for numbers or dates itself. That the words stand in the level's
    own text keeps out those of other languages.
    """
    for level in answer.levels:
        said = (each for each in level.synonyms if fold(each) in fold(level.text))
        if level.bound is None and (word := next(said, "")):
            yield word[:1].upper() + word[1:]


def _judged(asked: Asked, value: Cell, setting: Setting) -> str:
    """Return what a cell would read as in the answer's place, where it reads at all."""
    if says_not_applicable(asked, value):
        return NOT_APPLICABLE if asked.question.na_allowed else ""
    parts = apart(asked, value, setting.as_of)
    try:
        return judge(asked, parts[0] if parts else value, {}, "", setting)[1]
    except RefusedError:
        return ""


def _near(asked: Asked, value: Cell, setting: Setting) -> tuple[str, ...]:
    kind = asked.question.answer.type
    if kind == "date":
        return possible_days(value, setting.as_of) or _few(_word(asked, value))
    if kind == "number":
        return _few(_numbers(asked, value, setting)) or _few(_word(asked, value))
    if kind == "multi" and isinstance(value, str):
        return _few(_options(asked, value))
    return _few(_level(asked, value)) if kind == "choice" else ()


def _level(asked: Asked, value: Cell) -> Iterator[str]:
    near = nearest_level(asked, text_of(value))
    if near is not None:
        yield asked.choices[near].text


def _word(asked: Asked, value: Cell) -> Iterator[str]:
    answer, near = asked.question.answer, nearest_level(asked, text_of(value))
    if near is not None:
        yield from words_instead(replace(answer, levels=(answer.levels[near],)))


def _options(asked: Asked, value: str) -> Iterator[str]:
    entries = [entry for entry in _ENTRIES.split(value) if not is_blank(entry)]
    near = [nearest_level(asked, entry) for entry in entries]
    found = sorted({each for each in near if each is not None})
    if found:
        yield LIST_SEPARATOR.join(asked.choices[each].text for each in found)


def _numbers(asked: Asked, value: Cell, setting: Setting) -> Iterator[str]:
    """Yield the numbers in a cell that begins with one, or has one with the question's unit."""
    answer, text = asked.question.answer, text_of(value)[:LONGEST].strip()

    def read(spelling: str) -> str:
        try:
            return with_unit(read_number(spelling, answer, setting.percent_format), answer)
        except RefusedError:
            return ""

    figures = [] if days_meant(text) else _FIGURE.findall(text)
    if text[:1].isdecimal() or any(unit and read(digits + unit) for digits, unit in figures):
        yield from filter(None, map(read, _spellings(figures)))


def _spellings(figures: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield figures in the ways in which people write them, each with what follows it."""
    for digits, unit in figures:
        yield f"{digits}{unit}"
        yield digits
        if _THOUSANDS.fullmatch(digits):
            yield re.sub(r"[.,]", "", digits) + unit
            # With four digits behind it, the mark is none of thousands.
            yield f"{digits}0{unit}"
        if _ONE_MARK.fullmatch(digits):
            share = Decimal(digits.replace(",", "."))
            yield from (f"{plain(share)} %", f"{plain(share * 100)} %")


def _days(value: Cell) -> list[dt.date]:
    if isinstance(value, dt.datetime):
        return [value.date()]
    if isinstance(value, dt.date):
        return [value]
    if isinstance(value, str):
        return days_meant(value.strip())
    if isinstance(value, (int, float)) and 0 < value <= _LAST_SERIAL:
        return [_EPOCH + dt.timedelta(days=int(value))]
    return []


def _is_possible(day: dt.date, as_of: dt.date) -> bool:
    try:
        read_date(day, as_of)
    except RefusedError:
        return False
    return True


def _few(means: Iterable[str]) -> tuple[str, ...]:
    each = tuple(dict.fromkeys(means))
    return each if len(each) <= READINGS else ()
