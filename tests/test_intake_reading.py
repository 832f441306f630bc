"""Promises of how a returned workbook is read: whole or not at all, and nothing dropped."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.intake import limits
from assess.intake.outcome import Context, Outcome
from assess.intake.reading import read_workbook
from assess.submission import Response
from assess.workbook_format import COLUMNS, HIDDEN_SHEET, QUESTIONS_SHEET, issue_id
from questionnaires import codes
from questionnaires.model import Question, Questionnaire
from questionnaires.problems import InputError, InvalidDocumentError, Place, Problem
from tests.mistreated import (
    HEADER_ROW,
    TRIAL,
    Answers,
    cell_of,
    fill,
    issued,
    library_of,
    password_protected,
    repacked,
    returned,
    saved,
    with_questions_xml,
)

AS_OF = dt.date(2026, 10, 5)


def library(questionnaire_id: str, version: str) -> Questionnaire:
    """Find the one questionnaire of these tests, or a shipped one."""
    try:
        return library_of(TRIAL)(questionnaire_id, version)
    except InputError:
        message = f"there is no questionnaire {questionnaire_id}@{version}"
        hint = f"known: {TRIAL.reference}"
        raise InputError([Problem(Place(), "questionnaire.unknown", message, hint)]) from None


def read(data: bytes, partner: str | None = None) -> Outcome:
    return read_workbook("in/acme.xlsx", data, Context(library, AS_OF, partner or ""))


def responses(data: bytes) -> dict[str, Response]:
    """Read a workbook that must be taken; return its responses by question."""
    outcome = read(data)
    assert outcome.problems == ()
    assert outcome.submission is not None
    return {response.question: response for response in outcome.submission.responses}


def found(data: bytes, partner: str | None = None) -> list[tuple[str, str, str]]:
    """Read a workbook that must be refused; return code, sheet and cell of each problem."""
    outcome = read(data, partner)
    assert outcome.submission is None
    assert outcome.counts["problems"] == len(outcome.problems) > 0
    for problem in outcome.problems:
        assert problem.place.file == "in/acme.xlsx"
        assert problem.message
        assert "\n" not in str(problem)
    return [(p.code, p.place.sheet, p.place.cell) for p in outcome.problems]


def noticed(data: bytes) -> list[tuple[str, str, str]]:
    """Read a workbook that must be taken; return code, sheet and cell of each notice."""
    outcome = read(data)
    assert outcome.submission is not None
    return [(p.code, p.place.sheet, p.place.cell) for p in outcome.notices]


def where(key: str) -> str:
    return cell_of(issued()[QUESTIONS_SHEET], key)


# --- what is accepted equals what was meant -------------------------------------------------

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="_"),
    max_size=40,
)
DAYS = st.dates(dt.date(1990, 1, 1), AS_OF)


def meant(question: Question) -> st.SearchStrategy[tuple[dict[str, Any], int, str]]:
    """Draw an answer's cells with the code and the reading that they must have."""
    answer = question.answer
    if answer.type == "choice":
        return st.sampled_from(
            [({question.id: x.text}, i, x.text) for i, x in enumerate(answer.levels)]
        )
    if answer.type == "number":
        low, high = int(answer.minimum or 0), int(answer.maximum or 10_000)
        whole = st.integers(low + 2, high)
        unit = {"percent": " %", "count": ""}.get(answer.unit, f" {answer.unit}")
        return whole.map(lambda n: ({question.id: n}, answer.level_of(n), f"{n}{unit}"))
    if answer.type == "date":
        end = dt.date(2026, 9, 30)
        return DAYS.map(
            lambda day: ({question.id: day}, answer.level_of(max(0, (end - day).days)), str(day))
        )
    if answer.type == "multi":
        several = st.sets(st.sampled_from(answer.options[:-1]), min_size=1)
        alone = st.just({answer.options[-1]})
        return st.one_of(several, alone).map(lambda chosen: ticked(question, chosen))
    words = WORDS.filter(lambda text: text.strip() != "")
    return words.map(lambda text: ({question.id: text}, codes.NOTED, text))


