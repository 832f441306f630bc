"""Remarks on a returned file that is taken, in the light of what else is known of its partner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assess.intake.outcome import Outcome
from assess.outside import out_of_scope
from assess.store import StoredSubmission
from assess.submission import Submission
from questionnaires import codes as states
from questionnaires.applicability import applicable
from questionnaires.model import Questionnaire
from questionnaires.problems import Place, Problem
from questionnaires.profiles import Profile

NAMED = 5
"""How many questions a remark names before it counts the rest."""


def with_remarks(
    outcome: Outcome,
    questionnaire: Questionnaire,
    profile: Profile,
    beside: Sequence[StoredSubmission],
    first: str,
) -> Outcome:
    """Return an outcome with its remarks as notices, and what lacks a row counted as blank.

    `beside` is what counts for the partner and period so far; `first` is the first file of this
    batch for the same partner, period and questionnaire.
    """
    submission = outcome.submission
    if submission is None:
        return outcome
    lacking = _lacking(outcome, questionnaire, profile)
    found = (
        *outcome.notices,
        *_rival(outcome.file, first),
        *_empty(outcome.file, submission),
        *_without_row(outcome.file, lacking),
        *out_of_scope(outcome.file, submission, questionnaire, profile),
        *_beside(outcome.file, submission, beside),
    )
    return replace(outcome, counts=_counts(outcome, lacking), notices=found)


def counted(outcome: Outcome, questionnaire: Questionnaire, profile: Profile) -> Outcome:
    """Return a rejected file's outcome that counts only what its partner has to answer."""
    lacking = _lacking(outcome, questionnaire, profile)
    return replace(outcome, counts=_counts(outcome, lacking))


def _lacking(outcome: Outcome, questionnaire: Questionnaire, profile: Profile) -> list[str]:
    """Return the questions that the partner has to answer and the file has no row for."""
    if not outcome.absent:
        return []
    asked = applicable(questionnaire, profile)
    return [each for each in outcome.absent if asked[questionnaire.positions[each]]]


def _counts(outcome: Outcome, lacking: list[str]) -> dict[str, int]:
    blank = outcome.counts["blank"] + len(lacking)
    return outcome.counts | {"blank": blank, "absent": len(lacking)}


def _rival(file: str, first: str) -> Iterator[Problem]:
    if first != file:
        message = f"{first} is for the same partner and period; the later by name counts"
        hint = "if the other one is meant to count, save it again and import it by itself"
        yield Problem(Place(file), "file.second-in-batch", message, hint)


def _empty(file: str, submission: Submission) -> Iterator[Problem]:
    if not submission.answered:
        message = "nothing at all is answered in it"
        hint = "ask the partner for the workbook that was filled in"
        yield Problem(Place(file), "file.nothing-answered", message, hint)


def _without_row(file: str, lacking: list[str]) -> Iterator[Problem]:
    if lacking:
        more = f" and {len(lacking) - NAMED} more" if len(lacking) > NAMED else ""
        names = ", ".join(lacking[:NAMED])
        message = f"no row for {names}{more}, which counts as unanswered"
        hint = "rows were deleted, or the partner's profile has changed since it was asked"
        yield Problem(Place(file), "row.absent", message, hint)


def _beside(
    file: str, submission: Submission, beside: Sequence[StoredSubmission]
) -> Iterator[Problem]:
    """Tell what a file does to the one that counts for its partner and period so far."""
    for earlier in beside:
        if earlier.submission.file_sha256 == submission.file_sha256:
            continue
        if earlier.submission.questionnaire.id == submission.questionnaire.id:
            yield from _fewer(file, submission, earlier)
        else:
            yield _other(file, submission, earlier.submission)


def _fewer(file: str, submission: Submission, earlier: StoredSubmission) -> Iterator[Problem]:
    given = submission.answered
    before = sum(code != states.UNANSWERED % 256 for code in earlier.codes)
    if given < before:
        message = f"{given} answers, where the earlier file of this period had {before}"
        hint = f"{earlier.submission.file} had more; it is kept, but counts no longer"
        yield Problem(Place(file), "file.fewer-answers", message, hint)


def _other(file: str, submission: Submission, earlier: Submission) -> Problem:
    """Say which of two questionnaires counts: our own form before another author's."""
    first, second = earlier.questionnaire, submission.questionnaire
    if submission.layout and not earlier.layout:
        message = f"{submission.period} is judged by the answers to {first}, not by these"
        hint = "it is kept, and fills in the next workbook where its questions ask the same"
        return Problem(Place(file), "file.kept-beside", message, hint)
    message = f"{submission.period} is judged by the answers to {second} from now on"
    hint = f"those to {first}, in {earlier.file}, are kept, but count no longer"
    return Problem(Place(file), "file.counts-instead", message, hint)
