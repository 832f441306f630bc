"""The plan as GitHub-flavoured Markdown, its chart drawn by Mermaid where that is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assess.gaps.markdown import escaped
from assess.look.words import gained, short_day
from assess.planning import sentences as say
from assess.planning.report import PlanReport


def text(report: PlanReport) -> bytes:
    """Return the plan as UTF-8 Markdown; what people wrote is text in it, never markup."""
    blocks = [
        f"# {escaped(say.heading(report))}",
        f"**{escaped(say.headline(report))}** {escaped(say.standing(report))}",
        *_list(say.out_of_reach(report)),
        *_schedule(report),
        *([escaped(say.on_conditions(report, report.conditional))] if report.conditional else ()),
        "## What the tier needs",
        _needs(report),
        *_others(report),
        *_quick(report),
        "## How this was found",
        *_list(say.RULES),
        "---",
        escaped(say.basis(report)),
    ]
    return ("\n\n".join(blocks) + "\n").encode()


def _schedule(report: PlanReport) -> Iterator[str]:
    if not report.lines:
        return
    yield "## What to do, and when"
    rows = [
        (
            str(line.number),
            line.item.action,
            line.item.question,
            f"{line.item.before} → {line.item.after}",
            str(line.item.days),
            line.owner,
            short_day(line.start),
            short_day(line.end),
            f"{short_day(line.due) if line.due else '–'}{', late' if line.late else ''}",
        )
        for line in report.lines
    ]
    names = ("No.", "What to do", "Question", "From → to", "Days", "Owner", "Start", "End", "Due")
    yield _table(names, rows)
    if report.late:
        yield escaped(say.lateness(report))
    yield "\n".join(_chart(report))


def _chart(report: PlanReport) -> Iterator[str]:
    """Draw with question ids only: whatever else was typed might mean something to Mermaid."""
    yield "```mermaid"
    yield "gantt"
    yield "    dateFormat YYYY-MM-DD"
    yield "    inclusiveEndDates"
    yield "    excludes weekends"
    for line in report.lines:
        late = "crit, " if line.late else ""
        yield f"    {line.number} {line.item.question} :{late}{line.start}, {line.end}"
    yield "```"


def _needs(report: PlanReport) -> str:
    rows = [
        (need.need, need.needed, need.now, need.after or "–", _met(need.met_now, need.met_after))
        for need in report.needs
    ]
    return _table(("Need", "At least", "Now", "After the plan", ""), rows)


def _met(now: bool, then: bool) -> str:  # noqa: FBT001 - two states of one thing
    return "met" if now else "met by the plan" if then else "not met"


def _others(report: PlanReport) -> Iterator[str]:
    if report.others:
        yield "## Other ways"
        rows = [(str(way.days), str(way.steps), say.other_way(way)) for way in report.others]
        yield _table(("Days", "Steps", "Beside the plan above, it"), rows)


def _quick(report: PlanReport) -> Iterator[str]:
    if report.quick:
        yield "## Quick wins"
        rows = [
            (item.question, item.action, str(item.days), gained(item.gain)) for item in report.quick
        ]
        yield _table(("Question", "What to do", "Days", "Points"), rows)


def _list(sentences: Sequence[str]) -> Iterator[str]:
    if sentences:
        yield "\n".join(f"- {escaped(each)}" for each in sentences)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *([escaped(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