def ticked(question: Question, chosen: set[Any]) -> tuple[dict[str, Any], int, str]:
    names = [option.text for option in question.answer.options if option in chosen]
    count = sum(not option.exclusive for option in chosen)
    cells = {f"{question.id}:{option.id}": "x" for option in chosen}
    return cells, question.answer.level_of(count), "; ".join(names)


@st.composite
def answered(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, tuple[int, str, str]]]:
    cells: dict[str, Any] = {}
    truth: dict[str, tuple[int, str, str]] = {}
    for question in TRIAL.questions:
        if draw(st.booleans()):
            given_cells, code, value = draw(meant(question))
            comment = draw(WORDS)
            cells |= given_cells | {f"{question.id}/Comment": comment}
            truth[question.id] = (code, value, comment if comment.strip() else "")
    return cells, truth


@settings(max_examples=60)
@given(answered())
def test_what_is_accepted_equals_what_was_meant_for_every_answer_type(
    drawn: tuple[dict[str, Any], dict[str, tuple[int, str, str]]],
) -> None:
    cells, truth = drawn
    read_back = responses(returned(cells))
    assert {q: (r.code, r.value, r.comment) for q, r in read_back.items()} == truth


@pytest.mark.parametrize("text", ["=1+1", "+49 123", "-none", "@home", "'quoted", "\ttab", " x "])
def test_text_that_looks_like_a_formula_comes_back_unchanged(text: str) -> None:
    read_back = responses(returned({"trial.contact": text, "trial.mfa/Comment": text}))
    assert read_back["trial.contact"].answer == text
    assert read_back["trial.mfa"].comment == text


def test_a_response_says_where_it_stood_and_what_stood_there() -> None:
    response = responses(returned({"trial.notify": "1 day"}))["trial.notify"]
    assert (response.cell, response.answer, response.value) == (
        where("trial.notify"),
        "1 day",
        "24 hours",
    )


def test_evidence_and_its_date_are_read() -> None:
    answers: Answers = {
        "trial.mfa": "Yes",
        "trial.mfa/Evidence reference": "Report 7",
        "trial.mfa/Evidence date": dt.date(2026, 8, 1),
    }
    response = responses(returned(answers))["trial.mfa"]
    assert (response.evidence, response.evidence_date) == ("Report 7", "2026-08-01")


def test_a_comment_without_an_answer_is_kept_and_the_question_stays_unanswered() -> None:
    response = responses(returned({"trial.mfa/Comment": "We ask our IT."}))["trial.mfa"]
    assert (response.code, response.comment) == (codes.UNANSWERED, "We ask our IT.")


def test_an_option_rows_comment_joins_the_questions() -> None:
    answers: Answers = {
        "trial.channels:mail": "x",
        "trial.channels/Comment": "By software.",
        "trial.channels:mail/Comment": "Inbound, too.",
    }
    comment = responses(returned(answers))["trial.channels"].comment
    assert comment == "By software.\nE-mail: Inbound, too."


def test_answers_to_questions_out_of_scope_are_kept_for_the_engine_to_mask() -> None:
    answers: Answers = {"trial.gate": "No", "trial.hosted": "Yes"}
    assert responses(returned(answers))["trial.hosted"].code == 0


def test_the_submission_names_everything_it_came_from() -> None:
    submission = read(returned({"trial.mfa": "Yes"})).submission
    assert submission is not None
    assert (submission.partner, submission.period, submission.issue) == (
        "acme",
        "2026Q3",
        issue_id(TRIAL.reference.sha256, "acme", "2026Q3"),
    )
    assert submission.questionnaire == TRIAL.reference
    assert submission.file == "acme.xlsx"
    assert len(submission.file_sha256) == 64


def test_counts_add_up() -> None:
    answers: Answers = {
        "trial.mfa": "Yes",
        "trial.twin": "N/A",
        "trial.twin/Comment": "No partners.",
        "trial.notify": "soon",
        "trial.gate/Comment": "Later.",
    }
    assert read(returned(answers)).counts == {
        "questions": 10,
        "answered": 2,
        "not_applicable": 1,
        "blank": 7,
        "absent": 0,
        "problems": 1,
    }


