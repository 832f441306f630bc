"""`assess review`: an assessor's decisions about single answers, each with who, when and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from assess.cli.options import (
    AsOfOption,
    Format,
    FormatOption,
    PeriodOption,
    WorkspaceOption,
    open_all,
    read_day,
)
from assess.cli.screen import say, show_json, show_table

if TYPE_CHECKING:
    from assess.reviewing import Record
    from assess.store.reviews import Decision


class PartnerFirst(TyperGroup):
    """Takes the order `review PARTNER QUESTION --accept-na` as well, in which it began."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the decision first where it stands behind, as an option."""
        if args and args[0] not in self.commands and ACCEPT in args:
            args = [ACCEPT.removeprefix("--"), *(each for each in args if each != ACCEPT)]
        return super().parse_args(ctx, args)


ACCEPT = "--accept-na"

app = typer.Typer(
    cls=PartnerFirst,
    no_args_is_help=True,
    help="An assessor's decisions about answers; what was computed stays beside them.",
)

PartnerArgument = Annotated[str, typer.Argument(help="The partner's id.")]
QuestionArgument = Annotated[str, typer.Argument(help="The question's id.")]
ReasonOption = Annotated[str, typer.Option(help="Why; it becomes part of the record.")]
ByOption = Annotated[str, typer.Option("--by", help="Who decides.")]
LevelOption = Annotated[str, typer.Option(help="The level that it counts as: its id or text.")]


@app.command("accept-na")
def accept_na(
    partner: PartnerArgument,
    question: QuestionArgument,
    reason: ReasonOption,
    by: ByOption,
    period: PeriodOption = "",
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Accept a claim that a control is not applicable: the question leaves the score.

    Until then the claim counts as not met for the tier. Without --period it is about the newest
    quarter with responses.

    Example: assess review accept-na north-freight media.removable
    --reason "No removable media on site, seen in the audit" --by "Security team"
    """
    said = "is accepted as not applicable"
    _decide(workspace, (partner, period, question), "accept-na", (reason, by, as_of), said)


@app.command("refuse-na")
def refuse_na(
    partner: PartnerArgument,
    question: QuestionArgument,
    reason: ReasonOption,
    by: ByOption,
    period: PeriodOption = "",
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Refuse a claim that a control is not applicable: it counts as not met.

    Example: assess review refuse-na north-freight media.removable
    --reason "Two USB drives were in use at the visit" --by "Security team"
    """
    said = "applies after all, and counts as not met"
    _decide(workspace, (partner, period, question), "refuse-na", (reason, by, as_of), said)


@app.command()
def override(
    partner: PartnerArgument,
    question: QuestionArgument,
    level: LevelOption,
    reason: ReasonOption,
    by: ByOption,
    period: PeriodOption = "",
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Let an answer count as another level, higher or lower, than the one that was given.

    Example: assess review override north-freight access.mfa --level partly
    --reason "Two admin accounts had none at the visit" --by "Security team"
    """
    asked = (partner, period, question)
    _decide(workspace, asked, "override", (reason, by, as_of), f"counts as {level}", level)


@app.command()
def compensate(
    partner: PartnerArgument,
    question: QuestionArgument,
    level: LevelOption,
    reason: ReasonOption,
    by: ByOption,
    period: PeriodOption = "",
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Record a compensating control, and the level that it makes the answer count as.

    Example: assess review compensate north-freight access.mfa --level partly
    --reason "Only reachable over our own terminal server, which asks twice" --by "Security team"
    """
    said = f"counts as {level} for a compensating control"
    _decide(workspace, (partner, period, question), "compensate", (reason, by, as_of), said, level)


@app.command()
def settle(
    partner: PartnerArgument,
    question: QuestionArgument,
    reason: ReasonOption,
    by: ByOption,
    period: PeriodOption = "",
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Settle what contradicts an answer: it no longer limits the tier. A new one would again.

    Example: assess review settle north-freight encryption.in-transit
    --reason "The host that was scanned is shut down" --by "Security team"
    """
    from assess.reviewing import About, settle  # noqa: PLC0415 - numpy is slow to load

    about, record = About(partner, period, question), _record(reason, by, as_of)
    with open_all(workspace) as (home, engine):
        made = settle(home, engine, about, record)
    say(f"{len(made)} contradictions of {question} are settled for {partner}.")
    say(f"Next: assess score {partner} --period {made[0].period}")


@app.command()
def withdraw(
    number: Annotated[int, typer.Argument(help="Its number on record.")],
    reason: ReasonOption,
    by: ByOption,
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Withdraw a decision: it stays on record and counts no longer.

    Example: assess review withdraw 7 --reason "The second visit found it in place"
    --by "Security team"
    """
    from assess.reviewing import withdraw  # noqa: PLC0415 - numpy is slow to load

    record = _record(reason, by, as_of)
    with open_all(workspace) as (_, engine):
        made = withdraw(engine, number, record).review
    say(f"Decision {number} about {made.question} of {made.partner} counts no longer.")
    say(f"Next: assess score {made.partner} --period {made.period}")


@app.command("list")
def list_(
    partner: Annotated[str, typer.Argument(help="The partner's id; else all.")] = "",
    shown: FormatOption = Format.table,
    workspace: WorkspaceOption = "",
) -> None:
    """List every decision, withdrawn ones too; as JSON the whole record, disputes with it.

    Example: assess review list north-freight --format json
    """
    from assess.disputing import record_of  # noqa: PLC0415 - numpy is slow to load

    with open_all(workspace) as (_, engine):
        record = record_of(engine, partner)
    if shown is Format.json:
        show_json(record)
        return
    headings = ("No.", "Partner", "Quarter", "Question", "About", "Decision", "By", "On", "Why")
    rows = [_row(each) for each in record["decisions"]]
    show_table(headings, rows, title=f"{len(rows)} decisions", right="No.")


def _row(made: dict[str, Any]) -> tuple[Any, ...]:
    decision, why, taken = made["decision"], made["reason"], made["withdrawn"]
    if made["level"]:
        decision = f"{decision}: {made['level']}"
    if taken:
        decision = f"withdrawn: {decision}"
        why = f"{why} · withdrawn by {taken['by']} on {taken['on']}: {taken['reason']}"
    about = "a contradiction" if made["decision"] == "settle" else made["about"] or "no answer"
    where = (made["number"], made["partner"], made["period"], made["question"])
    return (*where, about, decision, made["by"], made["on"], why)


def _decide(
    workspace: str,
    asked: tuple[str, str, str],
    decision: Decision,
    who: tuple[str, str, str],
    said: str,
    level: str = "",
) -> None:
    from assess.reviewing import About, decide  # noqa: PLC0415 - numpy is slow to load

    record = _record(*who)
    with open_all(workspace) as (home, engine):
        made = decide(home, engine, About(*asked), decision, record, level)
    say(f"{made.question} {said} for {made.partner} in {made.period}.")
    say(f"Next: assess score {made.partner} --period {made.period}")


def _record(reason: str, by: str, as_of: str) -> Record:
    from assess.reviewing import Record  # noqa: PLC0415 - numpy is slow to load

    if not (reason.strip() and by.strip()):
        message = "give a --reason and a name with --by"
        raise typer.BadParameter(message)
    return Record(reason, by, read_day(as_of))
