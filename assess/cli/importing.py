"""`assess import`: returned workbooks in."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assess.cli.fixing import FixOption, check_fix, fixes_as_dict, show_fixes, write_fixes
from assess.cli.native import say_native
from assess.cli.options import (
    AsOfOption,
    Format,
    FormatOption,
    PeriodOption,
    WorkspaceOption,
    open_all,
    read_day,
)
from assess.cli.screen import counting, say, show_json, show_problems, show_table

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from assess.batch import Asked, Imported, Inbox
    from assess.corrections import Corrected
    from assess.workspace import Workspace

REJECTED = 3

STOPPED = 130
"""What a shell makes of an interrupted command."""

STATUSES = ("imported", "supersedes", "unchanged", "rejected")


PathsArgument = Annotated[
    list[Path],
    typer.Argument(help="Returned workbooks; folders, zips, e-mail exports; quoted patterns."),
]
PartnerOption = Annotated[
    str, typer.Option(metavar="ID", help="The partner of a file that does not name one.")
]
JobsOption = Annotated[
    int | None,
    typer.Option(metavar="N", min=1, help="Files read at once; else one a core."),
]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Read and judge only; store nothing.")
]


def import_(
    paths: PathsArgument,
    partner: PartnerOption = "",
    period: PeriodOption = "",
    jobs: JobsOption = None,
    fix: FixOption = False,
    dry_run: DryRunOption = False,
    shown: FormatOption = Format.table,
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Read returned workbooks, each whole or not at all.

    A workbook that is rejected is shown with every reason why, and copied with these into the
    workspace's folder `rejected`; the others are taken.

    The same file again changes nothing, so a stopped import is run again to go on; a new one
    for the same partner and quarter takes the place of the earlier, and both are kept. --partner
    and --period are for files that do not name their own. With --fix, each rejected file gets a
    workbook with only what is in doubt, in the folder corrections; decide there, and import it
    to complete the file. Exit code 3 when a file was rejected,
    or none found.

    Example: assess import inbox "mail/**/*.eml" --dry-run
    """
    from assess.batch import Asked, Inbox  # noqa: PLC0415 - the store is slow to load
    from assess.workers.pool import cores  # noqa: PLC0415

    check_fix(fix=fix, dry_run=dry_run)
    with open_all(workspace) as (home, engine):
        inbox = Inbox(paths)
        asked = Asked(read_day(as_of), partner, period, jobs or cores(), dry_run=dry_run)
        results = _imported(home, engine, inbox, asked)
        fixes = write_fixes(home, engine, results, asked.as_of) if fix else None
        _show(results, inbox, shown, fixes, dry_run=dry_run)
        if not results or any(result.status == "rejected" for result in results):
            _say_where_rejected(results, home.rejected, paths, fixes, dry_run=dry_run)
            raise typer.Exit(REJECTED)


def _imported(home: Workspace, engine: Engine, inbox: Inbox, asked: Asked) -> list[Imported]:
    """Import with a bar; where the user stops it, say what is done and that it can go on."""
    from assess.batch import import_files  # noqa: PLC0415

    results: list[Imported] = []
    counts = dict.fromkeys(STATUSES, 0)
    place = {path: number for number, path in enumerate(inbox.files, 1)}
    furthest = 0
    try:
        with counting(len(inbox.files), "Importing") as tell:
            for result in import_files(home, engine, inbox, asked):
                results.append(result)
                counts[result.status] += 1
                furthest = max(furthest, place[result.path])
                tell(furthest, _told(counts))
    except KeyboardInterrupt:
        done = _told(counts) or "nothing is done yet"
        say(f"Stopped: {done}. The same command goes on with the rest.")
        raise typer.Exit(STOPPED) from None
    return results


def _show(
    results: list[Imported],
    inbox: Inbox,
    shown: Format,
    fixes: Corrected | None,
    *,
    dry_run: bool,
) -> None:
    if shown is Format.json:
        show_json(
            {
                "files": [result.as_dict() for result in results],
                "summary": summary(results),
                "passed_over": [notice.as_dict() for notice in inbox.passed_over],
                "dry_run": dry_run,
            }
            | fixes_as_dict(fixes)
        )
    else:
        show_results(results)
        show_problems(inbox.passed_over)
        _say_next(results, dry_run=dry_run)


def show_results(results: list[Imported]) -> None:
    """Show what became of each file, then every problem, then the way on."""
    rows = [
        (
            shown_name(result.outcome.file, result.path),
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
        if native := result.outcome.native:
            partner = result.outcome.partner if result.outcome.submission else ""
            say_native(native, Path(result.outcome.file).name, partner)
        if result.outcome.problems or result.outcome.notices:
            say(f"{result.outcome.file}: {result.status}")
            show_problems(result.outcome.problems, result.outcome.file)
            show_problems(result.outcome.notices, result.outcome.file)


def _say_next(results: list[Imported], *, dry_run: bool) -> None:
    if not results:
        say("No spreadsheet was found there.")
        return
    counts = summary(results)
    told = _told(counts, ", ")
    if dry_run:
        say(f"{told}. Dry run: nothing was stored.")
    elif counts["rejected"] < len(results):
        say(f"{told}. Next: assess score")
    else:
        say(f"{told}.")


def _say_where_rejected(
    results: list[Imported],
    folder: Path,
    paths: list[Path],
    fixes: Corrected | None,
    *,
    dry_run: bool,
) -> None:
    if not results or dry_run:
        return
    if any(result.is_set_aside for result in results):
        say(f"What was rejected lies in {folder}, each file with its reasons beside it.")
    if fixes is not None:
        show_fixes(fixes)
    elif any(result.outcome.doubts for result in results):
        again = shlex.join(["assess", "import", *map(str, paths), "--fix"])
        say(f"To have workbooks with only the cells in doubt: {again}")


def shown_name(file: str, path: Path) -> str:
    """Return a file's own name; of one inside a zip or e-mail, its place in there, too."""
    return path.name + file.removeprefix(str(path))


def _told(counts: dict[str, int], between: str = " · ") -> str:
    """Say how many files came to what, for what there is."""
    told = []
    for status, count in counts.items():
        words = "took an earlier one's place" if status == "supersedes" else status
        told += [f"{count} {words}"] if count else []
    return between.join(told)


def summary(results: list[Imported]) -> dict[str, int]:
    """Count the files by what became of them."""
    found = [result.status for result in results]
    return {status: found.count(status) for status in STATUSES}
