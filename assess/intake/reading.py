"""One returned file read: from its bytes to a submission, or to every reason why not."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import PurePath

from assess.intake.carried import mark_carried
from assess.intake.cells import RefusedError, cell_position, quoted
from assess.intake.meta import Meta, read_carried, read_meta
from assess.intake.names import names_of
from assess.intake.responses import Reader, read_responses
from assess.intake.rows import Found, find_rows
from assess.intake.sheets import read_sheets
from assess.periods import last_day
from assess.submission import Response, Submission
from assess.workbook_format import issue_id
from questionnaires import codes
from questionnaires.model import Questionnaire
from questionnaires.problems import InputError, InvalidDocumentError, Place, Problem

FAR_YEARS = 1
"""Calendar years that a workbook's period may lie ahead; a slip would become "the newest"."""

QuestionnaireOf = Callable[[str, str], Questionnaire]
"""Finds a questionnaire by id and version; raises InputError where there is none."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its submission, or None and at least one problem.

    `notices` do not stop a file. `partner` and `period` are known even for a rejected file
    whose hidden sheet could be read, else "". `counts` holds "questions" (rows of questions
    in the file), "answered" (not applicable included), "not_applicable", "blank", "absent"
    (questions of the questionnaire without a row) and "problems"; questions whose answer is
    a problem are neither answered nor blank. `absent` are the ids of those without a row.
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


NOTHING = {
    "questions": 0,
    "answered": 0,
    "not_applicable": 0,
    "blank": 0,
    "absent": 0,
    "problems": 0,
}


def read_workbook(
    name: str,
    data: bytes,
    questionnaire_of: QuestionnaireOf,
    as_of: dt.date,
    partner: str | None = None,
) -> Outcome:
    """Read one returned workbook from its bytes; the file is taken whole or not at all.

    `name` is what problems call the file. `partner` names the partner of a file that does not,
    and must agree with one that does. Dates after `as_of` are refused, and ages are counted to
    the last day of the file's period. Raises nothing for a defect of the file;
    InvalidDocumentError comes through where the library itself is broken.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        book = read_sheets(data)
        meta = read_meta(book.meta)
        filled = read_carried(book.meta)
    except RefusedError as error:
        return _rejected(name, sha256, error)
    try:
        meta = _with_partner(meta, partner)
        _check_issue(meta, as_of)
        questionnaire = _questionnaire(meta, questionnaire_of)
    except RefusedError as error:
        return replace(_rejected(name, sha256, error), partner=meta.partner, period=meta.period)
    names = names_of(questionnaire)
    found = find_rows(name, book.sheets, names)
    judged = read_responses(Reader(found, data, as_of, last_day(meta.period)), names)
    if filled:
        judged = mark_carried(judged, filled, names, found)
    submission = _submission(name, sha256, meta, questionnaire, judged)
    return Outcome(
        file=name,
        file_sha256=sha256,
        submission=None if found.problems else submission,
        problems=_in_order(found.problems),
        notices=_in_order(found.notices),
        counts=_counts(questionnaire, found, judged),
        partner=meta.partner,
        period=meta.period,
        absent=_absent(questionnaire, found),
    )


def _submission(
    name: str,
    sha256: str,
    meta: Meta,
    questionnaire: Questionnaire,
    judged: list[Response | None],
) -> Submission:
    return Submission(
        partner=meta.partner,
        period=meta.period,
        questionnaire=questionnaire.reference,
        file=PurePath(name).name,
        file_sha256=sha256,
        responses=tuple(response for response in judged if response is not None),
        issue=meta.issue,
    )


def refused(name: str, code: str, message: str, hint: str) -> Outcome:
    """Return the outcome of a file whose bytes could not be had."""
    return _rejected(name, "", RefusedError(message, code, hint))


def unread(name: str) -> Outcome:
    """Return an outcome that says nothing yet of a file, for reasons outside it."""
    return Outcome(name, "", None, (), (), NOTHING)


def _rejected(name: str, sha256: str, error: RefusedError) -> Outcome:
    problem = Problem(Place(name), error.code, error.message, error.hint)
    return Outcome(name, sha256, None, (problem,), (), NOTHING | {"problems": 1})


def _with_partner(meta: Meta, partner: str | None) -> Meta:
    if partner and meta.partner and partner != meta.partner:
        message = f"the workbook was issued to {quoted(meta.partner)}, not to {quoted(partner)}"
        hint = f"import it without --partner, or ask {partner} for its own workbook"
        raise RefusedError(message, "file.partner-mismatch", hint)
    if not partner and not meta.partner:
        message = "the workbook does not say which partner it belongs to"
        raise RefusedError(message, "file.no-partner", "import it with --partner ID")
    return replace(meta, partner=meta.partner or partner or "")


def _check_issue(meta: Meta, as_of: dt.date) -> None:
    """Hold that partner and period are those that the workbook was issued for."""
    if meta.issue and meta.issue != issue_id(meta.sha256, meta.partner, meta.period):
        message = (
            f"the workbook was not issued to {quoted(meta.partner)} for {meta.period}: "
            "its hidden sheet has been changed, or copied from another workbook"
        )
        raise RefusedError(message, "file.damaged-meta", "answer in the workbook that was sent")
    if int(meta.period[:4]) > as_of.year + FAR_YEARS:
        message = f"the workbook is for {meta.period}, more than a year ahead"
        raise RefusedError(message, "file.future-period", "answer in the workbook that was sent")


def _questionnaire(meta: Meta, questionnaire_of: QuestionnaireOf) -> Questionnaire:
    asked = quoted(f"{meta.questionnaire}@{meta.version}")
    try:
        questionnaire = questionnaire_of(meta.questionnaire, meta.version)
    except InvalidDocumentError:
        raise
    except InputError as error:
        hint = next((problem.hint for problem in error.problems if problem.hint), "")
        message = f"the workbook asks {asked}, which is not in the library"
        raise RefusedError(message, "file.wrong-version", hint) from None
    if questionnaire.reference.sha256 != meta.sha256:
        message = f"the workbook was made from another {asked} than the one in the library"
        hint = "restore the questionnaire it was made from, or issue the workbook again"
        raise RefusedError(message, "file.wrong-version", hint)
    return questionnaire


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """Sort as a person reads: sheet by sheet, row by row, left to right."""

    def position(problem: Problem) -> tuple[str, tuple[int, int], Problem]:
        cell = problem.place.cell
        return problem.place.sheet, cell_position(cell) if cell else (-1, -1), problem

    return tuple(sorted(problems, key=position))


def _absent(questionnaire: Questionnaire, found: Found) -> tuple[str, ...]:
    present = {index for index, _ in found.rows}
    questions = enumerate(questionnaire.questions)
    return tuple(question.id for index, question in questions if index not in present)


def _counts(
    questionnaire: Questionnaire, found: Found, judged: list[Response | None]
) -> dict[str, int]:
    questions = len({index for index, _ in found.rows})
    given = [response.code for response in judged if response is not None]
    answered = sum(code != codes.UNANSWERED for code in given)
    return {
        "questions": questions,
        "answered": answered,
        "not_applicable": given.count(codes.NA_CLAIMED),
        "blank": questions - answered - judged.count(None),
        "absent": len(questionnaire.questions) - questions,
        "problems": len(found.problems),
    }