def test_every_problem_of_a_file_is_reported_in_reading_order() -> None:
    answers: Answers = {
        "trial.contact/Evidence date": "03/04/2026",
        "trial.mfa": "perhaps",
        "trial.mfa/Evidence date": 46085,
        "trial.channels:web": "sometimes",
    }
    assert found(returned(answers)) == [
        ("answer.unknown", QUESTIONS_SHEET, where("trial.mfa")),
        ("evidence-date.date-serial", QUESTIONS_SHEET, where("trial.mfa/Evidence date")),
        ("answer.unclear-tick", QUESTIONS_SHEET, where("trial.channels:web")),
        ("evidence-date.ambiguous-date", QUESTIONS_SHEET, where("trial.contact/Evidence date")),
    ]


# --- the sheet, mistreated ------------------------------------------------------------------


def test_shuffled_rows_read_the_same() -> None:
    book = fill(issued(), {"trial.mfa": "Yes", "trial.notify": 24, "trial.channels:web": "x"})
    sheet = book[QUESTIONS_SHEET]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEADER_ROW + 1)]
    straight = read(saved(book)).submission
    for number, row in enumerate(reversed(rows), HEADER_ROW + 1):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value
    shuffled = read(saved(book)).submission
    assert straight is not None
    assert shuffled is not None
    assert [r._replace(cell="") for r in shuffled.responses] == [
        r._replace(cell="") for r in straight.responses
    ]


def test_moved_columns_and_a_moved_header_read_the_same() -> None:
    book = fill(issued(), {"trial.mfa": "Yes", "trial.mfa/Comment": "All staff."})
    sheet = book[QUESTIONS_SHEET]
    sheet.insert_rows(1, 3)
    sheet.move_range(f"E1:E{sheet.max_row}", cols=4)
    response = responses(saved(book))["trial.mfa"]
    assert (response.code, response.comment) == (0, "All staff.")


def test_a_renamed_sheet_is_found_by_its_header() -> None:
    book = fill(issued(), {"trial.mfa": "Yes"})
    book[QUESTIONS_SHEET].title = "Answers of Acme"
    assert responses(saved(book))["trial.mfa"].code == 0


@pytest.mark.parametrize("spelled", ["Trial.MFA", " trial.mfa ", "trial.mfa\u00a0"])
def test_ids_match_whatever_their_case_and_white_space(spelled: str) -> None:
    book = fill(issued(), {"trial.mfa": "Yes"})
    sheet = book[QUESTIONS_SHEET]
    sheet[cell_of(sheet, "trial.mfa").replace("D", "A")] = spelled
    assert responses(saved(book))["trial.mfa"].code == 0


def test_an_unknown_id_with_an_answer_is_a_problem() -> None:
    book = fill(issued(), {"trial.mfa": "Yes"})
    sheet = book[QUESTIONS_SHEET]
    cell = cell_of(sheet, "trial.mfa")
    sheet[cell.replace("D", "A")] = "trial.mfo"
    assert found(saved(book)) == [("row.unknown-id", QUESTIONS_SHEET, cell)]


def test_an_unknown_id_without_an_answer_is_a_notice() -> None:
    book = issued()
    sheet = book[QUESTIONS_SHEET]
    cell = cell_of(sheet, "trial.mfa")
    sheet[cell.replace("D", "A")] = "trial.mfo"
    assert noticed(saved(book)) == [("row.unknown-id", QUESTIONS_SHEET, cell)]
    assert read(saved(book)).counts["absent"] == 1


def test_an_answer_in_a_row_without_an_id_is_a_problem() -> None:
    book = issued()
    book[QUESTIONS_SHEET]["E40"] = "We also hold a certificate."
    assert found(saved(book)) == [("row.no-id", QUESTIONS_SHEET, "E40")]


def test_a_heading_row_is_neither_problem_nor_notice() -> None:
    book = issued()
    book[QUESTIONS_SHEET].insert_rows(HEADER_ROW + 1)
    book[QUESTIONS_SHEET][f"A{HEADER_ROW + 1}"] = "Access and devices"
    assert noticed(saved(book)) == []


