"""`assess init` and `assess demo`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assess.cli.screen import say


def init(
    folder: Annotated[Path, typer.Argument(help="The folder to make into a workspace.")] = Path(),
) -> None:
    """Make a folder into a workspace.

    Example: assess init acme-partners
    """
    from assess.policies import newest_policy  # noqa: PLC0415
    from assess.store import open_store  # noqa: PLC0415
    from assess.workspace import create_workspace  # noqa: PLC0415
    from questionnaires.library import newest_version  # noqa: PLC0415

    workspace = create_workspace(
        folder, newest_version("partner-security"), newest_policy("standard")
    )
    open_store(workspace.database_url).dispose()
    say(f"{folder} is a workspace now, with {workspace.questionnaire} and {workspace.policy}.")
    say("Next: assess partner import PARTNERS.csv, then assess issue --period 2026Q3 --out outbox")


def demo(
    folder: Annotated[Path, typer.Argument(help="A new folder for the demo.")] = Path("demo"),
) -> None:
    """Do a quarter's work on sample data in a new folder.

    Example: assess demo
    """
    from assess.cli.demonstration import run_demo  # noqa: PLC0415

    run_demo(folder)
