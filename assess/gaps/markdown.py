"""The gap report as GitHub-flavoured Markdown, for issue trackers and wikis."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assess.gaps import objections, rulings
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
        f"## {report.say('What to do first')}",
        *_first(report),
        *_beside(report),
        f"## {report.say('Scores')}",
        _scores(report),
        escaped(say.how_to_read(report)),
        f"## {report.say('What falls short')}",
        *_counts(report),
        *(block for gap in report.gaps for block in _finding(report, gap)),
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
    overall = sentence(score(report.overall.score.value, report.language))
    meaning = report.no_score or f"{say.bounds(report)} {say.decisive(report)}"
    rows = [
        (report.say("Required tier"), report.required.title, report.required.allows),
        (report.say("Achieved tier"), say.achieved(report), say.allowed(report)),
        (report.say("Recommendation"), say.advice(report), say.advised(report)),
        (report.say("Overall score"), overall, meaning),
        (report.say("Answered"), "", say.covered(report)),
    ]
    yield _table(_headings(report, "", "Result", "What it means"), rows)
    yield "\n".join(f"- {escaped(reason)}" for reason in report.why)


def _first(report: GapReport) -> Iterator[str]:
    if not report.gaps:
        yield escaped(say.nothing_short(report))
        return
    rows = [
        (
            str(gap.number),
            gap.action,
            gap.question,
            say.label(report, gap.severity),
            short_day(gap.due, report.language),
            gained(gap.gain, report.language),
        )
        for gap in report.first
    ]
    names = ("No.", "What to do", "Question", "Severity", "Due", "Points")
    yield _table(_headings(report, *names), rows)
    yield escaped(say.first_gain(report))


def _beside(report: GapReport) -> Iterator[str]:
    if report.contradictions:
        yield f"## {report.say('Contradicted answers')}"
        yield escaped(report.say(objections.CONTRADICTED))
        yield "\n".join(f"- {escaped(each)}" for each in objections.contradictions(report))
    if report.lapsed:
        yield f"## {report.say('Evidence out of date')}"
        yield "\n".join(f"- {escaped(each)}" for each in objections.lapses(report))
    if report.decisions:
        yield f"## {report.say('What assessors decided')}"
        yield escaped(rulings.without(report))
        yield "\n".join(f"- {escaped(each)}" for each in rulings.decisions(report))
    if report.disputes:
        yield f"## {report.say('Disputes')}"
        yield "\n".join(f"- {escaped(each)}" for each in rulings.disputes(report))


def _scores(report: GapReport) -> str:
    rows = [_score_row(report, line) for line in report.scores]
    needed = say.needs(report)
    names = _headings(report, "", "Score", "Lowest", "Highest", "For the tier")
    return _table((*names, needed, ""), rows)


def _score_row(report: GapReport, line: ScoreLine) -> Sequence[str]:
    held = line.score
    value, low, high, decisive = (
        score(each, report.language) for each in (held.value, held.low, held.high, held.decisive)
    )
    bounds = ("–", "–") if held.value is None else (low, high)
    figures = (value, *bounds, decisive, str(line.needed))
    return (say.label(report, line.name), *figures, say.reached(report, line))


def _counts(report: GapReport) -> Iterator[str]:
    counts = [(say.label(report, word), str(count)) for word, count in report.severities.items()]
    yield _table(_headings(report, "Severity", "Findings"), counts)
    states = [(say.label(report, word), str(count)) for word, count in report.states.items()]
    yield _table(_headings(report, "State", "Findings"), states)
    yield escaped(say.left_out(report))


def _finding(report: GapReport, gap: Gap) -> Iterator[str]:
    must_have = f", {report.say('must-have')}" if gap.must_have else ""
    state, language = report.say(gap.state), report.language
    yield f"### {gap.number}. {escaped(gap.text)}"
    yield f"**{say.label(report, gap.severity)}, {state}{must_have}** · `{gap.question}`"
    facts = [
        ("Your answer", say.answered(gap, language)),
        ("Your comment", gap.comment),
        ("Your evidence", gap.evidence),
        ("What is needed", gap.needed),
        ("Why it matters", gap.why),
        ("What to do", gap.action),
        ("Evidence to send", gap.evidence_wanted),
        ("Effort", say.effort(gap, language)),
        ("Usual due date", short_day(gap.due, language)),
        ("Gain", report.say("{gain} points", gain=gained(gap.gain, language))),
        ("Clause element", gap.element),
        ("References", "; ".join(gap.references)),
    ]
    yield "\n".join(f"- {report.say(name)}: {escaped(words)}" for name, words in facts if words)


def _headings(report: GapReport, *names: str) -> Sequence[str]:
    return tuple(escaped(report.say(name)) for name in names)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *([escaped(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