def test_a_missing_row_equals_a_blank_one() -> None:
    book = fill(issued(), {"trial.gate": "Yes"})
    blank = read(saved(book)).submission
    sheet = book[QUESTIONS_SHEET]
    sheet.delete_rows(int(cell_of(sheet, "trial.mfa")[1:]))
    absent = read(saved(book))
    assert blank is not None
    assert absent.submission is not None
    assert absent.submission.responses == blank.responses
    assert (absent.counts["questions"], absent.counts["absent"]) == (9, 1)


@pytest.mark.parametrize(("second", "problems"), [("No", 1), ("Yes", 0), (None, 0)])
def test_a_doubled_row_is_a_problem_only_where_it_says_something_else(
    second: str | None, problems: int
) -> None:
    book = fill(issued(), {"trial.mfa": "Yes"})
    book[QUESTIONS_SHEET].append(["trial.mfa", "again", None, second])
    outcome = read(saved(book))
    assert [p.code for p in outcome.problems] == ["row.duplicate"] * problems


def test_of_a_doubled_row_the_filled_one_counts_wherever_it_stands() -> None:
    book = issued()
    book[QUESTIONS_SHEET].append(["trial.mfa", "again", None, "Yes"])
    assert responses(saved(book))["trial.mfa"].code == 0


def test_a_copied_sheet_with_other_answers_is_a_problem() -> None:
    book = fill(issued(), {"trial.mfa": "Yes"})
    copy = book.copy_worksheet(book[QUESTIONS_SHEET])
    cell = cell_of(copy, "trial.mfa")
    copy[cell] = "No"
    assert found(saved(book)) == [("row.duplicate", copy.title, cell)]


def test_a_sheet_of_the_partners_own_is_noticed() -> None:
    book = issued()
    book.create_sheet("Our notes")["A1"] = "See also our website."
    assert noticed(saved(book)) == [("sheet.not-read", "Our notes", "")]


def test_a_column_of_the_partners_own_is_noticed() -> None:
    book = issued()
    book[QUESTIONS_SHEET][f"H{HEADER_ROW}"] = "Owner"
    book[QUESTIONS_SHEET][f"H{HEADER_ROW + 1}"] = "IT"
    assert noticed(saved(book)) == [("sheet.extra-column", QUESTIONS_SHEET, f"H{HEADER_ROW}")]


@pytest.mark.parametrize("column", ["ID", "Comment", "Evidence date"])
def test_a_doubled_column_is_a_problem(column: str) -> None:
    book = issued()
    book[QUESTIONS_SHEET][f"H{HEADER_ROW}"] = column
    assert found(saved(book)) == [("sheet.columns", QUESTIONS_SHEET, f"A{HEADER_ROW}")]


def test_a_missing_column_is_a_problem() -> None:
    book = issued()
    book[QUESTIONS_SHEET].delete_cols(COLUMNS.index("Comment") + 1)
    assert found(saved(book)) == [("sheet.columns", QUESTIONS_SHEET, f"A{HEADER_ROW}")]


def test_a_workbook_without_a_questions_sheet_is_a_problem() -> None:
    book = issued()
    del book[QUESTIONS_SHEET]
    assert found(saved(book)) == [("sheet.no-questions", "", "")]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"D": "Our answr"}, "the header lacks “Answer” (“Our answr” in D4 looks like it)"),
        ({"E": "Coments"}, "the header lacks “Comment” (“Coments” in E4 looks like it)"),
        ({"E": "Why", "G": "Day"}, "the header lacks “Comment”, “Evidence date”"),
        (
            {"A": "No.", "D": "Answr"},
            "the header in row 4 of “Questions” lacks “ID”, “Answer” (“Answr” in D4 looks like it)",
        ),
    ],
)
def test_a_header_says_which_words_it_lacks_and_which_look_like_them(
    changes: dict[str, str], said: str
) -> None:
    book = fill(issued(), {"trial.gate": "Yes"})
    for column, word in changes.items():
        book[QUESTIONS_SHEET][f"{column}{HEADER_ROW}"] = word
    problems = read(saved(book)).problems
    assert problems[0].message == said


