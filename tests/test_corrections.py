"""Promises of correction workbooks: what is decided in one completes the returned file, exactly."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.cell.cell import ERROR_CODES

from assess.correction_format import (
    COLUMNS,
    CORRECTIONS_SHEET,
    FORMAT,
    HIDDEN_SHEET,
    IGNORE_ROW,
    LEAVE_BLANK,
)
from assess.corrections.plan import HEADER_ROW
from assess.intake.doubts import Doubt
from assess.intake.outcome import Context, Outcome
from assess.intake.reading import read_workbook
from assess.intake.suggesting import words_instead
from assess.store.evidence import evidence_path
from assess.submission import Submission
from questionnaires import codes
from questionnaires.library import load_questionnaire
from questionnaires.translation import in_any_language
from tests.corrected import AS_OF, Chosen, context, correction, filled, received
from tests.mistreated import Answers, fill, issued, repacked, saved

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


@pytest.fixture
def known(tmp_path: Path) -> Context:
    return context(tmp_path / "evidence")


def returned(known: Context, answers: Answers, name: str = "acme.xlsx") -> Outcome:
    outcome = received(saved(fill(issued(), answers)), known, name)
    assert outcome.submission is None
    return outcome


def decided(
    known: Context, outcome: Outcome, chosen: Chosen, comments: Chosen | None = None
) -> Outcome:
    """Return what importing the outcome's correction workbook comes to, with these decisions."""
    return received(filled(correction(outcome), chosen, comments or {}), known, "fixed.xlsx")


def taken(outcome: Outcome) -> Submission:
    assert outcome.problems == ()
    assert outcome.submission is not None
    return outcome.submission


def answers_in(outcome: Outcome) -> dict[str, str]:
    return {each.question: each.value for each in taken(outcome).responses}


def reasons(outcome: Outcome) -> list[tuple[str, str]]:
    assert outcome.submission is None
    return [(problem.code, problem.place.cell) for problem in outcome.problems]


# --- completing -----------------------------------------------------------------------------


def test_a_decision_completes_the_file_and_nothing_else_is_asked(known: Context) -> None:
    outcome = returned(known, {"trial.gate": "Yess", "trial.mfa": "No", "trial.notify": 30})
    assert [doubt.cell for doubt in outcome.doubts] == ["D5"]
    done = decided(known, outcome, {1: "Planned"})
    assert answers_in(done) == {
        "trial.gate": "Planned",
        "trial.mfa": "No",
        "trial.notify": "30 hours",
    }
    assert (done.partner, done.period) == ("acme", "2026Q3")


def test_the_submission_is_the_corrections_and_names_the_file_that_it_completes(
    known: Context,
) -> None:
    outcome = returned(known, {"trial.gate": "Yess"})
    done = decided(known, outcome, {1: "Yes"})
    submission = taken(done)
    assert (submission.file, submission.file_sha256) == ("fixed.xlsx", done.file_sha256)
    assert submission.corrects == outcome.file_sha256 != done.file_sha256
    assert done.completes == (outcome.file_sha256,)


def test_what_the_partner_wrote_stays_beside_what_it_was_taken_for(known: Context) -> None:
    done = decided(known, returned(known, {"trial.gate": "Yess"}), {1: "Yes"})
    [response] = taken(done).responses
    assert (response.answer, response.value, response.code) == ("Yess", "Yes", 0)
    [notice] = done.notices
    assert (notice.code, notice.place.cell) == ("answer.corrected", "D5")
    assert "“Yess” was taken as “Yes”" in notice.message


