"""`assess policy` and `assess whatif`: the versioned policies, and what another one would do."""

from __future__ import annotations

from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated

import typer

from assess.cli.options import (
    AsOfOption,
    Format,
    FormatOption,
    PeriodOption,
    WorkspaceOption,
    open_all,
    read_day,
)
from assess.cli.screen import plain, say, show_json, show_table, show_text

if TYPE_CHECKING:
    from assess.adoption.whatif import WhatIf
    from scoring.policy import Policy

POLICY_HELP = "Policy as id@version, id for the newest, or a .json file."
SHOWN_MOVES = 50
"""How many partners the table names; the JSON has all."""
WIDEST = 40
"""Letters of a setting that the table of differences shows; the JSON has all."""

app = typer.Typer(no_args_is_help=True, help="The versioned policies: list, show, compare, adopt.")


@app.command("list")
def list_(shown: FormatOption = Format.table, workspace: WorkspaceOption = "") -> None:
    """List every policy and version.

    Example: assess policy list
    """
    from assess.policies import every_policy, load_policy, locked_policies  # noqa: PLC0415 - slow
    from questionnaires.problems import InvalidDocumentError  # noqa: PLC0415 - as above

    folders = _folders(workspace)
    locked = locked_policies(folders)
    found, problems = [], []
    for name, _ in every_policy(folders):
        try:
            found.append(load_policy(name, folders))
        except InvalidDocumentError as error:
            problems += error.problems
    rows = [
        (
            str(each.reference),
            each.title,
            each.aggregation,
            len(each.tiers),
            "yes" if str(each.reference) in locked else "no",
            each.reference.sha256,
        )
        for each in found
    ]
    if shown is Format.json:
        keys = ("policy", "title", "aggregation", "tiers", "published", "sha256")
        show_json([dict(zip(keys, row, strict=True)) for row in rows])
    else:
        headings = ("Policy", "Title", "Aggregation", "Tiers", "Published", "SHA-256")
        show_table(headings, [(*row[:-1], row[-1][:12]) for row in rows], right="Tiers")
    if problems:
        raise InvalidDocumentError(problems)


@app.command()
def show(
    policy: Annotated[str, typer.Argument(metavar="POLICY", help=POLICY_HELP)],
    shown: FormatOption = Format.table,
    workspace: WorkspaceOption = "",
) -> None:
    """Show what a policy asks: its tiers side by side, then every other setting.

    Example: assess policy show assured@1.0.0
    """
    from assess.adoption.settings import settings  # noqa: PLC0415 - slow to load
    from assess.policies import read_policy  # noqa: PLC0415 - as above

    found, document = read_policy(policy, _folders(workspace))
    if shown is Format.json:
        show_json({**document.data, "sha256": found.reference.sha256})
        return
    held = settings(document.data)
    show_text(f"{plain(found.title)}\n{plain(held['description'])}\n")
    _show_tiers(found, held)
    rest = {
        name: value
        for name, value in held.items()
        if not name.startswith("tiers") and name not in {"title", "description"}
    }
    show_table(("Setting", "Value"), rest.items(), title=str(found.reference))


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help=POLICY_HELP)],
    new: Annotated[str, typer.Argument(metavar="NEW", help=POLICY_HELP)],
    shown: FormatOption = Format.table,
    workspace: WorkspaceOption = "",
) -> None:
    """Show what differs between two policies, and whether it asks more or less.

    Example: assess policy diff standard assured
    """
    from assess.adoption.comparing import compare_policies  # noqa: PLC0415 - slow to load

    found = compare_policies(old, new, _folders(workspace))
    if shown is Format.json:
        show_json(found.as_dict())
        return
    rows = [
        (each.setting, _short(each.before), _short(each.after), each.way)
        for each in found.differences
    ]
    if rows:
        headings = ("Setting", str(found.old), str(found.new), "Which is")
        show_table(headings, rows)
    counts = ", ".join(f"{count} {way}" for way, count in found.counts.items() if count)
    show_text(f"{len(rows)} settings differ{f': {counts}' if counts else ''}.\n")
    say(f"Next: assess whatif --policy {new}")


