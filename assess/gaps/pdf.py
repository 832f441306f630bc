"""The gap report as an A4 document, tagged for screen readers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assess.gaps import objections, rulings
from assess.gaps import sentences as say
from assess.gaps.report import Gap, GapReport, ScoreLine
from assess.look.pdf import compile_typst
from assess.look.svg import score_label
from assess.look.words import gained, score, sentence, short_day

TEMPLATE = Path(__file__).parent / "document.typ"

LEGEND = (
    "Dark: sure. Pale: open until all is answered. Dark line: the score. Orange line: what is "
    "needed."
)
HEADINGS = (
    "Gap report",
    "By state",
    "What to do first",
    "Step",
    "Severity",
    "Due",
    "Points",
    "Scores",
    "Principle",
    "0 to 100",
    "Score",
    "Range",
    "For the tier",
    "Floor",
    "Findings, in the order to act on them",
    "Must-have",
    "Your answer",
    "Evidence given",
    "What to do",
    "Usual due date",
    "Effort",
    "Gain",
    "Page",
    "of",
)
"""What the template says by itself, by the English text."""


def document(report: GapReport) -> bytes:
    """Return the PDF; the same report gives the same bytes."""
    return compile_typst(TEMPLATE, _data(report))


def _data(report: GapReport) -> dict[str, Any]:
    return {
        "language": report.language,
        "words": {each: report.say(each) for each in HEADINGS},
        "title": say.heading(report),
        "name": report.name,
        "dated": say.dated(report),
        "verdict": say.verdict(report),
        "cards": [
            [report.say("Required tier"), report.required.title, sentence(report.required.allows)],
            [report.say("Achieved tier"), say.achieved(report), sentence(say.allowed(report))],
            [report.say("Recommendation"), say.advice(report), say.advised(report)],
            [
                report.say("Overall score"),
                sentence(score(report.overall.score.value, report.language)),
                f"{say.covered(report)} {report.no_score or say.bounds(report)}",
            ],
        ],
        "reasons": list(report.why),
        "beside": [list(each) for each in _beside(report)],
        "nothing": "" if report.gaps else say.nothing_short(report),
        "first": [_step(report, gap) for gap in report.first],
        "first_gain": say.first_gain(report) if report.gaps else "",
        "needs": say.needs(report),
        "scores": [_score(report, line) for line in report.scores],
        "legend": report.say(LEGEND),
        "how_to_read": say.how_to_read(report),
        "severities": [
            [word, say.label(report, word), str(n)] for word, n in report.severities.items()
        ],
        "states": [[word, say.label(report, word), str(n)] for word, n in report.states.items()],
        "found": say.found(report),
        "left_out": say.left_out(report),
        "findings": [_finding(report, gap) for gap in report.gaps],
        "basis": say.basis(report),
    }


def _beside(report: GapReport) -> Iterator[tuple[str, str, list[str]]]:
    """Yield heading, lead and lines of what stands beside the answers."""
    if report.contradictions:
        lead = report.say(objections.CONTRADICTED)
        yield report.say("Contradicted answers"), lead, list(objections.contradictions(report))
    if report.lapsed:
        yield report.say("Evidence out of date"), "", list(objections.lapses(report))
    if report.decisions:
        lead = rulings.without(report)
        yield report.say("What assessors decided"), lead, list(rulings.decisions(report))
    if report.disputes:
        yield report.say("Disputes"), "", list(rulings.disputes(report))


def _step(report: GapReport, gap: Gap) -> dict[str, str]:
    return {
        "action": gap.action,
        "question": gap.question,
        "severity": gap.severity,
        "severity_label": say.label(report, gap.severity),
        "due": short_day(gap.due, report.language),
        "gain": gained(gap.gain, report.language),
    }


def _score(report: GapReport, line: ScoreLine) -> dict[str, Any]:
    held = line.score
    return {
        "name": say.label(report, line.name),
        "value": held.value,
        "low": held.low,
        "high": held.high,
        "shown": score(held.value, report.language),
        "range": say.span(report, line),
        "decisive": score(held.decisive, report.language),
        "needed": line.needed,
        "floor": say.reached(report, line),
        "short": held.decisive is not None and not line.met,
        "label": score_label(held.value, held.low, held.high, line.needed, report.language),
    }


def _finding(report: GapReport, gap: Gap) -> dict[str, Any]:
    facts = [
        ("What is needed", gap.needed),
        ("What to do", gap.action),
        ("Why it matters", gap.why),
        ("Evidence to send", gap.evidence_wanted),
        ("Clause element", gap.element),
        ("References", "; ".join(gap.references)),
    ]
    return {
        "number": str(gap.number),
        "question": gap.question,
        "text": gap.text,
        "must_have": gap.must_have,
        "severity": gap.severity,
        "severity_label": say.label(report, gap.severity),
        "state": gap.state,
        "state_label": say.label(report, gap.state),
        "answer": say.answered(gap, report.language),
        "comment": gap.comment,
        "evidence": gap.evidence,
        "facts": [[report.say(name), words] for name, words in facts if words],
        "due": short_day(gap.due, report.language),
        "effort": say.effort(gap, report.language),
        "gain": report.say("{gain} points", gain=gained(gap.gain, report.language)),
    }
