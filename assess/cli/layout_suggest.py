"""`assess layout suggest`: a layout drafted from an unknown workbook."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assess.cli.layout_check import REJECTED, FileArgument, book_of, folders_of, refusing
from assess.cli.options import AsOfOption, Format, FormatOption, WorkspaceOption, read_day
from assess.cli.screen import say, show_json, show_table

if TYPE_CHECKING:
    from assess.intake.foreign.drafting import Draft


def suggest(
    file: FileArgument,
    out: Annotated[Path | None, typer.Option(help="File to write the draft to, .json.")] = None,
    shown: FormatOption = Format.table,
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Draft a layout from an unknown workbook, by what its columns look like, and how surely.

    Nothing is imported by it: a draft has gaps, marked TODO, that a person fills in. Exit code 3
    when nothing in the file looks like a questionnaire.

    Example: assess layout suggest inbox/acme.xlsx --out layouts/acme/1.0.0.json
    """
    draft = _draft(file, read_day(as_of), workspace)
    if draft is None:
        say("No visible sheet looks like a questionnaire: ids in one column, answers in another.")
        raise typer.Exit(REJECTED)
    if out is not None:
        _write(out, draft.data)
    if shown is Format.json:
        show_json({"columns": _likenesses(draft), "draft": draft.data})
    else:
        headings = ("Sheet", "Column", "Title", "Looks like", "Certain %", "Why")
        rows = [tuple(each.values()) for each in _likenesses(draft)]
        show_table(headings, rows, right="Certain %")
    if draft.mirrors:
        say(f"They repeat the same ids, and are taken for mirrors: {', '.join(draft.mirrors)}.")
    if out is None:
        say("Write the draft to a file with --out layouts/ID/1.0.0.json, and fill in its TODOs.")
    else:
        say(f"{out}: fill in its TODOs. Next: assess layout check {file} --layout {out}")


def _draft(file: Path, day: date, workspace: str) -> Draft | None:
    from assess.intake.foreign.drafting import draft_layout  # noqa: PLC0415 - slow to load
    from questionnaires.library import load_questionnaire, versions  # noqa: PLC0415

    _, folders = folders_of(workspace)
    known = [
        load_questionnaire(f"{name}@{version}", folders) for name, version, _ in versions(folders)
    ]
    with refusing(file):
        return draft_layout(book_of(file), known, day)


def _likenesses(draft: Draft) -> list[dict[str, Any]]:
    from assess.intake.cells import column_letters  # noqa: PLC0415 - loads intake

    return [
        {
            "sheet": found.sheet.name,
            "column": column_letters(each.column),
            "title": each.title,
            "looks_like": each.kind,
            "certainty": each.certainty,
            "why": each.why,
        }
        for found in draft.read
        for each in found.found
    ]


def _write(out: Path, data: dict[str, Any]) -> None:
    """Write a draft; a file that is there already may be somebody's work, and stays."""
    from questionnaires.problems import InputError, Place, Problem  # noqa: PLC0415

    out.parent.mkdir(parents=True, exist_ok=True)
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    except FileExistsError:
        place, message = Place(str(out)), "this file is there already"
        problem = Problem(place, "file.exists", message, "name another with --out")
        raise InputError([problem]) from None