CELLS: list[tuple[Answers, object, str, str]] = [
    ({"trial.gate": "maybe"}, "yes", "trial.gate", "Yes"),
    ({"trial.hosted": "maybe"}, LEAVE_BLANK, "trial.hosted", ""),
    ({"trial.notify": "soon"}, 36, "trial.notify", "36 hours"),
    ({"trial.notify": "soon"}, "1 day", "trial.notify", "24 hours"),
    ({"trial.notify": "soon"}, "No limit", "trial.notify", "Longer, or no limit"),
    ({"trial.laptops": 0.5}, "50 %", "trial.laptops", "50 %"),
    ({"trial.pentest": "03/04/2026"}, dt.date(2026, 3, 4), "trial.pentest", "2026-03-04"),
    ({"trial.pentest": "03/04/2026"}, "2026-04-03", "trial.pentest", "2026-04-03"),
    ({"trial.channels": "mail?"}, "E-mail", "trial.channels", "E-mail"),
    (
        {"trial.channels": "E-mail", "trial.channels:web": "x"},
        "E-mail; Chat services",
        "trial.channels",
        "E-mail; Chat services",
    ),
    ({"trial.channels:web": "maybe"}, "x", "trial.channels", "Uploads, to any website"),
    ({"trial.gate/Comment": "Yes"}, "Yes", "trial.gate", "Yes"),
    ({"trial.gate/Comment": "Yes"}, LEAVE_BLANK, "trial.gate", ""),
]


@pytest.mark.parametrize(("answers", "use", "question", "value"), CELLS)
def test_every_kind_of_answer_can_be_decided(
    known: Context, answers: Answers, use: object, question: str, value: str
) -> None:
    done = decided(known, returned(known, answers), {1: use})
    assert answers_in(done).get(question, "") == value


@pytest.mark.parametrize(
    "answers",
    [
        {"trial.notify": "1,000"},
        {"trial.notify": "24-48h"},
        {"trial.laptops": 0.5},
        {"trial.pentest": "03/04/2026"},
    ],
)
def test_each_reading_that_is_offered_is_taken_as_it_is_shown(
    known: Context, answers: Answers
) -> None:
    outcome = returned(known, answers)
    [(question, _)] = answers.items()
    means = outcome.doubts[0].suggestion.split(" or ")
    assert len(means) == 2
    for each in means:
        assert answers_in(decided(known, outcome, {1: each})) == {question: each}


def test_numbers_and_dates_are_chosen_from_a_list_or_typed(known: Context) -> None:
    outcome = returned(known, {"trial.notify": "1,000", "trial.pentest": "03/04/2026"})
    book = openpyxl.load_workbook(BytesIO(correction(outcome)))
    rules = book[CORRECTIONS_SHEET].data_validations.dataValidation
    assert [(each.type, each.errorStyle) for each in rules] == [("list", "warning")] * 2
    assert [cell.value for cell in book["lists"]["B"]][:2] == ["2026-03-04", "2026-04-03"]
    assert [cell.value for cell in book["lists"]["A"]][:2] == ["1000 hours", "1 hour"]


def test_what_is_offered_for_a_number_or_a_date_is_in_the_workbooks_language_and_no_band() -> None:
    english = load_questionnaire("partner-security@2.0.0")
    read = in_any_language(english)
    offered = [list(words_instead(question.answer)) for question in read.questions]
    assert offered == [list(words_instead(question.answer)) for question in english.questions]
    bands = {lvl.text for each in read.questions for lvl in each.answer.levels if lvl.bound}
    assert ["Never"] in offered
    assert bands.isdisjoint(word for words in offered for word in words)


def test_the_cell_of_an_answer_names_the_file_that_it_stands_in(known: Context) -> None:
    outcome = returned(known, {"trial.gate": "Yess", "trial.mfa": "No"})
    done = taken(decided(known, outcome, {1: "Yes"}))
    assert done.file == "fixed.xlsx"
    assert [each.cell for each in done.responses] == ["[acme.xlsx]D5", "[acme.xlsx]D6"]


def test_a_percentage_typed_as_such_is_one_whatever_the_returned_cell_shows(
    known: Context,
) -> None:
    book = openpyxl.load_workbook(BytesIO(correction(returned(known, {"trial.laptops": 0.5}))))
    cell = book[CORRECTIONS_SHEET][f"G{HEADER_ROW + 1}"]
    cell.value, cell.number_format = 0.95, "0%"
    done = received(saved(book), known, "fixed.xlsx")
    assert answers_in(done) == {"trial.laptops": "95 %"}


