"""The sentences of a gap report that every format says in the same words."""

from __future__ import annotations

from fractions import Fraction

from assess.gaps.report import Gap, GapReport, ScoreLine
from assess.look.words import day, gained, percent, quarter, score, sentence
from assess.wordings import wording
from scoring.reasons import marks, with_marks

NOTHING = "Nothing falls short: every control that applies is fully met. Thank you."

ADVICE_WORDS = {
    "approve": "Posture meets what the relationship requires",
    "approve with conditions": "Posture suffices; the serious findings must be closed",
    "remediate": "Access may stay while the gaps are closed by their due dates",
    "restrict": "Access is limited until the gaps are closed",
    "suspend": "No data is shared until the gaps are closed",
}

EFFORTS = {"low": "Low", "medium": "Medium", "high": "High"}
"""With a capital, as in some languages the word for a low severity is another one."""

HOW_TO_READ = (
    "Scores run from 0 to 100, higher is better, and count what is answered. The range shows "
    "where a score can end up once everything is answered. The tier rests on a stricter score, "
    "in which unanswered questions and unaccepted claims of “not applicable” count as not met; "
    "points gained are points on that score."
)

NO_SUM = (
    "Points gained are here points on the arithmetic mean of the principles; the overall score "
    "is their {mean} and moves less evenly."
)
MEANS = {"geometric": "geometric mean", "minimum": "minimum"}
"""What the overall score is where it is no sum of what each answer earned."""


def heading(report: GapReport) -> str:
    """Return the report's title."""
    period = quarter(report.period, report.language)
    return report.say("Gap report for {name}, {period}", name=report.name, period=period)


def nothing_short(report: GapReport) -> str:
    """Say why there are no findings."""
    return report.no_score or report.say(NOTHING)


def how_to_read(report: GapReport) -> str:
    """Say what the scores mean."""
    mean = MEANS.get(report.aggregation)
    if mean is None:
        return report.say(HOW_TO_READ)
    return f"{report.say(HOW_TO_READ)} {report.say(NO_SUM, mean=report.say(mean))}"


def dated(report: GapReport) -> str:
    """Say to which period and day the report speaks."""
    period, on = quarter(report.period, report.language), day(report.as_of, report.language)
    return report.say("{period}, as of {day}", period=period, day=on)


def verdict(report: GapReport) -> str:
    """Say in two sentences where the partner stands."""
    if report.recommendation is None:
        text = (
            "{required} is required. There is nothing to judge yet, so there is no recommendation."
        )
        return report.say(text, required=report.required.title)
    return report.say(
        "{name} reaches {reached}; {required} is required. Recommendation: {advice}.",
        name=report.name,
        reached=with_marks(
            report.achieved.title if report.achieved else report.say("no tier"),
            report.basis,
            say=report.say,
        ),
        required=report.required.title,
        advice=report.say(report.recommendation),
    )


def achieved(report: GapReport) -> str:
    """Name the achieved tier, or say that there is none."""
    return report.achieved.title if report.achieved else report.say("None")


def allowed(report: GapReport) -> str:
    """Say what the achieved tier rests on and allows."""
    allows = report.say("no tier's needs are all met")
    if report.achieved:
        allows = report.achieved.allows
    held = ", ".join(marks(report.basis, say=report.say))
    return f"{held}: {allows}" if held else allows


def advice(report: GapReport) -> str:
    """Name the recommendation, or say that there is none."""
    return sentence(report.say(report.recommendation or "none yet"))


def advised(report: GapReport) -> str:
    """Say what the recommendation means."""
    return report.say(ADVICE_WORDS.get(report.recommendation or "", "A person has to decide"))


def covered(report: GapReport) -> str:
    """Say how much of what applies is answered: no score stands without it."""
    asked = report.coverage.answered + report.coverage.unanswered
    if not asked:
        return report.say("No question counts towards coverage.")
    said = report.say(
        "Coverage {percent}: {answered} of {count} question answered."
        if asked == 1
        else "Coverage {percent}: {answered} of {count} questions answered.",
        percent=percent(report.coverage.percent, report.language),
        answered=report.coverage.answered,
        count=asked,
    )
    carried = report.say(
        "{count} answer is carried over from an earlier quarter, unconfirmed."
        if report.carried == 1
        else "{count} answers are carried over from an earlier quarter, unconfirmed.",
        count=report.carried,
    )
    derived = report.say(
        "{count} answer is derived from another questionnaire, unconfirmed."
        if report.derived == 1
        else "{count} answers are derived from another questionnaire, unconfirmed.",
        count=report.derived,
    )
    more = ((carried, report.carried), (derived, report.derived))
    return " ".join([said, *(text for text, count in more if count)])


