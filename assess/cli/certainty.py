"""`assess certainty`: how sure a tier is, and what it hangs on."""

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
from assess.cli.screen import say, show_json

if TYPE_CHECKING:
    from assess.certainty import Certainty
    from scoring.results import Assessment

PICTURES = (".png", ".svg", ".pdf")


def certainty(
    partner: Annotated[str, typer.Argument(help="The partner's id; else all that answered.")] = "",
    out: Annotated[
        Path | None,
        typer.Option(help="Picture of all partners to write: .png, .svg or .pdf."),
    ] = None,
    period: PeriodOption = "",
    policy: PolicyOption = "",
    shown: FormatOption = Format.table,
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Show how sure a tier is, and which answers decide it.

    1,000 other sets of principle weights are tried, every answer is tried a level worse and a
    level better, and the score is taken with what is unanswered, or only self-attested, at its
    worst.

    Without --period it is about the newest quarter with responses.

    Example: assess certainty north-freight
    """
    from assess.certainty import how_sure  # noqa: PLC0415 - it loads the engine
    from assess.pipeline import assess_partner, assess_period, newest_period  # noqa: PLC0415
    from assess.policies import load_policy  # noqa: PLC0415

    _check(partner, out)
    day = read_day(as_of)
    with open_all(workspace) as (home, engine):
        if partner:
            scored = assess_partner(home, engine, partner, period, day, policy)
            _show_partner(how_sure([scored.assessment])[0], shown)
            return
        chosen = load_policy(policy or home.policy, home.policies)
        asked = period or newest_period(engine)
        found = [each.assessment for each in assess_period(home, engine, asked, day, chosen)]
    if found:
        _show_portfolio(sorted(found, key=lambda each: each.profile.id), out, shown)
    else:
        say(f"Nobody has answered for {asked} yet.")


def _check(partner: str, out: Path | None) -> None:
    if out is None:
        return
    if partner:
        message = "the picture is of all partners: leave out the partner, or --out"
        raise typer.BadParameter(message, param_hint="--out")
    if out.suffix.lower() not in PICTURES:
        message = f"{out} is no picture: name it {', '.join(PICTURES)}"
        raise typer.BadParameter(message, param_hint="--out")


def _show_partner(certainty: Certainty, shown: Format) -> None:
    from assess.certainty import detail_data  # noqa: PLC0415
    from assess.cli.surety import show_partner  # noqa: PLC0415

    if shown is Format.json:
        show_json(detail_data(certainty))
    else:
        show_partner(certainty)


def _show_portfolio(found: list[Assessment], out: Path | None, shown: Format) -> None:
    from assess.certainty import (  # noqa: PLC0415
        certainty_data,
        how_sure,
        rank_partners,
        ranks_data,
    )
    from assess.cli.surety import show_portfolio  # noqa: PLC0415

    certainties = how_sure(found)
    order, ranks = rank_partners(found)
    if shown is Format.json:
        partners = [certainty_data(each) for each in certainties]
        show_json({"partners": partners, "ranks": ranks_data(order, ranks)})
    else:
        show_portfolio(certainties, order, ranks)
    if out is not None:
        from assess.certainty.picture import draw  # noqa: PLC0415 - matplotlib is slow to load

        draw(certainties, order, ranks, out)
        say(f"The picture is in {out}.")
