"""`assess signals`: which returned files are worth a second look, for the assessor only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assess.cli.options import (
    Format,
    FormatOption,
    PeriodOption,
    PolicyOption,
    WorkspaceOption,
    open_all,
)
from assess.cli.screen import say, show_json, show_table
from questionnaires.problems import InputError, Place, Problem

if TYPE_CHECKING:
    from assess.signals import Signal, Watch

SHOWN = 8
"""Questions named in the table of one signal; JSON has them all."""


def signals(
    partner: Annotated[str, typer.Argument(help="The partner's id; else all.")] = "",
    period: PeriodOption = "",
    policy: PolicyOption = "",
    shown: FormatOption = Format.table,
    workspace: WorkspaceOption = "",
) -> None:
    """List what makes a returned file worth a second look, and what to ask.

    For assessors only: a signal is a reason for a question, never an accusation. It lowers no
    score, moves no tier, and stands in no report for partners.

    Example: assess signals --period 2026Q3
    """
    from assess.pipeline import find_partner, newest_period  # noqa: PLC0415 - it loads the engine
    from assess.policies import load_policy  # noqa: PLC0415
    from assess.signals import load_returned, load_watch, signals_of, untold  # noqa: PLC0415

    with open_all(workspace) as (home, engine):
        if partner:
            find_partner(engine, partner)
        period = period or newest_period(engine, partner or None)
        chosen = load_policy(policy or home.policy, home.policies)
        # Everyone is looked at, as what is unusual shows beside the others.
        files = load_returned(home, engine, period, chosen)
    if partner and partner not in {each.partner for each in files}:
        hint = "import its workbook, or name another quarter with --period"
        message = f"{partner} has not answered for {period}"
        raise InputError([Problem(Place(), "partner.not-answered", message, hint)])
    watch = load_watch()
    found = [one for one in signals_of(files, watch) if partner in {"", one.partner}]
    missing = untold(files, watch)
    if shown is Format.json:
        show_json(_data(found, watch, period, len(files), missing))
    else:
        _show(found, watch, period, len(files), missing)


def _data(
    found: Sequence[Signal], watch: Watch, period: str, files: int, missing: Sequence[str]
) -> dict[str, Any]:
    return {
        "period": period,
        "watch": watch.reference.as_dict(),
        "files": files,
        "not_looked_at": list(missing),
        "signals": [_signal(one, watch) for one in found],
    }


def _signal(one: Signal, watch: Watch) -> dict[str, Any]:
    rule = watch.rules[one.rule]
    return {
        "partner": one.partner,
        "signal": rule.id,
        "title": rule.title,
        "strength": one.strength,
        "says": one.says,
        "facts": [{"question": f.question, "cell": f.cell, "said": f.said} for f in one.facts],
        "why": rule.why,
        "often_harmless": rule.harmless,
        "ask": rule.ask,
    }


def _show(
    found: Sequence[Signal], watch: Watch, period: str, files: int, missing: Sequence[str]
) -> None:
    if found:
        show_table(
            ("partner", "strength", "what was seen", "what to ask"),
            ((one.partner, one.strength, _seen(one, watch), _ask(one, watch)) for one in found),
            title=f"Signals, {period}: reasons for a question, for assessors only",
        )
    partners = len({one.partner for one in found})
    many = "signal" if len(found) == 1 else "signals"
    say(f"{len(found)} {many} on {partners} of {files} files returned for {period}.")
    for each in missing:
        say(f"Not all could be looked at: {each}.")


def _seen(one: Signal, watch: Watch) -> str:
    names = list(dict.fromkeys(each.question for each in one.facts))
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    where = f"\n{', '.join(names[:SHOWN])}{more}" if names else ""
    return f"{watch.rules[one.rule].title}: {one.says}.{where}\n"


def _ask(one: Signal, watch: Watch) -> str:
    rule = watch.rules[one.rule]
    return f"{rule.ask}\nOften harmless: {rule.harmless}\n"
