"""`assess questionnaire diff` and `publish`: from one version to the next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assess.cli.options import Format, FormatOption, WorkspaceOption, open_all
from assess.cli.screen import plain, say, show_json, show_table, show_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assess.versions.comparing import Comparison
    from assess.versions.rows import Row
    from assess.versions.touched import Touched

VERSION_HELP = "Questionnaire as id@version, id for the newest, or a file."


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help=VERSION_HELP)],
    new: Annotated[str, typer.Argument(metavar="NEW", help=VERSION_HELP)],
    out: Annotated[
        Path | None, typer.Option(help="Page to write, side by side: .html; else the terminal.")
    ] = None,
    shown: FormatOption = Format.table,
    workspace: WorkspaceOption = "",
) -> None:
    """Show what changed between two versions, and which version number that demands.

    In a workspace, also which stored submissions the changes touch.

    Example: assess questionnaire diff partner-security@1.0.0 partner-security@1.1.0
    """
    from assess.versions.comparing import compare_versions  # noqa: PLC0415 - slow to load
    from assess.versions.report import as_data  # noqa: PLC0415

    found = compare_versions(old, new, _folders(workspace))
    touched = _touched(found, workspace)
    for problem in found.misfits[:1]:
        count = len(found.misfits)
        say(f"The migration map does not fit and is left out, {count} problems; the first:")
        say(f"  {problem}")
    if out is not None:
        from assess.versions.html import write  # noqa: PLC0415 - only where it is written

        write(found, touched, out)
        say(f"{len(found.found.changes)} changes in {out}.")
    elif shown is Format.json:
        show_json(as_data(found, touched))
    else:
        _show(found, touched)


def publish(
    file: Annotated[Path, typer.Argument(help="The questionnaire file to publish.")],
    shown: FormatOption = Format.table,
    workspace: WorkspaceOption = "",
) -> None:
    """Publish a questionnaire in the workspace: from then on its file never changes.

    Its version must be higher than every one published, by the step that the changes demand:
    a patch for words, a minor one for more, a major one where answers are judged otherwise.

    Example: assess questionnaire publish drafts/our-own.json
    """
    from assess.versions.publishing import publish as publish_file  # noqa: PLC0415 - slow to load
    from assess.versions.report import verdict  # noqa: PLC0415
    from assess.workspace import open_workspace  # noqa: PLC0415

    done = publish_file(file, open_workspace(Path(workspace)).questionnaires)
    if shown is Format.json:
        show_json(done.as_dict())
        return
    if done.since is not None:
        say(verdict(done.since))
    word = "was published before, unchanged" if done.already else "is published"
    say(f"{done.reference} {word}: {done.path}")


def _folders(workspace: str) -> tuple[Path, ...]:
    from questionnaires.library import SHIPPED  # noqa: PLC0415

    return (Path(workspace) / "questionnaires", SHIPPED)


def _touched(found: Comparison, workspace: str) -> list[Touched] | None:
    from assess.versions.touched import touched  # noqa: PLC0415 - numpy is slow to load
    from assess.workspace import SETTINGS  # noqa: PLC0415

    if not (Path(workspace) / SETTINGS).is_file():
        return None
    with open_all(workspace) as (_, engine):
        return touched(engine, found)


def _show(found: Comparison, touched: Sequence[Touched] | None) -> None:
    from assess.versions.report import reasons, verdict  # noqa: PLC0415
    from assess.versions.rows import rows  # noqa: PLC0415

    told = rows(found)
    for kind, count in found.found.counts().items():
        show_kind([row for row in told if row.change.kind == kind], f"{kind.capitalize()}: {count}")
    if touched:
        headings = ("Period", "Submissions", "Affected", "Answers affected")
        counts = [(e.period, e.submissions, e.affected, e.answers) for e in touched]
        title = f"Submissions on {found.old.questionnaire.reference}"
        show_table(headings, counts, title=title, right="|".join(headings[1:]))
        say("Affected: answers to questions that went or changed. What is stored stays as it is.")
    show_text(f"{plain(verdict(found))}\n")
    if found.found.changes:
        show_table(("Because", "Of"), reasons(found))


def show_kind(told: Sequence[Row], title: str) -> None:
    """Show the changes of one kind, with [-words-] that went and {+words+} that came."""
    from assess.versions.report import subject  # noqa: PLC0415
    from assess.versions.rows import in_line  # noqa: PLC0415

    lines = [(subject(row.change), row.change.part, in_line(row), row.change.bump) for row in told]
    show_table(("Question", "Part", "Change", "Demands"), lines, title=title)
