"""A layout drafted from an unknown workbook, for a person to finish.

Its gaps begin with TODO, so that it is no valid layout until somebody has filled them in: which
questionnaire this is, and what the answers mean, nobody can tell from a workbook's looks.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assess.intake.cells import fold, text_of
from assess.intake.foreign.columns import find_header
from assess.intake.foreign.headings import (
    ANSWER,
    COMMENT,
    EVIDENCE,
    ID,
    OWNERSHIP,
    QUESTION,
    is_nothing,
    says,
)
from assess.intake.foreign.numbering import without
from assess.intake.foreign.resemblance import ANSWERS, Guess, Likeness, guess, is_by_formula
from assess.intake.foreign.shapes import pattern_of
from assess.intake.foreign.titles import titles_of
from assess.intake.sheets import Book
from assess.layouts import NOT_APPLICABLE, TODO, Column
from assess.workbook_format import NOT_APPLICABLE_SPELLINGS
from questionnaires.model import Questionnaire

LEAST_CERTAIN = 50
"""Per cent of certainty of its answers from which a sheet is suggested for reading."""

MOSTLY = 0.5
"""Share of answers that are formulas from which a sheet only mirrors others."""

MOST_WORDS = 30
"""Different answers that a draft lists; more are free text, or come from lists."""

KNOWN_IDS = 80
"""Per cent of ids that a drafted layout asks for; above it, a known questionnaire is named."""


LONGEST_WORD = 60
"""Characters of an answer that a draft lists; longer ones are free text."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted layout, and what it rests on: the sheets to read, and those that repeat them.

    `known` is the library's questionnaire that has most of the ids, None where none has.
    """

    data: dict[str, Any]
    read: tuple[Guess, ...]
    mirrors: tuple[str, ...]
    known: Questionnaire | None


def draft_layout(book: Book, questionnaires: Sequence[Questionnaire], day: dt.date) -> Draft | None:
    """Draft a layout from a workbook's looks; None where no sheet looks like a questionnaire.

    `questionnaires` are those whose ids are looked for, `day` is the draft's. Raises RefusedError
    where a sheet cannot be read.
    """
    guesses = [each for sheet in book.sheets if (each := guess(book.read(sheet.name)))]
    shown = {sheet.name for sheet in book.sheets if sheet.visible}
    read = tuple(each for each in guesses if each.sheet.name in shown and _has_answers(each))
    if not read:
        return None
    ids = [text for each in read for text in each.ids.values()]
    others = [each for each in guesses if each not in read]
    mirrors = tuple(
        each.sheet.name for each in others if not set(ids).isdisjoint(each.ids.values())
    )
    known = _known(ids, read[0].replace, questionnaires)
    return Draft(_data(read, mirrors, known, day), read, mirrors, known)


def _has_answers(found: Guess) -> bool:
    answer = found.of(ANSWER)
    certain = bool(found.marks) or (answer is not None and answer.certainty >= LEAST_CERTAIN)
    return certain and found.by_formula < MOSTLY


def _known(
    ids: list[str], replace: dict[str, str], questionnaires: Sequence[Questionnaire]
) -> Questionnaire | None:
    """Return the questionnaire that has enough of the ids, and most of them."""
    found = {fold(without(each, replace)) for each in ids}
    best: tuple[Questionnaire | None, int] = None, 0
    for each in questionnaires:
        has = len(found & {fold(question.id) for question in each.questions})
        if 100 * has >= KNOWN_IDS * len(found) and has > best[1]:
            best = each, has
    return best[0]


def _data(
    read: tuple[Guess, ...], mirrors: tuple[str, ...], known: Questionnaire | None, day: dt.date
) -> dict[str, Any]:
    columns, answers = _columns(read, known), _answers(read, known)
    which = "id@version of the questionnaire whose questions are answered here"
    if known is not None:
        which = f"{known.reference}? It has the ids that stand here."
    sheets: dict[str, Any] = {"read": [each.sheet.name for each in read]}
    if mirrors:
        sheets["mirrors"] = list(mirrors)
    data = {
        "id": f"{TODO} a short name, such as acme-form",
        "version": "1.0.0",
        "title": f"{TODO} whose workbook this is, and which edition",
        "description": f"{TODO} what whoever reads a file by it should know",
        "published": day.isoformat(),
        "questionnaire": f"{TODO} {which}",
        "recognise": {"known_ids": KNOWN_IDS},
        "sheets": sheets if mirrors or len(read) > 1 else None,
        "header_rows": max(map(_header_rows, read)),
        "columns": columns,
        "answers": answers,
    }
    return {key: value for key, value in data.items() if value is not None}


def _header_rows(found: Guess) -> int:
    """Return over how many rows the titles are spread that stand above the first id."""
    rows = [each.row for each in _titled(found) if -1 < each.row < min(found.ids)]
    return max(rows) - min(rows) + 1 if rows else 1


def _titled(found: Guess) -> Iterator[Likeness]:
    """Yield the columns whose titles can be relied on."""
    for each in found.found:
        is_named = each.kind in {ID, QUESTION} and not says(each.kind, each.title)
        if each.title and not is_named:
            yield each


def _columns(read: tuple[Guess, ...], known: Questionnaire | None) -> dict[str, Any]:
    ids = [text for each in read for text in each.ids.values()]
    pattern, replace = pattern_of(ids)
    titles = _titles(read, ID)
    columns: dict[str, Any] = {ID: {"titles": titles} if titles else {}}
    columns[ID] |= {"pattern": pattern} | ({"replace": replace} if replace else {})
    for kind in (QUESTION, ANSWER, OWNERSHIP, EVIDENCE):
        if (column := _column(read, kind)) is not None:
            columns[kind] = column
    if (comment := _column(read, COMMENT)) is not None:
        columns[COMMENT] = [comment]
    for title in dict.fromkeys(each.title for found in read for each in found.marks):
        columns.setdefault("marks", {}).setdefault(_level_of(title, known), []).append(title)
    return columns


def _column(read: tuple[Guess, ...], kind: str) -> dict[str, Any] | None:
    """Return how a column is to be found: by its titles, else by where it stands beside the ids."""
    if not any(found.of(kind) for found in read):
        return None
    titles = _titles(read, kind)
    if titles and all(_is_found(found, kind, titles) for found in read if found.of(kind)):
        return {"titles": titles}
    offsets = Counter(
        likeness.column - key.column
        for found in read
        if (likeness := found.of(kind)) and (key := found.of(ID))
    )
    return {"offset": offsets.most_common(1)[0][0]}


def _titles(read: tuple[Guess, ...], kind: str) -> list[str]:
    """Return the titles of a column, the usual one first; none where half the sheets lack one."""
    found = Counter(
        each.title for guessed in read for each in _titled(guessed) if each.kind == kind
    )
    return [title for title, _ in found.most_common()] if 2 * found.total() >= len(read) else []


def _is_found(found: Guess, kind: str, titles: list[str]) -> bool:
    """Tell whether intake, looking for those titles, finds that very column."""
    wanted = {kind: Column(tuple(titles))}
    header = find_header(titles_of(found.sheet.grid), wanted, wanted)
    likeness = found.of(kind)
    return header is not None and likeness is not None and header.columns[kind] == likeness.column


def _level_of(word: str, known: Questionnaire | None) -> str:
    """Return the level that a word means in a known questionnaire, else what is to be found out."""
    if fold(word) in NOT_APPLICABLE_SPELLINGS:
        return NOT_APPLICABLE
    questions = () if known is None else known.questions
    levels = (level for question in questions for level in question.answer.levels)
    return next((each.id for each in levels if fold(each.text) == fold(word)), f"{TODO} {word}")


def _answers(read: tuple[Guess, ...], known: Questionnaire | None) -> dict[str, Any]:
    levels: dict[str, list[str]] = {}
    for word in _words(read, known):
        levels.setdefault(_level_of(word, known), []).append(word)
    none = levels.pop(NOT_APPLICABLE, [])
    return {
        "levels": levels or {f"{TODO} the id of a level": ["Yes"]},
        **({"not_applicable": none} if none else {}),
        **({"formulas": "mirrors"} if _repeats_by_formula(read) else {}),
    }


def _words(read: tuple[Guess, ...], known: Questionnaire | None) -> list[str]:
    """Return the answers given, each in one spelling: those that anybody gives, or given twice.

    What is said to a question that is known to take free text is none of them.
    """
    free = {fold(each.id) for each in (known.questions if known else ()) if not each.answer.levels}
    given: Counter[str] = Counter()
    for found in read:
        answer = found.of(ANSWER)
        rows = [] if answer is None else found.ids.items()
        cells = (
            found.sheet.grid[row][answer.column]
            for row, text in rows
            if answer is not None and fold(without(text, found.replace)) not in free
        )
        given.update(text_of(cell).strip() for cell in cells if not is_nothing(cell))
    given.update(each.title for found in read for each in found.marks)
    words: dict[str, str] = {}
    for text, count in given.most_common():
        if len(text) <= LONGEST_WORD and (count > 1 or fold(text) in ANSWERS):
            words.setdefault(fold(text), text)
    return list(words.values())[:MOST_WORDS]


def _repeats_by_formula(read: tuple[Guess, ...]) -> bool:
    """Tell whether the answer to a question that stands several times is somewhere a formula."""
    seen = Counter(text for found in read for text in set(found.ids.values()))
    return any(
        seen[text] > 1 and is_by_formula(found.sheet, row, answer.column)
        for found in read
        if (answer := found.of(ANSWER))
        for row, text in found.ids.items()
    )
