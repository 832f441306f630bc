"""The questions' rows of a recognised workbook, in the form in which our own are judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from assess.intake.cells import (
    Cell,
    Fault,
    cell_name,
    column_letters,
    is_blank,
    text_of,
)
from assess.intake.foreign.placing import EVIDENCE, NEEDED, QUESTION, Keyed, Placed
from assess.intake.foreign.recognising import Recognised
from assess.intake.foreign.strays import strays, unknown_rows, unread_sheets
from assess.intake.foreign.titles import title
from assess.intake.marks import marked_answer
from assess.intake.names import Asked
from assess.intake.rows import Found, Row
from assess.intake.surroundings import notes_of, stretched
from assess.layouts import NOT_APPLICABLE as MARKED_NOT_APPLICABLE
from assess.layouts import Layout
from assess.workbook_format import NOT_APPLICABLE
from questionnaires.problems import Place, Problem


@dataclass(slots=True)
class Gathered:
    """What the rows hold: in `found` as our own form's would, and the questions' own words."""

    found: Found
    texts: dict[int, str] = field(default_factory=dict)
    mirrored: dict[int, list[Row]] = field(default_factory=dict)
    """Rows whose answer is a formula where formulas mirror others, by question."""


def gather_rows(file: str, recognised: Recognised) -> Gathered:
    """File every question's row; what belongs to none, or to two, is a problem at its cell."""
    gathered = Gathered(Found(file))
    found = gathered.found
    for placed in recognised.placed:
        found.problems += _doubled(file, placed)
        _file_sheet(placed, recognised, gathered)
        found.problems += strays(file, placed, recognised.layout)
        _look_around(placed, recognised.layout, found)
    found.problems += unknown_rows(file, recognised)
    for index in sorted(gathered.mirrored.keys() - {index for index, _ in found.rows}):
        _take_formula(index, gathered.mirrored[index], found)
    found.problems += unread_sheets(file, recognised)
    _notice_formulas(found)
    return gathered


def _file_sheet(placed: Placed, recognised: Recognised, gathered: Gathered) -> None:
    question_at = placed.columns.get(QUESTION)
    for keyed in placed.rows:
        if keyed.question is None:
            continue
        cells = placed.sheet.grid[keyed.row]
        text = "" if question_at is None else cells[question_at]
        if isinstance(text, str) and text.strip():
            gathered.texts.setdefault(keyed.question, text.strip())
        row = _row(placed, keyed, recognised.names.asked[keyed.question])
        if recognised.layout.formulas_mirror and _is_computed(row):
            gathered.mirrored.setdefault(keyed.question, []).append(row)
        else:
            _file(keyed.question, row, gathered.found)


def _row(placed: Placed, keyed: Keyed, asked: Asked) -> Row:
    cells = placed.sheet.grid[keyed.row]
    answer, answer_at = _answer(placed, cells, asked)
    comment, comment_at = _comment(placed, cells)
    evidence_at = placed.columns.get(EVIDENCE, answer_at)
    evidence = cells[evidence_at] if EVIDENCE in placed.columns else ""
    letters = map(column_letters, (answer_at, comment_at, evidence_at, evidence_at))
    return Row(placed.sheet, keyed.row + 1, tuple(letters), (answer, comment, evidence, ""))


def _answer(placed: Placed, cells: list[Cell], asked: Asked) -> tuple[Cell, int]:
    """Return the answer and its column, also where a mark under an answer's title gives it."""
    first = placed.answers[0]
    if not placed.marks:
        return cells[first], first
    texts = {level.id: level.text for level in asked.question.answer.levels}
    texts[MARKED_NOT_APPLICABLE] = NOT_APPLICABLE
    under = {column: texts.get(level, level) for column, level in placed.marks}
    answer, at = marked_answer(cells, "", under, asked, -1)
    return answer, first if at is None else at


def _comment(placed: Placed, cells: list[Cell]) -> tuple[Cell, int]:
    """Return the comment, made up of all its columns, and the first; or a cell without text."""
    lines = []
    for column, label in placed.comments:
        value = cells[column]
        if isinstance(value, Fault):
            return value, column
        if not is_blank(value):
            lines.append(f"{label}: {text_of(value)}" if label else text_of(value))
    return "\n".join(lines), placed.comments[0][0] if placed.comments else placed.answers[0]


def _is_computed(row: Row) -> bool:
    answer = row.values[0]
    by_formula = isinstance(answer, Fault) and answer.kind == "formula"
    return by_formula or row.cell(0) in row.sheet.computed


def _file(index: int, row: Row, found: Found) -> None:
    """Keep the row that says something; two that say different things are a problem."""
    known = found.rows.setdefault((index, -1), row)
    if known is not row and not known.given:
        found.rows[index, -1] = row
    elif row.given and row.values != known.values:
        first = f"{known.sheet.name}!{known.cell(0)}"
        message = f"the same question stands at {first} with another answer or comment"
        hint = "keep one of the two rows"
        found.problems.append(Problem(found.place(row, 0), "row.duplicate", message, hint))


def _take_formula(index: int, rows: list[Row], found: Found) -> None:
    """Take a formula's result for an answer that stands nowhere as such: it mirrors nothing."""
    given = [row for row in rows if not isinstance(row.values[0], Fault)]
    for row in given or rows[:1]:
        _file(index, row, found)


def _notice_formulas(found: Found) -> None:
    for row in found.rows.values():
        if row.cell(0) in row.sheet.computed and not is_blank(row.values[0]):
            message = "a formula's last result was taken"
            found.notices.append(Problem(found.place(row, 0), "answer.formula", message))


def _doubled(file: str, placed: Placed) -> Iterator[Problem]:
    """Yield the columns that stand twice, where something could be read from the wrong one."""
    for name, second in placed.twice.items():
        cells = (placed.sheet.grid[row.row][second] for row in placed.rows)
        if name == QUESTION or (name not in NEEDED and all(map(is_blank, cells))):
            continue
        place = Place(file, placed.sheet.name, cell_name(placed.header, second))
        first = column_letters(placed.columns[name])
        message = f"the column of the {name} stands twice, in {first} and {column_letters(second)}"
        hint = "take one of them out, or give it another title"
        yield Problem(place, "sheet.columns", message, hint)


def _look_around(placed: Placed, layout: Layout, found: Found) -> None:
    """Refuse answers merged over several questions, and file the comments that hang at cells."""
    sheet = placed.sheet
    found.beside[sheet.name] = _beside(placed, layout)
    if not (sheet.merged or sheet.notes):
        return
    owners = {row.row: (row.question, -1) for row in placed.rows if row.question is not None}
    found.problems += stretched(found.file, sheet, placed.answers, owners)
    for row, note in notes_of(sheet):
        if row in owners:
            found.notes.setdefault(owners[row], []).append(note)


def _beside(placed: Placed, layout: Layout) -> tuple[int, ...]:
    """Return the columns in which an answer may have been typed by mistake.

    They are not the layout's, and have no title or one that speaks of answers.
    """
    header = placed.sheet.grid[placed.header : placed.header + layout.header_rows]
    known = {*placed.columns.values()}
    return tuple(
        column
        for column in range(len(placed.sheet.grid[0]))
        if column not in known
        and all(text == "" or "answer" in text for text in (title(row[column]) for row in header))
    )