@app.command()
def publish(
    file: Annotated[Path, typer.Argument(help="The policy file to publish.")],
    shown: FormatOption = Format.table,
    workspace: WorkspaceOption = "",
) -> None:
    """Publish a policy in the workspace: from then on its file never changes.

    It has to fit the workspace's questionnaire, and its version has to be higher than every one
    published. It judges once assess.toml names it.

    Example: assess policy publish drafts/our-policy.json
    """
    from assess.adoption.publishing import publish as publish_file  # noqa: PLC0415 - slow to load
    from assess.workspace import open_workspace  # noqa: PLC0415 - as above
    from questionnaires.library import load_questionnaire  # noqa: PLC0415 - as above

    home = open_workspace(Path(workspace))
    asked = load_questionnaire(home.questionnaire, home.questionnaires)
    done = publish_file(file, home.policies, asked)
    if shown is Format.json:
        show_json(done.as_dict())
        return
    if done.since is not None:
        counts = ", ".join(f"{count} {way}" for way, count in done.since.counts.items() if count)
        say(f"Since {done.since.old}: {counts or 'nothing differs'}.")
    word = "was published before, unchanged" if done.already else "is published"
    say(f"{done.reference} {word}: {done.path}")
    say(f"Next: assess whatif --policy {done.reference}; to adopt it, name it in assess.toml.")


def whatif(
    policy: Annotated[
        str,
        typer.Option("--policy", metavar="ID@VERSION|FILE", help=POLICY_HELP, show_default=False),
    ],
    period: PeriodOption = "",
    shown: FormatOption = Format.table,
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Show who would move tier under another policy, and which need decides.

    Nothing is stored. Without --period it is about the newest quarter with responses.

    Example: assess whatif --policy assured --period 2026Q3
    """
    from assess.adoption.report import as_data  # noqa: PLC0415 - numpy is slow to load
    from assess.adoption.whatif import what_if  # noqa: PLC0415 - as above
    from assess.pipeline import newest_period  # noqa: PLC0415 - as above
    from assess.policies import load_policy, read_policy  # noqa: PLC0415 - as above

    with open_all(workspace) as (home, engine):
        old = load_policy(home.policy, home.policies)
        new, _ = read_policy(policy, home.policies)
        asked = period or newest_period(engine)
        found = what_if(home, engine, asked, read_day(as_of), old, new)
    if shown is Format.json:
        show_json(as_data(found))
    else:
        _show_what_if(found)


def _folders(workspace: str) -> tuple[Path, ...]:
    """Return where own policies may be; the shipped ones are there without a workspace too."""
    return (Path(workspace) / "policies",)


def _short(value: object) -> str:
    return shorten(str(value), WIDEST, placeholder=" …")


def _show_tiers(found: Policy, held: dict[str, object]) -> None:
    names = [tier.id for tier in found.tiers]
    parts = list(
        dict.fromkeys(
            name.split(".", 2)[2]
            for name in held
            if name.startswith("tiers.") and not name.endswith((".title", ".allows"))
        )
    )
    rows = [(part, *(held.get(f"tiers.{name}.{part}") for name in names)) for part in parts]
    show_table(("A tier needs", *names), rows, right="|".join(names))


def _show_what_if(found: WhatIf) -> None:
    from assess.adoption import report  # noqa: PLC0415 - numpy is slow to load

    if not found.verdicts:
        say(f"Nobody has answered for {found.period} yet.")
        return
    rows = [
        (
            move.partner,
            report.held(move.before),
            report.held(move.after),
            report.because(found, move),
        )
        for move in found.moves[:SHOWN_MOVES]
    ]
    if rows:
        headings = ("Partner", "Now", "Then", "Because")
        show_table(headings, rows, title=f"{report.sentence(found)}.")
    else:
        show_text(f"{report.sentence(found)}.\n")
    after = ["none", *(tier.id for tier in found.new.tiers)]
    title = "Partners by tier now (rows) and then (columns)"
    show_table(("Now", *after), report.matrix(found), title=title, right="|".join(after))
    before, then = found.meeting()
    show_text(f"The tier required is reached by {before} now and would be by {then}.\n")
    if len(found.moves) > SHOWN_MOVES:
        say(f"{len(found.moves) - SHOWN_MOVES} more would move: --format json has them all.")
    say(f"Next: assess explain PARTNER --policy {found.new.reference}")
