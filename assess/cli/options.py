"""Options that several commands share, and how their text becomes a value."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assess.periods import parse_period

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from assess.workspace import Workspace


class Format(StrEnum):
    """How a command shows its result."""

    table = "table"
    json = "json"


def read_period(text: str) -> str:
    """Turn the text of an option into a period."""
    try:
        return parse_period(text) if text else ""
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def read_day(text: str) -> date:
    """Turn the text of `--as-of` into a day; the one place where the clock is read."""
    if not text:
        return datetime.now(UTC).astimezone().date()  # noqa: TID251 - this is the one place
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = f"{text!r} is not a date: write it as 2026-09-30"
        raise typer.BadParameter(message, param_hint="--as-of") from error


def _workspace_folder(value: str) -> str:
    return value or os.environ.get("ASSESS_WORKSPACE") or "."


WorkspaceOption = Annotated[
    str,
    typer.Option(
        "--workspace",
        callback=_workspace_folder,
        metavar="FOLDER",
        help="Workspace; else ASSESS_WORKSPACE, else the current folder.",
        show_default=False,
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", help="How to show the result.")]
PeriodOption = Annotated[
    str,
    typer.Option(
        "--period",
        callback=read_period,
        metavar="QUARTER",
        help="Quarter, such as 2026Q3.",
        show_default=False,
    ),
]
AsOfOption = Annotated[
    str,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="The day to work as of, such as 2026-09-30; else today.",
        show_default=False,
    ),
]
PolicyOption = Annotated[
    str,
    typer.Option(
        "--policy",
        metavar="ID@VERSION",
        help="Policy; else the workspace's.",
        show_default=False,
    ),
]


@contextmanager
def open_all(folder: str) -> Iterator[tuple[Workspace, Engine]]:
    """Open a workspace and its store, and close the store in the end."""
    from assess.store import open_store  # noqa: PLC0415 - sqlalchemy is slow to load
    from assess.workspace import open_workspace  # noqa: PLC0415

    workspace = open_workspace(Path(folder))
    engine = open_store(workspace.database_url)
    try:
        yield workspace, engine
    finally:
        engine.dispose()