def test_a_reason_for_not_applicable_goes_into_the_comment(known: Context) -> None:
    outcome = returned(known, {"trial.twin": "n/a"})
    without = decided(known, outcome, {1: "Not applicable"})
    assert reasons(without) == [("answer.na-without-reason", f"G{HEADER_ROW + 1}")]
    done = decided(known, outcome, {1: "Not applicable"}, {1: "They have no partners."})
    [response] = taken(done).responses
    assert (response.code, response.comment) == (codes.NA_CLAIMED, "They have no partners.")


def test_a_comment_is_added_to_the_partners_own(known: Context) -> None:
    outcome = returned(known, {"trial.gate": "Yess", "trial.gate/Comment": "Since May."})
    done = decided(known, outcome, {1: "Yes"}, {1: "Said so by telephone."})
    [response] = taken(done).responses
    assert response.comment == "Since May.\nSaid so by telephone."


def test_a_comment_that_has_no_place_is_refused_where_it_stands(known: Context) -> None:
    outcome = returned(known, {"trial.gate": "Yes", "trial.gate/Evidence date": "May"})
    done = decided(known, outcome, {1: LEAVE_BLANK}, {1: "Ask them."})
    assert reasons(done) == [("correction.comment", f"H{HEADER_ROW + 1}")]


def test_the_date_of_an_options_evidence_can_be_moved_to_its_question(known: Context) -> None:
    outcome = returned(
        known, {"trial.channels:web": "x", "trial.channels:web/Evidence date": "2026-03-04"}
    )
    done = decided(known, outcome, {1: "2026-03-04 for the whole question"})
    [response] = taken(done).responses
    assert response.evidence_date == "2026-03-04"


Change = Callable[["Worksheet"], object]


def changed(known: Context, answers: Answers, change: Change) -> Outcome:
    book = fill(issued(), answers)
    change(book["Questions"])
    return received(saved(book), known)


def test_a_row_whose_id_is_lost_is_given_back_to_its_question(known: Context) -> None:
    outcome = changed(known, {"trial.mfa": "No"}, lambda sheet: sheet.__setitem__("A6", "mfa?"))
    assert answers_in(decided(known, outcome, {1: "trial.mfa"})) == {"trial.mfa": "No"}
    assert answers_in(decided(known, outcome, {1: IGNORE_ROW})) == {}


def test_two_rows_cannot_be_given_to_the_same_question(known: Context) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["A6"], sheet["A5"] = "mfa?", "mfa!"

    outcome = changed(known, {"trial.mfa": "No", "trial.gate": "No"}, change)
    done = decided(known, outcome, {1: "trial.mfa", 2: "trial.mfa"})
    assert reasons(done) == [("correction.twice", f"G{HEADER_ROW + 2}")]


@pytest.mark.parametrize(("kept", "value"), [(0, "No"), (1, "Planned")])
def test_of_rows_that_differ_the_chosen_one_is_read_alone(
    known: Context, kept: int, value: str
) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.append(["trial.mfa", None, None, "Planned", "Soon."])
        sheet.append(["trial.mfa", None, None, "No"])

    outcome = changed(known, {"trial.mfa": "No"}, change)
    [doubt] = outcome.doubts
    done = decided(known, outcome, {1: doubt.choices[kept].text})
    assert answers_in(done) == {"trial.mfa": value}


def test_nothing_need_be_decided_in_a_row_that_is_left_out(known: Context) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.append(["trial.mfa", None, None, "Planned"])

    outcome = changed(known, {"trial.mfa": "Yess"}, change)
    twins = next(n for n, each in enumerate(outcome.doubts, 1) if each.subject == "row")
    kept = outcome.doubts[twins - 1].choices[1].text
    assert answers_in(decided(known, outcome, {twins: kept})) == {"trial.mfa": "Planned"}


def test_each_question_under_a_merged_answer_gets_its_own(known: Context) -> None:
    outcome = changed(known, {"trial.gate": "Yes"}, lambda sheet: sheet.merge_cells("D5:D6"))
    done = decided(known, outcome, {1: "Yes", 2: "No"})
    assert answers_in(done) == {"trial.gate": "Yes", "trial.mfa": "No"}


