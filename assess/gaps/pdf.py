"""The gap report as an A4 document, tagged for screen readers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assess.gaps import sentences as say
from assess.gaps.report import Gap, GapReport, ScoreLine
from assess.look.pdf import compile_typst
from assess.look.svg import score_label
from assess.look.words import gained, score, sentence, short_day

TEMPLATE = Path(__file__).parent / "document.typ"


def document(report: GapReport) -> bytes:
    """Return the PDF; the same report gives the same bytes."""
    return compile_typst(TEMPLATE, _data(report))


def _data(report: GapReport) -> dict[str, Any]:
    return {
        "title": say.heading(report),
        "name": report.name,
        "dated": say.dated(report),
        "verdict": say.verdict(report),
        "cards": [
            ["Required tier", report.required.title, sentence(report.required.allows)],
            ["Achieved tier", say.achieved(report), sentence(say.allowed(report))],
            ["Recommendation", say.advice(report), say.advised(report)],
            [
                "Overall score",
                sentence(score(report.overall.score.value)),
                f"{say.covered(report)} {report.no_score or say.bounds(report)}",
            ],
        ],
        "reasons": list(report.reasons),
        "nothing": "" if report.gaps else report.no_score or say.NOTHING_SHORT,
        "first": [_step(gap) for gap in report.first],
        "first_gain": say.first_gain(report) if report.gaps else "",
        "required": report.required.title,
        "scores": [_score(line) for line in report.scores],
        "how_to_read": say.HOW_TO_READ,
        "severities": [[word, sentence(word), str(n)] for word, n in report.severities.items()],
        "states": [[word, sentence(word), str(n)] for word, n in report.states.items()],
        "found": say.found(report),
        "left_out": say.left_out(report),
        "findings": [_finding(gap) for gap in report.gaps],
        "basis": say.basis(report),
    }


def _step(gap: Gap) -> dict[str, str]:
    return {
        "action": gap.action,
        "question": gap.question,
        "severity": gap.severity,
        "severity_label": sentence(gap.severity),
        "due": short_day(gap.due),
        "gain": gained(gap.gain),
    }


def _score(line: ScoreLine) -> dict[str, Any]:
    held = line.score
    known = held.value is not None
    return {
        "name": sentence(line.name),
        "value": held.value,
        "low": held.low,
        "high": held.high,
        "shown": score(held.value),
        "range": f"{score(held.low)}–{score(held.high)}" if known else "–",
        "decisive": score(held.decisive),
        "needed": line.needed,
        "floor": "–" if held.decisive is None else "reached" if line.met else "short",
        "label": score_label(held.value, held.low, held.high, line.needed),
    }


def _finding(gap: Gap) -> dict[str, Any]:
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
        "severity_label": sentence(gap.severity),
        "state": gap.state,
        "state_label": sentence(gap.state),
        "answer": say.answered(gap),
        "comment": gap.comment,
        "evidence": gap.evidence,
        "facts": [[name, words] for name, words in facts if words],
        "due": short_day(gap.due),
        "effort": say.effort(gap),
        "gain": f"{gained(gap.gain)} points",
    }
