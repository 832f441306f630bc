"""What reading a returned file needs, and what it comes to."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assess.intake.cells import RefusedError, cell_position
from assess.intake.doubts import Doubt
from assess.submission import Submission
from questionnaires.model import Questionnaire, Reference
from questionnaires.problems import Place, Problem

QuestionnaireOf = Callable[[str, str], Questionnaire]
"""Finds a questionnaire by id and version; raises InputError where there is none."""


@dataclass(frozen=True, slots=True)
class Context:
    """What reading returned files needs beyond their bytes.

    `partner` and `period` are those of a file that does not name its own. Dates after `as_of`
    are refused. `issued` is what was sent to that partner, by period, newest first;
    `partner_name` is its name, "" where it is not known; `layouts` are the folders of layouts,
    and `evidence` is where received files are kept.
    """

    questionnaire_of: QuestionnaireOf
    as_of: dt.date
    partner: str = ""
    period: str = ""
    issued: tuple[tuple[str, Reference], ...] = ()
    layouts: tuple[Path, ...] = ()
    evidence: Path | None = None
    partner_name: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """A file as it came in: what problems call it, its bytes and their SHA-256."""

    name: str
    data: bytes
    sha256: str

    @classmethod
    def of(cls, name: str, data: bytes) -> Received:
        """Take in a file's bytes."""
        return cls(name, data, hashlib.sha256(data).hexdigest())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its submission, or None and at least one problem.

    `notices` do not stop a file. `partner` and `period` are known even for a rejected file
    whose hidden sheet could be read, else "". `counts` holds "questions" (rows of questions
    in the file), "answered" (not applicable included), "not_applicable", "blank", "absent"
    (questions of the questionnaire without a row) and "problems"; questions whose answer is
    a problem are neither answered nor blank. `absent` are the ids of those without a row.

    Of a rejected file, `doubts` are what a correction workbook asks, and `questionnaire` is the one
    it answers, if known. Of a correction workbook, `completes` are the hashes of the files that it
    completes, the returned one first, and `counted_then` is that of the file which counted for the
    partner and period when the correction was made, "" for none.
    `native` are the scores by its questionnaire's own method, as JSON-ready data; None where it
    has none. `properties` are those of the returned file as a document, None where it has none.
    """

    file: str
    file_sha256: str
    submission: Submission | None
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    counts: dict[str, int]
    partner: str = ""
    period: str = ""
    absent: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    questionnaire: Reference | None = None
    completes: tuple[str, ...] = ()
    counted_then: str = ""
    native: dict[str, Any] | None = None
    properties: dict[str, Any] | None = None


NOTHING = {
    "questions": 0,
    "answered": 0,
    "not_applicable": 0,
    "blank": 0,
    "absent": 0,
    "problems": 0,
}


def refused(name: str, code: str, message: str, hint: str) -> Outcome:
    """Return the outcome of a file whose bytes could not be had."""
    return rejected(Received(name, b"", ""), RefusedError(message, code, hint))


def unread(name: str) -> Outcome:
    """Return an outcome that says nothing yet of a file, for reasons outside it."""
    return Outcome(name, "", None, (), (), NOTHING)


def with_problems(outcome: Outcome, problems: Sequence[Problem]) -> Outcome:
    """Return an outcome that is rejected for more problems."""
    counts = outcome.counts | {"problems": outcome.counts["problems"] + len(problems)}
    found = (*outcome.problems, *problems)
    return replace(outcome, submission=None, problems=found, counts=counts)


def rejected(file: Received, error: RefusedError) -> Outcome:
    """Return the outcome of a file that is refused as a whole."""
    problem = Problem(Place(file.name), error.code, error.message, error.hint)
    return Outcome(file.name, file.sha256, None, (problem,), (), NOTHING | {"problems": 1})


def in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """Sort as a person reads: sheet by sheet, row by row, left to right."""

    def position(problem: Problem) -> tuple[str, tuple[int, int], Problem]:
        cell = problem.place.cell
        return problem.place.sheet, cell_position(cell) if cell else (-1, -1), problem

    return tuple(sorted(problems, key=position))
