"""`assess evidence` and `assess observe`: what backs answers, and what speaks against them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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

if TYPE_CHECKING:
    from assess.store import Evidence, Registered

app = typer.Typer(no_args_is_help=True, help="The evidence register: add, import, list, close.")

PartnerArgument = Annotated[str, typer.Argument(help="The partner's id.")]
ByOption = Annotated[str, typer.Option("--by", help="Who records it.")]


@app.command()
def add(
    partner: PartnerArgument,
    kind: Annotated[str, typer.Option(help="certificate, report, document, review or plan.")],
    on: Annotated[
        str, typer.Option(metavar="DATE", help="From when it is: issued, checked, agreed.")
    ],
    by: ByOption,
    covers: Annotated[
        list[str] | None,
        typer.Option(
            help="A question, a section, a framework (ISO 27001), or * for all; may be repeated."
        ),
    ] = None,
    until: Annotated[str, typer.Option(metavar="DATE", help="Its last day; else a year.")] = "",
    title: Annotated[str, typer.Option(help="What it is called.")] = "",
    reference: Annotated[str, typer.Option(help="Its number, or where it is kept.")] = "",
    file: Annotated[
        Path | None, typer.Option(help="The file itself, which is kept by its hash.")
    ] = None,
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Put a piece of evidence on the register.

    A certificate, a report by others and our own check (a review) verify the answers they cover;
    a document documents them. A plan covers nothing: it starts the clock of a conditional tier.

    Example: assess evidence add north-freight --kind certificate --covers "ISO 27001"
    --on 2026-03-01 --until 2029-02-28 --reference "Certificate 4711" --by "Security team"
    """
    texts = {
        "partner": partner,
        "kind": kind,
        "title": title,
        "covers": ";".join(covers or ()),
        "issued_on": on,
        "expires_on": until,
        "reference": reference,
    }
    new, made = _recorded(workspace, texts, (by, read_day(as_of)), file)
    say(f"{made.title} is {'on the register' if new else 'on the register already'}.")
    say(f"Next: assess evidence list {partner}")


def _recorded(
    workspace: str, texts: dict[str, str], who_and_when: tuple[str, date], file: Path | None
) -> tuple[int, Evidence]:
    import hashlib  # noqa: PLC0415

    from assess.evidence import registered  # noqa: PLC0415 - sqlalchemy is slow to load
    from assess.evidence.tables import Row, read_bytes  # noqa: PLC0415
    from assess.store import keep_evidence, record_evidence  # noqa: PLC0415
    from questionnaires.problems import InputError, Problem  # noqa: PLC0415

    with open_all(workspace) as (home, engine):
        problems: list[Problem] = []
        data = read_bytes(file) if file else b""
        named = (file.name, hashlib.sha256(data).hexdigest()) if file else ("", "")
        row = Row({name: said.strip() for name, said in texts.items()}, "", "evidence")
        made = registered(row, _ground(home, engine, who_and_when), problems, named)
        if made is None:
            raise InputError(problems)
        if file:
            keep_evidence(home.evidence, data, file.name)
        return record_evidence(engine, [made]), made


@app.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help="A .csv file, one piece of evidence a row.")],
    by: ByOption = "",
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Put a list of evidence on the register; all of it or, if one is wrong, nothing.

    Columns: partner, kind, title, covers (several by semicolon), issued_on, expires_on,
    reference, recorded_by.

    Example: assess evidence import certificates.csv --by "Security team"
    """
    from assess.evidence import read_register  # noqa: PLC0415
    from assess.store import record_evidence  # noqa: PLC0415

    with open_all(workspace) as (home, engine):
        entries = read_register(path, _ground(home, engine, (by, read_day(as_of))))
        new = record_evidence(engine, entries)
    say(f"{new} on the register, {len(entries) - new} there already.")
    say("Next: assess evidence list --expiring 90")


@app.command("list")
def list_(
    partner: Annotated[str, typer.Argument(help="The partner's id; else all.")] = "",
    expiring: Annotated[
        int | None,
        typer.Option(min=0, metavar="DAYS", help="Only what ends within so many days, or has."),
    ] = None,
    shown: FormatOption = Format.table,
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """List the register: what backs whose answers, and until when.

    With --expiring it leaves out what is closed, and plans.

    Example: assess evidence list --expiring 90
    """
    from assess.pipeline import find_partner  # noqa: PLC0415
    from assess.store import load_register  # noqa: PLC0415

    day = read_day(as_of)
    with open_all(workspace) as (_, engine):
        if partner:
            find_partner(engine, partner)
        entries = load_register(engine, partner or None)
    if expiring is not None:
        entries = _ending(entries, day + timedelta(days=expiring))
    rows = [_entry(each, day) for each in entries]
    if shown is Format.json:
        show_json(rows)
        return
    headings = ("No.", "Partner", "Kind", "Title", "Covers", "From", "Until", "State", "Reference")
    names = ("number", "partner", "kind", "title", "covers", "issued_on", "last_day", "state")
    cells = [(*(_cell(row[name]) for name in names), row["reference"]) for row in rows]
    show_table(headings, cells, title=f"{len(rows)} pieces of evidence", right="No.")


@app.command()
def close(
    number: Annotated[int, typer.Argument(help="Its number on the register.")],
    reason: Annotated[str, typer.Option(help="Why it no longer counts: withdrawn, plan done …")],
    by: Annotated[str, typer.Option(help="Who decides.")],
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Let a piece of evidence, or a plan, count no longer from a day on; it stays on record.

    Example: assess evidence close 7 --reason "Certificate withdrawn" --by "Security team"
    """
    from assess.store import Closing, close_evidence, load_register  # noqa: PLC0415
    from questionnaires.problems import Place, Problem, UnknownNameError  # noqa: PLC0415

    if not (reason.strip() and by.strip()):
        message = "give a --reason and a name with --by"
        raise typer.BadParameter(message)
    day = read_day(as_of)
    with open_all(workspace) as (_, engine):
        if number not in {each.number for each in load_register(engine)}:
            message, hint = f"there is no evidence {number}", "see assess evidence list"
            raise UnknownNameError([Problem(Place(), "evidence.unknown", message, hint)])
        closed = close_evidence(engine, number, Closing(day, reason.strip(), by.strip()))
    say(f"Evidence {number} {'counts no longer from' if closed else 'was closed before'} {day}.")


