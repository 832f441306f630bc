"""Our own form read: from an opened workbook to a submission, or to every reason why not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import PurePath

from assess.intake.asked import questionnaire_asked
from assess.intake.carried import mark_carried
from assess.intake.cells import RefusedError, quoted
from assess.intake.doubting import doubts_of, our_tables
from assess.intake.form import Form, read_form
from assess.intake.header import is_ours
from assess.intake.meta import Meta, read_carried, read_meta
from assess.intake.names import names_of
from assess.intake.outcome import (
    Context,
    Outcome,
    Received,
    in_order,
    rejected,
)
from assess.intake.responses import Reader, read_responses
from assess.intake.rows import find_rows
from assess.intake.sheets import Book
from assess.intake.since import filled_by_words
from assess.intake.tally import absent, counts
from assess.intake.unnamed import taken, taken_for
from assess.periods import last_day
from assess.submission import Response, Submission
from assess.workbook_format import issue_id
from questionnaires.model import Questionnaire

FAR_YEARS = 1
"""Calendar years that a workbook's period may lie ahead; a slip would become "the newest"."""


def read_own(file: Received, book: Book, context: Context) -> Outcome:
    """Read an opened workbook of ours; it is taken whole or not at all.

    The context's partner must agree with a file that names one. Ages are counted to the last
    day of the file's period. InvalidDocumentError comes through where the library is broken.
    """
    try:
        form = read_form(book)
        meta = _meta(form, context)
        filled = read_carried(form.hidden)
    except RefusedError as error:
        return rejected(file, error)
    try:
        meta = _of_context(meta, context)
        _check_issue(meta, context.as_of)
        questionnaire = questionnaire_asked(meta, context.questionnaire_of)
    except RefusedError as error:
        return replace(rejected(file, error), partner=meta.partner, period=meta.period)
    names = names_of(questionnaire)
    found = find_rows(file.name, form.sheets, names, retyped=book.kind == "csv")
    reader = Reader(found, context.as_of, last_day(meta.period))
    judged = read_responses(reader, names)
    if form.hidden is None:
        found.notices.append(taken(file.name, meta))
        filled = filled_by_words(found, names, judged)
    if filled:
        judged = mark_carried(judged, filled, names, found)
    submission = _submission(file, meta, questionnaire, judged)
    return Outcome(
        file=file.name,
        file_sha256=file.sha256,
        submission=None if found.problems else submission,
        problems=in_order(found.problems),
        notices=in_order(found.notices),
        counts=counts(questionnaire, found, judged),
        partner=meta.partner,
        period=meta.period,
        absent=absent(questionnaire, found),
        doubts=doubts_of(reader, our_tables(found, form.sheets, names), names),
        questionnaire=questionnaire.reference,
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


def _meta(form: Form, context: Context) -> Meta:
    """Return what the hidden sheet says, or, where it is gone, what was issued to the partner."""
    if form.hidden is None and any(map(is_ours, form.sheets)):
        return taken_for(form.sheets, context)
    return read_meta(form.hidden)


def _of_context(meta: Meta, context: Context) -> Meta:
    """Hold a file to the partner and the period it is imported for."""
    partner, period = context.partner, context.period
    if partner and meta.partner and partner != meta.partner:
        message = f"the workbook was issued to {quoted(meta.partner)}, not to {quoted(partner)}"
        hint = f"import it without --partner, or ask {partner} for its own workbook"
        raise RefusedError(message, "file.partner-mismatch", hint)
    if not partner and not meta.partner:
        message = "the workbook does not say which partner it belongs to"
        raise RefusedError(message, "file.no-partner", "import it with --partner ID")
    if period and period != meta.period:
        message = f"the workbook was issued for {meta.period}, not for {period}"
        hint = f"import it without --period, or ask for the workbook of {period}"
        raise RefusedError(message, "file.period-mismatch", hint)
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
