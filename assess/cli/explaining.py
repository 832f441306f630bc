"""The explanation of one partner's score, as tables for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assess.cli.native import show_native
from assess.cli.screen import say, show_table
from assess.native import load_native
from questionnaires.model import PRINCIPLES
from scoring.contributions import contributions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assess.submission import Response
    from scoring.results import Assessment


NEED_WORDS = {"coverage": "coverage, %", "must-haves": "weakest must-have, points of 1000"}


def show_explanation(
    found: Assessment, native: dict[str, Any] | None, unconfirmed: Sequence[Response]
) -> None:
    """Show the scores, the conditions that decided the tier, every contribution, the reasons.

    `native` are the scores by the questionnaire's own method, where it has one; `unconfirmed`
    the answers that came filled in and were neither confirmed nor changed.
    """
    _show_scores(found)
    _show_needs(found)
    _show_contributions(found)
    if unconfirmed:
        rows = [tuple(origin(each).values()) for each in unconfirmed]
        headings = ("Question", "Answer", "From", "Derived from")
        show_table(headings, rows, title="Counted, but neither confirmed nor changed")
    if native:
        _show_native(found, native)
    for reason in found.reasons:
        say(f"· {reason}")
    say(f"Next: assess gaps {found.profile.id} --period {found.period} --out gaps.xlsx")


def origin(response: Response) -> dict[str, str | None]:
    """Return, as JSON-ready data, where an answer that came filled in is from."""
    return {
        "question": response.question,
        "answer": response.value,
        "carried_from": response.carried_from,
        "source": response.source or None,
    }


def _show_scores(found: Assessment) -> None:
    rows = [
        (name, score.value, score.low, score.high, score.decisive)
        for name, score in found.scores.items()
    ]
    covered = found.coverage.percent
    share = "nothing applies" if covered is None else f"{covered:.1f} % of what applies is answered"
    title = f"{found.profile.name}, {found.period}: {share}"
    numbers = ("Score", "Low", "High", "Decisive")
    show_table(("", *numbers), rows, title=title, right="|".join(numbers))
    say("Low and high: all unanswered at worst, at best. The tier rests on the decisive score, in")
    say("which what is unanswered or only claimed not applicable counts as not met.")


def _show_needs(found: Assessment) -> None:
    rows = [
        (
            found.policy.tiers[need.tier].title,
            need.column or NEED_WORDS[need.kind],
            need.needed,
            need.held,
            "met" if need.met else "NOT MET",
        )
        for need in found.needs
    ]
    headings = ("Tier", "Needs", "At least", "Held", "")
    show_table(headings, rows, title="What decided the tier", right="At least|Held")


def _show_contributions(found: Assessment) -> None:
    parts = contributions(found.model, found.codes)
    rows = [
        (
            part.question.id,
            part.given,
            part.points,
            part.weight,
            *(
                _points(part.earned.get(name), part.possible.get(name))
                for name in ("overall", *PRINCIPLES)
            ),
        )
        for part in parts
    ]
    totals = [found.scores[name].value for name in ("overall", *PRINCIPLES)]
    rows.append(("Score", "", "", "", *totals))
    numbers = ("Points", "Weight", "Overall", "Conf", "Integ", "Avail", "Compl", "Accnt")
    title = "Where each point came from: earned of possible, in points of each score"
    headings, spare = ("Question", "Answer", *numbers), "Accnt|Compl|Avail|Integ|Conf|Weight"
    show_table(headings, rows, title=title, right="|".join(numbers), spare=spare)


def _show_native(found: Assessment, native: dict[str, Any]) -> None:
    titles = {section.id: section.title for section in found.questionnaire.sections}
    policy = load_native(found.questionnaire.reference)
    show_native(native, titles, policy.source if policy else "no longer known")


def _points(earned: object, possible: object) -> str:
    return f"{float(earned):.2f}/{float(possible):.2f}" if possible else ""  # type: ignore[arg-type]
