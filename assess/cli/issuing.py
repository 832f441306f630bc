"""`assess issue`: workbooks to send."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
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
from assess.cli.screen import say, show_json, show_problems, show_table

if TYPE_CHECKING:
    from assess.issue import Issued
    from questionnaires.model import Questionnaire


def issue(
    partners: Annotated[
        list[str] | None, typer.Argument(help="Ids of the partners; else all of them.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the workbooks.")] = Path("outbox"),
    questionnaire: Annotated[
        str,
        typer.Option(metavar="ID@VERSION", help="Questionnaire; else the workspace's."),
    ] = "",
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Leave out what partners answered before.")
    ] = False,
    period: PeriodOption = "",
    shown: FormatOption = Format.table,
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Write the workbooks to send, one a partner.

    Each holds only the questions that apply to its partner, filled with its newest earlier
    answers where these carry over, to be confirmed. What they leave open is filled, on a sheet of
    its own, from a CAIQ or HECVAT that the partner has sent, where that settles a question.

    Without --period it is for the quarter that today (or --as-of) lies in.

    Example: assess issue north-freight --period 2026Q3 --out outbox
    """
    from assess.issue import write_workbooks  # noqa: PLC0415
    from assess.periods import period_of  # noqa: PLC0415
    from assess.pipeline import choose_partners  # noqa: PLC0415
    from assess.prefilling import prefills  # noqa: PLC0415
    from assess.store import IssuedWorkbook, record_issues  # noqa: PLC0415
    from questionnaires.problems import InputError  # noqa: PLC0415
    from questionnaires.translation import translations  # noqa: PLC0415

    with open_all(workspace) as (home, engine):
        day = read_day(as_of)
        asked = _asked(questionnaire or home.questionnaire, home.questionnaires)
        profiles = choose_partners(engine, partners or [])
        period = period or period_of(day)
        wanted = [] if fresh else [profile.id for profile in profiles]
        filled, notices = prefills(home, engine, asked, wanted, period)
        shown_in = translations(asked, home.questionnaires)
        issued, problems = write_workbooks(asked, profiles, period, out, filled, shown_in)
        records = [IssuedWorkbook(i.issue, i.partner, i.period, i.questionnaire) for i in issued]
        record_issues(engine, records, day)
        _show(issued, out, shown)
        show_problems(notices)
        if problems:
            raise InputError(problems)


def _asked(name: str, folders: Sequence[Path]) -> Questionnaire:
    from questionnaires.library import load_questionnaire  # noqa: PLC0415 - as all above
    from questionnaires.outline import need_texts  # noqa: PLC0415

    asked = load_questionnaire(name, folders)
    hint = "import what the partner filled in: assess import FILE --partner ID"
    need_texts(asked, "issued", hint)
    return asked


def _show(issued: list[Issued], out: Path, shown: Format) -> None:
    rows = [
        (i.partner, i.period, str(i.questionnaire), i.questions, i.carried, i.derived, str(i.path))
        for i in issued
    ]
    if shown is Format.json:
        keys = ("partner", "period", "questionnaire", "questions", "carried", "derived", "path")
        show_json([dict(zip(keys, row, strict=True)) for row in rows])
        return
    counts = ("Questions", "Carried", "Derived")
    headings = ("Partner", "Period", "Questionnaire", *counts, "Workbook")
    show_table(headings, rows, right="|".join(counts))
    for each in issued:
        if each.derived:
            say(f"{each.partner}: {each.filled_in}")
    workbooks = "1 workbook" if len(rows) == 1 else f"{len(rows)} workbooks"
    say(f"{workbooks} in {out}. When they come back: assess import INBOX")
