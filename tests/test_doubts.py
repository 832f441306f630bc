"""Promises of what is asked about a rejected file: every problem of a cell, and nothing else."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from assess.correction_format import IGNORE_ROW, LEAVE_BLANK
from assess.intake.doubting import MOST
from assess.intake.doubts import Doubt, uncovered
from assess.intake.outcome import Outcome
from assess.intake.reading import read_workbook
from tests.corrected import context
from tests.mistreated import Answers, fill, issued, saved
from tests.traps import TRAPS


def read(answers: Answers) -> Outcome:
    return read_workbook("acme.xlsx", saved(fill(issued(), answers)), context(Path("none")))


def doubt_about(answers: Answers) -> Doubt:
    """Return the one thing that is in doubt about a workbook."""
    [doubt] = read(answers).doubts
    return doubt


def texts(doubt: Doubt) -> list[str]:
    return [choice.text for choice in doubt.choices]


def of_cells(name: str) -> bool:
    """Tell whether a trap's problems are all of cells and rows."""
    codes = (code for code, _ in TRAPS[name].problems)
    return bool(TRAPS[name].problems) and not any(
        code.startswith(("file.", "sheet.col", "sheet.no-q")) for code in codes
    )


def trapped(name: str) -> Outcome:
    trap = TRAPS[name]
    reference = trap.asked.reference
    sent = (("2026Q3", reference),) if trap.issued else ()
    known = context(Path("none"), trap.asked, partner=trap.partner, period=trap.period, issued=sent)
    return read_workbook("acme.xlsx", trap.make(), known)


@pytest.mark.parametrize("name", [name for name in TRAPS if of_cells(name)])
def test_every_problem_of_a_cell_or_a_row_is_asked_about(name: str) -> None:
    outcome = trapped(name)
    assert outcome.doubts
    assert uncovered(outcome.problems, outcome.doubts) == []


@pytest.mark.parametrize("name", [name for name in TRAPS if not TRAPS[name].problems])
def test_nothing_is_asked_about_a_file_that_is_taken(name: str) -> None:
    assert trapped(name).doubts == ()


def test_a_missing_column_is_in_no_doubt_and_so_cannot_be_decided() -> None:
    outcome = trapped("column_deleted")
    assert [each.code for each in uncovered(outcome.problems, outcome.doubts)] == ["sheet.columns"]


def test_doubts_reach_another_process_as_they_are() -> None:
    doubts = read({"trial.gate": "Yess", "trial.notify": "soon"}).doubts
    assert pickle.loads(pickle.dumps(doubts)) == doubts  # noqa: S301 - our own, a line before


def test_more_problems_than_anybody_corrects_are_no_doubts() -> None:
    book = fill(issued(), {})
    for number in range(MOST + 1):
        book["Questions"].append([f"trial.x{number}", None, None, "Yes"])
    outcome = read_workbook("acme.xlsx", saved(book), context(Path("none")))
    assert len(outcome.problems) == MOST + 1
    assert outcome.doubts == ()


LEVELS = ["Yes", "Partially", "Planned", "No"]
TWO_DAYS = ["2026-03-04", "2026-04-03"]


@pytest.mark.parametrize(
    ("answers", "kind", "offered"),
    [
        ({"trial.gate": "Yess"}, "choice", [*LEVELS, LEAVE_BLANK]),
        ({"trial.hosted": "Yess"}, "choice", [*LEVELS, "Not applicable", LEAVE_BLANK]),
        ({"trial.notify": "soon"}, "number", ["No limit", "Not applicable", LEAVE_BLANK]),
        (
            {"trial.notify": "1,000"},
            "number",
            ["1000 hours", "1 hour", "No limit", "Not applicable", LEAVE_BLANK],
        ),
        ({"trial.laptops": "many"}, "number", [LEAVE_BLANK]),
        ({"trial.laptops": 0.5}, "number", ["0.5 %", "50 %", LEAVE_BLANK]),
        (
            {"trial.pentest": "03/04/2026"},
            "date",
            [*TWO_DAYS, "Never", "Not applicable", LEAVE_BLANK],
        ),
        (
            {"trial.gate": "Yes", "trial.gate/Evidence date": "03/04/2026"},
            "date",
            [*TWO_DAYS, LEAVE_BLANK],
        ),
        ({"trial.pentest": "May"}, "date", ["Never", "Not applicable", LEAVE_BLANK]),
        ({"trial.channels:web": "maybe"}, "choice", ["x", LEAVE_BLANK]),
        ({"trial.gate": "Yes", "trial.gate/Evidence date": "May"}, "date", [LEAVE_BLANK]),
    ],
)
def test_what_may_be_chosen_is_what_the_question_allows(
    answers: Answers, kind: str, offered: list[str]
) -> None:
    doubt = doubt_about(answers)
    assert (doubt.kind, texts(doubt)) == (kind, offered)


