"""`assess score`: the scores of a quarter."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

import typer

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
from assess.cli.screen import NOTHING, say, show_json, show_table

if TYPE_CHECKING:
    from assess.pipeline import Scored
    from scoring.results import Assessment

GATE_FAILED = 10


def score(
    partners: Annotated[
        list[str] | None, typer.Argument(help="Ids of the partners; else all that answered.")
    ] = None,
    period: PeriodOption = "",
    policy: PolicyOption = "",
    fail_under: Annotated[
        str,
        typer.Option(
            metavar="SCORE",
            help="Exit with 10 if an overall score is below this, or a partner has none.",
        ),
    ] = "",
    shown: FormatOption = Format.table,
    as_of: AsOfOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Score what partners answered, and recommend a tier.

    Without --period it is about the newest quarter with responses.

    Example: assess score --period 2026Q3 --fail-under 60
    """
    from assess.pipeline import assess_period, choose_partners, newest_period  # noqa: PLC0415
    from assess.policies import load_policy  # noqa: PLC0415
    from assess.results import score_data  # noqa: PLC0415
    from assess.store import issued_partners  # noqa: PLC0415

    gate = _threshold(fail_under)
    with open_all(workspace) as (home, engine):
        wanted = {each.id for each in choose_partners(engine, partners)} if partners else None
        asked = period or max(newest_period(engine, each) for each in wanted or [None])
        chosen = load_policy(policy or home.policy, home.policies)
        found = list(assess_period(home, engine, asked, read_day(as_of), chosen, wanted))
        expected = wanted or set(issued_partners(engine, asked))
    results = sorted(found, key=lambda each: each.assessment.profile.id)
    silent = sorted(expected - {each.assessment.profile.id for each in results})
    if shown is Format.json:
        show_json([score_data(result) for result in results])
    else:
        _show_scores(results)
        _say_next([result.assessment for result in results], silent, asked)
    low = [] if gate is None else [each for each in results if _below(each.assessment, gate)]
    failed = [*(each.assessment.profile.id for each in low), *silent]
    if gate is not None and (failed or not results):
        say(f"Gate failed, below {fail_under} or not answered: {', '.join(failed) or 'all'}.")
        raise typer.Exit(GATE_FAILED)


def _threshold(text: str) -> Fraction | None:
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        message = f"{text!r} is not a number from 0 to 100"
        raise typer.BadParameter(message, param_hint="--fail-under") from error
    if not 0 <= value <= 100:  # noqa: PLR2004 - per cent
        message = f"{text} is not between 0 and 100"
        raise typer.BadParameter(message, param_hint="--fail-under")
    return Fraction(value)


def _below(found: Assessment, gate: Fraction) -> bool:
    """Compare exactly: a score that only rounds up to the gate is below it."""
    score = found.scores["overall"].exact()
    return score is None or score < gate


def _show_scores(results: list[Scored]) -> None:
    from assess.results import score_data  # noqa: PLC0415 - only where scores are shown

    rows = [
        (
            data["partner"],
            data["overall"],
            _bounds(data["bounds"]),
            data["coverage"],
            *data["principles"].values(),
            data["tier"]["required"],
            _held(result.assessment),
            data["tier"]["recommendation"],
        )
        for result in results
        for data in (score_data(result),)
    ]
    scores = ("Overall", "Bounds", "Cover %", "Conf", "Integ", "Avail", "Compl", "Accnt")
    headings = ("Partner", *scores, "Required", "Achieved", "Recommendation")
    spare = "Bounds|Accnt|Compl|Avail|Integ|Conf"
    show_table(headings, rows, right="|".join(scores), spare=spare)


def _held(found: Assessment) -> str:
    from scoring.reasons import with_marks  # noqa: PLC0415 - numpy is slow to load

    return with_marks(found.achieved.id if found.achieved else NOTHING, found.basis)


def _bounds(bounds: dict[str, float | None]) -> str:
    return "" if bounds["low"] is None else f"{bounds['low']:.1f}…{bounds['high']:.1f}"


def _say_next(results: list[Assessment], silent: list[str], period: str) -> None:
    if silent:
        say(f"Not answered for {period}: {', '.join(silent)}.")
    if not results:
        say(f"Nobody has answered for {period} yet.")
        return
    for name, partners in _by_others(results).items():
        say(f"Judged by their {name} answers: {', '.join(partners)}.")
    first = results[0]
    say(
        f"{first.period}, {first.policy.reference}. Higher is better; cover: answered ÷ applicable."
    )
    say(f"Next: assess explain {first.profile.id}, assess gaps {first.profile.id} --out gaps.xlsx")


def _by_others(results: list[Assessment]) -> dict[str, list[str]]:
    """Return who is judged by another author's questionnaire, by its id and version."""
    found: dict[str, list[str]] = {}
    for each in results:
        if each.questionnaire.outline_of:
            name = str(each.questionnaire.reference)
            found.setdefault(name, []).append(each.profile.id)
    return found
