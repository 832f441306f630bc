"""`assess gaps`: what falls short, and what to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assess.cli.beside import show_beside
from assess.cli.options import (
    AsOfOption,
    Format,
    FormatOption,
    PeriodOption,
    PolicyOption,
    WorkspaceOption,
    open_all,
    read_day,
)
from assess.cli.screen import say, show_table, show_text

if TYPE_CHECKING:
    from scoring.results import Assessment


def gaps(
    partner: Annotated[str, typer.Argument(help="The partner's id.")],
    out: Annotated[
        Path | None,
        typer.Option(help="File to write: .xlsx, .html, .pdf, .md or .json; else the terminal."),
    ] = None,
    period: PeriodOption = "",
    policy: PolicyOption = "",
    shown: FormatOption = Format.table,
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Report what falls short, and what to do about it.

    Worst comes first, then what gains most for the least work.

    Due dates count from --as-of.

    Without --period it is about the newest quarter with responses.

    Example: assess gaps north-freight --out north-freight-gaps.pdf
    """
    from assess.pipeline import assess_partner, find_partner, responses_of  # noqa: PLC0415
    from questionnaires.translation import in_language  # noqa: PLC0415

    day = read_day(as_of)
    with open_all(workspace) as (home, engine):
        scored = assess_partner(home, engine, partner, period, day, policy)
        found = scored.assessment
        responses = responses_of(engine, partner, found.period)
        language = find_partner(engine, partner).language
        asked = in_language(found.questionnaire, language, home.questionnaires)
    if out is None and shown is Format.table:
        _show_findings(found)
        return
    from assess.gaps import as_json, gap_report, write  # noqa: PLC0415 - only where it is written

    report = gap_report(found, responses, day, scored.file_sha256, language, asked)
    if out is None:
        show_text(as_json.text(report).decode())
    else:
        write(report, out)
        say(f"{len(found.findings)} findings in {out}.")


def _show_findings(found: Assessment) -> None:
    rows = [
        (
            finding.severity,
            finding.question.id,
            finding.state,
            finding.given,
            finding.needed,
            f"+{float(finding.gain):.2f}",
            finding.question.remediation.effort,
            finding.due.isoformat(),
        )
        for finding in found.findings
    ]
    headings = ("Severity", "Question", "State", "Given", "Needed", "Gain", "Effort", "Due")
    title = f"{found.profile.name}, {found.period}: {len(rows)} findings"
    show_table(headings, rows, title=title, right="Gain")
    show_beside(found)
    say("Gain is points on the score that the tier rests on.")
    say(f"Next: assess gaps {found.profile.id} --period {found.period} --out gaps.pdf")