@pytest.mark.parametrize(
    ("answers", "nearest"),
    [
        ({"trial.gate": "Yess"}, "Yes"),
        ({"trial.gate": "We take this very seriously"}, ""),
        ({"trial.gate": "Yes / No"}, ""),
        ({"trial.twin": "n/a"}, "Not applicable"),
        ({"trial.notify": "24-48h"}, "24 hours or 48 hours"),
        ({"trial.notify": "1.234"}, "1234 hours or 1.234 hours"),
        ({"trial.notify": "about 24 hours"}, "24 hours"),
        ({"trial.notify": 9000}, ""),
        ({"trial.notify": "see our SOC 2 report"}, ""),
        ({"trial.notify": "03/04/2026"}, ""),
        ({"trial.laptops": 0.5}, "0.5 % or 50 %"),
        ({"trial.laptops": "0,95"}, "0.95 % or 95 %"),
        ({"trial.pentest": "03/04/2026"}, "2026-03-04 or 2026-04-03"),
        ({"trial.pentest": "31/12/2025"}, "2025-12-31"),
        ({"trial.pentest": 46085}, "2026-03-04"),
        ({"trial.pentest": "2027-01-01"}, ""),
        ({"trial.channels": "E-mail; Chat service"}, "E-mail; Chat services"),
        ({"trial.gate/Comment": "Yes"}, "Yes"),
        ({"trial.gate": "Yes", "trial.gate/Evidence date": "4. März 2026"}, "2026-03-04"),
    ],
)
def test_the_nearest_reading_is_named_where_there_is_one(answers: Answers, nearest: str) -> None:
    assert doubt_about(answers).suggestion == nearest


def test_a_row_of_no_question_may_be_given_to_any_first_to_those_without_an_answer() -> None:
    book = fill(issued(), {"trial.gate": "Yes"})
    book["Questions"]["A6"] = "trial.mfaa"
    book["Questions"]["D6"] = "No"
    [doubt] = read_workbook("acme.xlsx", saved(book), context(Path("none"))).doubts
    assert doubt.suggestion == "trial.mfa"
    assert texts(doubt)[0] == "trial.mfa"
    assert texts(doubt)[-2:] == ["trial.gate", IGNORE_ROW]


def test_a_merged_answer_is_asked_for_each_question_that_it_covers() -> None:
    book = fill(issued(), {"trial.gate": "Yes"})
    book["Questions"].merge_cells("D5:D7")
    doubts = read_workbook("acme.xlsx", saved(book), context(Path("none"))).doubts
    asked = [(each.where, each.question, each.read, each.suggestion) for each in doubts]
    assert asked == [
        ("Questions!D5", "trial.gate", "Yes", "Yes"),
        ("Questions!D6", "trial.mfa", "Yes", "Yes"),
        ("Questions!D7", "trial.twin", "Yes", ""),
    ]


def changed(doubt: Doubt, text: str) -> dict[str, Any]:
    choice = next(choice for choice in doubt.choices if choice.text == text)
    return {edit.cell: edit.value for edit in choice.edits}


def test_an_option_that_stands_alone_is_kept_or_the_others_are() -> None:
    ticks: Iterable[str] = ("mail", "chat", "none")
    doubt = doubt_about({f"trial.channels:{each}": "x" for each in ticks})
    assert {"None of these", "E-mail; Chat services"} <= set(texts(doubt))
    cleared = dict.fromkeys(("D14", "D16", "D17"), "")
    assert changed(doubt, "E-mail; Chat services") == {"D13": "E-mail; Chat services"} | cleared
