"""What the columns of an unknown sheet look like: ids, questions, answers, by their content.

Nothing is read by this; it only helps to write a layout. Each likeness says how sure it is, in
per cent, and why.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from assess.intake.cells import Fault, cell_name, text_of
from assess.intake.choices import TICKED
from assess.intake.foreign.headings import (
    ANSWER,
    COMMENT,
    EVIDENCE,
    ID,
    OWNERSHIP,
    QUESTION,
    headings,
    is_nothing,
    says,
)
from assess.intake.foreign.numbering import numbering_of
from assess.intake.foreign.titles import LONGEST_TITLE, folded
from assess.intake.sheets import Sheet
from assess.workbook_format import NOT_APPLICABLE_SPELLINGS

MARK = "mark "
"""Begins the kind of a column under which marks stand; its title follows."""

MOST_ANSWERS = 10
"""Different answers to choose from; more are free text."""

LEAST_LIKELY = 0.33
"""How likely a column must be of a kind to be named as one."""

_YES_NO = frozenset({"yes", "no", "y", "n", "ja", "nein", "sí", "si", "partial", "partially"})
ANSWERS = _YES_NO | NOT_APPLICABLE_SPELLINGS
"""What people answer by, folded."""

_WORD = re.compile(r"[^\W_]+")
_ASKS = re.compile(
    r"(?:are|is|do|does|did|have|has|can|will|what|how|which|who|when|where)\b", re.IGNORECASE
)


class Likeness(NamedTuple):
    """What one column looks like: its kind, its title and the title's row, how sure, and why.

    Rows and columns are counted from 0; the row is -1 for a column without a title.
    """

    kind: str
    column: int
    title: str
    row: int
    certainty: int
    why: str


@dataclass(frozen=True, slots=True)
class Guess:
    """A sheet that looks like a questionnaire: its ids by row, and what its columns look like.

    `by_formula` is the share of its answers' cells, or else of its ids', that hold a formula.
    """

    sheet: Sheet
    ids: dict[int, str]
    replace: dict[str, str]
    found: tuple[Likeness, ...]
    by_formula: float

    def of(self, kind: str) -> Likeness | None:
        """Return the column of a kind."""
        return next((each for each in self.found if each.kind == kind), None)

    @property
    def marks(self) -> tuple[Likeness, ...]:
        """The columns under which marks stand."""
        return tuple(each for each in self.found if each.kind.startswith(MARK))


def guess(sheet: Sheet) -> Guess | None:
    """Return what a sheet looks like; None for one that does not look like a questionnaire."""
    numbering = numbering_of(sheet)
    if numbering is None:
        return None
    ids, titles = numbering.ids, headings(sheet, numbering.ids)
    column = numbering.column
    within = range(min(ids), max(ids) + 1)
    cells = sum(not is_nothing(sheet.grid[row][column]) for row in within)
    share = len(set(ids.values())) / cells
    why = f"{len(ids)} of {cells} cells look like {next(iter(ids.values()))}"
    found = [Likeness(ID, column, *titles[column], round(100 * share), why)]
    left = [each for each in range(len(sheet.grid[0])) if each != column]
    view = _View(sheet, tuple(ids), titles)
    for take in (_marks, _answer, _question, _ownership, _evidence, _comment):
        taken = take(view, left, found)
        found += taken
        left = [each for each in left if each not in {likeness.column for likeness in taken}]
    by_formula = _by_formula(sheet, tuple(ids), found)
    return Guess(sheet, ids, numbering.replace, tuple(found), by_formula)


@dataclass(frozen=True, slots=True)
class _View:
    """A sheet's rows of questions, and the title and its row of every column."""

    sheet: Sheet
    rows: tuple[int, ...]
    titles: list[tuple[str, int]]

    def texts(self, column: int) -> list[str]:
        """Return what stands in a column beside the questions' ids, blanks left out."""
        cells = (self.sheet.grid[row][column] for row in self.rows)
        return [text_of(cell) for cell in cells if not is_nothing(cell)]


def _best(
    view: _View, left: Iterable[int], likely: Callable[[_View, int], tuple[float, str]], kind: str
) -> list[Likeness]:
    """Return the most likely column of a kind, the leftmost of equals; none below a third."""
    rated = [(likely(view, column), -column) for column in left]
    (chance, why), at = max(rated, default=((0.0, ""), 0))
    if chance < LEAST_LIKELY:
        return []
    title, row = view.titles[-at]
    return [Likeness(kind, -at, title, row, round(100 * chance), why)]


