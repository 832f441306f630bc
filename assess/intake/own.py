"""Our own form read: from an opened workbook to a submission, or to every reason why not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import PurePath

from assess.intake.carried import mark_carried
from assess.intake.cells import RefusedError, quoted
from assess.intake.form import form_sheets, hidden_sheet
from assess.intake.meta import Meta, read_carried, read_meta
from assess.intake.names import names_of
from assess.intake.outcome import (
    Context,
    Outcome,
    QuestionnaireOf,
    Received,
    in_order,
    rejected,
)
from assess.intake.responses import Reader, read_responses
from assess.intake.rows import Found, find_rows
from assess.intake.sheets import Book
from assess.periods import last_day
from assess.submission import Response, Submission
from assess.workbook_format import issue_id
from questionnaires import codes
from questionnaires.model import Questionnaire
from questionnaires.problems import InputError, InvalidDocumentError

FAR_YEARS = 1
"""Calendar years that a workbook's period may lie ahead; a slip would become "the newest"."""


def read_own(file: Received, book: Book, context: Context) -> Outcome:
    """Read an opened workbook of ours; it is taken whole or not at all.

    The context's partner must agree with a file that names one. Ages are counted to the last
    day of the file's period. InvalidDocumentError comes through where the library is broken.
    """
    try:
        hidden = hidden_sheet(book)
        meta = read_meta(hidden)
        filled = read_carried(hidden)
        sheets = form_sheets(book)
    except RefusedError as error:
        return rejected(file, error)
    try:
        meta = _with_partner(meta, context.partner)
        _check_issue(meta, context.as_of)
        questionnaire = _questionnaire(meta, context.questionnaire_of)
    except RefusedError as error:
        return replace(rejected(file, error), partner=meta.partner, period=meta.period)
    names = names_of(questionnaire)
    found = find_rows(file.name, sheets, names)
    judged = read_responses(Reader(found, file.data, context.as_of, last_day(meta.period)), names)
    if filled:
        judged = mark_carried(judged, filled, names, found)
    submission = _submission(file, meta, questionnaire, judged)
    return Outcome(
        file=file.name,
        file_sha256=file.sha256,
        submission=None if found.problems else submission,
        problems=in_order(found.problems),
        notices=in_order(found.notices),
        counts=_counts(questionnaire, found, judged),
        partner=meta.partner,
        period=meta.period,
        absent=_absent(questionnaire, found),
    )


def _submission(
    file: Received,
    meta: Meta,
    questionnaire: Questionnaire,
    judged: list[Response | None],
) -> Submission:
    return Submission(
        partner=meta.partner,
        period=meta.period,
        questionnaire=questionnaire.reference,
        file=PurePath(file.name).name,
        file_sha256=file.sha256,
        responses=tuple(response for response in judged if response is not None),
        issue=meta.issue,
    )


def _with_partner(meta: Meta, partner: str) -> Meta:
    if partner and meta.partner and partner != meta.partner:
        message = f"the workbook was issued to {quoted(meta.partner)}, not to {quoted(partner)}"
        hint = f"import it without --partner, or ask {partner} for its own workbook"
        raise RefusedError(message, "file.partner-mismatch", hint)
    if not partner and not meta.partner:
        message = "the workbook does not say which partner it belongs to"
        raise RefusedError(message, "file.no-partner", "import it with --partner ID")
    return replace(meta, partner=meta.partner or partner)


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