def test_an_answer_merged_over_two_questions_is_a_problem() -> None:
    book = fill(issued(), {"trial.gate": "Yes"})
    sheet = book[QUESTIONS_SHEET]
    top = cell_of(sheet, "trial.gate")
    sheet.merge_cells(f"{top}:{cell_of(sheet, 'trial.mfa')}")
    assert found(saved(book)) == [("sheet.merged", QUESTIONS_SHEET, top)]


def test_a_date_in_an_option_row_is_a_problem() -> None:
    key = "trial.channels:mail/Evidence date"
    answers: Answers = {"trial.channels:mail": "x", key: dt.date(2026, 1, 1)}
    assert found(returned(answers)) == [("evidence-date.misplaced", QUESTIONS_SHEET, where(key))]


def test_options_count_even_where_the_questions_own_row_is_gone() -> None:
    book = fill(issued(), {"trial.channels:web": "✓"})
    sheet = book[QUESTIONS_SHEET]
    sheet.delete_rows(int(cell_of(sheet, "trial.channels")[1:]))
    assert responses(saved(book))["trial.channels"].value == "Uploads, to any website"


@pytest.mark.parametrize("tick", ["x", "X", "✓", "yes", "TRUE", True, 1, "1", " x "])
def test_every_usual_tick_is_read(tick: object) -> None:
    assert responses(returned({"trial.channels:mail": tick}))["trial.channels"].value == "E-mail"


@pytest.mark.parametrize("mark", ["no", "0", 0, False, "N"])
def test_a_mark_that_says_no_is_no_tick(mark: object) -> None:
    answers: Answers = {"trial.channels:mail": mark, "trial.channels:web": "x"}
    assert responses(returned(answers))["trial.channels"].value == "Uploads, to any website"


def test_a_percent_format_makes_a_share_a_percentage() -> None:
    book = fill(issued(), {"trial.laptops": 0.95})
    sheet = book[QUESTIONS_SHEET]
    sheet[cell_of(sheet, "trial.laptops")].number_format = "0.0%"
    assert responses(saved(book))["trial.laptops"].value == "95 %"


@pytest.mark.parametrize("number_format", ["General", '0.00" %"', "0.00\\%"])
def test_a_percent_sign_that_only_decorates_does_not(number_format: str) -> None:
    book = fill(issued(), {"trial.laptops": 0.95})
    sheet = book[QUESTIONS_SHEET]
    sheet[cell_of(sheet, "trial.laptops")].number_format = number_format
    expected = ("answer.ambiguous-percent", QUESTIONS_SHEET, where("trial.laptops"))
    assert found(saved(book)) == [expected]


# --- what the fast reader shows as blank ----------------------------------------------------

EVERY_COLUMN = [
    ("trial.mfa", "answer"),
    ("trial.mfa/Comment", "comment"),
    ("trial.mfa/Evidence reference", "evidence"),
    ("trial.mfa/Evidence date", "evidence-date"),
    ("trial.channels:mail", "answer"),
]


@pytest.mark.parametrize(("key", "column"), EVERY_COLUMN)
def test_an_error_value_is_a_problem_and_never_unanswered(key: str, column: str) -> None:
    book = issued()
    sheet = book[QUESTIONS_SHEET]
    sheet[where(key)] = "#N/A"
    assert sheet[where(key)].data_type == "e"
    assert found(saved(book)) == [(f"{column}.error-cell", QUESTIONS_SHEET, where(key))]


@pytest.mark.parametrize(("key", "column"), EVERY_COLUMN)
def test_a_formula_without_a_result_is_a_problem_and_never_unanswered(
    key: str, column: str
) -> None:
    book = issued()
    book[QUESTIONS_SHEET][where(key)] = '="Y"&"es"'
    expected = (f"{column}.formula-without-value", QUESTIONS_SHEET, where(key))
    assert found(saved(book)) == [expected]