def observe(
    path: Annotated[Path, typer.Argument(help="A .csv or .json file of outside findings.")],
    partner: Annotated[str, typer.Option(help="Whom it is about, where it names nobody.")] = "",
    on: Annotated[
        str, typer.Option(metavar="DATE", help="When it was seen, where it does not say.")
    ] = "",
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Take in what others saw of partners: it confirms their answers, or contradicts them.

    A list with the columns partner, kind and result (or question and level), subject,
    observed_on, source, detail; a TLS scan by testssl.sh; a result of OpenSSF Scorecard; or a
    list of certificates (partner, standard, certificate, expires_on, status). The same file twice
    changes nothing.

    Example: assess observe tls.json --partner north-freight --on 2026-09-30
    """
    import hashlib  # noqa: PLC0415

    from assess.evidence import read_observations  # noqa: PLC0415
    from assess.evidence.rows import Context  # noqa: PLC0415
    from assess.evidence.tables import read_bytes  # noqa: PLC0415
    from assess.store import keep_evidence, load_partners, record_observations  # noqa: PLC0415
    from questionnaires.library import load_questionnaire  # noqa: PLC0415

    day, data = read_day(as_of), read_bytes(path)
    with open_all(workspace) as (home, engine):
        asked = load_questionnaire(home.questionnaire, home.questionnaires)
        known = {each.id for each in load_partners(engine)}
        seen_on = read_day(on) if on else None
        seen = read_observations(data, path, Context(asked, known, day, partner, seen_on))
        keep_evidence(home.evidence, data, path.name)
        file = (path.name, hashlib.sha256(data).hexdigest())
        new = record_observations(engine, seen, file, day)
    say(f"{new} observations, {len(seen) - new} known already.")
    say("Next: assess score, assess gaps PARTNER")


def _ground(home: Any, engine: Any, who_and_when: tuple[str, date]) -> Any:
    from assess.evidence.registering import Ground  # noqa: PLC0415
    from assess.store import load_partners  # noqa: PLC0415
    from questionnaires.library import load_questionnaire  # noqa: PLC0415

    by, day = who_and_when
    asked = load_questionnaire(home.questionnaire, home.questionnaires)
    return Ground(asked, {each.id for each in load_partners(engine)}, by.strip(), day)


def _ending(entries: list[Registered], day: date) -> list[Registered]:
    from assess.evidence import last_day_of  # noqa: PLC0415

    wanted = [each for each in entries if not each.closing and each.evidence.kind != "plan"]
    return sorted(
        (each for each in wanted if last_day_of(each) <= day),
        key=lambda each: (last_day_of(each), each.number),
    )


def _entry(each: Registered, day: date) -> dict[str, Any]:
    from assess.evidence import last_day_of  # noqa: PLC0415

    made, closing = each.evidence, each.closing
    is_plan = made.kind == "plan"
    last = None if is_plan and not closing else last_day_of(each)
    state = "in date" if last is None or last >= day else "expired"
    if closing and closing.closed_on <= day:
        state = "closed"
    return {
        "number": each.number,
        "partner": made.partner,
        "kind": made.kind,
        "title": made.title,
        "covers": list(made.covers),
        "issued_on": made.issued_on.isoformat(),
        "expires_on": made.expires_on.isoformat() if made.expires_on else None,
        "last_day": last.isoformat() if last else None,
        "state": state,
        "reference": made.reference,
        "file": made.file or None,
        "file_sha256": made.file_sha256 or None,
        "recorded_by": made.recorded_by,
        "recorded_on": made.recorded_on.isoformat(),
        "closed_on": closing.closed_on.isoformat() if closing else None,
        "closed_by": closing.closed_by if closing else None,
        "reason": closing.reason if closing else None,
    }


def _cell(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, list) else value
