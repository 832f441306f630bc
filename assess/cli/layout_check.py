"""`assess layout check`: what a layout finds in a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assess.cli.options import AsOfOption, Format, FormatOption, WorkspaceOption, read_day
from assess.cli.screen import say, show_json, show_problems, show_table

if TYPE_CHECKING:
    from assess.intake.foreign.account import Account, SheetFound
    from assess.intake.sheets import Book
    from questionnaires.model import Questionnaire

REJECTED = 3

FileArgument = Annotated[Path, typer.Argument(help="A spreadsheet that a partner sent.")]


def check(
    file: FileArgument,
    layout: Annotated[
        str,
        typer.Option(
            metavar="ID@VERSION",
            help="The layout, or the path of one you are writing; else the one that fits best.",
        ),
    ] = "",
    shown: FormatOption = Format.table,
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Show what a layout finds in a file: sheets, columns, answers, and what it cannot read.

    Nothing is stored. Exit code 3 when an import would refuse the file.

    Example: assess layout check inbox/caiq.xlsx
    """
    account = _account(file, layout, read_day(as_of), workspace)
    if shown is Format.json:
        show_json(account.as_dict())
    else:
        _show(account)
    if account.refused:
        raise typer.Exit(REJECTED)


def _account(file: Path, name: str, day: date, workspace: str) -> Account:
    from assess.intake.foreign.account import account_of  # noqa: PLC0415 - slow to load
    from assess.layouts import load_layout, newest_layouts, read_layout  # noqa: PLC0415
    from questionnaires.library import load_questionnaire  # noqa: PLC0415

    folders, questionnaires = folders_of(workspace)

    def questionnaire_of(asked: str, version: str) -> Questionnaire:
        return load_questionnaire(f"{asked}@{version}", questionnaires)

    if name.endswith(".json"):
        layouts = [read_layout(Path(name))]
    else:
        layouts = [load_layout(name, folders)] if name else newest_layouts(folders)
    with refusing(file):
        return account_of(str(file), book_of(file), layouts, questionnaire_of, day)


def folders_of(workspace: str) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Return where layouts and questionnaires are; the shipped ones are there in any case."""
    from assess.workspace import SETTINGS, open_workspace  # noqa: PLC0415
    from questionnaires.library import SHIPPED  # noqa: PLC0415

    folder = Path(workspace)
    if not (folder / SETTINGS).exists():
        return (), (SHIPPED,)
    opened = open_workspace(folder)
    return opened.layouts, opened.questionnaires


@contextmanager
def refusing(file: Path) -> Iterator[None]:
    """Tell of a file that cannot be read as of any other input."""
    from assess.intake.cells import RefusedError  # noqa: PLC0415 - loads intake
    from questionnaires.problems import InputError, Place, Problem  # noqa: PLC0415

    try:
        yield
    except RefusedError as error:
        problem = Problem(Place(str(file)), error.code, error.message, error.hint)
        raise InputError([problem]) from None


def book_of(file: Path) -> Book:
    """Open a file by its bytes; RefusedError for one that cannot be read."""
    from assess.intake.formats import open_book  # noqa: PLC0415 - loads intake
    from assess.intake.limits import FILE_BYTES  # noqa: PLC0415

    with file.open("rb") as opened:
        return open_book(opened.read(FILE_BYTES + 1))


def _show(account: Account) -> None:
    if account.ours:
        say("A workbook of ours, which needs no layout. Next: assess import")
        return
    if account.reading is None:
        show_table(("Layout", "Why it does not recognise the file"), account.not_recognised)
        say(f"No layout recognises it. Next: assess layout suggest {account.file}")
        return
    for sheet in account.sheets:
        _show_sheet(sheet)
    about = account.as_dict()
    counts = about["counts"]
    rows = [
        ("Layout", str(account.reading.recognised.layout.reference)),
        ("Questionnaire", str(account.reading.recognised.names.questionnaire.reference)),
        *(("Recognised as", reason) for reason in about["recognised_by"]),
        *((name.replace("_", " ").capitalize(), counts[name]) for name in counts),
        *_native(about["native"]),
    ]
    show_table(("What", "Found"), rows)
    if account.unread:
        say(f"Not read: {', '.join(account.unread)}.")
    show_problems(account.reading.found.problems, account.file)
    show_problems(account.reading.found.notices, account.file)


def _show_sheet(sheet: SheetFound) -> None:
    title = f"{sheet.sheet}: header in row {sheet.header_row}, "
    title += f"{sheet.questions} questions, {sheet.first} to {sheet.last}"
    rows = [(c.column, c.title, c.read_as or "not read", c.cells) for c in sheet.columns]
    show_table(("Column", "Title", "Read as", "Cells"), rows, title=title, right="Cells")


def _native(native: dict[str, Any] | None) -> list[tuple[str, str]]:
    if native is None:
        return []
    overall = native["overall"]
    return [("By its own method", f"{overall['score']} of {overall['max']}")]
