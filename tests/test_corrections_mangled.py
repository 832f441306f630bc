"""The promise of correction workbooks for every file: the truth typed into them comes out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.correction_format import IGNORE_ROW, LEAVE_BLANK
from assess.intake.doubts import Doubt
from tests.corrected import AS_OF, context, correction, filled, received
from tests.mistreated import TRIAL, cell_of, fill, issued, saved

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

ROUNDS = 4
"""Corrections of corrections after which every file must be complete."""

LEVELS = st.sampled_from(["Yes", "Partially", "Planned", "No"])
DAYS = st.dates(dt.date(2020, 1, 1), AS_OF)
TRUTHS: dict[str, st.SearchStrategy[Any]] = {
    "trial.gate": LEVELS,
    "trial.mfa": LEVELS,
    "trial.twin": st.sampled_from(["All – without exception", "Some of them", "Nobody's account"]),
    "trial.hosted": LEVELS,
    "trial.notify": st.integers(0, 200),
    "trial.laptops": st.integers(2, 100),
    "trial.admins": st.integers(0, 9),
    "trial.pentest": DAYS,
    "trial.channels": st.sampled_from(["E-mail", "E-mail; Chat services", "None of these"]),
    "trial.contact": st.sampled_from(["The security team", "x@example.com", "- see policy"]),
}
QUESTIONS = tuple(TRUTHS)
JUNK = (
    "Yess",
    "maybe",
    "see our SOC 2 report",
    "3 or 4",
    "03/04/2026",
    "1,000",
    "Yes / No",
    "n/a?",
)

truths = st.fixed_dictionaries(TRUTHS)
junk = st.dictionaries(st.sampled_from(QUESTIONS[:-1]), st.sampled_from(JUNK), max_size=5)
lost_ids = st.dictionaries(
    st.sampled_from(QUESTIONS), st.sampled_from(["trial.none", "", "mfa?"]), max_size=3
)
twins = st.dictionaries(st.sampled_from(QUESTIONS[:4]), st.sampled_from(["Yess", "-"]), max_size=2)
merges = st.sampled_from([None, ("trial.gate", "trial.mfa"), ("trial.mfa", "trial.hosted")])


def mangled(truth: Mapping[str, Any], trouble: Mapping[str, Any]) -> Workbook:
    """Return a workbook with true answers, some of which have come to harm."""
    book = fill(issued(), truth)
    sheet = book["Questions"]
    cells = {question: cell_of(sheet, question) for question in QUESTIONS}
    fill(book, trouble["junk"])
    for question, text in trouble["twins"].items():
        sheet.append([question, None, None, text])
    for question, name in trouble["ids"].items():
        sheet[f"A{cells[question][1:]}"] = name
    if trouble["merge"]:
        first, last = (cells[question] for question in trouble["merge"])
        sheet.merge_cells(f"{first}:{last}")
    return book


def decide(doubt: Doubt, truth: Mapping[str, Any], rows: Mapping[str, str]) -> Any:
    """Return what a person who knows the truth chooses."""
    if doubt.subject != "row":
        return truth[doubt.question]
    if doubt.into and doubt.cell[1:] not in rows:
        return IGNORE_ROW
    row = doubt.cell[1:]
    if doubt.into:
        return rows[row]
    true_row = next(number for number, question in rows.items() if question == doubt.question)
    return next(
        choice.text for choice in doubt.choices if choice.text.startswith(f"Questions!D{true_row} ")
    )


@pytest.mark.slow
@settings(max_examples=40)
@given(
    truth=truths,
    trouble=st.fixed_dictionaries({"junk": junk, "ids": lost_ids, "twins": twins, "merge": merges}),
)
def test_a_mangled_file_corrected_with_the_truth_is_the_truth(
    truth: dict[str, Any], trouble: dict[str, Any]
) -> None:
    expected = answers(truth, {"junk": {}, "ids": {}, "twins": {}, "merge": None})
    assert answers(truth, trouble) == expected


def answers(truth: Mapping[str, Any], trouble: Mapping[str, Any]) -> dict[str, tuple[int, str]]:
    """Return how a mangled file reads in the end, corrected with the truth as often as need be."""
    sheet = issued()["Questions"]
    rows = {cell_of(sheet, question)[1:]: question for question in QUESTIONS}
    with TemporaryDirectory() as folder:
        known = context(Path(folder))
        outcome = received(saved(mangled(truth, trouble)), known)
        for _ in range(ROUNDS):
            if outcome.submission is not None:
                break
            chosen = {
                number: decide(doubt, truth, rows)
                for number, doubt in enumerate(outcome.doubts, start=1)
            }
            outcome = received(filled(correction(outcome), chosen), known, "fixed.xlsx")
    assert outcome.problems == ()
    assert outcome.submission is not None
    assert len(TRIAL.questions) == len(QUESTIONS)
    return {each.question: (each.code, each.value) for each in outcome.submission.responses}


def test_a_person_who_leaves_everything_blank_loses_what_was_in_doubt_and_nothing_else() -> None:
    with TemporaryDirectory() as folder:
        known = context(Path(folder))
        spoilt = {"trial.gate": "Yess", "trial.notify": "soon", "trial.mfa": "No"}
        outcome = received(saved(fill(issued(), spoilt)), known)
        blank = dict.fromkeys(range(1, 1 + len(outcome.doubts)), LEAVE_BLANK)
        done = received(filled(correction(outcome), blank), known, "fixed.xlsx")
    assert done.submission is not None
    assert [each.question for each in done.submission.responses] == ["trial.mfa"]