@pytest.mark.parametrize(("position", "evidence"), [(0, ["Report", "Report"]), (1, ["Report", ""])])
def test_merged_evidence_is_kept_for_each_question_or_for_the_first(
    known: Context, position: int, evidence: list[str]
) -> None:
    answers = {"trial.gate": "Yes", "trial.mfa": "No", "trial.gate/Evidence reference": "Report"}
    outcome = changed(known, answers, lambda sheet: sheet.merge_cells("F5:F6"))
    done = decided(known, outcome, {1: outcome.doubts[0].choices[position].text})
    assert [each.evidence for each in taken(done).responses] == evidence


def test_marks_that_took_the_place_of_the_answers_give_way_to_the_decision(known: Context) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["D4"], sheet["H4"], sheet["I4"] = "Yes", "Partially", "No"
        sheet["D5"], sheet["D6"], sheet["I6"] = "x", "x", "x"

    outcome = changed(known, {}, change)
    assert [doubt.question for doubt in outcome.doubts] == ["trial.mfa"]
    done = decided(known, outcome, {1: "Planned"})
    assert answers_in(done) == {"trial.gate": "Yes", "trial.mfa": "Planned"}


def test_a_text_that_looks_like_a_formula_is_read_and_shown_and_never_run(known: Context) -> None:
    outcome = returned(known, {"trial.gate": "=cmd|' /C calc'!A0", "trial.mfa": "@SUM(1)"})
    book = openpyxl.load_workbook(BytesIO(correction(outcome)))
    cells = [cell for row in book[CORRECTIONS_SHEET].iter_rows(min_row=HEADER_ROW) for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    read = [cell for cell in cells if cell.value in {"=cmd|' /C calc'!A0", "@SUM(1)"}]
    assert [cell.quotePrefix for cell in read] == [True, True]
    done = decided(known, outcome, {1: "Yes", 2: "No"})
    assert answers_in(done) == {"trial.gate": "Yes", "trial.mfa": "No"}


def test_the_same_doubts_make_the_same_bytes(known: Context) -> None:
    outcome = returned(known, {"trial.gate": "Yess", "trial.notify": "soon"})
    assert correction(outcome) == correction(outcome)


def test_rows_may_be_sorted_and_columns_moved(known: Context) -> None:
    outcome = returned(known, {"trial.gate": "Yess", "trial.mfa": "Noo"})
    book = openpyxl.load_workbook(BytesIO(filled(correction(outcome), {1: "Yes", 2: "No"})))
    sheet = book[CORRECTIONS_SHEET]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEADER_ROW)]
    sheet.delete_rows(HEADER_ROW, 9)
    for row in (rows[0], rows[2], rows[1]):
        sheet.append([None, *reversed(row)])
    done = received(saved(book), known, "fixed.xlsx")
    assert answers_in(done) == {"trial.gate": "Yes", "trial.mfa": "No"}


# --- refusing -------------------------------------------------------------------------------


def test_what_is_still_open_is_named_where_it_is_to_be_decided(known: Context) -> None:
    outcome = returned(known, {"trial.gate": "Yess", "trial.mfa": "Noo"})
    done = decided(known, outcome, {2: "No"})
    assert reasons(done) == [("correction.open", f"G{HEADER_ROW + 1}")]
    assert "Questions!D5" in done.problems[0].message


def test_what_is_not_offered_is_not_taken(known: Context) -> None:
    done = decided(known, returned(known, {"trial.gate": "Yess"}), {1: "Yesss"})
    assert reasons(done) == [("correction.not-offered", f"G{HEADER_ROW + 1}")]


def test_a_decision_that_is_wrong_itself_is_refused_at_its_cell(known: Context) -> None:
    done = decided(known, returned(known, {"trial.notify": "soon"}), {1: 9000})
    assert reasons(done) == [("answer.out-of-range", f"G{HEADER_ROW + 1}")]
    assert (done.problems[0].place.file, done.problems[0].place.sheet) == (
        "fixed.xlsx",
        CORRECTIONS_SHEET,
    )


