"""The gap report as GitHub-flavoured Markdown, for issue trackers and wikis."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assess.gaps import sentences as say
from assess.gaps.report import Gap, GapReport, ScoreLine
from assess.look.words import gained, score, sentence, short_day

_SPECIAL = re.compile(r"([\\`*_\[\]~|$])")
_MENTION = re.compile(r"(?<![A-Za-z0-9])@")
"""GitHub looks for mentions in what is rendered, so only a zero-width space holds it off."""
_LEADING = re.compile(r"^(\s*)([#+\-=:]|\d+[.)](?=\s|$))")


def text(report: GapReport) -> bytes:
    """Return the report as UTF-8 Markdown; what partners wrote is text in it, never markup."""
    blocks = [
        *_summary(report),
        "## What to do first",
        *_first(report),
        "## Scores",
        _scores(report),
        escaped(say.HOW_TO_READ),
        "## What falls short",
        *_counts(report),
        *(block for gap in report.gaps for block in _finding(gap)),
        "---",
        escaped(say.basis(report)),
    ]
    return ("\n\n".join(blocks) + "\n").encode()


def escaped(words: str) -> str:
    """Return text that GitHub shows as it is, in a paragraph, a list or a table cell.

    No markup, no HTML, no formula, and no mention that would notify a stranger.
    """
    plain = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    plain = _MENTION.sub("@&#8203;", _SPECIAL.sub(r"\\\1", plain))
    plain = _LEADING.sub(_at_start, plain)
    return "<br>".join(line.strip() for line in plain.splitlines())


def _at_start(match: re.Match[str]) -> str:
    space, mark = match.groups()
    return f"{space}{mark[:-1]}\\{mark[-1]}"


def _summary(report: GapReport) -> Iterator[str]:
    yield f"# {escaped(say.heading(report))}"
    yield f"{escaped(say.dated(report))}. {escaped(say.verdict(report))}"
    overall = sentence(score(report.overall.score.value))
    meaning = report.no_score or f"{say.bounds(report)} {say.decisive(report)}"
    rows = [
        ("Required tier", report.required.title, report.required.allows),
        ("Achieved tier", say.achieved(report), say.allowed(report)),
        ("Recommendation", say.advice(report), say.advised(report)),
        ("Overall score", overall, meaning),
        ("Answered", "", say.covered(report)),
    ]
    yield _table(("", "Result", "What it means"), rows)
    yield "\n".join(f"- {escaped(reason)}" for reason in report.reasons)


def _first(report: GapReport) -> Iterator[str]:
    if not report.gaps:
        yield escaped(report.no_score or say.NOTHING_SHORT)
        return
    rows = [
        (
            str(gap.number),
            gap.action,
            gap.question,
            sentence(gap.severity),
            short_day(gap.due),
            gained(gap.gain),
        )
        for gap in report.first
    ]
    yield _table(("No.", "What to do", "Question", "Severity", "Due", "Points"), rows)
    yield escaped(say.first_gain(report))


def _scores(report: GapReport) -> str:
    rows = [_score_row(line) for line in report.scores]
    needed = f"{report.required.title} needs"
    return _table(("", "Score", "Lowest", "Highest", "For the tier", needed, ""), rows)


def _score_row(line: ScoreLine) -> Sequence[str]:
    held = line.score
    bounds = ("–", "–") if held.value is None else (score(held.low), score(held.high))
    reached = "–" if held.decisive is None else "reached" if line.met else "short"
    figures = (score(held.value), *bounds, score(held.decisive), str(line.needed))
    return (sentence(line.name), *figures, reached)


def _counts(report: GapReport) -> Iterator[str]:
    counts = [(sentence(word), str(count)) for word, count in report.severities.items()]
    yield _table(("Severity", "Findings"), counts)
    states = [(sentence(word), str(count)) for word, count in report.states.items()]
    yield _table(("State", "Findings"), states)
    yield escaped(say.left_out(report))


def _finding(gap: Gap) -> Iterator[str]:
    must_have = ", must-have" if gap.must_have else ""
    yield f"### {gap.number}. {escaped(gap.text)}"
    yield f"**{sentence(gap.severity)}, {gap.state}{must_have}** · `{gap.question}`"
    facts = [
        ("Your answer", say.answered(gap)),
        ("Your comment", gap.comment),
        ("Your evidence", gap.evidence),
        ("What is needed", gap.needed),
        ("Why it matters", gap.why),
        ("What to do", gap.action),
        ("Evidence to send", gap.evidence_wanted),
        ("Effort", say.effort(gap)),
        ("Usual due date", short_day(gap.due)),
        ("Gain", f"{gained(gap.gain)} points"),
        ("Clause element", gap.element),
        ("References", "; ".join(gap.references)),
    ]
    yield "\n".join(f"- {name}: {escaped(words)}" for name, words in facts if words)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *([escaped(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
