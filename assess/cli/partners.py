"""`assess partner`: profiles of the partners, one by one or from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from assess.cli.options import (
    AsOfOption,
    Format,
    FormatOption,
    WorkspaceOption,
    open_all,
    read_day,
)
from assess.cli.screen import say, show_json, show_table

app = typer.Typer(no_args_is_help=True, help="Partner profiles: add, import, list, show.")


@app.command()
def add(
    partner: Annotated[str, typer.Argument(help="Short id: lower-case letters, digits, - . _")],
    name: Annotated[str, typer.Option(help="The partner's name.")],
    kind: Annotated[
        str,
        typer.Option(help="reseller, software, logistics, manufacturing, services or hosting."),
    ],
    data: Annotated[str, typer.Option(help="Data classes shared, such as internal;personal.")] = "",
    access: Annotated[str, typer.Option(help="Access to our systems, such as portal;api.")] = "",
    criticality: Annotated[str, typer.Option(help="low, moderate, high or critical.")] = "",
    regions: Annotated[str, typer.Option(help="Where it handles data, such as eu;us.")] = "",
    language: Annotated[
        str, typer.Option(help="Of its workbooks and gap reports: en, de or es; else en.")
    ] = "",
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Add one partner, or change what is given of it.

    Example: assess partner add north-freight --name "North Freight" --kind logistics
    --data internal --access portal
    """
    from assess.partners import read_profile, updated  # noqa: PLC0415
    from assess.store import load_partners, save_partners  # noqa: PLC0415

    profile = read_profile(
        {
            "id": partner,
            "name": name,
            "kind": kind,
            "data_classes": data,
            "access": access,
            "criticality": criticality,
            "regions": regions,
            "language": language,
        }
    )
    with open_all(workspace) as (_, engine):
        known = {each.id: each for each in load_partners(engine)}
        whole = updated(known[profile.id], profile) if profile.id in known else profile
        counts = save_partners(engine, [whole], read_day(as_of))
        done = "added" if counts.added else "changed" if counts.changed else "unchanged"
        say(f"{profile.id}: {done}.")


@app.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help="A .csv or .xlsx file, one partner a row.")],
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Read partner profiles from a CSV or xlsx file; all of them or, if one is wrong, none.

    Example: assess partner import partners.csv
    """
    from assess.partners import read_partners  # noqa: PLC0415
    from assess.store import save_partners  # noqa: PLC0415

    with open_all(workspace) as (_, engine):
        counts = save_partners(engine, read_partners(path), read_day(as_of))
        say(
            f"{counts.added} partners added, {counts.changed} changed,"
            f" {counts.unchanged} unchanged. Next: assess issue --period 2026Q3 --out outbox"
        )


@app.command("list")
def list_(shown: FormatOption = Format.table, workspace: WorkspaceOption = "") -> None:
    """List all partners.

    Example: assess partner list --format json
    """
    from assess.store import load_partners  # noqa: PLC0415

    with open_all(workspace) as (_, engine):
        profiles = [profile.as_dict() for profile in load_partners(engine)]
        if shown is Format.json:
            show_json(profiles)
            return
        fields = ("id", "name", "kind", "data_classes", "access", "criticality", "stage")
        headings = ("Partner", "Name", "Kind", "Data", "Access", "Criticality", "Stage")
        show_table(
            headings, [[_joined(profile[field]) for field in fields] for profile in profiles]
        )


@app.command()
def show(
    partner: Annotated[str, typer.Argument(help="The partner's id.")],
    shown: FormatOption = Format.table,
    workspace: WorkspaceOption = "",
) -> None:
    """Show one partner's profile.

    Example: assess partner show north-freight
    """
    from assess.pipeline import find_partner  # noqa: PLC0415
    from assess.store import partner_history  # noqa: PLC0415

    with open_all(workspace) as (_, engine):
        profile = find_partner(engine, partner).as_dict()
        if shown is Format.json:
            show_json(profile)
            return
        rows = [(field.replace("_", " "), _joined(value)) for field, value in profile.items()]
        show_table(("Field", "Value"), rows)
        days = [day.isoformat() for day, _ in partner_history(engine, partner)]
        say(f"Saved on {', '.join(days)}.")


def _joined(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