def test_a_correction_can_be_corrected_by_another(known: Context) -> None:
    outcome = returned(known, {"trial.notify": "soon", "trial.gate": "Yess"})
    first = decided(known, outcome, {1: "Yes", 2: 9000})
    [doubt] = first.doubts
    assert doubt.question == "trial.notify"
    second = decided(known, first, {1: 48})
    assert answers_in(second) == {"trial.gate": "Yes", "trial.notify": "48 hours"}
    assert taken(second).corrects == outcome.file_sha256
    assert second.completes == (outcome.file_sha256, first.file_sha256)
    assert {each.question: each.answer for each in taken(second).responses} == {
        "trial.gate": "Yess",
        "trial.notify": "soon",
    }
    told = [each.message for each in second.notices if each.place.cell == "D9"]
    assert told == ["“soon” was taken as “48”, by a correction"]


def test_a_workspace_that_never_received_the_file_says_so(known: Context, tmp_path: Path) -> None:
    workbook = filled(correction(returned(known, {"trial.gate": "Yess"})), {1: "Yes"})
    elsewhere = context(tmp_path / "other")
    done = received(workbook, elsewhere, "fixed.xlsx")
    assert reasons(done) == [("correction.no-original", "")]
    assert "acme.xlsx" in done.problems[0].message


def test_evidence_that_was_changed_is_not_completed(known: Context) -> None:
    outcome = returned(known, {"trial.gate": "Yess"})
    assert known.evidence is not None
    kept = evidence_path(known.evidence, outcome.file_sha256, "acme.xlsx")
    kept.chmod(0o600)
    kept.write_bytes(saved(fill(issued(), {"trial.gate": "Yes"})))
    assert reasons(decided(known, outcome, {1: "Yes"})) == [("evidence.changed", "")]


def meddled(workbook: bytes, change: Callable[[openpyxl.Workbook], object]) -> bytes:
    book = openpyxl.load_workbook(BytesIO(workbook))
    change(book)
    return saved(book)


def said(book: openpyxl.Workbook, key: str, value: str | None) -> None:
    sheet = book[HIDDEN_SHEET]
    for row in range(1, sheet.max_row + 1):
        if sheet.cell(row, 1).value == key:
            sheet.cell(row, 2).value = value


def without_header(book: openpyxl.Workbook) -> None:
    book[CORRECTIONS_SHEET].delete_rows(HEADER_ROW)


def renumbered(book: openpyxl.Workbook) -> None:
    book[CORRECTIONS_SHEET][f"A{HEADER_ROW + 1}"] = 2


def without_hidden_sheet(book: openpyxl.Workbook) -> None:
    del book[HIDDEN_SHEET]


def twice(book: openpyxl.Workbook) -> None:
    sheet = book[CORRECTIONS_SHEET]
    row = [cell.value for cell in sheet[HEADER_ROW + 1]]
    sheet.append([*row[:6], "No", None])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (without_hidden_sheet, "correction.no-meta"),
        (lambda book: said(book, "format", FORMAT[:-1] + "9"), "correction.wrong-format"),
        (lambda book: said(book, "original", "0" * 64), "correction.damaged-meta"),
        (lambda book: said(book, "partner", "globex"), "correction.damaged-meta"),
        (lambda book: said(book, "period", "2026Q4"), "correction.damaged-meta"),
        (lambda book: said(book, "doubts", "0" * 16), "correction.damaged-meta"),
        (lambda book: said(book, "check", None), "correction.damaged-meta"),
        (without_header, "correction.columns"),
        (twice, "correction.row"),
    ],
)
def test_a_workbook_that_was_meddled_with_is_refused_with_the_reason(
    known: Context, change: Callable[[openpyxl.Workbook], object], code: str
) -> None:
    workbook = filled(correction(returned(known, {"trial.gate": "Yess"})), {1: "Yes"})
    done = received(meddled(workbook, change), known, "fixed.xlsx")
    assert [each for each, _ in reasons(done)] == [code]
    assert all(problem.hint for problem in done.problems)


