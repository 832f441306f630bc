"""Promises of the whole way: what `issue` writes and a partner fills in, intake reads."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from assess.intake.files import read_file
from assess.intake.outcome import Context, Outcome
from assess.issue.issuing import write_workbooks
from questionnaires import codes
from questionnaires.library import load_questionnaire
from questionnaires.model import Question, Questionnaire
from questionnaires.profiles import Profile
from tests.mistreated import fill

PERIOD = "2026Q3"
DAY = dt.date(2026, 9, 1)


def library(questionnaire_id: str, version: str) -> Questionnaire:
    return load_questionnaire(f"{questionnaire_id}@{version}")


def best(question: Question) -> Mapping[str, Any]:
    """Return the cells of the best answer to a question, whatever its type."""
    answer = question.answer
    if answer.type == "choice":
        return {question.id: answer.levels[0].text}
    if answer.type == "number":
        bound = answer.levels[0].bound
        return {question.id: float(bound if bound is not None else 0)}
    if answer.type == "date":
        return {question.id: DAY}
    if answer.type == "multi":
        return {f"{question.id}:{o.id}": "x" for o in answer.options if not o.exclusive}
    return {question.id: "Our security team, security@example.com"}


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    questionnaire = load_questionnaire("partner-security@1.0.0")
    profiles = [Profile("acme", "Acme", "software")]
    folder = tmp_path_factory.mktemp("sent")
    issued, problems = write_workbooks(questionnaire, profiles, PERIOD, folder)
    assert problems == []
    return issued[0].path


@pytest.fixture(scope="module")
def answered(sent: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = openpyxl.load_workbook(sent)
    rows = {cell.value for cell in book["Questions"]["A"]}
    for question in load_questionnaire("partner-security@1.0.0").questions:
        if question.id in rows:
            fill(book, best(question))
    path = tmp_path_factory.mktemp("answered") / sent.name
    book.save(path)
    return path


def read(path: Path) -> Outcome:
    return read_file(path, Context(library, dt.date(2026, 10, 5)))[0]


def test_a_workbook_sent_back_unanswered_is_taken_with_every_question_blank(sent: Path) -> None:
    outcome = read(sent)
    assert (outcome.problems, outcome.notices) == ((), ())
    assert outcome.submission is not None
    assert outcome.submission.responses == ()
    assert (outcome.partner, outcome.period) == ("acme", PERIOD)
    assert outcome.counts["blank"] == outcome.counts["questions"] > 0


def test_the_best_answer_to_every_question_reads_as_the_best(answered: Path) -> None:
    outcome = read(answered)
    assert (outcome.problems, outcome.notices) == ((), ())
    assert outcome.submission is not None
    assert outcome.counts["answered"] == outcome.counts["questions"]
    assert {r.code for r in outcome.submission.responses} == {0, codes.NOTED}


@pytest.mark.slow
def test_the_same_workbook_saved_by_libreoffice_reads_the_same(
    answered: Path, tmp_path: Path
) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("needs LibreOffice (soffice) to save a workbook as a partner would")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir"]
    subprocess.run([*command, tmp_path / "out", answered], check=True, capture_output=True)
    ours, theirs = read(answered), read(tmp_path / "out" / answered.name)
    assert (theirs.problems, theirs.notices) == ((), ())
    assert ours.submission is not None
    assert theirs.submission is not None
    assert theirs.submission.responses == ours.submission.responses
