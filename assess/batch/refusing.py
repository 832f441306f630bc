"""Why a file that can be read is not taken, in the light of what came before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from assess.intake.outcome import Outcome
from assess.store import StoredSubmission, stored_for_others
from assess.submission import Submission
from questionnaires import codes as states
from questionnaires.problems import Place, Problem

if TYPE_CHECKING:
    from sqlalchemy import Engine


class Earlier(NamedTuple):
    """A file that came before for the same partner and period."""

    file: str
    sha256: str
    questionnaire: str
    layout: str
    answered: int


def earlier(submission: Submission) -> Earlier:
    """Return what a file of this batch is to the files after it."""
    asked, layout = submission.questionnaire.id, submission.layout
    return Earlier(submission.file, submission.file_sha256, asked, layout, submission.answered)


def stored_earlier(stored: StoredSubmission) -> Earlier:
    """Return what a stored file is to the files after it."""
    answered = sum(code != states.UNANSWERED % 256 for code in stored.codes)
    return earlier(stored.submission)._replace(answered=answered)


def of_another_partner(outcome: Outcome, submission: Submission, engine: Engine) -> Problem | None:
    """Return why a file is not taken: the same bytes are another partner's.

    Only a file that names no issue can be: any other says for itself whose it is.
    """
    others = [] if submission.issue else stored_for_others(engine, submission)
    if not others:
        return None
    partner, period = others[0]
    message = f"the same file is stored for the partner {partner}, {period}"
    hint = "look at --partner; if one file is meant for both, save it again as a copy"
    return Problem(Place(outcome.file), "file.another-partners", message, hint)


def nothing_answered(
    outcome: Outcome, submission: Submission, before: Sequence[Earlier]
) -> Problem | None:
    """Return why a file is not taken: it is empty, and would take the place of answers.

    `before` is every file of the partner and period so far, oldest first.
    """
    if submission.answered or submission.file_sha256 in {each.sha256 for each in before}:
        return None
    for replaced in _replaced(submission, before):
        if replaced.answered:
            answers = "1 answer" if replaced.answered == 1 else f"{replaced.answered} answers"
            message = (
                "nothing at all is answered in it, and it would take the place of "
                f"{replaced.file}, which has {answers}"
            )
            hint = "return the workbook that was filled in; the earlier one still counts"
            return Problem(Place(outcome.file), "file.nothing-answered", message, hint)
    return None


def _replaced(submission: Submission, before: Sequence[Earlier]) -> list[Earlier]:
    """Return whose place a file takes: as answers to its questionnaire, and as what counts."""
    alike = [each for each in before if each.questionnaire == submission.questionnaire.id]
    own = [each for each in before if not each.layout]
    counting = [] if submission.layout and own else own or list(before)
    return [*alike[-1:], *counting[-1:]]
