"""Running `assess` as a user does, in this process, and filling workbooks as a partner does."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl

from assess.cli import main
from assess.workbook_format import COLUMNS, QUESTIONS_SHEET
from questionnaires.library import load_questionnaire
from questionnaires.model import Question

if TYPE_CHECKING:
    import pytest

ANSWER, COMMENT = COLUMNS.index("Answer") + 1, COLUMNS.index("Comment") + 1


@dataclass(frozen=True)
class Done:
    """What a run of the program came to."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The JSON on stdout."""
        return json.loads(self.out)


Run = Callable[..., Done]


def runner(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `assess` with the given words."""

    def run(*words: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["assess", *map(str, words)])
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        shown = capsys.readouterr()
        return Done(code, shown.out, shown.err)

    return run


def best_answer(question: Question) -> object:
    """Return what a partner types to reach the best level."""
    answer = question.answer
    if answer.type == "choice":
        return answer.levels[0].text
    if answer.type == "number":
        bound = answer.levels[0].bound
        assert bound is not None
        return float(bound)
    return "2026-09-15" if answer.type == "date" else "See the comment."


NOTHING_THERE = "We have none of these, as the site plan shows."


def relabel(path: Path, **values: str) -> None:
    """Change what the hidden sheet of a workbook says."""
    book = openpyxl.load_workbook(path)
    for row in book["meta"].iter_rows():
        if row[0].value in values:
            row[1].value = values[str(row[0].value)]
    book.save(path)


def delete_row(path: Path, question: str) -> None:
    """Delete a question's row, as a partner might."""
    book = openpyxl.load_workbook(path)
    sheet = book[QUESTIONS_SHEET]
    rows = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == question]
    for row in rows:
        sheet.delete_rows(row)
    book.save(path)


def fill(
    path: Path, answers: dict[str, object], *, rest: str = "best", reason: str = NOTHING_THERE
) -> None:
    """Fill an issued workbook: `answers` by question id, all others as `rest` says.

    `rest` is "best" or "blank"; a multi-choice question gets every option that is not exclusive.
    """
    book = openpyxl.load_workbook(path)
    sheet = book[QUESTIONS_SHEET]
    meta = book["meta"]
    name = f"{meta['B2'].value}@{meta['B3'].value}"
    questionnaire = load_questionnaire(name, (path.parents[1] / "questionnaires", *SHIPPED))
    for row in range(1, sheet.max_row + 1):
        _fill_row(sheet, row, questionnaire.positions, questionnaire.questions, answers, rest)
        if sheet.cell(row, ANSWER).value == "Not applicable":
            sheet.cell(row, COMMENT).value = reason
    book.save(path)


def _fill_row(
    sheet: Any,
    row: int,
    positions: dict[str, int],
    questions: tuple[Question, ...],
    answers: dict[str, object],
    rest: str,
) -> None:
    identity = str(sheet.cell(row, 1).value or "")
    question_id, _, option = identity.partition(":")
    if question_id not in positions:
        return
    question = questions[positions[question_id]]
    if identity in answers:
        sheet.cell(row, ANSWER).value = answers[identity]
    elif rest == "best" and option:
        exclusive = {each.id for each in question.answer.options if each.exclusive}
        sheet.cell(row, ANSWER).value = None if option in exclusive else "x"
    elif rest == "best" and question.answer.type != "multi":
        sheet.cell(row, ANSWER).value = best_answer(question)


SHIPPED = (Path(__file__).parents[1] / "questionnaires" / "library",)