def test_a_formulas_last_result_is_taken_and_noticed() -> None:
    book = fill(issued(), {"trial.mfa": "MARK"})
    cell = where("trial.mfa")
    data = with_questions_xml(
        saved(book),
        rb'<c r="%s"[^>]*>.*?</c>' % cell.encode(),
        b'<c r="%s" t="str"><f>A1</f><v>Yes</v></c>' % cell.encode(),
    )
    assert noticed(data) == [("answer.formula", QUESTIONS_SHEET, cell)]
    assert responses(data)["trial.mfa"].code == 0


SPELLINGS = {
    "other quotes": (rb'="([^"]*)"', rb"='\1'"),
    "spaces": (rb'="', rb' = "'),
    "unnamed cells": (rb'<c r="[A-Z]+\d+"', rb"<c"),
    "prefixes": (rb"(</?)(?=[a-zA-Z])", rb"\1x:"),
}


@pytest.mark.parametrize("mark", ["#N/A", "=1+1"])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_what_reads_as_blank_is_seen_however_the_sheet_is_spelled(spelling: str, mark: str) -> None:
    book = fill(issued(), {"trial.gate": "Yes"})
    sheet = book[QUESTIONS_SHEET]
    cell = cell_of(sheet, "trial.gate").replace("D", "E")
    sheet[cell] = mark
    data = with_questions_xml(saved(book), *SPELLINGS[spelling])
    if spelling == "prefixes":
        data = with_questions_xml(data, rb"<x:worksheet xmlns=", rb"<x:worksheet xmlns:x=")
    kind = "error-cell" if mark == "#N/A" else "formula-without-value"
    assert found(data) == [(f"comment.{kind}", QUESTIONS_SHEET, cell)]


@pytest.mark.parametrize("formula", [b"", b"<f>A1</f>", b'<f t="shared" si="0"/>'])
@pytest.mark.parametrize("value", [b"#SPILL!", b"#CALC!", b"Err:502"])
def test_an_error_value_of_any_program_is_a_problem_of_its_cell(
    value: bytes, formula: bytes
) -> None:
    cell = where("trial.mfa")
    data = with_questions_xml(
        returned({"trial.mfa": "MARK", "trial.gate": "Yes"}),
        rb'<c r="%s"[^>]*>.*?</c>' % cell.encode(),
        b'<c r="%s" t="e">%s<v>%s</v></c>' % (cell.encode(), formula, value),
    )
    assert found(data) == [("answer.error-cell", QUESTIONS_SHEET, cell)]


def test_formulas_and_errors_outside_the_partners_cells_do_not_matter() -> None:
    book = fill(issued(), {"trial.mfa": "Yes"})
    sheet = book[QUESTIONS_SHEET]
    sheet["B2"], sheet["D2"] = "=COUNTA(D5:D20)", "#N/A"
    sheet[where("trial.mfa").replace("D", "C")] = "=1+1"
    assert responses(saved(book))["trial.mfa"].code == 0


# --- the file, mistreated -------------------------------------------------------------------


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return buffer.getvalue()


GOOD = returned({"trial.mfa": "Yes"})

UNUSABLE = {
    "empty": (b"", "file.empty", "empty"),
    "truncated": (GOOD[: len(GOOD) // 2], "file.truncated", "cut off"),
    "pdf": (b"%PDF-1.7\n%", "file.not-excel", "a PDF"),
    "csv": (b"Name,Colour\nApple,Red\n", "file.foreign", "not a workbook that we issued"),
    "html": (b"<html><table><tr></tr></table></html>", "file.not-excel", "HTML"),
    "xml": (b'<?xml version="1.0"?><Workbook/>', "file.not-excel", "an XML file"),
    "picture": (b"\x89PNG\r\n\x1a\n", "file.not-excel", "a picture"),
    "noise": (bytes(range(128, 256)) * 8, "file.not-excel", "unknown"),
    "old": (password_protected()[:512] + b"W\0o\0r\0k\0", "file.unreadable", "damaged"),
    "word": (zipped("word/document.xml"), "file.not-excel", "a Word document"),
    "ods": (zipped("mimetype", "content.xml"), "file.not-excel", "OpenDocument"),
    "zip": (zipped("a.txt"), "file.not-excel", "a zip archive"),
    "password": (password_protected(), "file.password", "password"),
}


@pytest.mark.parametrize("kind", UNUSABLE)
def test_an_unusable_file_says_in_one_line_what_it_is(kind: str) -> None:
    data, code, words = UNUSABLE[kind]
    assert found(data) == [(code, "", "")]
    assert words in read(data).problems[0].message


@pytest.mark.parametrize("part", ["xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/styles.xml"])
@pytest.mark.parametrize("content", [b"", b"<", b"\xff\xfe<\0a\0/\0>\0", b"not xml at all"])
def test_a_damaged_part_is_a_problem_and_nothing_escapes(part: str, content: bytes) -> None:
    data = repacked(GOOD, lambda name, old: content if name == part else old)
    assert found(data) == [("file.unreadable", "", "")]


@settings(max_examples=150)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=8))
def test_whatever_the_bytes_there_is_an_outcome(position: int, noise: bytes) -> None:
    outcome = read(GOOD[:position] + noise + GOOD[position + len(noise) :])
    assert (outcome.submission is None) == bool(outcome.problems)


