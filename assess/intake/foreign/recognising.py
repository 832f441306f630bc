"""Which layout a workbook is read by: the most specific of those that recognise it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from assess.intake.cells import RefusedError, fold
from assess.intake.foreign.placing import Placed, place
from assess.intake.foreign.titles import Titles, fits, titles_of
from assess.intake.foreign.vocabulary import names_for
from assess.intake.names import Names
from assess.intake.outcome import QuestionnaireOf
from assess.intake.sheets import Book, Sheet
from assess.layouts import Layout
from questionnaires.model import Questionnaire
from questionnaires.problems import InvalidDocumentError, Place, UnknownNameError

LEAST_IDS = 3
"""Ids by which a workbook may be recognised at least; one or two may stand in any."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A workbook and the layout that recognises it: where its columns are on which sheets.

    `others` are visible sheets that were looked at and lack the columns. `known` of the `found`
    ids are the questionnaire's.
    """

    layout: Layout
    names: Names
    placed: tuple[Placed, ...]
    others: tuple[Sheet, ...]
    known: int
    found: int

    @property
    def rank(self) -> tuple[int, int, int]:
        """How specific this is: sheets named, columns found, ids known."""
        columns = max(len(each.columns) for each in self.placed)
        return len({*self.layout.needed_sheets, *self.layout.read}), columns, self.known

    @property
    def reasons(self) -> list[str]:
        """What the workbook was recognised by, for people."""
        sheets = _list(self.layout.needed_sheets)
        return [
            *([f"it has the sheets {sheets}"] if sheets else []),
            f"the columns stand on {_list(each.sheet.name for each in self.placed)}",
            f"{self.known} of the {self.found} ids there are in {self.layout.questionnaire}",
        ]


def recognise(
    book: Book, layouts: Sequence[Layout], questionnaire_of: QuestionnaireOf
) -> Recognised | None:
    """Return by which layout, and where, a workbook is to be read; None if by none.

    Layouts that name the sheets they read go first, where all of these exist; if one of them
    recognises it, no other sheet is read. Raises RefusedError where two layouts are equally
    specific, or a sheet cannot be read.
    """
    titles = titles_in(book)
    possible = [each for each in layouts if not lacking(book, each.needed_sheets)]
    named = [each for each in possible if each.read and not lacking(book, each.read)]
    for several in (named, [each for each in possible if each not in named]):
        tried = (try_layout(book, each, titles, questionnaire_of) for each in several)
        found = [each for each in tried if isinstance(each, Recognised)]
        if found:
            return _most_specific(found)
    return None


def titles_in(book: Book) -> Callable[[str], Titles]:
    """Return what reads the titles of a sheet by its name, each but once."""
    return cache(lambda name: titles_of(book.read(name).grid))


def lacking(book: Book, sheets: tuple[str, ...]) -> list[str]:
    """Return those of some sheets that a workbook does not have."""
    names = [fold(sheet.name) for sheet in book.sheets]
    return [each for each in sheets if not any(fits(each, name) for name in names)]


def try_layout(
    book: Book, layout: Layout, titles: Callable[[str], Titles], questionnaire_of: QuestionnaireOf
) -> Recognised | str:
    """Return where the columns of one layout are, or why the workbook is not of its kind."""
    names = names_for(layout, _questionnaire(layout, questionnaire_of))
    shown, hidden = _candidates(book, layout)

    def placed_on(several: list[str]) -> list[Placed]:
        found = (place(book.read(each), titles(each), layout, names) for each in several)
        return [each for each in found if each is not None and each.rows]

    placed = placed_on(shown)
    others = tuple(book.read(each) for each in shown if each not in _names(placed))
    seen = _questions(placed)
    placed += [each for each in placed_on(hidden) if _questions([each]) - seen]
    ids = {(row.id, row.question is not None) for each in placed for row in each.rows}
    known = sum(is_known for _, is_known in ids)
    if known >= LEAST_IDS and 100 * known >= layout.known_ids * len(ids):
        return Recognised(layout, names, tuple(placed), others, known, len(ids))
    return _why_not(placed, known, len(ids), layout)


def _names(placed: list[Placed]) -> set[str]:
    return {each.sheet.name for each in placed}


def _questions(placed: list[Placed]) -> set[int]:
    return {row.question for each in placed for row in each.rows if row.question is not None}


def _questionnaire(layout: Layout, questionnaire_of: QuestionnaireOf) -> Questionnaire:
    name, _, version = layout.questionnaire.partition("@")
    try:
        return questionnaire_of(name, version)
    except UnknownNameError as error:
        place = Place(str(layout.reference), path="$.questionnaire")
        problems = [replace(each, place=place) for each in error.problems]
        raise InvalidDocumentError(problems) from None


def _candidates(book: Book, layout: Layout) -> tuple[list[str], list[str]]:
    """Return the sheets to look at, and the hidden ones that may hold what is not on these."""
    named = [sheet.name for sheet in book.sheets if _is_one(sheet.name, layout.read)]
    if layout.read and not lacking(book, layout.read):
        return named, []
    rest = [sheet for sheet in book.sheets if not _is_one(sheet.name, layout.mirrors)]
    shown = {*named, *(sheet.name for sheet in rest if sheet.visible)}
    hidden = [sheet.name for sheet in rest if sheet.name not in shown]
    return [sheet.name for sheet in book.sheets if sheet.name in shown], hidden


def _is_one(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fits(each, fold(name)) for each in patterns)


def _why_not(placed: list[Placed], known: int, found: int, layout: Layout) -> str:
    if not placed:
        return "no sheet has the columns, with ids below them"
    return f"only {known} of the {found} ids found are in {layout.questionnaire}"


def _most_specific(found: list[Recognised]) -> Recognised:
    first, *others = sorted(found, key=lambda each: each.rank, reverse=True)
    if others and others[0].rank == first.rank:
        both = f"{first.layout.reference} and {others[0].layout.reference}"
        message = f"the layouts {both} recognise this workbook equally well"
        hint = "name more sheets or columns in one of them, or take one out of `layouts`"
        raise RefusedError(message, "file.ambiguous-layout", hint)
    return first


def _list(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
