"""How an answer ends up in the cells: chosen from the list, or typed as people type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from assess.workbook_format import NOT_APPLICABLE, OPTION_SEPARATOR, TICK
from questionnaires.model import Question
from sample_data import characters
from sample_data.answers import Given
from sample_data.characters import Character
from sample_data.draw import pick, share

PERCENT = "0%"
"""What Excel formats a cell as, in which somebody types `95%`."""

CARELESS = 0.35
"""Share of the answers in which a partner that types does not take the offered text."""

Typed = str | float | dt.date


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one answer cell, by the id of its row; `number_format` "" is as issued."""

    row: str
    value: Typed
    number_format: str = ""


def answer_cells(character: Character, given: Given) -> Iterator[Cell]:
    """Yield the answer cells of one answer."""
    question, value = given.question, given.value
    careless = character.typing == "typed" and _share(character, question, "typing") < CARELESS
    if value == characters.NOT_APPLICABLE:
        yield Cell(question.id, "n/a" if careless else NOT_APPLICABLE)
    elif isinstance(value, list):
        yield from _ticks(character, question, value, careless=careless)
    elif question.answer.type == "choice":
        yield Cell(question.id, _choice(character, question, given.code, careless=careless))
    elif isinstance(value, int):
        yield _number(character, question, value, careless=careless)
    elif isinstance(value, dt.date):
        yield Cell(question.id, value.isoformat() if careless else value)
    else:
        yield Cell(question.id, value)


def _share(character: Character, question: Question, what: str) -> float:
    return share(character.profile.id, question.id, what)


def _ticks(
    character: Character, question: Question, chosen: list[str], *, careless: bool
) -> Iterator[Cell]:
    texts = {option.id: option.text for option in question.answer.options}
    if careless:
        yield Cell(question.id, "; ".join(texts[option] for option in chosen))
        return
    tick = pick(("X", "yes", "x"), character.profile.id, "tick")
    for option in chosen:
        row = f"{question.id}{OPTION_SEPARATOR}{option}"
        yield Cell(row, tick if character.typing == "typed" else TICK)


def _choice(character: Character, question: Question, code: int, *, careless: bool) -> str:
    level = question.answer.levels[code]
    if not careless:
        return level.text
    spellings = (level.text.lower(), level.text.upper() + " ", *level.synonyms[:2])
    return pick(spellings, character.profile.id, question.id, "spelling")


def _number(character: Character, question: Question, value: int, *, careless: bool) -> Cell:
    unit = question.answer.unit
    if unit == "percent" and (careless or _share(character, question, "sign") < CARELESS):
        if careless and _share(character, question, "text") < 0.5:  # noqa: PLR2004 - either way
            return Cell(question.id, f"{value} %")
        return Cell(question.id, value / 100, PERCENT)
    if careless and unit in {"hours", "days"}:
        ending = pick((unit[0], unit), character.profile.id, question.id, "unit")
        return Cell(question.id, f"{value} {ending}")
    return Cell(question.id, value)
