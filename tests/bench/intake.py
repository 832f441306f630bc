"""Reading, judging and validating one issued workbook of 150 questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pandas as pd

from assess.intake.outcome import Context
from assess.intake.reading import read_workbook
from assess.issue import write_workbooks
from assess.workbook_format import COLUMNS, QUESTIONS_SHEET
from tests.bench import subjects
from tests.bench.clock import best


def measure(folder: Path) -> Iterator[tuple[str, float, str, float]]:
    """Compare with `pandas.read_excel` by openpyxl, defusedxml installed, on the same file."""
    asked = subjects.questionnaire(folder, conditions=False)
    issued, _ = write_workbooks(asked, subjects.profiles(1), "2026Q3", folder)
    path = issued[0].path
    fill(path)
    data = path.read_bytes()
    as_of = dt.date(2026, 10, 1)

    def ours() -> None:
        outcome = read_workbook(path.name, data, Context(lambda _id, _version: asked, as_of))
        assert outcome.submission is not None, outcome.problems
        assert outcome.counts["answered"] == subjects.QUESTIONS

    theirs, mine = best(
        lambda: pd.read_excel(path, sheet_name=QUESTIONS_SHEET, engine="openpyxl"), ours, rounds=15
    )
    what = "pandas.read_excel(openpyxl) ÷ import of one issued 150-question workbook"
    yield what, theirs / mine, ">=", 8


def fill(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book[QUESTIONS_SHEET]
    answer = COLUMNS.index("Answer") + 1
    for row in range(1, sheet.max_row + 1):
        question = str(sheet.cell(row, 1).value or "")
        if question.startswith("all.question-"):
            number = int(question[-3:]) % 5 == 4
            sheet.cell(row, answer).value = 24 if number else "Yes"
            sheet.cell(row, answer + 1).value = "Since the spring, on every system but the archive."
    book.save(path)
