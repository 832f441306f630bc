"""`assess questionnaire`: the versioned library."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assess.cli.options import Format, FormatOption, WorkspaceOption
from assess.cli.screen import say, show_json, show_table

app = typer.Typer(no_args_is_help=True, help="The versioned questionnaires: list, show, lint.")


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


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="Questionnaire as id@version, or id for the newest.")],
    shown: FormatOption = Format.table,
    workspace: WorkspaceOption = "",
) -> None:
    """Show a questionnaire's questions.

    Example: assess questionnaire show partner-security@1.1.0
    """
    from questionnaires.library import load_questionnaire  # noqa: PLC0415

    asked = load_questionnaire(name, _folders(workspace))
    if shown is Format.json:
        keys = ("id", "section", "text", "guidance", "why", "weight", "must_have", "element")
        questions = [{key: getattr(q, key) for key in keys} for q in asked.questions]
        show_json({**asked.reference.as_dict(), "title": asked.title, "questions": questions})
        return
    for section in asked.sections:
        rows = [
            (q.id, q.text, q.answer.type, q.weight or "", "must-have" if q.must_have else "")
            for q in asked.questions
            if q.section == section.id
        ]
        headings = ("ID", "Question", "Answer", "Weight", "")
        show_table(headings, rows, title=section.title, right="Weight")


@app.command()
def lint(
    files: Annotated[list[Path], typer.Argument(help="Questionnaire files to check.")],
) -> None:
    """Check questionnaire files: the schema, then the rules a schema cannot say.

    Every problem is shown with the file, the JSON path and what to do; exit code 4 if any.

    Example: assess questionnaire lint questionnaires/our-own/1.0.0.json
    """
    from questionnaires.problems import InvalidDocumentError, Problem  # noqa: PLC0415
    from questionnaires.reading import read_questionnaire  # noqa: PLC0415

    problems: list[Problem] = []
    for path in files:
        try:
            found = read_questionnaire(path)
            say(f"{path}: {found.reference} is sound, {len(found.questions)} questions.")
        except InvalidDocumentError as error:
            problems += error.problems
    if problems:
        raise InvalidDocumentError(problems)
