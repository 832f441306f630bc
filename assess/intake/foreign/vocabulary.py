"""What the answers of a foreign questionnaire mean: a layout's words, laid over its levels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assess.intake.cells import Cell, Fault, RefusedError, fold, is_blank, quoted, text_of
from assess.intake.foreign.columns import find_header
from assess.intake.foreign.titles import fits, titles_of
from assess.intake.names import Asked, Names, names_of
from assess.intake.sheets import Book
from assess.layouts import Column, Layout, Lists, check_levels
from questionnaires.model import Questionnaire

Words = Mapping[str, Sequence[str]]
"""Words by the id of the level that they mean."""

_KNOWN: dict[tuple[str, int], tuple[Names, Names]] = {}
_KEPT = 16


def names_for(layout: Layout, questionnaire: Questionnaire) -> Names:
    """Return the names by which a layout's answers are known, built on first use.

    Kept by identity, as `names_of` keeps what they are built upon. Raises InvalidDocumentError
    where the layout names levels that the questionnaire does not have.
    """
    own = names_of(questionnaire)
    key = layout.reference.sha256, id(own)
    known = _KNOWN.get(key)
    if known is None or known[0] is not own:
        if len(_KNOWN) >= _KEPT:
            _KNOWN.clear()
        check_levels(layout, questionnaire)
        words = dict(layout.levels)
        na_words = frozenset(map(fold, layout.not_applicable))
        asked = (
            replace(_with_words(each, words), na_words=na_words, na_freely=True)
            for each in own.asked
        )
        known = _KNOWN[key] = own, replace(own, asked=tuple(asked))
    return known[1]


def with_lists(names: Names, layout: Layout, book: Book) -> Names:
    """Add the words that the workbook itself lists for each question, where a layout says so.

    Raises RefusedError where those lists are not in the workbook.
    """
    if layout.lists is None:
        return names
    words = _listed_words(layout.lists, book)
    asked = (_with_words(each, words.get(fold(each.question.id), {})) for each in names.asked)
    return replace(names, asked=tuple(asked))


def _with_words(asked: Asked, words: Words) -> Asked:
    indexes = {level.id: index for index, level in enumerate(asked.question.answer.levels)}
    added = {
        fold(word): indexes[level]
        for level, several in words.items()
        if level in indexes
        for word in several
    }
    return replace(asked, levels=asked.levels | added) if added else asked


def _listed_words(lists: Lists, book: Book) -> dict[str, Words]:
    """Return the words of each question's levels, by the question's folded id."""
    wanted = {"list": lists.name} | dict(lists.levels)
    words = {
        fold(_text(row["list"])): {
            level: [_text(row[level])] for level, _ in lists.levels if not is_blank(row[level])
        }
        for row in _table(book, lists.lists, wanted)
    }
    questions = _table(book, lists.questions, {"id": lists.id, "list": lists.list_of})
    return {
        fold(_text(row["id"])): words.get(fold(_text(row["list"])), {})
        for row in questions
        if not is_blank(row["id"])
    }


def _table(book: Book, name: str, wanted: dict[str, Column]) -> Iterator[dict[str, Cell]]:
    """Yield the rows of a table of the workbook's own, by what its columns are."""
    sheet = next((each.name for each in book.sheets if fits(name, fold(each.name))), None)
    grid = [] if sheet is None else book.read(sheet).grid
    header = find_header(titles_of(grid), wanted, wanted)
    if header is None:
        message = f"the sheet {quoted(name)}, which lists the answers, is missing or changed"
        hint = "ask for the workbook as it was published"
        raise RefusedError(message, "sheet.no-lists", hint)
    for row in grid[header.row + 1 :]:
        yield {each: row[column] for each, column in header.columns.items()}


def _text(value: Cell) -> str:
    return "" if isinstance(value, Fault) else text_of(value)
