"""Marks under answers: a dropdown that somebody turned into one column for each answer.

A column belongs to an answer where its header is the answer's own text or "not applicable"; a
synonym will do where another column is headed by another answer of the same question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assess.intake.cells import Cell, Fault, RefusedError, fold, is_blank, quoted
from assess.intake.choices import TICKED, UNTICKED, is_ticked
from assess.intake.names import Asked, Names, level_named, says_not_applicable
from assess.workbook_format import NOT_APPLICABLE_SPELLINGS

NOT_APPLICABLE = -1
"""Stands for it among the indices of the levels."""


def answer_columns(headers: Mapping[int, str], names: Names) -> dict[int, str]:
    """Return those of the columns, by their header, that some question's answer heads."""
    known = TICKED | UNTICKED | NOT_APPLICABLE_SPELLINGS
    known = known.union(*(asked.levels for asked in names.asked))
    return {column: header for column, header in headers.items() if fold(header) in known}


def marked_answer(
    cells: Sequence[Cell], answer: Cell, columns: Mapping[int, str], asked: Asked, option: int
) -> tuple[Cell, int | None]:
    """Return what a row says that has marks under answers, and in which column; None: its own.

    `answer` stands in the answer cell, and counts where nothing is marked or the mark says the
    same. A Fault comes back where the marks cannot be read, or say two things.
    """
    meant = _ticks(columns) if option >= 0 else _levels(columns, asked)
    marked: dict[int, int] = {}
    for column, value in ((column, cells[column]) for column in columns):
        mark = _mark(value, columns[column], meant.get(column), asked, option)
        if isinstance(mark, Fault):
            return mark, column
        if mark:
            marked.setdefault(meant[column], column)
    if not marked:
        return answer, None
    index, first = next(iter(marked.items()))
    headers = " and ".join(f"“{columns[column]}”" for column in marked.values())
    if len(marked) > 1:
        return Fault("two-marks", headers), first
    if is_blank(answer):
        return columns[first], first
    agreed = _says(answer, index, asked, option)
    return (answer, None) if agreed else (Fault("mark-and-answer", headers), first)


def _ticks(columns: Mapping[int, str]) -> dict[int, int]:
    """Return the columns that say of an option whether it holds."""
    heads = {column: fold(header) for column, header in columns.items()}
    return {column: head in TICKED for column, head in heads.items() if head in TICKED | UNTICKED}


def _levels(columns: Mapping[int, str], asked: Asked) -> dict[int, int]:
    """Return the columns that stand for an answer of this question."""
    found: dict[int, int] = {}
    texts = {fold(level.text) for level in asked.question.answer.levels}
    sure = False
    for column, header in columns.items():
        index = NOT_APPLICABLE if says_not_applicable(asked, header) else _spelled(header, asked)
        if index is not None:
            found[column] = index
            sure = sure or index == NOT_APPLICABLE or fold(header) in texts
    return found if sure or len(set(found.values())) > 1 else {}


def _spelled(header: str, asked: Asked) -> int | None:
    """Return the level that a header names, but not by its id, which may be any word."""
    level = asked.levels.get(fold(header))
    if level is None:
        return None
    entry = asked.question.answer.levels[level]
    return level if fold(header) != fold(entry.id) or fold(header) == fold(entry.text) else None


def _mark(value: Cell, header: str, index: int | None, asked: Asked, option: int) -> bool | Fault:
    """Tell whether a cell is a mark; it may also repeat the answer that heads its column."""
    named = level_named(asked, value) if isinstance(value, str) and option < 0 else None
    if named is not None and named == index:
        return True
    try:
        holds = is_ticked(value) if named is None or index is None else None
    except RefusedError:
        holds = None if index is not None else False
    if holds is None:
        return value if isinstance(value, Fault) else Fault("unclear-mark", quoted(value))
    return Fault("misplaced-mark", f"“{header}”") if holds and index is None else holds


def _says(answer: Cell, index: int, asked: Asked, option: int) -> bool:
    if not isinstance(answer, str) or is_blank(answer):
        return False
    if option >= 0:
        return fold(answer) in (TICKED if index else UNTICKED)
    if index == NOT_APPLICABLE:
        return says_not_applicable(asked, answer)
    return level_named(asked, answer) == index
