"""The sentences of a gap report that every format says in the same words."""

from __future__ import annotations

from fractions import Fraction

from assess.gaps.report import Gap, GapReport
from assess.look.words import counted, day, gained, percent, quarter, score, sentence

NOTHING_SHORT = "Nothing falls short: every control that applies is fully met. Thank you."

ADVICE_WORDS = {
    "approve": "Posture meets what the relationship requires",
    "approve with conditions": "Posture suffices; the serious findings must be closed",
    "remediate": "Access may stay while the gaps are closed by their due dates",
    "restrict": "Access is limited until the gaps are closed",
    "suspend": "No data is shared until the gaps are closed",
}

HOW_TO_READ = (
    "Scores run from 0 to 100, higher is better, and count what is answered. The range shows "
    "where a score can end up once everything is answered. The tier rests on a stricter score, "
    "in which unanswered questions and unaccepted claims of “not applicable” count as not met; "
    "points gained are points on that score."
)


def heading(report: GapReport) -> str:
    """Return the report's title."""
    return f"Gap report for {report.name}, {quarter(report.period)}"


def dated(report: GapReport) -> str:
    """Say to which period and day the report speaks."""
    return f"{quarter(report.period)}, as of {day(report.as_of)}"


def verdict(report: GapReport) -> str:
    """Say in two sentences where the partner stands."""
    needed = f"{report.required.title} is required"
    if report.recommendation is None:
        return f"{needed}. There is nothing to judge yet, so there is no recommendation."
    reached = report.achieved.title if report.achieved else "no tier"
    held = f"{report.name} reaches {reached}; {needed}."
    return f"{held} Recommendation: {report.recommendation}."


def achieved(report: GapReport) -> str:
    """Name the achieved tier, or say that there is none."""
    return report.achieved.title if report.achieved else "None"


def allowed(report: GapReport) -> str:
    """Say what the achieved tier allows."""
    return report.achieved.allows if report.achieved else "no tier's needs are all met"


def advice(report: GapReport) -> str:
    """Name the recommendation, or say that there is none."""
    return sentence(report.recommendation) if report.recommendation else "None yet"


def advised(report: GapReport) -> str:
    """Say what the recommendation means."""
    return ADVICE_WORDS.get(report.recommendation or "", "A person has to decide")


def covered(report: GapReport) -> str:
    """Say how much of what applies is answered: no score stands without it."""
    asked = report.coverage.answered + report.coverage.unanswered
    if not asked:
        return "No question counts towards coverage."
    said = (
        f"Coverage {percent(report.coverage.percent)}: "
        f"{report.coverage.answered} of {counted(asked, 'question', 'questions')} answered."
    )
    if not report.carried:
        return said
    carried = counted(report.carried, "answer is", "answers are")
    return f"{said} {carried} carried over from an earlier quarter, unconfirmed."


def bounds(report: GapReport) -> str:
    """Say between which figures the overall score lies; "" where there is none."""
    overall = report.overall.score
    if overall.value is None:
        return ""
    if overall.low == overall.high:
        return "No unanswered question can change it."
    return f"Between {score(overall.low)} and {score(overall.high)} once all is answered."


def decisive(report: GapReport) -> str:
    """Say what the tier rests on and what the required tier needs."""
    held = score(report.overall.score.decisive)
    return f"For the tier {held} counts; {report.required.title} needs {report.overall.needed}."


def found(report: GapReport) -> str:
    """Say how many findings there are."""
    return counted(len(report.gaps), "finding", "findings")


def left_out(report: GapReport) -> str:
    """Say what the scores leave out, and why."""
    accepted = counted(report.coverage.accepted, "question is", "questions are")
    outside = counted(report.coverage.out_of_scope, "question is", "questions are")
    return (
        f"{accepted} accepted as not applicable and {outside} out of scope for this partner; "
        "neither counts in any score."
    )


def first_gain(report: GapReport) -> str:
    """Say what the first steps bring together."""
    total = sum((gap.gain for gap in report.first), start=Fraction(0))
    them = "It brings" if len(report.first) == 1 else "Together they bring"
    return f"{them} {gained(total)} points on the score that the tier rests on."


def answered(gap: Gap) -> str:
    """Say what was answered: as given, as judged where that reads otherwise, and since when."""
    if gap.state == "unanswered":
        return "Not answered"
    said = f"{gap.answer} (judged as: {gap.level})" if gap.level else gap.answer
    if not gap.carried_from:
        return said
    return f"{said} (carried over from {gap.carried_from}, unconfirmed)"


def effort(gap: Gap) -> str:
    """Say how much work it usually is."""
    return f"{sentence(gap.effort)}, usually {counted(gap.days, 'day', 'days')}"


def basis(report: GapReport) -> str:
    """Name in one line what the report rests on, hashes shortened; JSON holds them whole."""
    return (
        f"Questionnaire {report.questionnaire} ({report.questionnaire.sha256[:12]}) · "
        f"policy {report.policy} ({report.policy.sha256[:12]}) · "
        f"method {report.method} · file {report.file_sha256[:12] or 'none'}"
    )
