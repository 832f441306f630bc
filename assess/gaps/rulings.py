"""The sentences of a gap report on what assessors decided, and on what the partner disputes."""

from __future__ import annotations

from assess.gaps.beside import Ruled
from assess.gaps.report import GapReport
from assess.look.words import day, score
from scoring.reviewed import Disputed

DECIDED = {
    "accept-na": (
        "{question}: the claim that it is not applicable is accepted. {by}, {day}: {reason}"
    ),
    "refuse-na": (
        "{question}: the claim that it is not applicable is refused, so it counts as not met "
        "(“{level}”). {by}, {day}: {reason}"
    ),
    "override": (
        "{question}: counts as “{level}”; as answered it is “{computed}”. {by}, {day}: {reason}"
    ),
    "compensate": (
        "{question}: counts as “{level}” for a compensating control; as answered it is "
        "“{computed}”. {by}, {day}: {reason}"
    ),
}
"""What each decision says; the computed value stands beside the one that was decided."""

RULINGS = {
    "upheld": "The partner is right. {by}, {day}: {reason}",
    "rejected": "The judgement stands. {by}, {day}: {reason}",
    "corrected": "The answer was corrected. {by}, {day}: {reason}",
}
"""What the answer to a dispute says, by its outcome."""


def without(report: GapReport) -> str:
    """Say what the answers come to without any decision of an assessor."""
    plain = report.as_answered
    if plain is None:
        return ""
    none = plain.overall is None
    return report.say(
        "All scores here include these decisions. As answered: {score}, {tier}.",
        score=report.say("no score") if none else score(plain.overall, report.language),
        tier=plain.achieved.title if plain.achieved else report.say("no tier"),
    )


def decisions(report: GapReport) -> tuple[str, ...]:
    """Say of each decision what was decided, by whom, when and why."""
    return tuple(_decision(report, each) for each in report.decisions)


def disputes(report: GapReport) -> tuple[str, ...]:
    """Say of each dispute what the partner says, and what was answered."""
    return tuple(_dispute(report, each) for each in report.disputes)


def _decision(report: GapReport, made: Ruled) -> str:
    return report.say(
        DECIDED[made.decision],
        question=made.question,
        level=made.counts_as,
        computed=made.computed,
        by=made.by,
        day=day(made.on, report.language),
        reason=made.reason,
    )


def _dispute(report: GapReport, made: Disputed) -> str:
    said = report.say(
        "{what}: “{text}” ({by}, {day}).",
        what=made.question or report.say("The result"),
        text=made.text,
        by=made.by,
        day=day(made.on, report.language),
    )
    if made.answered_on is None:
        return f"{said} {report.say('Not answered yet.')}"
    on, by = day(made.answered_on, report.language), made.answered_by
    return f"{said} {report.say(RULINGS[made.outcome], by=by, day=on, reason=made.reason)}"
