"""Whether a correction comes too late: another file of the partner and period has come since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.intake.outcome import Outcome
from assess.store import StoredSubmission, history
from questionnaires.problems import Place, Problem

if TYPE_CHECKING:
    from sqlalchemy import Engine


def newest_answers(
    engine: Engine, partner: str, period: str, questionnaire: str
) -> StoredSubmission | None:
    """Return the newest file of a partner and period that answers a questionnaire, by its id."""
    files = history(engine, partner, period)
    asked = [each for each in files if each.submission.questionnaire.id == questionnaire]
    return asked[-1] if asked else None


def overtaken(outcome: Outcome, engine: Engine) -> Problem | None:
    """Return why a correction is not taken: another file has come since it was written.

    A correction that was changed and is imported again takes the place of its earlier self.
    """
    submission = outcome.submission
    if submission is None or not submission.corrects:
        return None
    asked = submission.questionnaire.id
    newest = newest_answers(engine, submission.partner, submission.period, asked)
    if newest is None or newest.submission.corrects == submission.corrects:
        return None
    if newest.submission.file_sha256 in {outcome.counted_then, submission.file_sha256}:
        return None
    message = (
        f"since this correction was written, {newest.submission.file} came in for the same "
        "partner and period, and counts"
    )
    hint = "if the older file is to count after all, import it again with --fix"
    return Problem(Place(outcome.file), "correction.superseded", message, hint)
