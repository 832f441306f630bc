"""The explanation of one partner's score, as tables for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.cli.screen import say, show_table
from questionnaires.model import PRINCIPLES
from scoring.contributions import contributions

if TYPE_CHECKING:
    from scoring.results import Assessment


NEED_WORDS = {"coverage": "coverage, %", "must-haves": "weakest must-have, points of 1000"}


def show_explanation(found: Assessment) -> None:
    """Show the scores, the conditions that decided the tier, every contribution, the reasons."""
    _show_scores(found)
    _show_needs(found)
    _show_contributions(found)
    for reason in found.reasons:
        say(f"· {reason}")
    say(f"Next: assess gaps {found.profile.id} --period {found.period} --out gaps.xlsx")


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
    show_table(("Question", "Answer", *numbers), rows, title=title, right="|".join(numbers))


def _points(earned: object, possible: object) -> str:
    return f"{float(earned):.2f}/{float(possible):.2f}" if possible else ""  # type: ignore[arg-type]
