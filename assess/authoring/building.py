"""From an edited workbook to a questionnaire file, held to the schema, the checks and the lint."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from assess.authoring.putting_together import Assembled, assemble
from assess.intake.cells import RefusedError
from assess.intake.form import form_sheets
from assess.intake.formats import open_book
from assess.intake.sheets import Sheet
from questionnaires.lint import lint
from questionnaires.model import Questionnaire
from questionnaires.problems import InvalidDocumentError, Place, Problem
from questionnaires.reading import read_questionnaire
from questionnaires.writing import file_text


@dataclass(frozen=True, slots=True)
class Built:
    """A sound questionnaire, the bytes of its file, and the lint's remarks, each at its cell."""

    questionnaire: Questionnaire
    content: bytes
    remarks: list[Problem]


def build(data: bytes, file: str, out: Path) -> Built:
    """Return the questionnaire that a workbook holds.

    `file` is what problems call the workbook; `out` is where the questionnaire is to be, for
    the remarks that are accepted there. Raises InvalidDocumentError for a workbook that cannot
    be read or whose questionnaire is not sound, with every problem at its cell.
    """
    try:
        found = {sheet.name: sheet for sheet in form_sheets(open_book(data))}
    except RefusedError as error:
        problem = Problem(Place(file), error.code, error.message, "give it a workbook as exported")
        raise InvalidDocumentError([problem]) from error
    made = assemble(found, file)
    problems = made.problems + _merged(found, file)
    if problems:
        raise InvalidDocumentError(problems)
    content = file_text(made.data).encode()
    with tempfile.TemporaryDirectory() as folder:
        # What is checked is what will be written, byte for byte.
        path = Path(folder) / "built.json"
        path.write_bytes(content)
        try:
            questionnaire = read_questionnaire(path)
        except InvalidDocumentError as error:
            raise InvalidDocumentError(_at_cells(error.problems, made, file)) from error
    remarks = lint(questionnaire, out)
    at_cells = _at_cells([each for each in remarks if each.place.path], made, file)
    return Built(questionnaire, content, at_cells + [r for r in remarks if not r.place.path])


def _at_cells(problems: list[Problem], made: Assembled, file: str) -> list[Problem]:
    return [replace(problem, place=made.place_of(problem.place.path, file)) for problem in problems]


def _merged(found: dict[str, Sheet], file: str) -> list[Problem]:
    return [
        Problem(
            Place(file, sheet.name),
            "build.merged",
            "cells are merged, so that all but one of them are empty",
            "unmerge them and repeat the value",
        )
        for sheet in found.values()
        if sheet.merged
    ]
