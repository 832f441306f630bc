"""Strategies that mangle an answered workbook while its truth is kept.

A workbook is drawn with its truth; then cells are written in other words, then sheets, rows and
columns are moved about, then the whole is saved as some program does. Some changes leave a doubt:
they are remembered by question, and such a file must be refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from openpyxl.comments import Comment

from assess.workbook_format import (
    COLUMNS,
    HEADERS,
    HIDDEN_SHEET,
    INSTRUCTIONS_SHEET,
    QUESTIONS_SHEET,
)
from questionnaires import codes
from questionnaires.model import Question
from tests.mistreated import HEADER_ROW, TRIAL, fill, issued, saved
from tests.packages import as_table, plain_package

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

ANSWER, COMMENT = COLUMNS.index("Answer") + 1, COLUMNS.index("Comment") + 1
PERIOD_END = dt.date(2026, 9, 30)

NOTES = ("since 2024", "see SOC 2", "ISO 27001", "reviewed by our auditors", "annex B, page 4")
TURNS = ("but not here", "only in the EU?", "planned for 2027", "except partners", "not yet")
JUNK = ("we take it seriously", "see attachment", "?", "tbd", "7 of 9", "x1", "soon")


@dataclass
class Mangled:
    """A workbook in the making: its truth (code, value, comment by question), and its doubts."""

    book: Workbook
    truth: dict[str, tuple[int, str, str]]
    doubts: set[str] = field(default_factory=set)
    partner: str = ""
    header: int = HEADER_ROW

    @property
    def sheet(self) -> Worksheet:
        """The questions sheet."""
        return self.book[QUESTIONS_SHEET]

    def row(self, row_id: str) -> int:
        """Return the row of an id, before any is changed."""
        ids = (self.sheet.cell(row, 1).value for row in range(1, self.sheet.max_row + 1))
        return list(ids).index(row_id) + 1

    def say(self, question: str, text: object, column: int = ANSWER) -> None:
        """Write into a question's row; a text stays a text."""
        cell = self.sheet.cell(self.row(question), column)
        cell.value = text  # type: ignore[assignment]
        if isinstance(text, str):
            cell.data_type = "s"


# --- an answered workbook, and its truth ------------------------------------------------------


def _answer(draw: st.DrawFn, question: Question) -> tuple[dict[str, Any], int, str]:
    """Draw an answer: its cells by row id, its code and its value."""
    answer, name = question.answer, question.id
    if answer.type == "choice":
        code = draw(st.integers(0, len(answer.levels) - 1))
        return {name: answer.levels[code].text}, code, answer.levels[code].text
    if answer.type == "number":
        number = draw(st.integers(2, int(answer.maximum or 50_000)))
        unit = {"percent": " %", "count": ""}.get(answer.unit, f" {answer.unit}")
        return {name: number}, answer.level_of(number), f"{number}{unit}"
    if answer.type == "date":
        day = draw(st.dates(dt.date(2000, 1, 1), PERIOD_END))
        return {name: day}, answer.level_of((PERIOD_END - day).days), day.isoformat()
    if answer.type == "multi":
        chosen = sorted(draw(st.sets(st.integers(0, len(answer.options) - 2), min_size=1)))
        options = [answer.options[position] for position in chosen]
        ticks = {f"{name}:{option.id}": "x" for option in options}
        return ticks, answer.level_of(len(options)), "; ".join(each.text for each in options)
    words = draw(st.sampled_from(["The CISO", "=SUM(A1)", "+49 30 1234", "Ja; immer"]))
    return {name: words}, codes.NOTED, words


def _answered(draw: st.DrawFn) -> Mangled:
    cells: dict[str, Any] = {}
    truth = {}
    for question in TRIAL.questions:
        if draw(st.integers(0, 4)):
            given, code, value = _answer(draw, question)
            comment = draw(st.sampled_from(["", "Ask our IT.", "Größe: ½;\nzwei"]))
            cells |= given | ({f"{question.id}/Comment": comment} if comment else {})
            truth[question.id] = (code, value, comment)
    return Mangled(fill(issued(), cells), truth)


# --- cells in other words ---------------------------------------------------------------------