def test_a_partner_may_call_its_own_sheets_as_ours_are_called(known: Context) -> None:
    book = fill(issued(), {"trial.gate": "Yes"})
    for name in (CORRECTIONS_SHEET, HIDDEN_SHEET):
        book.create_sheet(name)["A1"] = "What we have changed since May"
    assert answers_in(received(saved(book), known)) == {"trial.gate": "Yes"}


def test_a_row_with_another_number_is_none_of_ours(known: Context) -> None:
    workbook = filled(correction(returned(known, {"trial.gate": "Yess"})), {1: "Yes"})
    done = received(meddled(workbook, renumbered), known, "fixed.xlsx")
    assert [each for each, _ in reasons(done)] == ["correction.open", "correction.row"]


def test_a_path_in_the_hidden_sheet_leads_nowhere(known: Context) -> None:
    def change(_: str, part: bytes) -> bytes:
        return part.replace(outcome.file_sha256.encode(), b"../" * 21 + b"x")

    outcome = returned(known, {"trial.gate": "Yess"})
    done = received(repacked(correction(outcome), change), known, "fixed.xlsx")
    assert [each for each, _ in reasons(done)] == ["correction.damaged-meta"]


def test_a_correction_is_for_the_partner_and_the_period_of_its_file(known: Context) -> None:
    workbook = filled(correction(returned(known, {"trial.gate": "Yess"})), {1: "Yes"})
    for asked, code in (({"partner": "globex"}, "partner"), ({"period": "2026Q2"}, "period")):
        assert known.evidence is not None
        done = read_workbook("fixed.xlsx", workbook, context(known.evidence, **asked))
        assert [each for each, _ in reasons(done)] == [f"file.{code}-mismatch"]


def test_a_file_that_reads_otherwise_by_now_is_not_completed(known: Context) -> None:
    outcome = returned(known, {"trial.gate": "Yess", "trial.mfa": "Noo"})
    fewer = Outcome(
        outcome.file,
        outcome.file_sha256,
        None,
        outcome.problems,
        (),
        outcome.counts,
        outcome.partner,
        outcome.period,
        doubts=outcome.doubts[:1],
        questionnaire=outcome.questionnaire,
    )
    assert reasons(decided(known, fewer, {1: "Yes"})) == [("correction.outdated", "")]


def test_a_date_that_has_come_since_is_still_decided(known: Context) -> None:
    tomorrow = AS_OF + dt.timedelta(days=1)
    outcome = returned(known, {"trial.gate": "Yess", "trial.pentest": tomorrow})
    workbook = filled(correction(outcome), {1: "Yes", 2: tomorrow})
    assert known.evidence is not None
    later = context(known.evidence, as_of=tomorrow)
    assert answers_in(received(workbook, later, "fixed.xlsx"))["trial.pentest"] == str(tomorrow)


def test_an_error_cell_in_the_correction_is_refused_there(known: Context) -> None:
    book = openpyxl.load_workbook(BytesIO(correction(returned(known, {"trial.gate": "Yess"}))))
    cell = book[CORRECTIONS_SHEET][f"G{HEADER_ROW + 1}"]
    cell.value, cell.data_type = ERROR_CODES[-1], "e"
    done = received(saved(book), known, "fixed.xlsx")
    assert reasons(done) == [("correction.error-cell", f"G{HEADER_ROW + 1}")]


# --- other programs, other questionnaires ---------------------------------------------------


