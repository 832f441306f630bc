"""Remarks on a returned file that is taken, in the light of what else is known of its partner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from assess.intake.outcome import Outcome
from assess.store import load_submissions
from assess.submission import Submission
from questionnaires import codes as states
from questionnaires.applicability import applicable
from questionnaires.model import Questionnaire
from questionnaires.problems import Place, Problem
from questionnaires.profiles import Profile

if TYPE_CHECKING:
    from sqlalchemy import Engine

NAMED = 5
"""How many questions a remark names before it counts the rest."""


def with_remarks(
    outcome: Outcome, questionnaire: Questionnaire, profile: Profile, engine: Engine, first: str
) -> Outcome:
    """Return an outcome with its remarks as notices, and what lacks a row counted as blank.

    `first` is the first file of this batch for the same partner and period.
    """
    submission = outcome.submission
    if submission is None:
        return outcome
    asked = dict(zip(questionnaire.positions, applicable(questionnaire, profile), strict=True))
    lacking = [question for question in outcome.absent if asked[question]]
    counts = outcome.counts | {"blank": outcome.counts["blank"] + len(lacking)}
    found = (
        *outcome.notices,
        *_rival(outcome.file, first),
        *_without_row(outcome.file, lacking),
        *_fewer(submission, engine),
    )
    return replace(outcome, counts=counts | {"absent": len(lacking)}, notices=found)


def _rival(file: str, first: str) -> Iterator[Problem]:
    if first != file:
        message = f"{first} is for the same partner and period; the later by name counts"
        hint = "if the other one is meant to count, save it again and import it by itself"
        yield Problem(Place(file), "file.second-in-batch", message, hint)


def _without_row(file: str, lacking: list[str]) -> Iterator[Problem]:
    if lacking:
        more = f" and {len(lacking) - NAMED} more" if len(lacking) > NAMED else ""
        names = ", ".join(lacking[:NAMED])
        message = f"no row for {names}{more}, which counts as unanswered"
        hint = "rows were deleted, or the partner's profile has changed since it was asked"
        yield Problem(Place(file), "row.absent", message, hint)


def _fewer(submission: Submission, engine: Engine) -> Iterator[Problem]:
    given = len([each for each in submission.responses if each.code != states.UNANSWERED])
    for earlier in load_submissions(engine, submission.period, submission.partner):
        before = sum(code != states.UNANSWERED % 256 for code in earlier.codes)
        if given < before and earlier.submission.file_sha256 != submission.file_sha256:
            message = f"{given} answers, where the earlier file of this period had {before}"
            hint = f"{earlier.submission.file} had more; it is kept, but counts no longer"
            yield Problem(Place(submission.file), "file.fewer-answers", message, hint)
