"""What falls short, and in which order to act on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from questionnaires import codes as states
from questionnaires.model import BEST, Question
from scoring.compiled import Model
from scoring.policy import SEVERITIES
from scoring.results import Finding, FindingState
from scoring.shares import overall_shares

OPEN_STATES: dict[int, FindingState] = {
    states.UNANSWERED: "unanswered",
    states.NA_CLAIMED: "not applicable, not accepted",
}

STATE_WORDS = {
    states.UNANSWERED: "unanswered",
    states.NA_CLAIMED: "not applicable, not accepted",
    states.NA_ACCEPTED: "not applicable, accepted",
    states.OUT_OF_SCOPE: "out of scope",
    states.NOTED: "noted",
}
"""Words for the codes that are no level."""


def findings(model: Model, codes: Sequence[int], as_of: date) -> tuple[Finding, ...]:
    """Return every finding of one partner: worst first, then most gained per day of effort.

    `codes` are scoped, one a question. An answer short of the best, an unanswered question and
    an N/A that nobody has accepted are findings; their gains add up to all that is missing.
    """
    questions = model.questionnaire.questions
    counted = [
        index
        for index, code in enumerate(codes)
        if questions[index].scored and (code >= 0 or code in OPEN_STATES)
    ]
    parts, whole = overall_shares(model, counted)
    found = [
        _finding(model, index, code, (parts[index], whole), as_of)
        for index, code in enumerate(codes)
        if questions[index].scored and _points(model, index, code) < BEST
    ]
    return tuple(sorted(found, key=_order))


def _order(finding: Finding) -> tuple[int, Fraction, str]:
    return (
        -SEVERITIES.index(finding.severity),
        -finding.gain_per_day,
        finding.question.id,
    )


def _finding(model: Model, index: int, code: int, share: tuple[int, int], as_of: date) -> Finding:
    question = model.questionnaire.questions[index]
    points = _points(model, index, code)
    loss = model.policy.weight(question) * (BEST - points)
    severity = model.policy.severity_of(loss)
    part, whole = share
    # Where the policy gives no principle in scope any weight, there is nothing to gain overall.
    gain = Fraction(part * (BEST - points), 10 * whole or 1)
    return Finding(
        question=question,
        state=OPEN_STATES.get(code, "partly met" if points else "not met"),
        given=given(question, code),
        needed=question.answer.levels[0].text,
        points=points,
        loss=loss,
        severity=severity,
        gain=gain,
        due=as_of + timedelta(days=model.policy.due_days[severity]),
    )


def given(question: Question, code: int) -> str:
    """Return the words for what was answered; "" where no level was given."""
    return question.answer.levels[code].text if code >= 0 else ""


def judged_as(question: Question, code: int) -> str:
    """Return the words for what an answer counts as: its level, or the state it is in."""
    return given(question, code) or STATE_WORDS[code]


def _points(model: Model, index: int, code: int) -> int:
    if code >= 0:
        return model.points[index][code]
    return 0 if code in OPEN_STATES else BEST
