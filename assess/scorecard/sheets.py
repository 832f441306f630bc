"""What each sheet of the scorecard's workbook holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from assess.look import palette
from assess.look.words import ELEMENT_WORDS, day, quarter, sentence
from assess.periods import previous
from assess.scorecard import figures
from assess.scorecard.movers import Move
from assess.scorecard.portfolio import Row
from assess.scorecard.report import Report
from assess.scorecard.states import COUNTED
from assess.scorecard.tables import Coloured, Column, Table, Value
from questionnaires.model import ELEMENTS, PRINCIPLES
from scoring.reasons import with_marks
from scoring.results import AnyScore, Assessment, Finding
from scoring.rounding import tenths

Line: TypeAlias = list[Value | Coloured]

PARTNER = (Column("Partner", 30), Column("Id", 16))
NO_ANSWER = "not answered"
NAMED = 5
"""How many controls a cell names."""


def overview(report: Report) -> Table:
    """List every partner: tiers, recommendation, score with its bounds and coverage, change."""
    portfolio = report.portfolio
    counts = f"{len(portfolio.rows)} partners, {len(portfolio.answered)} answered, "
    return Table(
        sheet="Overview",
        title=f"Partner security scorecard {quarter(report.quarter.period)}",
        note=f"{counts}{portfolio.meeting} meet the tier required, as of "
        f"{day(report.quarter.as_of)}. What needs attention first.",
        columns=(
            *PARTNER,
            Column("Kind", 14),
            Column("Tier required", 14),
            Column("Tier achieved", 14),
            Column("Meets it", 9),
            Column("Recommendation", 24),
            Column("Overall score", 10, "score"),
            Column("At worst", 9, "score"),
            Column("At best", 9, "score"),
            Column("Coverage", 10, "share"),
            Column(f"Since {quarter(previous(report.quarter.period))}", 9, "change"),
            *(Column(sentence(word), 11, "count") for word in palette.SEVERITY),
        ),
        rows=[_overview_row(row) for row in portfolio.rows],
    )


def principles(report: Report) -> Table:
    """List a score a principle: the heat map, darker where it is better."""
    names = {principle: sentence(principle) for principle in PRINCIPLES}
    columns = names | {"overall": "Overall"}
    return _heat_table(report, "Principles heat map", "Scores by principle", columns)


def elements(report: Report) -> Table:
    """List the same for the elements of the Data Security Clause."""
    title = "Scores by element of the Data Security Clause"
    return _heat_table(report, "Elements", title, {each: ELEMENT_WORDS[each] for each in ELEMENTS})


def findings(report: Report) -> Table:
    """List every finding of every partner, in the order in which to act."""
    return Table(
        sheet="Findings",
        title="Findings",
        note="Partners in the order of the overview, findings in the order in which to act.",
        columns=(
            *PARTNER,
            Column("Severity", 11),
            Column("Control", 26),
            Column("Question", 42),
            Column("Must-have", 9),
            Column("State", 15),
            Column("Answer", 22),
            Column("Needed", 22),
            Column("Clause element", 20),
            Column("What to do", 44),
            Column("Effort", 9),
            Column("Days", 7, "count"),
            Column("Gain", 8, "change"),
            Column("Due", 13, "day"),
        ),
        rows=[
            _finding_row(row, finding) for row, now in _answered(report) for finding in now.findings
        ],
        nothing="Nothing falls short.",
    )


def moved(report: Report) -> Table:
    """List who moved since the last quarter, and what moved."""
    before, now = quarter(previous(report.quarter.period)), quarter(report.quarter.period)
    return Table(
        sheet="Movers",
        title=f"What moved from {before} to {now}",
        note="From who lost most to who gained most: tiers first, then the overall score.",
        columns=(
            *PARTNER,
            Column("Change", 9, "change"),
            Column(f"Overall {before}", 10, "score"),
            Column(f"Overall {now}", 10, "score"),
            Column("Tier", 26),
            Column("Recommendation", 34),
            Column("Coverage", 10, "change"),
            *(Column(sentence(principle), 15, "change") for principle in PRINCIPLES),
            Column("Controls down", 44),
            Column("Controls up", 44),
            Column("Questionnaire", 30),
        ),
        rows=[_move_row(move) for move in report.moves],
        nothing="Nobody moved, or nobody has answered in both quarters.",
    )


def weakest(report: Report) -> Table:
    """List every control that somebody falls short of, where the portfolio loses most first."""
    return Table(
        sheet="Weakest controls",
        title="Weakest controls",
        note="Where the portfolio loses most first: weight times missing points, over partners.",
        columns=(
            Column("Control", 28),
            Column("Question", 56),
            Column("Must-have", 9),
            Column("Weight", 8, "count"),
            Column("Applies to", 10, "count"),
            Column("Fall short", 10, "count"),
            Column("Share", 9, "share"),
            *(Column(sentence(state), 14, "count") for state in COUNTED),
            Column("Lost", 9, "score"),
        ),
        rows=[
            [
                control.question.id,
                control.question.text,
                _yes(true=control.question.must_have),
                control.weight,
                control.applicable,
                control.short,
                control.short_share / 1000,
                *(control.counts[state] for state in COUNTED),
                control.loss / 1000,
            ]
            for control in report.controls
        ],
        nothing="No control falls short.",
    )


def silent(report: Report) -> Table:
    """List who has not answered, and since when."""
    period = quarter(report.quarter.period)
    return Table(
        sheet="Not answered",
        title="Not answered",
        note=f"No answer for {period} as of {day(report.quarter.as_of)}.",
        columns=(
            *PARTNER,
            Column("Kind", 16),
            Column("Tier required", 16),
            Column("Questionnaire", 26),
            Column("Last answered", 16),
        ),
        rows=[
            [
                row.profile.name,
                row.profile.id,
                row.profile.kind or "unknown",
                row.required.title,
                "sent, nothing returned" if row.issued else "not sent",
                quarter(row.last_answered) if row.last_answered else "never",
            ]
            for row in report.portfolio.silent
        ],
        nothing="Every partner has answered.",
    )


def _answered(report: Report) -> list[tuple[Row, Assessment]]:
    return [(row, row.now) for row in report.portfolio.answered if row.now]


def _yes(*, true: bool) -> str:
    return "yes" if true else "no"


def _score(held: AnyScore) -> Value:
    return figures.no_score_reason(held) if held.value is None else held.value


def _covered(now: Assessment) -> float | None:
    return None if now.coverage.percent is None else now.coverage.percent / 100


def _overview_row(row: Row) -> Line:
    start: Line = [row.profile.name, row.profile.id, row.profile.kind or "unknown"]
    if row.now is None:
        return [*start, row.required.title, None, None, NO_ANSWER, "no score", *[None] * 8]
    overall = row.now.scores["overall"]
    advice = row.now.recommendation
    word = sentence(advice or "no recommendation")
    return [
        *start,
        row.required.title,
        with_marks(row.now.achieved.title if row.now.achieved else "None", row.now.basis),
        _yes(true=row.meets),
        (word, palette.RECOMMENDATION[advice]) if advice else word,
        _score(overall),
        overall.low,
        overall.high,
        _covered(row.now),
        None if row.change is None else row.change / 10,
        *row.severities.values(),
    ]


def _heat_table(report: Report, sheet: str, title: str, columns: Mapping[str, str]) -> Table:
    return Table(
        sheet=sheet,
        title=title,
        note="0 to 100, the darker the better. Where there is no score, the reason stands.",
        columns=(
            *PARTNER,
            *(Column(name, 15, "score") for name in columns.values()),
            Column("Coverage", 10, "share"),
        ),
        rows=[
            [
                row.profile.name,
                row.profile.id,
                *(_heat(now.scores[column]) for column in columns),
                _covered(now),
            ]
            for row, now in _answered(report)
        ],
        nothing="No partner has answered.",
    )


def _heat(held: AnyScore) -> Value | Coloured:
    if held.value is None:
        return f"no score: {figures.no_score_reason(held)}"
    return held.value, palette.shade(held.value)


def _finding_row(row: Row, finding: Finding) -> Line:
    question = finding.question
    return [
        row.profile.name,
        row.profile.id,
        (sentence(finding.severity), palette.SEVERITY[finding.severity]),
        question.id,
        question.text,
        _yes(true=question.must_have),
        sentence(finding.state),
        finding.given or None,
        finding.needed,
        ELEMENT_WORDS[question.element],
        question.remediation.text,
        question.remediation.effort,
        question.remediation.days,
        (tenths(finding.gain.numerator * 10, finding.gain.denominator) or 0) / 10,
        finding.due,
    ]


def _move_row(move: Move) -> Line:
    changes = dict(move.principles)
    return [
        move.row.profile.name,
        move.row.profile.id,
        None if move.change is None else move.change / 10,
        _score(move.before.scores["overall"]),
        _score(move.now.scores["overall"]),
        move.tier_change or "same",
        move.advice_change or "same",
        move.coverage / 10,
        *(changes.get(principle, 0) / 10 for principle in PRINCIPLES),
        _controls(move, -1),
        _controls(move, 1),
        move.version_change or "same",
    ]


def _controls(move: Move, sign: int) -> str | None:
    controls = move.controls_that(sign)
    lines = [f"{c.question}: {c.before} → {c.now}" for c in controls[:NAMED]]
    if len(controls) > NAMED:
        lines.append(f"and {len(controls) - NAMED} more")
    return "\n".join(lines) or None