def bounds(report: GapReport) -> str:
    """Say between which figures the overall score lies; "" where there is none."""
    overall = report.overall.score
    if overall.value is None:
        return ""
    if overall.low == overall.high:
        return report.say("No unanswered question can change it.")
    low, high = (score(each, report.language) for each in (overall.low, overall.high))
    return report.say("Between {low} and {high} once all is answered.", low=low, high=high)


def decisive(report: GapReport) -> str:
    """Say what the tier rests on and what the required tier needs."""
    return report.say(
        "For the tier {score} counts; {required} needs {needed}.",
        score=score(report.overall.score.decisive, report.language),
        required=report.required.title,
        needed=report.overall.needed,
    )


def found(report: GapReport) -> str:
    """Say how many findings there are."""
    count = len(report.gaps)
    return report.say("{count} finding" if count == 1 else "{count} findings", count=count)


def left_out(report: GapReport) -> str:
    """Say what the scores leave out, and why."""
    accepted, outside = report.coverage.accepted, report.coverage.out_of_scope
    first = report.say(
        "{count} question is accepted as not applicable"
        if accepted == 1
        else "{count} questions are accepted as not applicable",
        count=accepted,
    )
    second = report.say(
        "{count} question is out of scope for this partner"
        if outside == 1
        else "{count} questions are out of scope for this partner",
        count=outside,
    )
    text = "{accepted} and {outside}; neither counts in any score."
    return report.say(text, accepted=first, outside=second)


def first_gain(report: GapReport) -> str:
    """Say what the first steps bring together."""
    total = sum((gap.gain for gap in report.first), start=Fraction(0))
    text = (
        "It brings {gain} points on the score that the tier rests on."
        if len(report.first) == 1
        else "Together they bring {gain} points on the score that the tier rests on."
    )
    return report.say(text, gain=gained(total, report.language))


def answered(gap: Gap, language: str) -> str:
    """Say what was answered: as given, as judged where that reads otherwise, and since when."""
    if gap.state == "unanswered":
        return wording(language, "Not answered")
    said = gap.answer
    if gap.level:
        text = "{answer} (judged as: {level})"
        said = wording(language, text, answer=gap.answer, level=gap.level)
    if not gap.carried_from:
        return said
    text = (
        "{answer} (derived from {source}, {period}, unconfirmed)"
        if gap.source
        else "{answer} (carried over from {period}, unconfirmed)"
    )
    fields = {"answer": said, "period": gap.carried_from, "source": gap.source}
    return wording(language, text, **fields)


def effort(gap: Gap, language: str) -> str:
    """Say how much work it usually is."""
    usually = "usually {count} day" if gap.days == 1 else "usually {count} days"
    level = wording(language, EFFORTS[gap.effort])
    return f"{level}, {wording(language, usually, count=gap.days)}"


def basis(report: GapReport) -> str:
    """Name in one line what the report rests on, hashes shortened; JSON holds them whole."""
    return report.say(
        "Questionnaire {questionnaire} · policy {policy} · method {method} · file {file}",
        questionnaire=f"{report.questionnaire} ({report.questionnaire.sha256[:12]})",
        policy=f"{report.policy} ({report.policy.sha256[:12]})",
        method=report.method,
        file=report.file_sha256[:12] or report.say("none"),
    )


def label(report: GapReport, word: str) -> str:
    """Return a severity, state, principle or recommendation as it stands alone."""
    return sentence(report.say(word))


def needs(report: GapReport) -> str:
    """Head what the required tier needs."""
    return report.say("{tier} needs", tier=report.required.title)


def reached(report: GapReport, line: ScoreLine) -> str:
    """Say whether a score reaches what the required tier needs of it."""
    if line.score.decisive is None:
        return "–"
    return report.say("reached" if line.met else "short")


def span(report: GapReport, line: ScoreLine) -> str:
    """Write between which figures a score lies."""
    held = line.score
    if held.value is None:
        return "–"
    return f"{score(held.low, report.language)}–{score(held.high, report.language)}"