def _other_words(draw: st.DrawFn, mangled: Mangled, question: Question) -> None:
    """Say the same in other words."""
    code, value, _ = mangled.truth[question.id]
    answer = question.answer
    if answer.type == "choice":
        level = answer.levels[code]
        name = draw(st.sampled_from([level.text, level.id, *level.synonyms]))
        form = draw(
            st.sampled_from(["{}", " {} ", "\u00a0{}\u200b", "{}.", "“{}”", "• {}", "{}\n"])
        )
        mangled.say(question.id, form.format(draw(st.sampled_from([name, name.upper()]))))
    elif answer.type == "number":
        number = value.split(" ", maxsplit=1)[0]
        units = {"hours": ["h", " Stunden", " hours", ""], "percent": ["%", " Prozent"]}
        grouped = f"{int(number):,}".replace(",", draw(st.sampled_from(["\u202f", "’", "'"])))
        unit = draw(st.sampled_from(units.get(answer.unit, [""])))
        mangled.say(question.id, draw(st.sampled_from([number, grouped])) + unit)
    elif answer.type == "date":
        mangled.say(question.id, draw(st.sampled_from([value, f" {value} ", f"{value} 00:00:00"])))
    elif answer.type == "multi":
        for option in answer.options:
            cell = mangled.sheet.cell(mangled.row(f"{question.id}:{option.id}"), ANSWER)
            said = ["no", "0", False, None] if cell.value is None else ["X", "✓", "ja", True, 1]
            cell.value = draw(st.sampled_from(said))  # type: ignore[assignment]


def _note(draw: st.DrawFn, mangled: Mangled, question: Question) -> None:
    """Add a note behind the answer, which is kept, or which turns it round."""
    if question.answer.type != "choice":
        return
    code, value, comment = mangled.truth[question.id]
    turns = draw(st.booleans())
    note = draw(st.sampled_from(TURNS if turns else NOTES))
    mangled.say(question.id, value + draw(st.sampled_from([", ", " – ", "; ", ": ", "\n"])) + note)
    if turns:
        mangled.doubts.add(question.id)
    mangled.truth[question.id] = (code, value, "\n".join(filter(None, (note, comment))))


def _elsewhere(draw: st.DrawFn, mangled: Mangled, question: Question) -> None:
    """Move the answer out of its cell: into the comment, a comment at the cell, the guidance."""
    cell = mangled.sheet.cell(mangled.row(question.id), ANSWER)
    if question.answer.type not in {"choice", "number", "date"} or cell.value is None:
        return
    where = draw(st.sampled_from(["comment", "cell", "beside"]))
    said = mangled.truth[question.id][1]
    if where == "cell":
        cell.comment = Comment(f"A. Person:\n{said}", "A. Person")
    elif where == "comment":
        mangled.say(question.id, cell.value, COMMENT)
    elif question.answer.type == "choice":
        mangled.say(question.id, said, draw(st.sampled_from([3, 9])))
    else:
        return
    cell.value = None
    mangled.doubts.add(question.id)


def _spoilt(draw: st.DrawFn, mangled: Mangled, question: Question) -> None:
    """Put something in the answer cell that is no answer."""
    if question.answer.type == "text":
        return
    mangled.say(question.id, draw(st.sampled_from(JUNK)))
    if draw(st.booleans()):
        cell = mangled.sheet.cell(mangled.row(question.id), ANSWER)
        cell.value = draw(st.sampled_from(["#N/A", "#REF!", "=1+1"]))
    mangled.doubts.add(question.id)


def _repeated(draw: st.DrawFn, mangled: Mangled, question: Question) -> None:
    """Repeat the question's row below, as it is or with another answer."""
    row = [cell.value for cell in mangled.sheet[mangled.row(question.id)]]
    other = draw(st.booleans()) and question.answer.type == "choice"
    if other:
        levels = question.answer.levels
        row[ANSWER - 1] = levels[(mangled.truth[question.id][0] + 1) % len(levels)].text
        mangled.doubts.add(question.id)
    mangled.sheet.append(row)
    added = mangled.sheet.cell(mangled.sheet.max_row, ANSWER)
    if isinstance(row[ANSWER - 1], dt.date):
        added.number_format = "yyyy-mm-dd"
    elif isinstance(row[ANSWER - 1], str):
        added.data_type = "s"


WORDS = (_other_words, _note, _elsewhere, _spoilt, _repeated)


# --- sheets, rows and columns -----------------------------------------------------------------


def _hide(_: st.DrawFn, mangled: Mangled) -> None:
    if INSTRUCTIONS_SHEET in mangled.book.sheetnames:  # a spreadsheet keeps one sheet in sight
        mangled.sheet.sheet_state = "hidden"


def _copy(draw: st.DrawFn, mangled: Mangled) -> None:
    copy = mangled.book.copy_worksheet(mangled.sheet)
    emptied = draw(st.sampled_from([copy, mangled.sheet, None]))
    if emptied is not None:
        # Each row is wholly in one of the two: a part in each would be two different rows.
        for row in emptied.iter_rows(min_row=mangled.header + 1, min_col=ANSWER):
            for cell in row:
                cell.value = cell.comment = None