def _marks(view: _View, left: list[int], _found: list[Likeness]) -> list[Likeness]:
    """Return the columns titled by answers and holding nothing but marks, if there are several."""
    found = []
    for column in left:
        title, row = view.titles[column]
        texts = view.texts(column)
        marked = sum(folded(text) in TICKED for text in texts)
        if folded(title) in ANSWERS and marked == len(texts):
            why = f"titled “{title}”, and holds marks" if texts else f"titled “{title}”, and blank"
            found.append(Likeness(MARK + title, column, title, row, 95 if texts else 85, why))
    return found if len({folded(each.title) for each in found}) > 1 else []


def _answer(view: _View, left: list[int], found: list[Likeness]) -> list[Likeness]:
    return [] if len(found) > 1 else _best(view, left, _like_answer, ANSWER)


def _like_answer(view: _View, column: int) -> tuple[float, str]:
    title, _ = view.titles[column]
    said, texts = says(ANSWER, title), view.texts(column)
    if not texts:
        return 0.75 * said, f"titled “{title}”, and blank"
    plain = sum(_is_answer(text) for text in texts) / len(texts)
    few = len(set(texts)) <= MOST_ANSWERS <= len(texts) and max(map(len, texts)) <= LONGEST_TITLE
    content = max(plain, 0.5 if few else 0.0)
    usual = ", ".join(f"“{text[:30]}”" for text, _ in Counter(texts).most_common(3))
    titled = f"titled “{title}”; " if said else ""
    return max(0.6 * said + 0.4 * content, 0.8 * content), f"{titled}holds {usual}"


def _is_answer(text: str) -> bool:
    name = folded(text[:LONGEST_TITLE])
    return name in ANSWERS or next(iter(_WORD.findall(name)), "") in _YES_NO


def _question(view: _View, left: list[int], _found: list[Likeness]) -> list[Likeness]:
    return _best(view, left, _like_question, QUESTION)


def _like_question(view: _View, column: int) -> tuple[float, str]:
    title, _ = view.titles[column]
    texts = view.texts(column)
    long = {text for text in texts if len(text.split()) > 2}  # noqa: PLR2004 - a sentence
    asked = sum(text.rstrip(" *").endswith("?") or bool(_ASKS.match(text)) for text in long)
    content = len(long) / len(view.rows) * (0.6 + 0.4 * asked / max(len(long), 1))
    why = f"{len(long)} different sentences, {asked} of them questions"
    said = says(QUESTION, title)
    return min(1.0, content * (0.8 + 0.2 * said)), f"titled “{title}”; {why}" if said else why


def _ownership(view: _View, left: list[int], _found: list[Likeness]) -> list[Likeness]:
    return _best(view, left, _titled(OWNERSHIP), OWNERSHIP)


def _evidence(view: _View, left: list[int], _found: list[Likeness]) -> list[Likeness]:
    return _best(view, left, _titled(EVIDENCE), EVIDENCE)


def _comment(view: _View, left: list[int], found: list[Likeness]) -> list[Likeness]:
    """Return the comment's column: titled so, and right of the answers."""
    answers = [each.column for each in found if each.kind == ANSWER or each.kind.startswith(MARK)]
    right = [column for column in left if column > max(answers, default=-1)]
    return _best(view, right, _titled(COMMENT), COMMENT)


def _titled(kind: str) -> Callable[[_View, int], tuple[float, str]]:
    def likely(view: _View, column: int) -> tuple[float, str]:
        title, _ = view.titles[column]
        texts = view.texts(column)
        why = f"titled “{title}”, and {f'filled in {len(texts)} times' if texts else 'blank'}"
        return 0.9 * says(kind, title), why

    return likely


def _by_formula(sheet: Sheet, rows: tuple[int, ...], found: list[Likeness]) -> float:
    """Return the share of the answers' cells, or else of the ids', that hold a formula."""
    answers = [each.column for each in found if each.kind == ANSWER]
    column = answers[0] if answers else found[0].column
    return sum(is_by_formula(sheet, row, column) for row in rows) / len(rows)


def is_by_formula(sheet: Sheet, row: int, column: int) -> bool:
    """Tell whether a cell holds a formula, whether or not its result is known."""
    value = sheet.grid[row][column]
    unknown = isinstance(value, Fault) and value.kind == "formula"
    return unknown or cell_name(row, column) in sheet.computed