@pytest.mark.slow
def test_a_correction_saved_by_libreoffice_reads_the_same(known: Context, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("needs LibreOffice (soffice) to save a workbook as a person would")
    outcome = returned(known, {"trial.gate": "Yess", "trial.notify": "soon", "trial.pentest": 1})
    chosen = {1: "Planned", 2: 48, 3: dt.date(2026, 3, 4)}
    path = tmp_path / "fixed.xlsx"
    path.write_bytes(filled(correction(outcome), chosen))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    for kind in ("xlsx", "ods"):
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir"]
        subprocess.run([*command, tmp_path / kind, path], check=True, capture_output=True)
        done = received((tmp_path / kind / f"fixed.{kind}").read_bytes(), known, f"fixed.{kind}")
        assert answers_in(done) == {
            "trial.gate": "Planned",
            "trial.notify": "48 hours",
            "trial.pentest": "2026-03-04",
        }


def foreign(shared: Path, name: str, cells: Mapping[str, Any]) -> bytes:
    book = openpyxl.load_workbook(shared / "workbooks" / name)
    for where, value in cells.items():
        sheet, cell = where.split("!")
        book[sheet][cell] = value
    return saved(book)


def complete(known: Context, data: bytes, decide: Callable[[Doubt], str]) -> Outcome:
    """Return what becomes of a file of another questionnaire that is corrected."""
    outcome = received(data, known, "theirs.xlsx")
    assert outcome.submission is None
    assert outcome.questionnaire is not None
    reference = outcome.questionnaire
    asked = known.questionnaire_of(reference.id, reference.version)
    chosen = {number: decide(doubt) for number, doubt in enumerate(outcome.doubts, 1)}
    return received(filled(correction(outcome, asked), chosen), known, "fixed.xlsx")


@pytest.mark.slow
def test_a_filled_caiq_is_corrected_like_our_own_form(shared: Path, tmp_path: Path) -> None:
    known = context(tmp_path / "evidence", partner="acme", period="2026Q3")
    sheet = "CAIQv4.0.3"
    spoilt = {f"{sheet}!C3": "Yess", f"{sheet}!C4": "Yes, partly", f"{sheet}!A5": "A&A-99.1"}
    truth = {"C3": "Yes", "C4": "No", "A5": "A&A-02.1"}
    done = complete(
        known, foreign(shared, "caiq-4.0.3-filled.xlsx", spoilt), lambda doubt: truth[doubt.cell]
    )
    plain = received((shared / "workbooks" / "caiq-4.0.3-filled.xlsx").read_bytes(), known)
    assert [each._replace(answer="") for each in taken(done).responses] == [
        each._replace(answer="", cell=f"[theirs.xlsx]{each.cell}")
        for each in taken(plain).responses
    ]
    assert taken(done).layout == taken(plain).layout


@pytest.mark.slow
def test_marks_of_a_filled_caiq_3_are_corrected(shared: Path, tmp_path: Path) -> None:
    known = context(tmp_path / "evidence", partner="acme", period="2026Q3")
    name = "caiq-3.0.1-filled.xlsx"
    plain = received((shared / "workbooks" / name).read_bytes(), known)
    first = taken(plain).responses[0]
    sheet, cell = first.cell.split("!")
    beside = f"{sheet}!{chr(ord(cell[0]) + 1)}{cell[1:]}"
    done = complete(known, foreign(shared, name, {beside: "x"}), lambda _: "No")
    assert taken(done).responses[0].value == "No"
    assert taken(done).responses[1:] == tuple(
        each._replace(cell=f"[theirs.xlsx]{each.cell}") for each in taken(plain).responses[1:]
    )


def test_the_sheet_says_what_to_do_and_shows_only_what_is_in_doubt(known: Context) -> None:
    outcome = returned(known, {"trial.gate": "Yess", "trial.mfa": "No"}, "Acme (final).xlsx")
    sheet = openpyxl.load_workbook(BytesIO(correction(outcome)))[CORRECTIONS_SHEET]
    assert sheet["A1"].value == "Corrections to Acme (final).xlsx"
    assert "assess import acme-2026Q3-" in str(sheet["A3"].value)
    head, *rows = sheet.iter_rows(min_row=HEADER_ROW, values_only=True)
    assert head == COLUMNS
    message = "“Yess” is not one of the answers; the nearest is “Yes”"
    asked = "Do you host our data?\ntrial.gate"
    assert rows == [(1, "Questions!D5", asked, "Yess", message, "Yes", None, None)]
