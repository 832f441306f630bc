"""One answer judged: from what stands in its cells to a code of `questionnaires.codes`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from assess.intake.cells import Cell, Fault, RefusedError, is_blank, text_of
from assess.intake.choices import chosen
from assess.intake.dates import read_date
from assess.intake.names import Asked, level_named, says_not_applicable, unknown
from assess.intake.numbers import read_number, with_unit
from assess.workbook_format import NOT_APPLICABLE
from questionnaires import codes


@dataclass(frozen=True, slots=True)
class Setting:
    """What judging a cell needs beyond it: the day of import, and the period's last day.

    `percent_format` tells whether the answer's cell is shown as a percentage.
    """

    as_of: dt.date
    period_end: dt.date
    percent_format: Callable[[], bool]


def judge(
    asked: Asked, own: Cell, ticks: dict[int, bool], comment: str, setting: Setting
) -> tuple[int, str]:
    """Return the code of an answer, and what it was read as ("" where nothing was given).

    `own` is the question's answer cell, `ticks` its option rows that say something. Raises
    RefusedError for what cannot be read with certainty; nothing is scored by guessing.
    """
    if is_blank(own) and not ticks:
        return codes.UNANSWERED, ""
    if isinstance(own, Fault):
        text_of(own)
    if says_not_applicable(asked, own):
        return _not_applicable(asked, ticks, comment)
    return _by_type(asked, own, ticks, setting)


def _not_applicable(asked: Asked, ticks: dict[int, bool], comment: str) -> tuple[int, str]:
    if any(ticks.values()):
        message = "the question is said not to apply, and options below it are ticked"
        raise RefusedError(message, "list-and-ticks", "clear one of them")
    if asked.na_freely:
        return codes.NA_CLAIMED, NOT_APPLICABLE
    if not asked.question.na_allowed:
        message = "this question cannot be answered “Not applicable”"
        listed = ", ".join(f"“{choice.text}”" for choice in asked.choices)
        hint = f"choose {listed}" if asked.question.answer.type == "choice" else "answer it"
        raise RefusedError(message, "na-not-allowed", f"{hint}, or leave it blank")
    if is_blank(comment):
        message = "“Not applicable” needs a reason"
        raise RefusedError(message, "na-without-reason", "say why in the comment of this row")
    return codes.NA_CLAIMED, NOT_APPLICABLE


def _by_type(asked: Asked, own: Cell, ticks: dict[int, bool], setting: Setting) -> tuple[int, str]:
    kind = asked.question.answer.type
    if kind == "text":
        return codes.NOTED, text_of(own)
    if kind == "multi":
        return chosen(asked, own, ticks)
    if kind == "choice":
        return _level(asked, own)
    try:
        return _measured(asked, own, setting)
    except RefusedError:
        # A level's own words ("Never") answer a number or a date as well.
        if isinstance(own, str) and level_named(asked, own) is not None:
            return _level(asked, own)
        raise


def _level(asked: Asked, own: Cell) -> tuple[int, str]:
    code = None if isinstance(own, (dt.date, dt.time)) else level_named(asked, text_of(own))
    if code is None:
        raise unknown(asked, own)
    return code, asked.question.answer.levels[code].text


def _measured(asked: Asked, own: Cell, setting: Setting) -> tuple[int, str]:
    answer = asked.question.answer
    if answer.type == "number":
        number = read_number(own, answer, setting.percent_format)
        return answer.level_of(number), with_unit(number, answer)
    day = read_date(own, setting.as_of)
    # A day after the period's end is younger than the period: its age is 0.
    age = max(0, (setting.period_end - day).days)
    return answer.level_of(age), day.isoformat()
