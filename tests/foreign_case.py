"""Workbooks of another author, made up: the ids of a CAIQ, and not one of its words."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

from assess.intake.outcome import Context, Outcome
from assess.intake.reading import read_workbook
from questionnaires.library import load_questionnaire
from questionnaires.model import Questionnaire

DAY = dt.date(2026, 8, 15)
IDS = [question.id for question in load_questionnaire("caiq@4.0.3").questions]
HEADER = ["Question ID", "Question", "Answer", "Comment"]

Row = Sequence[Any]


def workbook(sheets: Mapping[str, Sequence[Row]], *, hidden: Sequence[str] = ()) -> bytes:
    """Return a workbook with such rows on its sheets."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, table in sheets.items():
        sheet = book.create_sheet(name)
        for row in table:
            sheet.append(list(row))
        if name in hidden:
            sheet.sheet_state = "hidden"
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """Return a workbook's bytes."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rows(
    answers: Sequence[Any], *, header: Row = HEADER, comments: Sequence[Any] = ()
) -> list[Row]:
    """Return a table that answers the first questions of the CAIQ, header included."""
    texts = [*comments, *[None] * len(answers)]
    return [
        header,
        *(
            [IDS[at], f"What about {IDS[at]}?", answer, texts[at]]
            for at, answer in enumerate(answers)
        ),
    ]


def read(data: bytes, *, partner: str = "acme", **changes: Any) -> Outcome:
    """Read a workbook as an import does."""
    asked = {"period": "2026Q3"} | changes
    return read_workbook("in/answers.xlsx", data, Context(library, DAY, partner=partner, **asked))


def read_rows(table: Sequence[Row], **changes: Any) -> Outcome:
    """Read a table that stands alone in its workbook."""
    return read(workbook({"Assessment": table}), **changes)


@cache
def library(name: str, version: str) -> Questionnaire:
    """Load a questionnaire of ours."""
    return load_questionnaire(f"{name}@{version}")


def values(outcome: Outcome) -> dict[str, str]:
    """Return what each answer was read as; the outcome must be a submission."""
    assert outcome.submission is not None, outcome.problems
    return {each.question: each.value for each in outcome.submission.responses if each.value}


def told(outcome: Outcome) -> list[tuple[str, str]]:
    """Return the code and the cell of every problem."""
    return [(problem.code, problem.place.cell) for problem in outcome.problems]


def layout_data(**changes: Any) -> dict[str, Any]:
    """Return the data of a small layout of the CAIQ, with parts of it changed or, by None, gone."""
    data: dict[str, Any] = {
        "id": "house",
        "version": "1.0.0",
        "title": "A form of our own",
        "description": "For a test.",
        "published": "2026-08-01",
        "questionnaire": "caiq@4.0.3",
        "recognise": {"known_ids": 80},
        "columns": {
            "id": {"titles": ["Key"], "pattern": "[A-Z&]{3}-\\d{2}\\.\\d{1,2}"},
            "question": {"titles": ["Words"]},
            "answer": {"titles": ["Reply"]},
        },
        "answers": {"levels": {"yes": ["Yes"], "no": ["No"]}},
    }
    return {key: value for key, value in (data | changes).items() if value is not None}


def write_layout(folder: Path, data: Mapping[str, Any]) -> Path:
    """Write a layout where a workspace keeps its own; return the folder of layouts."""
    path = folder / data["id"] / f"{data['version']}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data), "utf-8")
    return folder
