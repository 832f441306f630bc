"""`assess questionnaire`: the versioned library."""

from __future__ import annotations

from pathlib import Path

import typer

from assess.cli import authoring, migrating, versions
from assess.cli.options import Format, FormatOption, WorkspaceOption
from assess.cli.screen import show_json, show_table

app = typer.Typer(
    no_args_is_help=True, help="The versioned questionnaires: list, write, check, compare."
)


def _folders(workspace: str) -> tuple[Path, ...]:
    """Return where questionnaires may be: the shipped ones are there without a workspace too."""
    from assess.workspace import SETTINGS, open_workspace  # noqa: PLC0415
    from questionnaires.library import SHIPPED  # noqa: PLC0415

    folder = Path(workspace)
    return open_workspace(folder).questionnaires if (folder / SETTINGS).exists() else (SHIPPED,)


@app.command("list")
def list_(shown: FormatOption = Format.table, workspace: WorkspaceOption = "") -> None:
    """List every questionnaire and version.

    Example: assess questionnaire list
    """
    from questionnaires.library import load_questionnaire, versions  # noqa: PLC0415
    from questionnaires.problems import InvalidDocumentError  # noqa: PLC0415

    folders = _folders(workspace)
    found, problems = [], []
    for name, version, _ in versions(folders):
        try:
            found.append(load_questionnaire(f"{name}@{version}", folders))
        except InvalidDocumentError as error:
            problems += error.problems
    rows = [
        (
            str(each.reference),
            each.title,
            each.published,
            len(each.questions),
            each.reference.sha256,
        )
        for each in found
    ]
    if shown is Format.json:
        keys = ("questionnaire", "title", "published", "questions", "sha256")
        show_json([dict(zip(keys, row, strict=True)) for row in rows])
    else:
        headings = ("Questionnaire", "Title", "Published", "Questions", "SHA-256")
        show_table(headings, [(*row[:-1], row[-1][:12]) for row in rows], right="Questions")
    if problems:
        raise InvalidDocumentError(problems)


app.command()(authoring.show)
app.command()(authoring.lint)
app.command()(authoring.export)
app.command()(authoring.build)
for command in (versions.diff, versions.publish, migrating.migrate):
    app.command()(command)