def test_a_file_with_entities_is_refused_unexpanded() -> None:
    bomb = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">]><workbook>&a;</workbook>'
    data = repacked(GOOD, lambda name, old: bomb if name == "xl/workbook.xml" else old)
    assert found(data) == [("file.unreadable", "", "")]


@pytest.mark.parametrize("spelling", ["plain", "other quotes", "spaces", "prefixes"])
@pytest.mark.parametrize("far", ["A10000", "AAA1", "XFD1048576", "ZZZZZZ1", "a1048576"])
def test_a_value_far_away_is_refused_before_it_costs_memory(far: str, spelling: str) -> None:
    cell = b'</row><row><c r="%s" t="n"><v>1</v></c></row></sheetData>' % far.encode()
    data = with_questions_xml(GOOD, rb"</row></sheetData>", cell)
    if spelling in SPELLINGS:
        data = with_questions_xml(data, *SPELLINGS[spelling])
    assert found(data) == [("file.too-large", "", "")]


def test_a_far_row_whose_cells_have_no_name_is_refused() -> None:
    row = b'</row><row r="1048576"><c><v>1</v></c></row></sheetData>'
    assert found(with_questions_xml(GOOD, rb"</row></sheetData>", row)) == [
        ("file.too-large", "", "")
    ]


def test_formats_far_away_do_not_matter() -> None:
    rows = b'</row><row r="1048576"><c r="XFD1048576" s="0"/></row><row r="99999"/></sheetData>'
    data = with_questions_xml(GOOD, rb"</row></sheetData>", rows)
    assert responses(data)["trial.mfa"].code == 0


@pytest.mark.parametrize(
    ("limit", "value"),
    [("FILE_BYTES", 100), ("UNZIPPED_BYTES", 100), ("PARTS", 3), ("CELLS", 20), ("SHEETS", 2)],
)
def test_each_limit_holds(limit: str, value: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, limit, value)
    assert found(GOOD) == [("file.too-large", "", "")]


def test_a_part_that_unzips_to_far_too_much_is_refused() -> None:
    data = repacked(GOOD, extra=[("xl/media/image1.bin", b"\0" * (limits.RATIO_FROM + 1))])
    assert found(data) == [("file.too-large", "", "")]


def test_a_part_that_stands_twice_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = repacked(GOOD, extra=[("xl/workbook.xml", b"<workbook/>")])
    assert found(data) == [("file.unreadable", "", "")]


def test_a_workbook_with_macros_is_read_like_any_other() -> None:
    data = repacked(GOOD, extra=[("xl/vbaProject.bin", b"\0macro")])
    assert responses(data)["trial.mfa"].code == 0


# --- the hidden sheet -----------------------------------------------------------------------


def test_a_workbook_without_our_hidden_sheet_and_header_is_foreign() -> None:
    book = issued()
    del book[HIDDEN_SHEET]
    book[QUESTIONS_SHEET].delete_rows(HEADER_ROW)
    assert found(saved(book)) == [("file.foreign", "", "")]


