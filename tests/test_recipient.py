"""Promises of a form without its hidden sheet: it is never taken for another partner's."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from assess.batch.importing import Asked, _settings
from assess.intake.outcome import Context, Outcome
from assess.intake.reading import read_workbook
from assess.store import save_partners
from assess.wordings import wording
from assess.workbook_format import HIDDEN_SHEET, QUESTIONS_SHEET, RECIPIENT
from assess.workers.reading import context_of
from questionnaires.profiles import LANGUAGES, Profile
from tests.batch_case import opened
from tests.mistreated import TRIAL, fill, issued, library_of, saved
from tests.packages import as_table

AS_OF = dt.date(2026, 10, 5)


def read(line: str, name: str = "Acme Books", *, table: bool = False) -> Outcome:
    """Return what is read of a form without its hidden sheet, under a line of whom it is for."""
    book = fill(issued(), {"trial.mfa": "Yes"})
    del book[HIDDEN_SHEET]
    book[QUESTIONS_SHEET]["A2"] = line
    sent = (("2026Q3", TRIAL.reference), ("2026Q2", TRIAL.reference))
    context = Context(library_of(TRIAL), AS_OF, "acme", "", sent, partner_name=name)
    data = as_table(book, ";").encode() if table else saved(book)
    return read_workbook("acme", data, context)


@pytest.mark.parametrize("table", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_above_the_questions_is_held_against_the_partner(
    language: str, table: bool
) -> None:
    theirs = wording(language, RECIPIENT, name="Acme Books", period="2026Q3")
    assert read(theirs, table=table).problems == ()
    (problem,) = read(theirs, "Birch Bank", table=table).problems
    assert problem.code == "file.other-partner"
    assert "for “Acme Books”, not for “Birch Bank”" in problem.message


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_above_the_questions_is_held_against_the_period(language: str) -> None:
    (problem,) = read(wording(language, RECIPIENT, name="Acme Books", period="2026Q2")).problems
    assert (problem.code, problem.hint) == (
        "file.period-mismatch",
        "import it with --period 2026Q2",
    )


@pytest.mark.parametrize("line", ["for ACME  books · 2026q3", "", "Thank you", "=1+1"])
def test_case_and_spaces_make_no_other_partner_and_another_line_says_nothing(line: str) -> None:
    assert read(line).problems == ()


def test_where_the_name_is_not_known_only_the_period_is_held() -> None:
    assert read("For Birch Bank · 2026Q3", "").problems == ()
    assert [each.code for each in read("For Birch Bank · 2026Q2", "").problems] == [
        "file.period-mismatch"
    ]


def test_an_import_for_a_partner_holds_its_files_to_that_partners_name(tmp_path: Path) -> None:
    with opened(tmp_path) as (workspace, engine):
        save_partners(engine, [Profile("p01", "Birch Bank", kind="services")], AS_OF)
        settings = _settings(workspace, engine, Asked(AS_OF, "p01"))
    assert context_of(settings).partner_name == "Birch Bank"
