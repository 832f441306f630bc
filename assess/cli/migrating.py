"""`assess questionnaire migrate`: what became of each question, and what carries over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assess.cli.options import Format, FormatOption, WorkspaceOption, open_all
from assess.cli.screen import say, show_json, show_table

if TYPE_CHECKING:
    from assess.prefilling import Carries
    from questionnaires.migration import Migration

LATER = "Later version, as id@version."


def migrate(
    earlier: Annotated[str, typer.Argument(metavar="A", help="Earlier version, as id@version.")],
    later: Annotated[str, typer.Argument(metavar="B", help=LATER)],
    draft: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a map drafted from the ids, to be corrected."),
    ] = None,
    shown: FormatOption = Format.table,
    workspace: WorkspaceOption = "",
) -> None:
    """Show what became of every question from A to B, and which answers carry over.

    In a workspace, also how many answers of its newest quarter would carry, partner by partner.

    Example: assess questionnaire migrate partner-security@1.0.0 partner-security@1.1.0
    """
    from questionnaires.library import SHIPPED  # noqa: PLC0415
    from questionnaires.maps import load_migration  # noqa: PLC0415

    folders = (Path(workspace) / "questionnaires", SHIPPED)
    if draft is not None:
        _draft(earlier, later, draft, folders)
        return
    migration = load_migration(earlier, later, folders)
    carries = _in_workspace(migration, workspace)
    if shown is Format.json:
        show_json(_as_data(migration, carries))
    else:
        _show(migration, carries)


def _draft(earlier: str, later: str, path: Path, folders: tuple[Path, ...]) -> None:
    from questionnaires.library import load_questionnaire  # noqa: PLC0415
    from questionnaires.maps import draft_map  # noqa: PLC0415
    from questionnaires.problems import InputError, Place, Problem  # noqa: PLC0415

    data = draft_map(load_questionnaire(earlier, folders), load_questionnaire(later, folders))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    except FileExistsError as error:
        message = "there is a file of this name, which may hold your corrections"
        problem = Problem(Place(str(path)), "draft.exists", message, "name another")
        raise InputError([problem]) from error
    say(f"{path}: a draft. Check each entry; only you know where a meaning changed.")
    identity = data["from"].partition("@")[0]
    name = f"{data['from'].partition('@')[2]}-{data['to'].partition('@')[2]}.json"
    say(f"It counts once it is in the workspace as questionnaires/{identity}/migrations/{name}")


def _in_workspace(migration: Migration, folder: str) -> list[Carries] | None:
    """Return what carries over in a workspace, None where the folder is none."""
    from assess.prefilling import count_carries  # noqa: PLC0415
    from assess.workspace import SETTINGS  # noqa: PLC0415

    if not (Path(folder) / SETTINGS).is_file():
        return None
    with open_all(folder) as (_, engine):
        return count_carries(engine, migration)


def _as_data(migration: Migration, carries: list[Carries] | None) -> dict[str, Any]:
    questions = [
        {
            "kind": origin.kind,
            "from": list(origin.questions),
            "to": question,
            "carries": "all" if origin.whole else dict(origin.levels or {}) or None,
        }
        for question, origin in migration.origins.items()
    ]
    return {
        "from": migration.old.reference.as_dict(),
        "to": migration.new.reference.as_dict(),
        "counts": {
            kind: {"from": before, "to": after}
            for kind, (before, after) in migration.counts().items()
        },
        "questions": questions,
        "retired": list(migration.retired),
        "partners": None
        if carries is None
        else [
            {
                "partner": each.partner,
                "period": each.period,
                "answered": each.answered,
                "carries": each.carries,
            }
            for each in carries
        ],
    }


def _show(migration: Migration, carries: list[Carries] | None) -> None:
    rows: list[tuple[object, ...]] = []
    rows += [(kind, *numbers) for kind, numbers in migration.counts().items()]
    rows.append(("in all", len(migration.old.questions), len(migration.new.questions)))
    old, new = str(migration.old.reference), str(migration.new.reference)
    show_table(("Questions", old, new), rows, right=f"{old}|{new}")
    _show_questions(migration)
    if carries is None:
        return
    period = carries[0].period if carries else ""
    title = f"What would carry over of {period}" if carries else "What would carry over"
    counted = [(each.partner, each.answered, each.carries) for each in carries]
    show_table(("Partner", "Answered", "Carries"), counted, title=title, right="Answered|Carries")
    if not carries:
        say(f"Nobody answered {migration.old.reference} in the newest quarter.")


def _show_questions(migration: Migration) -> None:
    """List all but the questions that stayed the same under the same id."""
    rows = [
        (origin.kind, " + ".join(origin.questions), question, _carry(origin.whole, origin.levels))
        for question, origin in migration.origins.items()
        if origin.kind != "same" or origin.questions != (question,)
    ]
    rows += [("retired", question, "", "") for question in migration.retired]
    if rows:
        show_table(("Kind", "Before", "After", "Answers carry"), rows, title="What became of them")


def _carry(whole: bool, levels: Any) -> str:
    if whole:
        return "as given"
    return ", ".join(f"{before} → {after}" for before, after in (levels or {}).items())
