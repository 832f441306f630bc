"""`assess dispute`: what a partner objects to, and what we answered."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

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
from assess.cli.screen import say, show_json, show_table

app = typer.Typer(
    no_args_is_help=True, help="What partners dispute, and what we answered: part of the record."
)


class OutcomeChoice(StrEnum):
    """How a dispute ends."""

    upheld = "upheld"
    rejected = "rejected"
    corrected = "corrected"


@app.command("open")
def open_(
    partner: Annotated[str, typer.Argument(help="The partner's id.")],
    text: Annotated[str, typer.Option(help="What the partner objects to, in its words.")],
    by: Annotated[str, typer.Option("--by", help="Who says so at the partner.")],
    question: Annotated[
        str, typer.Argument(help="The question's id; else it is the result as a whole.")
    ] = "",
    on: Annotated[str, typer.Option(metavar="DATE", help="When it was said; else today.")] = "",
    period: PeriodOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Record that a partner disputes how an answer was judged, or its result.

    Without --period it is about the newest quarter with responses.

    Example: assess dispute open north-freight access.mfa --by "Their security officer"
    --text "The accounts you name were closed in May" --on 2026-10-12
    """
    from assess.disputing import open_dispute  # noqa: PLC0415 - numpy is slow to load
    from assess.reviewing import About  # noqa: PLC0415

    _check(text, by, "--text")
    about = About(partner, period, question)
    with open_all(workspace) as (home, engine):
        number, made = open_dispute(home, engine, about, text, (by, read_day(on)))
    say(f"Dispute {number} of {partner} about {made.question or 'its result'} is on record.")
    say(f"Next: assess dispute answer {number} --outcome upheld --reason WHY --by WHO")


@app.command()
def answer(
    number: Annotated[int, typer.Argument(help="Its number on record.")],
    outcome: Annotated[
        OutcomeChoice, typer.Option(help="Whether the partner is right, or corrected its answer.")
    ],
    reason: Annotated[str, typer.Option(help="Why; the partner reads it.")],
    by: Annotated[str, typer.Option("--by", help="Who answers.")],
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Answer a dispute. It changes no score by itself: that takes a decision, or a new answer.

    Example: assess dispute answer 3 --outcome upheld --reason "Seen in their directory"
    --by "Security team"
    """
    from assess.disputing import rule  # noqa: PLC0415 - numpy is slow to load
    from assess.reviewing import Record  # noqa: PLC0415

    _check(reason, by, "--reason")
    with open_all(workspace) as (_, engine):
        record = Record(reason, by, read_day(as_of))
        made = rule(engine, number, outcome.value, record).dispute
    say(f"Dispute {number} of {made.partner} is answered: {outcome.value}.")
    say(f"Next: {_next(made.partner, made.question, outcome)}")


@app.command("list")
def list_(
    partner: Annotated[str, typer.Argument(help="The partner's id; else all.")] = "",
    shown: FormatOption = Format.table,
    workspace: WorkspaceOption = "",
) -> None:
    """List every dispute, with its answer.

    Example: assess dispute list north-freight
    """
    from assess.disputing import record_of  # noqa: PLC0415 - numpy is slow to load

    with open_all(workspace) as (_, engine):
        found = record_of(engine, partner)["disputes"]
    if shown is Format.json:
        show_json(found)
        return
    headings = ("No.", "Partner", "Quarter", "Question", "Disputed", "By", "On", "Answer")
    show_table(headings, map(_row, found), title=f"{len(found)} disputes", right="No.")


def _row(made: dict[str, Any]) -> tuple[Any, ...]:
    said, ours = (made["text"], made["by"], made["on"]), made["answer"]
    answered = "open"
    if ours:
        answered = f"{ours['outcome']} by {ours['by']} on {ours['on']}: {ours['reason']}"
    where = (made["number"], made["partner"], made["period"], made["question"] or "the result")
    return (*where, *said, answered)


def _next(partner: str, question: str, outcome: OutcomeChoice) -> str:
    if outcome is OutcomeChoice.upheld and question:
        return f"assess review override {partner} {question} --level LEVEL"
    return f"assess review list {partner} --format json"


def _check(text: str, by: str, option: str) -> None:
    if not (text.strip() and by.strip()):
        message = f"give {option} and a name with --by"
        raise typer.BadParameter(message)
