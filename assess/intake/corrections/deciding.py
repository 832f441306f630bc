"""From what somebody chose to the edits of the returned file, or to why it cannot be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assess.correction_format import IGNORE_ROW
from assess.intake.cells import (
    Cell,
    Fault,
    RefusedError,
    cell_position,
    exact,
    fold,
    is_blank,
    plain,
    quoted,
    text_of,
)
from assess.intake.corrections.filled import Answers, Filled, shown_where
from assess.intake.doubts import Doubt, Edit
from assess.intake.sheets import Book
from questionnaires.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided: the edits, what was chosen for each doubt, and what was wrong.

    `places` leads from an edited sheet and cell to the cell of the correction workbook; `dropped`
    are the cells of rows that are left out.
    """

    edits: list[Edit] = field(default_factory=list)
    chosen: list[tuple[Doubt, str]] = field(default_factory=list)
    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    dropped: set[tuple[str, str]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def decide(file: str, book: Book, doubts: Sequence[Doubt], answers: Answers) -> Decided:
    """Return what is decided about each doubt; `book` is the file that is corrected.

    Nothing need be chosen for a row that is left out by what is chosen for another.
    """
    decided = Decided(problems=list(answers.problems))
    for position, doubt in enumerate(doubts):
        filled = answers.rows.get(position)
        if filled is not None and not is_blank(filled.use):
            _settle(doubt, filled, decided)
    _check_apart(decided)
    for position, doubt in enumerate(doubts):
        filled = answers.rows.get(position)
        dropped = doubt.subject != "row" and (doubt.sheet, doubt.cell) in decided.dropped
        if (filled is None or is_blank(filled.use)) and not dropped:
            decided.problems.append(_open(file, doubt, filled))
        if filled is not None and not is_blank(filled.comment) and not dropped:
            _comment(doubt, filled, book, decided)
    decided.edits.extend(Edit(*place, "") for place in sorted(decided.dropped))
    return decided


def _settle(doubt: Doubt, filled: Filled, decided: Decided) -> None:
    try:
        chosen, edits = _edits(doubt, filled)
    except RefusedError as error:
        code = f"correction.{error.code}"
        decided.problems.append(Problem(filled.place, code, error.message, error.hint))
        return
    decided.edits.extend(edits)
    if doubt.subject == "row":
        decided.dropped.update((edit.sheet, edit.cell) for edit in edits if edit.value == "")
    decided.chosen.append((doubt, chosen))
    decided.places[doubt.sheet, doubt.cell] = filled.place
    decided.places[doubt.sheet, doubt.into] = filled.place


def _check_apart(decided: Decided) -> None:
    """Hold that no two rows are given to the same question: one of them would be lost."""
    first: dict[str, str] = {}
    for doubt, chosen in decided.chosen:
        if doubt.subject == "row" and doubt.into and chosen != IGNORE_ROW:
            where = first.setdefault(chosen, shown_where(doubt))
            if where != shown_where(doubt):
                message = f"{quoted(chosen)} is chosen for {where}, too"
                hint = f"choose another id for one of them, or “{IGNORE_ROW}”"
                place = decided.places[doubt.sheet, doubt.cell]
                decided.problems.append(Problem(place, "correction.twice", message, hint))


def _edits(doubt: Doubt, filled: Filled) -> tuple[str, tuple[Edit, ...]]:
    """Return what was chosen, as text, and its edits; RefusedError where it is not offered."""
    value = filled.use
    text = text_of(value)
    offered = {fold(choice.text): choice for choice in reversed(doubt.choices)}
    choice = offered.get(fold(text))
    if choice is not None:
        return choice.text, choice.edits
    if doubt.kind == "choice":
        message = f"{quoted(value)} is not among what may be chosen for {shown_where(doubt)}"
        raise RefusedError(message, "not-offered", "choose from the list in the cell")
    typed = _typed(value, doubt, filled)
    return text_of(typed), (*doubt.along, Edit(doubt.sheet, doubt.into, typed))


def _typed(value: Cell, doubt: Doubt, filled: Filled) -> Cell:
    """Return what was typed, a percentage with its sign: the returned file shows it otherwise."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if number and filled.percent and isinstance(value, (int, float)):
        return f"{plain(exact(value) * 100)} %"
    return text_of(value) if doubt.kind in {"text", "list"} else value


def _open(file: str, doubt: Doubt, filled: Filled | None) -> Problem:
    place = Place(file) if filled is None else filled.place
    message = f"nothing is chosen for {shown_where(doubt)}"
    if filled is None:
        message += ": its row is gone"
    hint = "choose what the partner meant, here, and import this workbook again"
    return Problem(place, "correction.open", message, hint)


def _comment(doubt: Doubt, filled: Filled, book: Book, decided: Decided) -> None:
    """Add a comment to what stands in the file's own, so that nothing of either is lost."""
    try:
        text = text_of(filled.comment)
    except RefusedError as error:
        code = f"correction.{error.code}"
        decided.problems.append(Problem(filled.comment_place, code, error.message, error.hint))
        return
    if not doubt.comment:
        message = "no comment can be kept here: this is not about the answer to a question"
        hint = "clear the cell"
        problem = Problem(filled.comment_place, "correction.comment", message, hint)
        decided.problems.append(problem)
        return
    row, column = cell_position(doubt.comment)
    before = book.read(doubt.sheet).grid[row][column]
    for edit in decided.edits:
        if (edit.sheet, edit.cell) == (doubt.sheet, doubt.comment):
            before = edit.value
    said = "" if isinstance(before, Fault) or is_blank(before) else text_of(before)
    decided.edits.append(Edit(doubt.sheet, doubt.comment, f"{said}\n{text}" if said else text))
