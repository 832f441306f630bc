"""`assess import`: returned workbooks in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assess.cli.options import (
    AsOfOption,
    Format,
    FormatOption,
    WorkspaceOption,
    open_all,
    read_day,
)
from assess.cli.screen import progress, say, show_json, show_problems, show_table

if TYPE_CHECKING:
    from assess.batch import Imported

REJECTED = 3
STATUSES = ("imported", "supersedes", "unchanged", "rejected")


def import_(
    paths: Annotated[list[Path], typer.Argument(help="Returned workbooks, or folders of them.")],
    partner: Annotated[
        str, typer.Option(metavar="ID", help="The partner of a file that does not name one.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and judge only; store nothing.")
    ] = False,
    shown: FormatOption = Format.table,
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Read returned workbooks, each whole or not at all.

    A workbook that is rejected is shown with every reason why; the others are taken.

    The same file again changes nothing; a new one for the same partner and quarter takes the
    place of the earlier, and both are kept. Exit code 3 when a file was rejected, or none found.

    Example: assess import inbox --dry-run
    """
    from assess.batch import import_files  # noqa: PLC0415
    from assess.intake.files import find_files, passed_over  # noqa: PLC0415

    with open_all(workspace) as (home, engine):
        day = read_day(as_of)
        files = find_files(paths)
        with progress(files, "Importing") as bar:
            results = list(import_files(home, engine, bar, day, partner or None, dry_run=dry_run))
        ignored = passed_over(paths)
        if shown is Format.json:
            show_json(
                {
                    "files": [result.as_dict() for result in results],
                    "summary": summary(results),
                    "passed_over": [notice.as_dict() for notice in ignored],
                    "dry_run": dry_run,
                }
            )
        else:
            show_results(results)
            show_problems(ignored)
            _say_next(results, dry_run=dry_run)
        if not results or any(result.status == "rejected" for result in results):
            raise typer.Exit(REJECTED)


def show_results(results: list[Imported]) -> None:
    """Show what became of each file, then every problem, then the way on."""
    rows = [
        (
            Path(result.outcome.file).name,
            result.outcome.partner,
            result.outcome.period,
            result.status,
            result.outcome.counts["answered"],
            result.outcome.counts["blank"],
            result.outcome.counts["not_applicable"],
            result.outcome.counts["problems"],
        )
        for result in results
    ]
    headings = ("File", "Partner", "Period", "Status", "Answered", "Blank", "N/A", "Problems")
    show_table(headings, rows, right="Answered|Blank|N/A|Problems")
    for result in results:
        if result.outcome.problems or result.outcome.notices:
            say(f"{result.outcome.file}: {result.status}")
            show_problems(result.outcome.problems, result.outcome.file)
            show_problems(result.outcome.notices, result.outcome.file)


def _say_next(results: list[Imported], *, dry_run: bool) -> None:
    counts = summary(results)
    if not results:
        say("No spreadsheet was found there.")
        return
    told = ", ".join(f"{counts[status]} {status}" for status in STATUSES)
    if dry_run:
        say(f"{told}. Dry run: nothing was stored.")
    elif counts["rejected"] < len(results):
        say(f"{told}. Next: assess score")
    else:
        say(f"{told}.")


def summary(results: list[Imported]) -> dict[str, int]:
    """Count the files by what became of them."""
    found = [result.status for result in results]
    return {status: found.count(status) for status in STATUSES}
