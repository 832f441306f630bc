"""An answer and a note in one cell: "Yes – since 2024", "N/A: we take no cards", "24 h (SLA)".

The rule: the cell begins with a whole answer, a separator follows, and what comes after can not
turn the answer round (`turns`) and names no other answer. Then the note is a comment, as if it
stood in the next cell. In any other case the cell is left as it is, to be refused.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from assess.intake.cells import Cell, RefusedError, fold, is_blank
from assess.intake.dates import read_date
from assess.intake.names import (
    LONGEST_NAME,
    Asked,
    level_called,
    level_named,
    names_another,
    says_not_applicable,
)
from assess.intake.numbers import read_number
from assess.intake.turns import may_turn, may_turn_figure, says_part

_SEPARATOR = re.compile(r"\s*(?:[,;:!(\n\r]|[–—]|(?<=\s)-|-(?=\s)|\.(?=\s+\D))\s*")
_CONTRARY = re.compile(r"\?|\b(?:but|however|except|aber|jedoch|außer|pero|excepto|salvo)\b")


def apart(asked: Asked, value: Cell, today: dt.date) -> tuple[str, str] | None:
    """Return the answer and the note of a cell that holds both, None for any other cell.

    `today` tells which days of a note have not come yet.
    """
    if not isinstance(value, str) or asked.question.answer.type == "text":
        return None
    if _is_clear(asked, value, today) or level_named(asked, value) is not None:
        return None
    for found in reversed(list(_separators(value))):
        answer, note = value[: found.start()], _tidy(value[found.end() :], found[0])
        if _is_clear(asked, answer, today):
            fits = is_blank(note) or not _turns(asked, answer, note, today)
            return (answer, note) if fits else None
    return None


def _separators(text: str) -> Iterator[re.Match[str]]:
    """Yield where a note may begin: not after more text than the longest name has."""
    return _SEPARATOR.finditer(text[:LONGEST_NAME])


def _tidy(note: str, separator: str) -> str:
    note = note.strip()
    inside = separator.strip() == "(" and note.endswith(")")
    return note.removesuffix(")").strip() if inside else note


def _is_clear(asked: Asked, text: str, today: dt.date) -> bool:
    """Tell whether a text is an answer by itself."""
    if is_blank(text):
        return False
    answer = asked.question.answer
    if answer.type == "multi" or says_not_applicable(asked, text):
        return says_not_applicable(asked, text)
    if level_called(asked, text) is not None:
        return True
    if answer.type not in {"number", "date"}:
        return False
    try:
        if answer.type == "date":
            read_date(text, today)
        else:
            read_number(text, answer, lambda: False)
    except RefusedError:
        return False
    return True


def _turns(asked: Asked, answer: str, note: str, today: dt.date) -> bool:
    level = level_called(asked, answer)
    if says_not_applicable(asked, answer):
        # A claim counts as not met until it is reviewed, with its reason: "no" turns nothing.
        other = _begins_with_level(asked, note)
        return other or _CONTRARY.search(fold(note)) is not None
    if level is None:
        return may_turn_figure(note, today)
    chosen = asked.question.answer.levels[level]
    limits = not any(map(says_part, (chosen.text, *chosen.synonyms)))
    longer = _begins_another(asked, level, answer)
    return longer or names_another(asked, level, note) or may_turn(note, today, limits=limits)


def _begins_another(asked: Asked, level: int, answer: str) -> bool:
    """Tell whether another level begins with the same words: the note may be meant as the rest."""
    begun = fold(answer)
    return any(
        name.startswith(begun) and not name[len(begun)].isalnum()
        for name, index in asked.levels.items()
        if index != level and name != begun
    )


def _begins_with_level(asked: Asked, note: str) -> bool:
    ends = [found.start() for found in _separators(note)]
    return any(level_called(asked, note[:end]) is not None for end in (len(note), *ends))
