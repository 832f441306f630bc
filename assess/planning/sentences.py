"""The sentences of a plan that every format says in the same words."""

from __future__ import annotations

from assess.look.words import counted, day, listed, quarter
from assess.planning.needs import controls
from assess.planning.report import OnConditions, OtherWay, PlanReport
from scoring.planning.steps import DAYS_FOR_EVIDENCE, DAYS_TO_SETTLE, Kind

KINDS: dict[Kind, tuple[str, str]] = {
    "improve": ("improvement", "improvements"),
    "answer": ("answer", "answers"),
    "evidence": ("piece of evidence", "pieces of evidence"),
    "settle": ("contradiction to settle", "contradictions to settle"),
}
"""What the steps of each kind are called, one and many, in the order they are counted in."""

RULES = (
    (
        "Days are those of the questionnaire, or your own, for the best level; a level between "
        "takes its share by points, rounded up to a whole day, and to give any answer at all "
        "takes none. "
        f"To bring one answer's evidence takes {DAYS_FOR_EVIDENCE[1]} day, to have it verified "
        f"{DAYS_FOR_EVIDENCE[2]}, to settle a contradiction {DAYS_TO_SETTLE}."
    ),
    (
        "No other choice of steps takes fewer days: solved to proven optimality, and judged by the "
        "same engine as the score. Nothing in it rests on conditions or on a tier held before."
    ),
    (
        "Each owner does one thing at a time, Monday to Friday, from the working day after the "
        "plan's day: contradictions first, then must-haves, then what gains most per day. "
        "Holidays are not known."
    ),
)


def heading(report: PlanReport) -> str:
    """Return the title."""
    return f"Plan to {report.target.title} for {report.name}, {quarter(report.period)}"


def headline(report: PlanReport) -> str:
    """Say in one sentence what it takes."""
    target = report.target.title
    if report.finished is None:
        return f"{target} is out of reach."
    if not report.lines:
        return f"Every need of {target} is met as it stands: there is nothing to do."
    counts = {kind: sum(line.item.kind == kind for line in report.lines) for kind in KINDS}
    parts = [counted(count, *KINDS[kind]) for kind, count in counts.items() if count]
    work = counted(report.days, "day", "days") if report.days else "no days"
    return f"{listed(parts)}, {work} of work: reaches {target} on {day(report.finished)}."


def standing(report: PlanReport) -> str:
    """Say where the partner stands and what is required."""
    reached = report.achieved.title if report.achieved else "no tier"
    return f"Achieved now: {reached}. Required: {report.required.title}."


def lateness(report: PlanReport) -> str:
    """Say how many steps come after their due dates; "" where none does."""
    if not report.late:
        return ""
    verb = "ends" if report.late == 1 else "end"
    return (
        f"{counted(report.late, 'step', 'steps')} {verb} after the usual due date: add capacity, "
        "or agree another date."
    )


def other_way(way: OtherWay) -> str:
    """Say how a next best plan differs."""
    parts = []
    if way.leaves:
        parts.append(f"leaves {controls(way.leaves)}")
    if way.takes:
        parts.append(f"takes up {controls(way.takes)}")
    if way.changed:
        parts.append(f"goes to another level in {controls(way.changed)}")
    return listed(parts)


def on_conditions(report: PlanReport, held: OnConditions) -> str:
    """Say how the tier can be held for a while."""
    target, work = report.target.title, counted(held.days, "day", "days")
    how = f"{work} of work on {controls(held.questions)}" if held.questions else "no work"
    said = (
        f"Or: {target} can be held on conditions from {day(held.finished)} until "
        f"{day(held.until)}, with {how}, if a plan for the rest is put on record that day; it "
        f"lapses {held.lapses_after} days after."
    )
    if held.in_time is None:
        return said
    rest = "is done before then" if held.in_time else "takes longer than that"
    return f"{said} The whole plan {rest}."


def out_of_reach(report: PlanReport) -> tuple[str, ...]:
    """Say why the tier is out of reach, and what is in reach; empty where it is not."""
    if report.finished is not None:
        return ()
    said = [*report.missing]
    if report.excluded:
        count = counted(len(report.excluded), "control", "controls")
        said.append(
            f"{count} cannot be done, by the effort given or for want of capacity: "
            f"{controls(report.excluded)}."
        )
    if report.nearest:
        work = counted(report.nearest.days, "day", "days")
        said.append(f"In reach: {report.nearest.tier.title}, with {work} of work.")
    return tuple(said)


def basis(report: PlanReport) -> str:
    """Name in one line what the plan rests on."""
    questionnaire = f"{report.questionnaire} ({report.questionnaire.sha256[:12]})"
    policy = f"{report.policy} ({report.policy.sha256[:12]})"
    file = report.file_sha256[:12] or "none"
    return f"Questionnaire {questionnaire} · policy {policy} · method {report.method} · file {file}"
