"""`assess explain`: where every point came from, what decided the tier, and what changed."""

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
    from assess.explanation import Explanation, Story


def explain(
    partner: Annotated[str, typer.Argument(help="The partner's id.")],
    question: Annotated[
        str, typer.Option(metavar="ID", help="Tell one question's whole story instead.")
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option(help="File to write: .html or .json; else the terminal."),
    ] = None,
    period: PeriodOption = "",
    policy: PolicyOption = "",
    shown: FormatOption = Format.table,
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Show why a partner stands where it does, and where every point came from.

    Why not the next tier, what decided this one, and what changed since the quarter before.

    Without --period it is about the newest quarter with responses.

    Example: assess explain north-freight --out north-freight.html
    """
    from assess.explanation import explanation, question_story, write  # noqa: PLC0415 - numpy
    from assess.pipeline import assess_partner  # noqa: PLC0415 - sqlalchemy is slow to load

    if question and out is not None:
        message = "one question's story is for the terminal: use --format json > FILE"
        raise typer.BadParameter(message, param_hint="--out")
    day = read_day(as_of)
    with open_all(workspace) as (home, engine):
        scored = assess_partner(home, engine, partner, period, day, policy)
        if question:
            _show_story(question_story(engine, scored, question), partner, shown)
            return
        told = explanation(home, engine, scored, day)
    if out is not None:
        write(told, out)
        say(f"Why {partner} stands where it does: {out}.")
    else:
        _show(told, shown)


def _show(told: Explanation, shown: Format) -> None:
    from assess.cli.explaining import show_explanation  # noqa: PLC0415 - it loads the engine
    from assess.explanation import data  # noqa: PLC0415

    if shown is Format.json:
        show_json(data(told))
    else:
        show_explanation(told)


def _show_story(told: Story, partner: str, shown: Format) -> None:
    from assess.cli.explaining import show_story  # noqa: PLC0415 - it loads the engine
    from assess.explanation import story_data  # noqa: PLC0415

    if shown is Format.json:
        show_json(story_data(told))
    else:
        show_story(told, partner)
