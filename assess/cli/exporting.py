"""`assess export`: tidy tables for people who go on in Excel, Power BI or pandas."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assess.cli.options import (
    AsOfOption,
    PeriodOption,
    PolicyOption,
    WorkspaceOption,
    open_all,
    read_day,
)
from assess.cli.screen import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assess.pipeline import Scored

app = typer.Typer(
    no_args_is_help=True, help="Tidy tables: responses, scores, findings, contradictions."
)

OutOption = Annotated[Path, typer.Option(help="File to write: .csv, .xlsx or .parquet.")]


@app.command()
def responses(out: OutOption, period: PeriodOption = "", workspace: WorkspaceOption = "") -> None:
    """Write one row a response; without --period, of every period.

    Example: assess export responses --out responses.csv
    """
    from assess.decisions import with_decisions_in  # noqa: PLC0415
    from assess.export import responses_table, write_table  # noqa: PLC0415
    from assess.pipeline import questionnaire_of  # noqa: PLC0415
    from assess.store import load_reviews, load_submissions  # noqa: PLC0415

    with open_all(workspace) as (home, engine):
        stored = load_submissions(engine, period or None)
        asked = {each.submission.questionnaire for each in stored}
        library = {reference: questionnaire_of(home, reference) for reference in asked}
        reviews = load_reviews(engine)
        reviewed = [
            with_decisions_in(each, library[each.submission.questionnaire], reviews)
            for each in stored
        ]
        _written(write_table, responses_table(reviewed, library), out)


@app.command()
def scores(
    out: OutOption,
    period: PeriodOption = "",
    policy: PolicyOption = "",
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Write one row a partner and period; without --period, of every period.

    Example: assess export scores --out scores.xlsx
    """
    from assess.export import scores_table, write_table  # noqa: PLC0415
    from assess.results import score_row  # noqa: PLC0415

    rows = [score_row(each) for each in _assessed(workspace, period, policy, as_of)]
    _written(write_table, scores_table(rows), out)


@app.command()
def findings(
    out: OutOption,
    period: PeriodOption = "",
    policy: PolicyOption = "",
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Write one row a finding; without --period, of every period.

    Example: assess export findings --period 2026Q3 --out findings.xlsx
    """
    from assess.export import findings_table, write_table  # noqa: PLC0415
    from assess.results import finding_row  # noqa: PLC0415

    rows = [
        finding_row(each, finding)
        for each in _assessed(workspace, period, policy, as_of)
        for finding in each.assessment.findings
    ]
    _written(write_table, findings_table(rows), out)


@app.command()
def contradictions(
    out: OutOption,
    period: PeriodOption = "",
    policy: PolicyOption = "",
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Write one row a contradicted answer; without --period, of every period.

    Example: assess export contradictions --period 2026Q3 --out contradictions.csv
    """
    from assess.export import contradictions_table, write_table  # noqa: PLC0415
    from assess.results import contradiction_row  # noqa: PLC0415

    rows = [
        contradiction_row(each, found)
        for each in _assessed(workspace, period, policy, as_of)
        for found in each.assessment.contradictions
    ]
    _written(write_table, contradictions_table(rows), out)


def _assessed(workspace: str, period: str, policy: str, as_of: str) -> Iterator[Scored]:
    from assess.pipeline import assess_period  # noqa: PLC0415
    from assess.policies import load_policy  # noqa: PLC0415
    from assess.store import periods  # noqa: PLC0415

    with open_all(workspace) as (home, engine):
        chosen = load_policy(policy or home.policy, home.policies)
        for each in [period] if period else periods(engine):
            yield from assess_period(home, engine, each, read_day(as_of), chosen)


def _written(write_table: Callable[[Any, Path], None], table: Any, out: Path) -> None:
    write_table(table, out)
    say(f"{len(table)} rows in {out}.")
