"""Correction workbooks for tests: written for an outcome, and filled in as a person would."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from assess.correction_format import CORRECTIONS_SHEET
from assess.corrections.plan import COMMENT, HEADER_ROW, USE, Plan
from assess.corrections.workbook import correction_bytes
from assess.intake.outcome import Context, Outcome
from assess.intake.reading import read_workbook
from assess.store import keep_evidence
from questionnaires.library import load_questionnaire
from questionnaires.model import Questionnaire
from tests.mistreated import TRIAL, saved

AS_OF = dt.date(2026, 10, 5)

Chosen = Mapping[int, Any]
"""What is to be used, or the comment, by the number of the row."""


def context(evidence: Path, *asked: Questionnaire, **changed: Any) -> Context:
    """Return a context that knows some questionnaires and keeps evidence in a folder."""
    known = {each.reference.id: each for each in asked or (TRIAL,)}

    def library(name: str, version: str) -> Questionnaire:
        return known[name] if name in known else load_questionnaire(f"{name}@{version}")

    settings = {"as_of": AS_OF} | changed
    return Context(library, evidence=evidence, **settings)


def received(data: bytes, known: Context, name: str = "acme.xlsx") -> Outcome:
    """Keep a file as evidence, as an import does, and read it."""
    assert known.evidence is not None
    keep_evidence(known.evidence, data, name)
    return read_workbook(name, data, known)


def correction(
    outcome: Outcome, asked: Questionnaire = TRIAL, counted_then: str = "", as_of: dt.date = AS_OF
) -> bytes:
    """Return the correction workbook of a rejected file."""
    assert outcome.questionnaire is not None
    plan = Plan(outcome, outcome.questionnaire, asked, "Acme", counted_then, as_of)
    return correction_bytes(plan)


def filled(workbook: bytes, chosen: Chosen, comments: Chosen = {}) -> bytes:  # noqa: B006
    """Return a correction workbook with decisions typed into it."""
    book = openpyxl.load_workbook(BytesIO(workbook))
    sheet = book[CORRECTIONS_SHEET]
    for column, values in ((USE, chosen), (COMMENT, comments)):
        for number, value in values.items():
            cell = sheet[f"{column}{HEADER_ROW + number}"]
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    return saved(book)
