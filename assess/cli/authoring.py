"""`assess questionnaire show`, `lint`, `export` and `build`: writing and reviewing a version."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assess.cli.options import Format, FormatOption, WorkspaceOption
from assess.cli.screen import console, plain, say, show_json, show_problems, show_text

if TYPE_CHECKING:
    from assess.booklet.content import Booklet, Entry
    from questionnaires.problems import Problem

NameArgument = Annotated[
    str, typer.Argument(help="Questionnaire as id@version, id for the newest, or a .json file.")
]


def show(
    name: NameArgument,
    out: Annotated[
        Path | None, typer.Option(help="File to write: .html or .pdf; else the terminal.")
    ] = None,
    shown: FormatOption = Format.table,
    workspace: WorkspaceOption = "",
) -> None:
    """Show a questionnaire for review: each question, its levels, whom it is asked, its evidence.

    Example: assess questionnaire show partner-security@1.1.0 --out review.pdf
    """
    from dataclasses import asdict  # noqa: PLC0415 - the same as below

    from assess.booklet.content import booklet  # noqa: PLC0415 - only where it is shown
    from assess.versions.comparing import version_of  # noqa: PLC0415 - slow to load

    asked = version_of(name, _folders(workspace)).questionnaire
    if out is not None:
        from assess.booklet.writing import write  # noqa: PLC0415 - only where it is written

        write(booklet(asked), out)
        say(f"{len(asked.questions)} questions in {out}.")
    elif shown is Format.json:
        book = asdict(booklet(asked))
        chapters = book.pop("chapters")
        entries = [{"section": c["id"], **each} for c in chapters for each in c["entries"]]
        about = asked.reference.as_dict() | {"title": asked.title}
        show_json({**about, "principles": dict(book["principles"]), "questions": entries})
    else:
        _show(booklet(asked))


def lint(
    names: Annotated[list[str], typer.Argument(help="Questionnaires: .json files, or id@version.")],
    shown: FormatOption = Format.table,
    workspace: WorkspaceOption = "",
) -> None:
    """Check questionnaires: the schema, the rules, then how they are written.

    Every problem is shown with the file, the JSON path and what to do; exit code 4 if any. A
    remark that may stand goes into lint/VERSION.json beside the file, with the reason.

    Example: assess questionnaire lint questionnaires/our-own/1.0.0.json
    """
    from assess.versions.comparing import version_of  # noqa: PLC0415 - slow to load
    from questionnaires.lint import lint as remarks_on  # noqa: PLC0415
    from questionnaires.problems import InvalidDocumentError  # noqa: PLC0415

    problems: list[Problem] = []
    for name in names:
        try:
            found = version_of(name, _folders(workspace))
            remarks = remarks_on(found.questionnaire, found.path)
        except InvalidDocumentError as error:
            problems += error.problems
            continue
        problems += remarks
        asked = found.questionnaire
        if not remarks:
            say(f"{name}: {asked.reference} is sound, {len(asked.questions)} questions.")
    if shown is Format.json:
        show_json([problem.as_dict() for problem in problems])
        raise typer.Exit(4 if problems else 0)
    if problems:
        raise InvalidDocumentError(problems)


def export(
    name: NameArgument,
    out: Annotated[Path, typer.Option(help="Workbook to write: .xlsx.")],
    workspace: WorkspaceOption = "",
) -> None:
    """Write a questionnaire as a workbook to edit; `build` makes it a questionnaire again.

    Example: assess questionnaire export partner-security@1.1.0 --out draft.xlsx
    """
    from assess.authoring.workbook import workbook  # noqa: PLC0415 - openpyxl is slow to load
    from assess.look.files import write_whole  # noqa: PLC0415
    from assess.versions.comparing import version_of  # noqa: PLC0415
    from questionnaires.outline import need_texts  # noqa: PLC0415

    _hold_ending(out, ".xlsx")
    found = version_of(name, _folders(workspace))
    need_texts(found.questionnaire, "edited as a workbook", f"edit a copy of {found.path}")
    write_whole(out, workbook(found.data, str(found.path)))
    say(f"{len(found.questionnaire.questions)} questions in {out}.")
    say(f"Next: edit it, then assess questionnaire build {out} --out {out.with_suffix('.json')}")


def build(
    file: Annotated[Path, typer.Argument(help="The workbook, as `export` writes it.")],
    out: Annotated[Path, typer.Option(help="Questionnaire file to write: .json.")],
) -> None:
    """Make a questionnaire of an edited workbook.

    What breaks a rule is shown with its sheet and cell, and nothing is written; exit code 4.
    Remarks of the lint are shown, too, but the file is written.

    Example: assess questionnaire build draft.xlsx --out questionnaires/our-own/1.0.0.json
    """
    from assess.authoring.building import build as built_from  # noqa: PLC0415 - slow to load
    from assess.look.files import write_whole  # noqa: PLC0415

    _hold_ending(out, ".json")
    built = built_from(file.read_bytes(), str(file), out)
    _hold_published(str(built.questionnaire.reference), built.questionnaire.reference.sha256, out)
    write_whole(out, built.content)
    show_problems(built.remarks)
    asked = built.questionnaire
    said = f"{len(built.remarks)} remarks" if built.remarks else "no remarks"
    say(f"{asked.reference} in {out}: {len(asked.questions)} questions, {said}.")


def _folders(workspace: str) -> tuple[Path, ...]:
    from questionnaires.library import SHIPPED  # noqa: PLC0415

    return (Path(workspace) / "questionnaires", SHIPPED)


def _hold_ending(path: Path, ending: str) -> None:
    if path.suffix.lower() != ending:
        message = f"{path}: the name must end with {ending}"
        raise typer.BadParameter(message)


def _hold_published(reference: str, sha256: str, out: Path) -> None:
    """Refuse to write over a published file: its library's lock says which they are."""
    from questionnaires.library import LOCK, frozen  # noqa: PLC0415
    from questionnaires.problems import InvalidDocumentError, Place, Problem  # noqa: PLC0415

    name = f"{out.parent.name}@{out.stem}"
    locked = frozen(out.parent.parent / LOCK)
    if name in locked and (name, sha256) != (reference, locked[name]):
        message = f"{name} is published, and a published file never changes"
        hint = "give the questionnaire a new version, and write it there"
        raise InvalidDocumentError([Problem(Place(str(out)), "document.frozen", message, hint)])


