"""`assess scorecard`: the quarter, for the portfolio and each partner."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assess.cli.options import (
    AsOfOption,
    PeriodOption,
    PolicyOption,
    WorkspaceOption,
    open_all,
    read_day,
)
from assess.cli.screen import progress, say


def scorecard(
    out: Annotated[Path, typer.Option(help="Folder to write to.")] = Path("scorecard"),
    period: PeriodOption = "",
    policy: PolicyOption = "",
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Write the quarter's scorecard.

    A page for the portfolio and one for each partner, a PDF, and an xlsx.

    Without --period it is about the newest quarter with responses.

    Example: assess scorecard --period 2026Q3 --out scorecard-2026Q3
    """
    from assess.pipeline import newest_period  # noqa: PLC0415
    from assess.policies import load_policy  # noqa: PLC0415
    from assess.quarterly import load_quarter  # noqa: PLC0415
    from assess.scorecard import write_scorecard  # noqa: PLC0415

    with open_all(workspace) as (home, engine):
        chosen = load_policy(policy or home.policy, home.policies)
        quarter = load_quarter(
            home, engine, period or newest_period(engine), read_day(as_of), chosen
        )
        written = write_scorecard(quarter, out, lambda pages: progress(pages, "Writing pages"))
        say(f"{quarter.period}: {len(written)} files. Open {out / 'index.html'}")
