"""What a partner answers in a quarter: its story where it says something, else its posture."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assess.intake.numbers import read_number
from assess.periods import last_day
from questionnaires import codes as states
from questionnaires.applicability import scope, tabulate
from questionnaires.model import Question, Questionnaire
from sample_data.characters import BLANK, NOT_APPLICABLE, PERIODS, Character, Said, Value
from sample_data.draw import share
from sample_data.posture import date_for, level_of, number_for, options_for

if TYPE_CHECKING:
    import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Given:
    """One answer: its value as meant, its code, and what the story adds to it.

    `value` is a level's id, option ids, a number, a date or a text; NOT_APPLICABLE or BLANK.
    """

    question: Question
    value: Value
    code: int
    said: Said | None = None


def answers_of(character: Character, questionnaire: Questionnaire, period: str) -> dict[str, Given]:
    """Return a partner's answers to what applies to it, by question id; blanks are left out."""
    given = [_given(character, question, period) for question in questionnaire.questions]
    codes = np.array([[each.code for each in given]], dtype=np.int8)
    scoped: npt.NDArray[np.int8] = scope(questionnaire, tabulate([character.profile]), codes)
    return {
        each.question.id: each
        for each, code in zip(given, scoped[0], strict=True)
        if code not in {states.OUT_OF_SCOPE, states.UNANSWERED}
    }


def _given(character: Character, question: Question, period: str) -> Given:
    said = character.says(question.id, period)
    if said is not None and said.answer is not None:
        return Given(question, said.answer, _code(question, said.answer, period), said)
    if question.answer.type == "text" or _left_open(character, question, PERIODS.index(period)):
        return Given(question, BLANK, states.UNANSWERED)
    value = _value(character, question, period)
    return Given(question, value, _code(question, value, period), said)


def _left_open(character: Character, question: Question, quarter: int) -> bool:
    # Who cares for its must-haves does not leave one open.
    cared_for = question.must_have and character.floor[quarter] > 0
    lot = share(character.profile.id, question.id, "blank")
    return not cared_for and lot < character.blank[quarter]


def _value(character: Character, question: Question, period: str) -> Value:
    if question.answer.type == "date":
        return date_for(character, question, period) or "Never"
    level = level_of(character, question, period)
    if question.answer.type == "number":
        return number_for(character, question, level)
    if question.answer.type == "multi":
        return options_for(character, question, level)
    return question.answer.levels[level].id


def _code(question: Question, value: Value, period: str) -> int:
    if value == BLANK:
        return states.UNANSWERED
    if value == NOT_APPLICABLE:
        return states.NA_CLAIMED
    return states.NOTED if question.answer.type == "text" else _level(question, value, period)


def _level(question: Question, value: Value, period: str) -> int:
    answer = question.answer
    if isinstance(value, dt.date):
        return answer.level_of(max(0, (last_day(period) - value).days))
    if isinstance(value, list):
        exclusive = {option.id for option in answer.options if option.exclusive}
        return answer.level_of(len(set(value) - exclusive))
    if answer.type == "choice":
        return [level.id for level in answer.levels].index(str(value))
    if value in {"None", "Never"}:
        return len(answer.levels) - 1
    return answer.level_of(read_number(value, answer, lambda: True))
