"""`assess plan`: the least work to a tier, dated."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assess.cli.options import (
    AsOfOption,
    Format,
    FormatOption,
    PeriodOption,
    PolicyOption,
    WorkspaceOption,
    open_all,
    read_day,
)
from assess.cli.screen import progress, say, show_json, show_table, show_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assess.planning import PlanReport
    from assess.planning.choices import Choices
    from assess.planning.portfolio import Outlook


def plan(
    partner: Annotated[str, typer.Argument(help="The partner's id; else --all.")] = "",
    to: Annotated[
        str, typer.Option(metavar="TIER", help="The tier: its id, `required` or `next`.")
    ] = "required",
    everyone: Annotated[
        bool, typer.Option("--all", help="Every partner that answered, one line each.")
    ] = False,
    effort: Annotated[
        Path | None,
        typer.Option(help="CSV question,days: your own days of work; - where it cannot be done."),
    ] = None,
    owner: Annotated[
        Path | None, typer.Option(help="CSV question,owner: who does what; else `partner`.")
    ] = None,
    capacity: Annotated[
        Path | None,
        typer.Option(help="CSV owner,days-per-week: time that owners have; else 5 days."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="File to write: .xlsx, .html, .md or .json; else the terminal."),
    ] = None,
    period: PeriodOption = "",
    policy: PolicyOption = "",
    shown: FormatOption = Format.table,
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Find the least work that takes a partner to a tier, and date it.

    Solved exactly: no other choice of improvements takes fewer days.

    Dates count from --as-of, by owner, on working days.

    Example: assess plan north-freight --to confidential --out plan.html
    """
    from assess.planning.choices import read_choices  # noqa: PLC0415 - scipy is slow to load

    _check_use(partner, everyone, out)
    choices = read_choices(effort, owner, capacity)
    if everyone:
        _plan_all(to, choices, period, policy, shown, as_of, workspace)
        return
    report = _plan_one(partner, to, choices, period, policy, as_of, workspace)
    _hand_over(report, out, shown)


def _check_use(partner: str, everyone: bool, out: Path | None) -> None:
    from assess.planning import check_format  # noqa: PLC0415

    if bool(partner) == everyone:
        message = "name one partner, or give --all for every partner that answered"
        raise typer.BadParameter(message)
    if out is not None and everyone:
        message = "a file is written for one partner; use --format json with --all"
        raise typer.BadParameter(message, param_hint="--out")
    if out is not None:
        check_format(out)


def _plan_one(
    partner: str, to: str, choices: Choices, period: str, policy: str, as_of: str, workspace: str
) -> PlanReport:
    from assess.pipeline import assess_partner  # noqa: PLC0415
    from assess.planning import plan_report  # noqa: PLC0415
    from assess.planning.choices import check_questions  # noqa: PLC0415
    from assess.planning.routes import tier_named  # noqa: PLC0415

    day = read_day(as_of)
    with open_all(workspace) as (home, engine):
        scored = assess_partner(home, engine, partner, period, day, policy)
    found = scored.assessment
    check_questions(choices, (each.id for each in found.questionnaire.questions if each.scored))
    return plan_report(found, tier_named(found, to), day, scored.file_sha256, choices)


def _hand_over(report: PlanReport, out: Path | None, shown: Format) -> None:
    from assess.planning import as_json, write  # noqa: PLC0415
    from assess.planning.sentences import headline  # noqa: PLC0415

    if out is not None:
        write(report, out)
        say(f"{headline(report)} Written to {out}.")
        if report.lines:
            say("Next: agree owners and dates, and date it again with --owner and --capacity.")
    elif shown is Format.json:
        show_text(as_json.text(report).decode())
    else:
        _show(report)


def _show(report: PlanReport) -> None:
    from assess.look.words import counted, gained  # noqa: PLC0415
    from assess.planning import sentences  # noqa: PLC0415

    if report.lines:
        _show_schedule(report)
    say(f"{sentences.headline(report)} {sentences.standing(report)}")
    for reason in sentences.out_of_reach(report):
        say(f"· {reason}")
    if report.late:
        say(sentences.lateness(report))
    if report.conditional:
        say(sentences.on_conditions(report, report.conditional))
    for way in report.others:
        say(f"Also {counted(way.days, 'day', 'days')}: {sentences.other_way(way)}.")
    if report.quick:
        wins = [f"{item.question} ({gained(item.gain)} in {item.days} d)" for item in report.quick]
        say(f"Quick wins: {', '.join(wins)}.")
    target = f"{report.partner} --to {report.target.id} --period {report.period}"
    again = f"assess plan {target} --out plan.html"
    say(f"Next: {again if report.lines else f'assess gaps {report.partner} --out gaps.xlsx'}")


def _show_schedule(report: PlanReport) -> None:
    from assess.look.words import short_day  # noqa: PLC0415
    from assess.planning.sentences import heading  # noqa: PLC0415

    owners = {line.owner for line in report.lines}
    rows = [
        (
            line.number,
            line.item.question,
            f"{line.item.before} → {line.item.after}",
            line.item.days,
            *([line.owner] if len(owners) > 1 else ()),
            short_day(line.start),
            short_day(line.end),
            "" if line.due is None else f"{short_day(line.due)}{' late' if line.late else ''}",
        )
        for line in report.lines
    ]
    whose = ("Owner",) if len(owners) > 1 else ()
    headings = ("No.", "Question", "From → to", "Days", *whose, "Start", "End", "Due")
    show_table(headings, rows, title=heading(report), right="No.|Days")


def _plan_all(
    to: str,
    choices: Choices,
    period: str,
    policy: str,
    shown: Format,
    as_of: str,
    workspace: str,
) -> None:
    from assess.pipeline import assess_period, newest_period  # noqa: PLC0415
    from assess.planning.choices import check_questions  # noqa: PLC0415
    from assess.planning.portfolio import outlook_data, outlooks  # noqa: PLC0415
    from assess.policies import load_policy  # noqa: PLC0415

    day = read_day(as_of)
    with open_all(workspace) as (home, engine):
        chosen = load_policy(policy or home.policy, home.policies)
        scored = assess_period(home, engine, period or newest_period(engine), day, chosen)
        found = sorted((each.assessment for each in scored), key=lambda each: each.profile.id)
    asked = {id(each.questionnaire): each.questionnaire for each in found}.values()
    check_questions(choices, (q.id for each in asked for q in each.questions if q.scored))
    with progress(found, "planning") as portfolio:
        results = list(outlooks(portfolio, to, day, choices))
    if shown is Format.json:
        show_json([outlook_data(each) for each in results])
    else:
        _show_all(results)


def _show_all(results: Sequence[Outlook]) -> None:
    from assess.look.words import short_day  # noqa: PLC0415

    rows = [
        (
            each.partner,
            each.achieved and each.achieved.title,
            each.target.title,
            each.state,
            each.steps,
            each.must_haves,
            each.days,
            each.finished and short_day(each.finished),
        )
        for each in results
    ]
    numbers = ("Steps", "Must-haves", "Days")
    headings = ("Partner", "Achieved", "To", "State", *numbers, "Reached on")
    show_table(headings, rows, right="|".join(numbers))
    work = [each for each in results if each.state == "planned"]
    if work:
        most = max(work, key=lambda each: each.days or 0)
        say(f"Next: assess plan {most.partner} --to {most.target.id} --out plan.html")