def _show(book: Booklet) -> None:
    screen = console()
    with screen.capture() as drawn:
        _draw(screen, book)
    show_text(drawn.get())


def _draw(screen: Any, book: Booklet) -> None:
    screen.print(plain(f"{book.title}, {book.reference}"), style="bold", markup=False)
    screen.print(plain(book.description), markup=False)
    for chapter in book.chapters:
        screen.print()
        screen.rule(plain(chapter.title).replace("[", r"\["), align="left")
        for entry in chapter.entries:
            screen.print()
            _show_entry(screen, entry)


def _show_entry(screen: Any, entry: Entry) -> None:
    """Write one question: the text, what counts how much, and the rest by name."""
    from rich.padding import Padding  # noqa: PLC0415 - only where a questionnaire is shown
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    must = " · must-have" if entry.must_have else ""
    screen.print(Text(plain(f"{entry.number}. {entry.text}"), style="bold"))
    screen.print(Text(plain(f"{entry.id} · {entry.worth}{must}"), style="dim"))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for name, words in _facts(entry):
        grid.add_row(Text(name, style="dim"), Text(plain(words)))
    screen.print(Padding(grid, (0, 0, 0, 3)))


def _facts(entry: Entry) -> list[tuple[str, str]]:
    levels = [
        f"{level.points:>4}  {level.text}" + (f" ({level.reached})" if level.reached else "")
        for level in entry.outcomes
    ]
    facts = [
        ("Guidance", entry.guidance),
        ("Answer", entry.answer),
        ("Options", "\n".join(entry.options)),
        ("Levels", "\n".join(levels)),
        ("Asked of", entry.applies),
        ("Serves", entry.shares),
        ("Element", entry.element),
        ("N/A", entry.declined),
        ("Why", entry.why),
        ("Evidence", entry.evidence),
        ("Remediation", f"{entry.action} Effort: {entry.effort}."),
        ("References", "; ".join(entry.references)),
    ]
    return [(name, words) for name, words in facts if words]
