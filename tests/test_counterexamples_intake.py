"""How other tools fail when they read answers, and that intake does not.

Each test carries the case's number in the list of counterexamples and the tool it came from.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from assess.intake.outcome import Context, Outcome
from assess.intake.reading import read_workbook
from assess.submission import Response
from assess.workbook_format import QUESTIONS_SHEET
from questionnaires import codes
from tests.mistreated import TRIAL, Answers, cell_of, fill, issued, returned, saved

YES, NO = 0, 3


def read(data: bytes) -> Outcome:
    return read_workbook(
        "acme.xlsx", data, Context(lambda _id, _version: TRIAL, dt.date(2026, 10, 5))
    )


def response(answers: Answers, question: str) -> Response:
    submission = read(returned(answers)).submission
    assert submission is not None
    return next(each for each in submission.responses if each.question == question)


def codes_of_problems(answers: Answers) -> list[str]:
    outcome = read(returned(answers))
    assert (outcome.submission is None) == bool(outcome.problems)
    return [problem.code for problem in outcome.problems]


@pytest.mark.parametrize(("value", "code"), [(True, YES), (False, NO)])
def test_case_0_booleans_are_read_as_yes_and_no_not_dropped(value: bool, code: int) -> None:
    assert response({"trial.mfa": value}, "trial.mfa").code == code


def test_case_0_a_boolean_that_means_nothing_names_its_cell() -> None:
    outcome = read(returned({"trial.twin": True}))
    assert [p.place.cell for p in outcome.problems] == [
        cell_of(issued()[QUESTIONS_SHEET], "trial.twin")
    ]


@pytest.mark.parametrize("text", ["Not Applicable", "N/A", "n.a."])
def test_case_2_spellings_of_not_applicable_are_normalised(text: str) -> None:
    answers = {"trial.twin": text, "trial.twin/Comment": "We have no partners."}
    assert response(answers, "trial.twin").code == codes.NA_CLAIMED


def test_case_2_not_applicable_requires_a_reason() -> None:
    assert codes_of_problems({"trial.twin": "Not Applicable"}) == ["answer.na-without-reason"]


def test_case_4_not_implemented_is_never_implemented() -> None:
    assert response({"trial.mfa": "Not implemented"}, "trial.mfa").code == NO
    assert response({"trial.mfa": "Implemented"}, "trial.mfa").code == YES


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("No, nothing is in place", id="case 5"),
        pytest.param("We have not documented or established any policy.", id="case 6"),
    ],
)
def test_cases_5_and_6_prose_is_refused_not_scored_by_a_word_in_it(text: str) -> None:
    assert codes_of_problems({"trial.mfa": text}) == ["answer.unknown"]


def test_case_7_two_spellings_of_not_applicable_mean_the_same() -> None:
    readings = {
        response({"trial.twin": text, "trial.twin/Comment": "None."}, "trial.twin").code
        for text in ("N/A", "NA")
    }
    assert readings == {codes.NA_CLAIMED}


@pytest.mark.parametrize("value", ["Sometimes", 50, "50", "?", "maybe"])
def test_case_19_an_answer_outside_the_list_is_refused_not_half_scored(value: Any) -> None:
    assert codes_of_problems({"trial.mfa": value}) == ["answer.unknown"]


@pytest.mark.parametrize(
    ("answers", "question", "code", "value"),
    [
        ({"trial.mfa": "Yes"}, "trial.mfa", 0, "Yes"),
        ({"trial.mfa": "No"}, "trial.mfa", 3, "No"),
        ({"trial.notify": 48}, "trial.notify", 1, "48 hours"),
        ({"trial.pentest": dt.date(2024, 1, 2)}, "trial.pentest", 2, "2024-01-02"),
        ({"trial.channels:chat": "x"}, "trial.channels", 1, "Chat services"),
        ({"trial.contact": "The CISO"}, "trial.contact", codes.NOTED, "The CISO"),
    ],
)
def test_case_20_every_answer_type_survives_the_round_trip(
    answers: Answers, question: str, code: int, value: str
) -> None:
    read_back = response(answers, question)
    assert (read_back.code, read_back.value) == (code, value)


def test_case_24_an_edited_question_text_drops_no_answer() -> None:
    book = fill(issued(), {"trial.mfa": "No"})
    sheet = book[QUESTIONS_SHEET]
    cell = cell_of(sheet, "trial.mfa").replace("D", "B")
    sheet[cell] = f"{sheet[cell].value}!"
    submission = read(saved(book)).submission
    assert submission is not None
    assert [(each.question, each.code) for each in submission.responses] == [("trial.mfa", NO)]


def test_case_24_an_answer_whose_row_matches_nothing_is_reported() -> None:
    book = fill(issued(), {"trial.mfa": "No"})
    sheet = book[QUESTIONS_SHEET]
    cell = cell_of(sheet, "trial.mfa")
    sheet[cell.replace("D", "A")] = "trial.mf"
    outcome = read(saved(book))
    assert [(p.code, p.place.cell) for p in outcome.problems] == [("row.unknown-id", cell)]


def test_case_25_two_questions_with_the_same_text_keep_their_own_answers() -> None:
    assert TRIAL.question("trial.mfa").text == TRIAL.question("trial.twin").text
    answers = {"trial.mfa": "No", "trial.twin": "Some of them"}
    assert response(answers, "trial.mfa").code == NO
    assert response(answers, "trial.twin").code == 1


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "'=1", "+1", "-1", "@a", "''"])
def test_case_26_an_answer_that_starts_like_a_formula_comes_back_unchanged(text: str) -> None:
    answers = {"trial.contact": text, "trial.contact/Evidence reference": text}
    read_back = response(answers, "trial.contact")
    assert (read_back.answer, read_back.evidence) == (text, text)


def test_case_32_answers_come_from_a_closed_list() -> None:
    assert codes_of_problems({"trial.twin": "not implemented"}) == ["answer.unknown"]
    assert codes_of_problems({"trial.mfa": "N/A"}) == ["answer.na-not-allowed"]


def test_case_35_a_date_that_can_be_read_two_ways_is_refused() -> None:
    assert codes_of_problems({"trial.pentest": "03/04/2026"}) == ["answer.ambiguous-date"]
    assert response({"trial.pentest": "2026-04-03"}, "trial.pentest").value == "2026-04-03"
