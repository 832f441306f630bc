"""`assess review`: an assessor's decision about one response."""

from __future__ import annotations

from typing import Annotated

import typer

from assess.cli.options import AsOfOption, PeriodOption, WorkspaceOption, open_all, read_day
from assess.cli.screen import say


def review(
    partner: Annotated[str, typer.Argument(help="The partner's id.")],
    question: Annotated[str, typer.Argument(help="The question's id.")],
    accept_na: Annotated[
        bool, typer.Option("--accept-na", help="Accept that the control is not applicable.")
    ],
    reason: Annotated[str, typer.Option(help="Why; it becomes part of the record.")],
    by: Annotated[str, typer.Option(help="Who decides.")],
    period: PeriodOption = "",
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Accept a claim that a control is not applicable.

    Until then the claim counts as not met for the tier.

    Without --period it is about the newest quarter with responses.

    Example: assess review north-freight media.removable --accept-na
    --reason "No removable media on site, seen in the audit" --by "Security team"
    """
    from assess.reviewing import accept_claim  # noqa: PLC0415

    if not (accept_na and reason.strip() and by.strip()):
        message = "give --accept-na, a --reason and a name with --by"
        raise typer.BadParameter(message)
    with open_all(workspace) as (home, engine):
        made = accept_claim(
            home, engine, (partner, period, question), (reason, by), read_day(as_of)
        )
        say(f"{made.question} is accepted as not applicable for {partner} in {made.period}.")
        say(f"Next: assess score {partner} --period {made.period}")
