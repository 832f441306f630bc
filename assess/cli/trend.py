"""`assess trend`: how scores changed from quarter to quarter, and what the change consists of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from assess.cli.options import (
    Format,
    FormatOption,
    PolicyOption,
    WorkspaceOption,
    open_all,
    read_period,
)
from assess.cli.screen import show_json

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from assess.trend.quarters import Policies
    from assess.workspace import Workspace

    Store: TypeAlias = tuple[Workspace, Engine]


def trend(
    partner: Annotated[
        str, typer.Argument(help="The partner's id; else all, between two quarters.")
    ] = "",
    first: Annotated[
        str,
        typer.Option(
            "--from",
            callback=read_period,
            metavar="QUARTER",
            help="First quarter; else the one before the last, or a partner's first.",
        ),
    ] = "",
    last: Annotated[
        str,
        typer.Option(
            "--to", callback=read_period, metavar="QUARTER", help="Last quarter; else the newest."
        ),
    ] = "",
    policy: PolicyOption = "",
    policy_from: Annotated[
        str,
        typer.Option(
            metavar="ID@VERSION", help="Policy of the quarters before the last; else the same."
        ),
    ] = "",
    shown: FormatOption = Format.table,
    workspace: WorkspaceOption = "",
) -> None:
    """Show how scores changed, split into answers, questionnaire, policy and profile.

    The four parts add up to the change, whichever versions the quarters were asked in.

    Example: assess trend north-freight
    """
    from assess.pipeline import find_partner  # noqa: PLC0415
    from assess.policies import load_policy  # noqa: PLC0415
    from assess.trend import choose_periods  # noqa: PLC0415

    with open_all(workspace) as (home, engine):
        if partner:
            find_partner(engine, partner)
        quarters = choose_periods(engine, (first, last), partner or None)
        names = (policy_from or policy or home.policy, policy or home.policy)
        before, after = (load_policy(name, home.policies) for name in names)
        if partner:
            _show_partner((home, engine), partner, quarters, (before, after), shown)
        else:
            pair = (quarters[0] if first else quarters[-2], quarters[-1])
            _show_portfolio((home, engine), pair, (before, after), shown)


def _show_partner(
    store: Store, partner: str, quarters: list[str], policies: Policies, shown: Format
) -> None:
    from assess.cli import trending  # noqa: PLC0415 - it loads the engine
    from assess.trend import partner_data, partner_steps  # noqa: PLC0415

    steps = partner_steps(*store, partner, quarters, policies)
    if shown is Format.json:
        show_json(partner_data(steps))
    else:
        trending.show_partner(steps)


def _show_portfolio(
    store: Store, quarters: tuple[str, str], policies: Policies, shown: Format
) -> None:
    from assess.cli import trending  # noqa: PLC0415 - it loads the engine
    from assess.trend import portfolio_steps, step_data  # noqa: PLC0415

    steps = portfolio_steps(*store, quarters, policies)
    if shown is Format.json:
        show_json([step_data(step) for step in steps])
    else:
        trending.show_portfolio(steps, quarters)
