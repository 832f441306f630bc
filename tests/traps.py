"""The corpus of mistreated workbooks: what partners and their programs do to ours, by name.

Each trap is a function that builds the bytes of one returned file from a workbook whose answers
are known (`ANSWERS`, which read as `TRUTH`), and says what must become of it: read right, or
refused with the code and the cell of every reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from assess.workbook_format import (
    COLUMNS,
    HIDDEN_SHEET,
    INSTRUCTIONS_SHEET,
    QUESTIONS_SHEET,
    issue_id,
)
from questionnaires import codes
from questionnaires.model import Questionnaire
from tests.mistreated import HEADER_ROW, TRIAL, fill, issued, saved, with_questions_xml
from tests.packages import as_table, plain_package
from tests.worlds import build, question, questionnaire

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Read: TypeAlias = Mapping[str, tuple[int, str, str]]
"""Code, value and comment by question."""

ANSWERS: dict[str, Any] = {
    "trial.gate": "Yes",
    "trial.mfa": "Partially",
    "trial.mfa/Comment": "All but the kiosk.",
    "trial.twin": "N/A",
    "trial.twin/Comment": "We have no partners.",
    "trial.hosted": "No",
    "trial.notify": 24,
    "trial.laptops": 99.9,
    "trial.admins": 3,
    "trial.pentest": dt.date(2026, 3, 4),
    "trial.channels:mail": "x",
    "trial.channels:chat": "x",
    "trial.contact": "The security team",
}

TRUTH: Read = {
    "trial.gate": (0, "Yes", ""),
    "trial.mfa": (1, "Partially", "All but the kiosk."),
    "trial.twin": (codes.NA_CLAIMED, "Not applicable", "We have no partners."),
    "trial.hosted": (3, "No", ""),
    "trial.notify": (0, "24 hours", ""),
    "trial.laptops": (0, "99.9 %", ""),
    "trial.admins": (1, "3", ""),
    "trial.pentest": (0, "2026-03-04", ""),
    "trial.channels": (1, "E-mail; Chat services", ""),
    "trial.contact": (codes.NOTED, "The security team", ""),
}

NUMBERED = build(
    questionnaire(
        *(question(name) for name in ("5.1", "5.10", "5.2", "7.03", "10.4", "2.3.4", "6.8", "8.6"))
    )
)
"""A questionnaire whose ids a spreadsheet takes for numbers and days."""


@dataclass(frozen=True)
class Trap:
    """One mistreated file, how it is imported, and what must become of it.

    `problems` are codes and cells; where there are none the file is taken, reads as `truth` and
    is noticed as `notices` say.
    """

    make: Callable[[], bytes]
    truth: Read = field(default_factory=dict)
    problems: tuple[tuple[str, str], ...] = ()
    notices: tuple[str, ...] = ()
    asked: Questionnaire = TRIAL
    partner: str = ""
    period: str = ""
    issued: bool = True


TRAPS: dict[str, Trap] = {}
"""Every trap by its name."""

Change: TypeAlias = Callable[..., bytes | None]


def trap(
    *, truth: Mapping[str, tuple[int, str, str] | None] = TRUTH, **expected: Any
) -> Callable[[Change], Change]:
    """Add a trap: a function that changes the answered workbook, or returns bytes of its own.

    `truth` is what differs from TRUTH; None for a question that is not read.
    """

    def add(function: Change) -> Change:
        said: dict[str, tuple[int, str, str] | None] = {**TRUTH, **truth}
        wanted = {name: each for name, each in said.items() if each is not None}
        TRAPS[function.__name__] = Trap(cache(lambda: _made(function)), wanted, **expected)
        return function

    return add


def refused(*problems: tuple[str, str], **expected: Any) -> Callable[[Change], Change]:
    """Add a trap that must be refused, with code and cell of every problem."""
    return trap(problems=problems, **expected)


def answered() -> Workbook:
    """Return the workbook with every answer of ANSWERS."""
    return fill(issued(), ANSWERS)


def _made(function: Change) -> bytes:
    book = answered()
    return function(book, book[QUESTIONS_SHEET]) or saved(book)


# --- sheets ---------------------------------------------------------------------------------


@trap()
def renamed_sheet(_: Workbook, sheet: Worksheet) -> None:
    sheet.title = "Antworten ACME (final) v2"


@trap()
def reordered_sheets(book: Workbook, sheet: Worksheet) -> None:
    book.move_sheet(sheet, -1)
    book.move_sheet(book[HIDDEN_SHEET], -2)


@trap()
def hidden_sheet(_: Workbook, sheet: Worksheet) -> None:
    sheet.sheet_state = "hidden"


@trap()
def hidden_and_renamed_sheet(_: Workbook, sheet: Worksheet) -> None:
    sheet.title, sheet.sheet_state = "Archive", "hidden"


@trap()
def questions_renamed_to_instructions(book: Workbook, sheet: Worksheet) -> None:
    del book[INSTRUCTIONS_SHEET]
    sheet.title = INSTRUCTIONS_SHEET


@trap()
def copied_sheet(book: Workbook, sheet: Worksheet) -> None:
    book.copy_worksheet(sheet)


@refused(("row.duplicate", "D6"))
def copied_sheet_with_another_answer(book: Workbook, sheet: Worksheet) -> None:
    book.copy_worksheet(sheet)["D6"] = "No"


@refused(("row.duplicate", "D6"))
def hidden_copy_with_another_answer(book: Workbook, sheet: Worksheet) -> None:
    copy = book.copy_worksheet(sheet)
    copy["D6"], copy.sheet_state = "No", "hidden"


@trap()
def answers_in_the_copy_alone(book: Workbook, sheet: Worksheet) -> None:
    book.copy_worksheet(sheet)
    for row in sheet.iter_rows(min_row=HEADER_ROW + 1, min_col=4):
        for cell in row:
            cell.value = None


@trap()
def answers_split_over_two_sheets(book: Workbook, sheet: Worksheet) -> None:
    copy = book.copy_worksheet(sheet)
    sheet.delete_rows(10, 20)
    copy.delete_rows(HEADER_ROW + 1, 5)


@trap()
def hidden_sheet_shown(book: Workbook, _: Worksheet) -> None:
    book[HIDDEN_SHEET].sheet_state = "visible"


@trap()
def hidden_sheet_copied(book: Workbook, _: Worksheet) -> None:
    book.copy_worksheet(book[HIDDEN_SHEET]).title = "meta (2)"


@trap()
def hidden_sheet_renamed(book: Workbook, _: Worksheet) -> None:
    book[HIDDEN_SHEET].title = "Sheet3"


@trap()
def instructions_deleted(book: Workbook, _: Worksheet) -> None:
    del book[INSTRUCTIONS_SHEET]


@trap(notices=("sheet.not-read",))
def sheet_of_the_partners_own(book: Workbook, _: Worksheet) -> None:
    book.create_sheet("Our notes")["B2"] = "See also our trust centre."


# --- rows and columns -----------------------------------------------------------------------


@trap()
def rows_inserted(_: Workbook, sheet: Worksheet) -> None:
    sheet.insert_rows(9, 3)
    sheet.insert_rows(6)
    sheet["B6"] = "Access"


@trap()
def columns_inserted(_: Workbook, sheet: Worksheet) -> None:
    sheet.insert_cols(4)
    sheet.insert_cols(1, 2)


@trap()
def rows_sorted_backwards(_: Workbook, sheet: Worksheet) -> None:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEADER_ROW + 1)]
    sheet.delete_rows(HEADER_ROW + 1, len(rows))
    for row in reversed(rows):
        sheet.append(row)


@trap()
def rows_filtered_away(_: Workbook, sheet: Worksheet) -> None:
    sheet.auto_filter.ref = "A4:G18"
    for row in range(6, 12):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["D"].hidden = True


@trap(truth={"trial.mfa": None})
def row_deleted(_: Workbook, sheet: Worksheet) -> None:
    sheet.delete_rows(6)


@refused(("sheet.columns", "A4"))
def column_deleted(_: Workbook, sheet: Worksheet) -> None:
    sheet.delete_cols(6)


@trap()
def header_moved_down_and_right(_: Workbook, sheet: Worksheet) -> None:
    sheet.insert_rows(1, 40)
    sheet.insert_cols(1, 5)


@trap()
def header_in_german(_: Workbook, sheet: Worksheet) -> None:
    words = ("ID", "Frage", "Hinweise", "Antwort", "Kommentar", "Nachweis", "Datum des Nachweises")
    for column, word in enumerate(words, 1):
        sheet.cell(HEADER_ROW, column).value = word


@trap()
def header_in_capitals_with_marks(_: Workbook, sheet: Worksheet) -> None:
    for column, word in enumerate(COLUMNS, 1):
        sheet.cell(HEADER_ROW, column).value = f" {word.upper()}:* "


@trap()
def header_repeated(_: Workbook, sheet: Worksheet) -> None:
    sheet.insert_rows(10)
    for column, word in enumerate(COLUMNS, 1):
        sheet.cell(10, column).value = word


@trap(notices=("sheet.extra-column",))
def column_of_the_partners_own(_: Workbook, sheet: Worksheet) -> None:
    sheet["H4"], sheet["H6"] = "Owner", "Yes"


# --- ids ------------------------------------------------------------------------------------


def _respelled(sheet: Worksheet, spell: Callable[[str], str]) -> None:
    for row in range(HEADER_ROW + 1, sheet.max_row + 1):
        sheet.cell(row, 1).value = spell(str(sheet.cell(row, 1).value))


@trap()
def ids_with_spaces(_: Workbook, sheet: Worksheet) -> None:
    _respelled(sheet, lambda name: f"  {name.replace('.', '. ')} ")


@trap()
def ids_with_no_break_spaces(_: Workbook, sheet: Worksheet) -> None:
    _respelled(sheet, lambda name: f"\u00a0{name}\u202f")


@trap()
def ids_with_zero_width_characters(_: Workbook, sheet: Worksheet) -> None:
    _respelled(sheet, lambda name: f"\ufeff{name[:5]}\u200b{name[5:]}")


@trap()
def ids_in_capitals(_: Workbook, sheet: Worksheet) -> None:
    _respelled(sheet, str.upper)


@trap()
def ids_in_full_width_characters(_: Workbook, sheet: Worksheet) -> None:
    wide = {ord(each): ord(each) + 0xFEE0 for each in ".:abcdefghijklmnopqrstuvwxyz"}
    _respelled(sheet, lambda name: name.translate(wide))


@trap()
def ids_with_stray_marks(_: Workbook, sheet: Worksheet) -> None:
    _respelled(sheet, lambda name: f"'[{name}].")


@refused(("row.unknown-id", "D6"))
def id_misspelled(_: Workbook, sheet: Worksheet) -> None:
    sheet["A6"] = "trial.mfaa"


@refused(("row.no-id", "D6"))
def id_deleted(_: Workbook, sheet: Worksheet) -> None:
    sheet["A6"] = None


def _numbered(ids: Mapping[str, object]) -> bytes:
    """Return the workbook of NUMBERED, all answered "yes", with some ids changed."""
    book = fill(issued(NUMBERED), {each.id: "yes" for each in NUMBERED.questions})
    sheet = book[QUESTIONS_SHEET]
    for row in range(HEADER_ROW + 1, sheet.max_row + 1):
        sheet.cell(row, 1).value = ids.get(str(sheet.cell(row, 1).value), sheet.cell(row, 1).value)  # type: ignore[assignment]
    return saved(book)


def _all_yes() -> Any:
    return dict.fromkeys(TRUTH) | {each.id: (0, "yes", "") for each in NUMBERED.questions}


@trap(asked=NUMBERED, truth=_all_yes())
def ids_turned_into_numbers(_: Workbook, _sheet: Worksheet) -> bytes:
    return _numbered({"5.2": 5.2, "7.03": 7.03, "10.4": 10.4})


@trap(asked=NUMBERED, truth=_all_yes())
def ids_turned_into_days(_: Workbook, _sheet: Worksheet) -> bytes:
    return _numbered({"10.4": dt.date(2026, 4, 10), "2.3.4": dt.date(2004, 3, 2)})


@refused(("row.ambiguous-id", "D5"), ("row.ambiguous-id", "D6"), asked=NUMBERED)
def id_that_may_have_lost_a_zero(_: Workbook, _sheet: Worksheet) -> bytes:
    return _numbered({"5.1": 5.1, "5.10": 5.1})


@refused(("row.ambiguous-id", "D11"), asked=NUMBERED)
def id_that_may_be_two_days(_: Workbook, _sheet: Worksheet) -> bytes:
    return _numbered({"6.8": dt.date(2026, 8, 6)})


@refused(("row.duplicate", "D19"))
def id_twice_with_another_answer(_: Workbook, sheet: Worksheet) -> None:
    sheet.append(["trial.mfa", None, None, "Yes"])


# --- answers --------------------------------------------------------------------------------


@refused(("sheet.merged", "D5"))
def answers_merged(_: Workbook, sheet: Worksheet) -> None:
    sheet.merge_cells("D5:D8")


@trap(truth={"trial.channels": (1, "E-mail; Chat services", "By software.")})
def comment_merged_over_the_options_of_one_question(_: Workbook, sheet: Worksheet) -> None:
    sheet["E13"] = "By software."
    sheet.merge_cells("E13:E17")


@trap(truth={"trial.gate": (0, "Yes", "since 2024")}, notices=("answer.note",))
def note_behind_an_answer(_: Workbook, sheet: Worksheet) -> None:
    sheet["D5"] = "Yes – since 2024"


@trap(
    truth={"trial.mfa": (1, "Partially", "only in EU\nAll but the kiosk.")},
    notices=("answer.note",),
)
def note_that_limits_a_part(_: Workbook, sheet: Worksheet) -> None:
    sheet["D6"] = "Partly: only in EU"


@trap(
    truth={"trial.twin": (codes.NA_CLAIMED, "Not applicable", "no partners yet")},
    notices=("answer.note",),
)
def reason_behind_not_applicable(_: Workbook, sheet: Worksheet) -> None:
    sheet["D7"], sheet["E7"] = "n/a (no partners yet)", None


@trap(truth={"trial.notify": (0, "24 hours", "SLA, annex B")}, notices=("answer.note",))
def note_behind_a_number(_: Workbook, sheet: Worksheet) -> None:
    sheet["D9"] = "24 h (SLA, annex B)"


@trap(truth={"trial.pentest": (0, "2026-03-04", "by Example Ltd")}, notices=("answer.note",))
def note_behind_a_date(_: Workbook, sheet: Worksheet) -> None:
    sheet["D12"] = "2026-03-04, by Example Ltd"


@refused(("answer.unknown", "D5"), ("answer.unknown", "D6"), ("answer.unknown", "D8"))
def note_that_turns_the_answer_round(_: Workbook, sheet: Worksheet) -> None:
    sheet["D5"] = "Yes, once the new system runs"
    sheet["D6"] = "Yes – but not for partners"
    sheet["D8"] = "No (planned for 2027)"


@refused(("answer.unknown", "D5"), ("answer.not-a-number", "D9"))
def free_text_for_an_answer(_: Workbook, sheet: Worksheet) -> None:
    sheet["D5"] = "We take this very seriously."
    sheet["D9"] = "as fast as we can"


@refused(("answer.several", "D5"), ("answer.several", "D6"))
def two_answers_in_one_cell(_: Workbook, sheet: Worksheet) -> None:
    sheet["D5"] = "Yes / No"
    sheet["D6"] = "Partially\nPlanned"


@trap()
def answer_given_twice_in_one_cell(_: Workbook, sheet: Worksheet) -> None:
    sheet["D5"], sheet["D8"] = "Yes / Ja", "No."


@trap()
def answers_in_german_and_spanish(_: Workbook, sheet: Worksheet) -> None:
    sheet["D5"], sheet["D7"], sheet["D8"] = "Sí", "Nicht zutreffend", "Nein"
    sheet["D9"], sheet["D14"] = "24 Stunden", "ja"


@trap()
def truth_values_for_answers(_: Workbook, sheet: Worksheet) -> None:
    sheet["D5"], sheet["D8"], sheet["D14"] = True, False, True


@trap()
def numbers_as_text(_: Workbook, sheet: Worksheet) -> None:
    for cell, text in {"D9": "1 day", "D10": "99,9 %", "D11": "3"}.items():
        sheet[cell] = text
        sheet[cell].data_type = "s"


@trap(truth={"trial.notify": (2, "1234.5 hours", ""), "trial.admins": (2, "1234567", "")})
def thousands_separators(_: Workbook, sheet: Worksheet) -> None:
    sheet["D9"], sheet["D11"] = "1.234,5", "1’234’567"


@refused(("answer.ambiguous-number", "D9"))
def thousands_or_decimals(_: Workbook, sheet: Worksheet) -> None:
    sheet["D9"] = "1.234"


@trap()
def date_in_the_1904_system(book: Workbook, _: Worksheet) -> None:
    book.epoch = CALENDAR_MAC_1904


@trap()
def date_as_text(_: Workbook, sheet: Worksheet) -> None:
    sheet["D12"] = "2026-03-04"


@refused(("answer.ambiguous-date", "D12"))
def date_as_text_in_two_orders(_: Workbook, sheet: Worksheet) -> None:
    sheet["D12"] = "03/04/2026"


@refused(("answer.text-date", "D12"))
def date_with_the_name_of_its_month(_: Workbook, sheet: Worksheet) -> None:
    sheet["D12"] = "4. März 2026"


@refused(("answer.date-serial", "D12"))
def date_that_lost_its_format(_: Workbook, sheet: Worksheet) -> None:
    sheet["D12"] = 46085
    sheet["D12"].number_format = "General"


def _formula(value: bytes) -> bytes:
    """Return the workbook whose first answer is a formula with that stored result."""
    return with_questions_xml(
        saved(fill(issued(), ANSWERS | {"trial.gate": "MARK"})),
        rb'<c r="D5"[^>]*>.*?</c>',
        b'<c r="D5" t="str"><f>LISTS!A1</f>%s</c>' % value,
    )


@trap(notices=("answer.formula",))
def formula_with_a_stored_result(_: Workbook, _sheet: Worksheet) -> bytes:
    return _formula(b"<v>Yes</v>")


@refused(("answer.formula-without-value", "D5"))
def formula_without_a_result(_: Workbook, _sheet: Worksheet) -> bytes:
    return _formula(b"")


@refused(("answer.error-cell", "D5"), ("comment.error-cell", "E6"))
def error_cells(_: Workbook, sheet: Worksheet) -> None:
    sheet["D5"], sheet["E6"] = "#REF!", "#NAME?"


# --- marks under the answers ----------------------------------------------------------------

HEADS = ("Yes", "Partially", "Planned", "No", "N/A")


def _split_up(sheet: Worksheet, *, keep: bool) -> None:
    """Put a column for each answer behind the form; without `keep`, in place of the answers."""
    for column, head in enumerate(HEADS, 8):
        sheet.cell(HEADER_ROW, column).value = head
    for row, head in {5: "Yes", 6: "Partially", 7: "N/A", 8: "No", 14: "Yes", 16: "Yes"}.items():
        sheet.cell(row, 8 + HEADS.index(head)).value = "x"
        sheet.cell(row, 4).value = sheet.cell(row, 4).value if keep else None


@trap()
def marks_under_the_answers(_: Workbook, sheet: Worksheet) -> None:
    _split_up(sheet, keep=False)


@trap()
def marks_that_repeat_the_answers(_: Workbook, sheet: Worksheet) -> None:
    _split_up(sheet, keep=True)


@trap(truth=dict.fromkeys(list(TRUTH)[4:]))
def marks_in_place_of_the_answers(_: Workbook, sheet: Worksheet) -> None:
    _split_up(sheet, keep=False)
    sheet.delete_rows(9, 20)
    sheet.delete_cols(4)


@refused(("answer.several", "H6"))
def two_marks_in_one_row(_: Workbook, sheet: Worksheet) -> None:
    _split_up(sheet, keep=False)
    sheet["H6"] = "✓"


@refused(("answer.several", "I6"))
def mark_and_another_answer(_: Workbook, sheet: Worksheet) -> None:
    _split_up(sheet, keep=True)
    sheet["D6"] = "Yes"


@refused(("answer.misplaced-mark", "J7"))
def mark_under_an_answer_of_other_questions(_: Workbook, sheet: Worksheet) -> None:
    _split_up(sheet, keep=True)
    sheet["J7"] = "x"


@refused(("answer.unclear-tick", "I6"))
def text_under_an_answer(_: Workbook, sheet: Worksheet) -> None:
    _split_up(sheet, keep=False)
    sheet["I6"] = "in Berlin"


# --- answers that stand elsewhere -----------------------------------------------------------


@refused(("answer.in-comment", "D5"), ("answer.in-comment", "D9"), ("answer.in-comment", "D14"))
def answers_in_the_comment_column(_: Workbook, sheet: Worksheet) -> None:
    for row in (5, 9, 14):
        sheet.cell(row, 5).value, sheet.cell(row, 4).value = sheet.cell(row, 4).value, None


@refused(("answer.beside", "D5"), ("answer.beside", "D6"))
def answers_beside_the_answer_cell(_: Workbook, sheet: Worksheet) -> None:
    sheet["D5"] = sheet["D6"] = None
    sheet["C5"], sheet["H6"] = "Yes", "Partially"


@refused(("answer.in-cell-comment", "D5"))
def answer_in_a_cell_comment(_: Workbook, sheet: Worksheet) -> None:
    sheet["D5"] = None
    sheet["D5"].comment = Comment("A. Person:\nYes", "A. Person")


@trap(
    truth={"trial.gate": (0, "Yes", "Ask IT about it.")},
    notices=("answer.cell-comment", "sheet.cell-comment"),
)
def cell_comments_beside_answers(_: Workbook, sheet: Worksheet) -> None:
    sheet["D5"].comment = Comment("A. Person:\nAsk IT about it.", "A. Person")
    sheet["B1"].comment = Comment("Please return by May.", "A. Person")


# --- whose file it is -----------------------------------------------------------------------


@refused(("file.partner-mismatch", ""), partner="other")
def another_partners_file(_: Workbook, _sheet: Worksheet) -> None:
    pass


@refused(("file.period-mismatch", ""), period="2026Q4")
def last_quarters_file(_: Workbook, _sheet: Worksheet) -> None:
    pass


@refused(("file.damaged-meta", ""))
def partner_changed_in_the_hidden_sheet(book: Workbook, _: Worksheet) -> None:
    book[HIDDEN_SHEET]["B5"] = "other"


@refused(("file.damaged-meta", ""))
def hidden_sheet_of_another_partner_added(book: Workbook, _: Worksheet) -> None:
    copy = book.copy_worksheet(book[HIDDEN_SHEET])
    copy.title = "meta (2)"
    copy["B5"], copy["B8"] = "other", issue_id(TRIAL.reference.sha256, "other", "2026Q3")


@trap(partner="acme", notices=("file.no-meta",))
def hidden_sheet_gone(book: Workbook, _: Worksheet) -> None:
    del book[HIDDEN_SHEET]


@refused(("file.no-meta", ""))
def hidden_sheet_gone_and_no_partner_named(book: Workbook, _: Worksheet) -> None:
    del book[HIDDEN_SHEET]


@refused(("file.no-meta", ""), partner="acme", issued=False)
def hidden_sheet_gone_and_nothing_issued(book: Workbook, _: Worksheet) -> None:
    del book[HIDDEN_SHEET]


@refused(("file.no-meta", ""), partner="acme", period="2025Q1")
def hidden_sheet_gone_and_nothing_issued_for_the_quarter(book: Workbook, _: Worksheet) -> None:
    del book[HIDDEN_SHEET]


@refused(("file.other-questionnaire", ""), partner="acme")
def hidden_sheet_gone_and_other_questions(book: Workbook, sheet: Worksheet) -> None:
    del book[HIDDEN_SHEET]
    sheet["A6"] = "trial.other"


@refused(("file.other-questionnaire", ""), partner="acme")
def hidden_sheet_gone_and_most_questions_too(book: Workbook, sheet: Worksheet) -> None:
    del book[HIDDEN_SHEET]
    sheet.delete_rows(7, 20)


# --- other programs -------------------------------------------------------------------------


@trap(partner="acme", notices=("file.no-meta",))
def table_of_texts(book: Workbook, _: Worksheet) -> bytes:
    return as_table(book, ",").encode()


@trap(partner="acme", notices=("file.no-meta",))
def table_of_texts_from_a_german_excel(book: Workbook, _: Worksheet) -> bytes:
    return as_table(book, ";").encode("utf-8-sig")


@trap(partner="acme", notices=("file.no-meta",))
def table_of_texts_in_utf_16_with_tabs(book: Workbook, _: Worksheet) -> bytes:
    return as_table(book, "\t").encode("utf-16")


@refused(("row.ambiguous-id", "D5"), asked=NUMBERED, partner="acme")
def table_of_texts_whose_id_lost_a_zero(_: Workbook, _sheet: Worksheet) -> bytes:
    book = fill(issued(NUMBERED), {each.id: "yes" for each in NUMBERED.questions})
    book[QUESTIONS_SHEET].delete_rows(6)
    return as_table(book, ",").encode()


@trap()
def cells_without_references_and_texts_inline(book: Workbook, _: Worksheet) -> bytes:
    return plain_package(book, references=False)


@trap()
def parts_named_from_the_root(book: Workbook, _: Worksheet) -> bytes:
    return plain_package(book, absolute=True)


@trap(notices=("sheet.not-read",))
def saved_by_numbers(book: Workbook, sheet: Worksheet) -> bytes:
    del book[INSTRUCTIONS_SHEET]
    summary = book.create_sheet("Export Summary", 0)
    summary["B2"] = "This document was exported from Numbers. Each table became a worksheet."
    sheet.delete_rows(1, HEADER_ROW - 1)
    sheet.insert_rows(1)
    sheet["A1"] = "Table 1"
    sheet.title = "Questions - Table 1"
    book[HIDDEN_SHEET].title = "meta - Table 1"
    return plain_package(book, absolute=False)
