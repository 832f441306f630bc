"""`assess layout`: the files that say where things stand in workbooks that are not ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assess.cli import layout_check, layout_suggest
from assess.cli.layout_check import folders_of
from assess.cli.options import Format, FormatOption, WorkspaceOption
from assess.cli.screen import show_json, show_table

if TYPE_CHECKING:
    from assess.layouts import Layout

app = typer.Typer(
    no_args_is_help=True,
    help="Layouts: how to read other questionnaires than ours, such as CAIQ and HECVAT.",
)


@app.command("list")
def list_(shown: FormatOption = Format.table, workspace: WorkspaceOption = "") -> None:
    """List every layout and version.

    Example: assess layout list
    """
    from assess.layouts import layout_versions  # noqa: PLC0415 - jsonschema is slow to load

    layouts, _ = folders_of(workspace)
    rows = [
        (str(each.reference), each.questionnaire, each.title, each.reference.sha256)
        for each in layout_versions(layouts)
    ]
    if shown is Format.json:
        keys = ("layout", "questionnaire", "title", "sha256")
        show_json([dict(zip(keys, row, strict=True)) for row in rows])
    else:
        headings = ("Layout", "Reads", "Title", "SHA-256")
        show_table(headings, [(*row[:-1], row[-1][:12]) for row in rows])


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="Layout, as id@version, or its id for the newest.")],
    shown: FormatOption = Format.table,
    workspace: WorkspaceOption = "",
) -> None:
    """Show what a layout looks for; as JSON, the file itself, to begin one of your own with.

    Example: assess layout show caiq-4 --format json
    """
    from assess.layouts import SCHEMA, load_layout, path_of_layout  # noqa: PLC0415
    from questionnaires.documents import read_document  # noqa: PLC0415

    layouts, _ = folders_of(workspace)
    layout = load_layout(name, layouts)
    if shown is Format.json:
        show_json(read_document(path_of_layout(name, layouts), SCHEMA).data)
    else:
        show_table(("What", "How it is found"), _described(layout), title=layout.title)


def _described(layout: Layout) -> list[tuple[str, str]]:
    """Describe a layout in lines."""
    from assess.intake.foreign.placing import wanted_columns  # noqa: PLC0415

    columns = [
        (f"column: {name}", _how(column.titles, column.offset))
        for name, column in wanted_columns(layout).items()
    ]
    words = [(f"answer: {level}", " · ".join(several)) for level, several in layout.levels]
    return [
        ("layout", str(layout.reference)),
        ("questionnaire", layout.questionnaire),
        ("known by", f"{layout.known_ids} % of its ids in the questionnaire"),
        *(
            (("sheets it must have", " · ".join(layout.needed_sheets)),)
            * bool(layout.needed_sheets)
        ),
        ("sheets read", " · ".join(layout.read) or "every one with the columns"),
        *((("sheets that mirror", " · ".join(layout.mirrors)),) * bool(layout.mirrors)),
        ("header", f"over {layout.header_rows} rows" if layout.header_rows > 1 else "one row"),
        ("an id looks like", layout.ids.pattern.pattern),
        *columns,
        *words,
        ("not applicable", " · ".join(layout.not_applicable) or "the usual words"),
    ]


def _how(titles: tuple[str, ...], offset: int) -> str:
    if titles:
        return " · ".join(titles)
    if offset:
        side = "right" if offset > 0 else "left"
        return f"{abs(offset)} {side} of the id"
    return "by the ids in it"


app.command()(layout_check.check)
app.command()(layout_suggest.suggest)
