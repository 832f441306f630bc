"""`assess import --fix`: correction workbooks for what was rejected."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assess.cli.screen import say, show_problems

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from assess.batch import Imported
    from assess.corrections import Corrected, Written
    from assess.workspace import Workspace

CORRECTIONS = Path("corrections")
"""Where the workbooks go: below the current folder, as those to send go to `outbox`."""

NAMED = 5
"""Workbooks that the next command names; of more, their folder."""

FixOption = Annotated[
    bool,
    typer.Option(
        "--fix",
        help=f"Write a workbook with the cells in doubt of each rejected file, to {CORRECTIONS}.",
    ),
]


def check_fix(*, fix: bool, dry_run: bool) -> None:
    """Refuse what cannot be: a file that is corrected has to be kept."""
    if fix and dry_run:
        message = "a dry run keeps no file, so there is none to correct; leave out --dry-run"
        raise typer.BadParameter(message, param_hint="--fix")


def write_fixes(home: Workspace, engine: Engine, results: list[Imported], day: date) -> Corrected:
    """Write a correction workbook for each rejected file that can have one."""
    from assess.corrections import write_corrections  # noqa: PLC0415 - openpyxl is slow to load

    rejected = [result.outcome for result in results if result.status == "rejected"]
    return write_corrections(home, engine, rejected, CORRECTIONS, day)


def show_fixes(corrected: Corrected) -> None:
    """Say which workbook is for which file, why a file has none, and what to do next."""
    written, problems = corrected
    for each in written:
        say(_told(each))
    if problems:
        say("No correction workbook for:")
        show_problems(problems)
    if written:
        paths = [each.path for each in written] if len(written) <= NAMED else [CORRECTIONS]
        say(f"Decide what is open, then: {shlex.join(['assess', 'import', *map(str, paths)])}")


def fixes_as_dict(corrected: Corrected | None) -> dict[str, object]:
    """Return, as JSON-ready data, what was written and why nothing was; {} where none was asked."""
    if corrected is None:
        return {}
    written, problems = corrected
    return {
        "corrections": [each.as_dict() for each in written],
        "uncorrected": [problem.as_dict() for problem in problems],
    }


def _told(written: Written) -> str:
    count = len(written.outcome.doubts)
    doubts = "1 thing in doubt" if count == 1 else f"{count} things in doubt"
    line = f"{written.path}: {doubts} in {Path(written.outcome.file).name}"
    if written.new:
        return line
    return f"{line}. It was there before, and was left as it is: it may hold decisions."