def test_a_workbook_without_our_hidden_sheet_says_what_to_name() -> None:
    book = issued()
    del book[HIDDEN_SHEET]
    assert found(saved(book)) == [("file.no-meta", "", "")]
    hint = read(saved(book)).problems[0].hint
    assert "--partner ID" in hint
    assert "--period 2026Q3" in hint


def test_a_workbook_with_another_meta_sheet_is_one_without_ours() -> None:
    book = issued()
    del book[HIDDEN_SHEET]
    book.create_sheet(HIDDEN_SHEET)["A1"] = "author"
    assert found(saved(book)) == [("file.no-meta", "", "")]


@pytest.mark.parametrize("key", ["questionnaire", "version", "sha256", "period", "format"])
def test_a_hidden_sheet_that_misses_something_is_damaged(key: str) -> None:
    assert found(returned({}, **{key: ""})) == [("file.damaged-meta", "", "")]


@pytest.mark.parametrize("period", ["third quarter", "2026Q5", "2026"])
def test_a_period_that_is_none_is_damage(period: str) -> None:
    assert found(returned({}, period=period)) == [("file.damaged-meta", "", "")]


def test_a_later_form_of_the_workbook_is_named() -> None:
    data = returned({}, format="partner-posture workbook 2")
    assert found(data) == [("file.wrong-format", "", "")]


def test_an_unknown_version_names_the_known_ones() -> None:
    data = returned({}, version="9.9.9")
    assert found(data) == [("file.wrong-version", "", "")]
    assert "intake-trial@1.0.0" in read(data).problems[0].hint


def test_a_questionnaire_with_another_hash_is_refused() -> None:
    assert found(returned({}, sha256="0" * 64)) == [("file.wrong-version", "", "")]


def test_a_broken_library_is_not_the_files_fault() -> None:
    def broken(_id: str, _version: str) -> Questionnaire:
        raise InvalidDocumentError([Problem(Place("q.json"), "document.json", "broken")])

    with pytest.raises(InvalidDocumentError):
        read_workbook("a.xlsx", GOOD, Context(broken, AS_OF))


def test_a_partner_must_agree_with_the_file() -> None:
    assert found(GOOD, "other") == [("file.partner-mismatch", "", "")]
    assert read(GOOD, "acme").submission is not None


def test_a_file_that_names_no_partner_needs_one() -> None:
    data = returned({}, partner="")
    assert found(data) == [("file.no-partner", "", "")]
    assert read(data, "acme").partner == "acme"


def test_a_rejected_file_still_says_whose_it_is() -> None:
    outcome = read(returned({}, version="9.9.9"))
    assert (outcome.partner, outcome.period) == ("acme", "2026Q3")


def test_a_hidden_sheet_shown_by_libreoffice_or_a_person_is_read_all_the_same() -> None:
    for state in ("hidden", "visible"):
        book = fill(issued(), {"trial.mfa": "Yes"})
        book[HIDDEN_SHEET].sheet_state = state
        assert responses(saved(book))["trial.mfa"].code == 0


# --- other programs -------------------------------------------------------------------------

ALL_TYPES: Answers = {
    "trial.gate": True,
    "trial.mfa": "Partly",
    "trial.twin": "N/A",
    "trial.twin/Comment": "=we have no partners\nat all",
    "trial.notify": "1,5 days",
    "trial.laptops": 99.9,
    "trial.admins": 3,
    "trial.pentest": dt.date(2026, 3, 4),
    "trial.channels:mail": "x",
    "trial.channels:chat": "✓",
    "trial.contact": "'+49 (0) 123",
    "trial.contact/Evidence date": dt.datetime(2026, 1, 2),  # noqa: DTZ001 - as Excel stores it
}


@pytest.mark.slow
def test_a_copy_saved_by_libreoffice_reads_the_same(tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("needs LibreOffice (soffice) to save a workbook as a partner would")
    original = tmp_path / "acme.xlsx"
    original.write_bytes(returned(ALL_TYPES))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir"]
    subprocess.run([*command, tmp_path / "out", original], check=True, capture_output=True)
    converted = (tmp_path / "out" / "acme.xlsx").read_bytes()
    assert converted != original.read_bytes()
    assert responses(converted) == responses(original.read_bytes())
    assert len(responses(converted)) == 9