def _insert_rows(draw: st.DrawFn, mangled: Mangled) -> None:
    before, count = draw(st.integers(1, 20)), draw(st.integers(1, 30))
    mangled.sheet.insert_rows(before, count)
    mangled.header += count if before <= mangled.header else 0


def _insert_columns(draw: st.DrawFn, mangled: Mangled) -> None:
    mangled.sheet.insert_cols(draw(st.integers(1, 8)), draw(st.integers(1, 4)))


def _shuffle(draw: st.DrawFn, mangled: Mangled) -> None:
    sheet = mangled.sheet
    rows = [
        [(cell.value, cell.data_type, cell.number_format, cell.comment) for cell in row]
        for row in sheet.iter_rows(min_row=mangled.header + 1)
    ]
    for number, row in enumerate(draw(st.permutations(rows)), mangled.header + 1):
        for column, (value, kind, number_format, comment) in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value, cell.number_format = value, number_format
            cell.data_type = kind
            cell.comment = None if comment is None else Comment(comment.text, comment.author)


def _translate_header(draw: st.DrawFn, mangled: Mangled) -> None:
    spelled = {name: draw(st.sampled_from(_titles(name))) for name in COLUMNS}
    for cell in mangled.sheet[mangled.header]:
        cell.value = spelled.get(str(cell.value), cell.value)


def _titles(name: str) -> list[str]:
    found = [header for header, column in HEADERS.items() if column == name]
    return found + [f" {header.upper()}: " for header in found]


def _respell_ids(draw: st.DrawFn, mangled: Mangled) -> None:
    forms = ["{}", " {} ", "{}\u00a0", "\ufeff{}", "[{}]", "{}.", "'{}"]
    for row in mangled.sheet.iter_rows():
        for cell in row:
            text = str(cell.value)
            if text.startswith("trial.") and " " not in text:
                cell.value = draw(st.sampled_from(forms)).format(
                    draw(st.sampled_from([text, text.upper(), text.replace(".", " . ")]))
                )


def _tidy_up(_: st.DrawFn, mangled: Mangled) -> None:
    if mangled.sheet.sheet_state == "visible":
        del mangled.book[INSTRUCTIONS_SHEET]


def _rename_hidden(_: st.DrawFn, mangled: Mangled) -> None:
    mangled.book[HIDDEN_SHEET].title = "Tabelle3"


MOVES = (
    *(_hide, _copy, _insert_rows, _insert_columns, _shuffle, _translate_header, _respell_ids),
    *(_tidy_up, _rename_hidden),
)


# --- saved ------------------------------------------------------------------------------------


def _as_excel(draw: st.DrawFn, mangled: Mangled) -> bytes:
    mangled.sheet.title = draw(st.sampled_from(["Sheet1", "Questions - Table 1", "ä" * 31]))
    return saved(mangled.book)


def _bare(draw: st.DrawFn, mangled: Mangled) -> bytes:
    if _needs_excel(mangled):
        return saved(mangled.book)
    return plain_package(mangled.book, references=draw(st.booleans()), absolute=draw(st.booleans()))


def _as_texts(draw: st.DrawFn, mangled: Mangled) -> bytes:
    if _needs_excel(mangled) or f"{QUESTIONS_SHEET} Copy" in mangled.book.sheetnames:
        return saved(mangled.book)
    mangled.partner = "acme"
    table = as_table(mangled.book, draw(st.sampled_from([",", ";", "\t"])))
    return table.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])))


def _needs_excel(mangled: Mangled) -> bool:
    """Tell whether what was changed would be lost in a bare file: comments, errors, formulas."""
    cells = (cell for sheet in mangled.book.worksheets for row in sheet.iter_rows() for cell in row)
    return any(cell.comment is not None or cell.data_type in {"e", "f"} for cell in cells)


SAVED: tuple[Callable[[st.DrawFn, Mangled], bytes], ...] = (_as_excel, _bare, _as_texts)


@st.composite
def mangled_workbooks(draw: st.DrawFn) -> tuple[bytes, Mangled]:
    """Draw the bytes of a mangled workbook, with its truth and its doubts."""
    mangled = _answered(draw)
    names = sorted(mangled.truth)
    for name in draw(st.lists(st.sampled_from(names), unique=True, max_size=4)) if names else ():
        draw(st.sampled_from(WORDS))(draw, mangled, TRIAL.question(name))
    for move in draw(st.lists(st.sampled_from(MOVES), unique=True, max_size=4)):
        move(draw, mangled)
    return draw(st.sampled_from(SAVED))(draw, mangled), mangled
