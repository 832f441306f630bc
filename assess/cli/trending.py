"""The trend as tables for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from assess.cli.screen import say, show_table
from assess.trend import Judged, Step, moves
from assess.trend.words import parts, sentence, signed, whole
from scoring.reasons import with_marks
from scoring.split import FACTORS, Split, apportion, rounded

PARTS = ("Change", "Answers", "Questionnaire", "Policy", "Profile", "Like for like")
HUNDREDTHS = 100


def show_portfolio(steps: Sequence[Step], quarters: tuple[str, str]) -> None:
    """Show a line a partner: both scores with their coverage, the change and its four parts."""
    rows = [
        (
            step.partner,
            *_score(step.before),
            *_score(step.after),
            *_parts(step),
            _note(step, quarters),
        )
        for step in steps
    ]
    scores = (quarters[0], "Cover %", quarters[1], "Cover %")
    _show(("Partner", *scores, *PARTS, "Note"), rows, f"From {quarters[0]} to {quarters[1]}")
    _say_how([step for step in steps if step.change])
    if steps:
        say(f"Next: assess trend {steps[0].partner}")


def show_partner(steps: Sequence[Step]) -> None:
    """Show a line a quarter, then question by question what changed in the last."""
    rows = [_quarter_row(step, step.after) for step in steps if step.after]
    last = steps[-1]
    scores = ("Score", "Cover %")
    head = ("Quarter", "Asked", *scores, "Required", "Achieved", *PARTS, "Note")
    _show(head, rows, f"{_name(last)}, quarter by quarter")
    _show_moves(last)
    _say_how([last])
    if last.change:
        say(f"{_periods(last)}: {sentence(last.change.splits['overall'])}.")


def _show(head: Sequence[str], rows: Sequence[Sequence[Any]], title: str) -> None:
    """Show a table without its last column, the note, where there is nothing to note."""
    noted = any(row[-1] for row in rows)
    kept = slice(None) if noted else slice(-1)
    left = ("Partner", "Quarter", "Asked", "Required", "Achieved", "Note")
    right = "|".join(name for name in head if name not in left)
    show_table(head[kept], [row[kept] for row in rows], title=title, right=right)


def _quarter_row(step: Step, judged: Judged) -> tuple[Any, ...]:
    found = judged.assessment
    return (
        found.period,
        str(found.questionnaire.reference),
        *_score(judged),
        found.required.title,
        with_marks(found.achieved.title if found.achieved else "none", found.basis),
        *_parts(step),
        step.change.splits["overall"].reason if step.change else "",
    )


def _score(judged: Judged | None) -> tuple[float | None, float | None]:
    if judged is None:
        return None, None
    found = judged.assessment
    return found.scores["overall"].value, found.coverage.percent


def _parts(step: Step) -> tuple[str, ...]:
    """Return the cells under PARTS."""
    if step.change is None:
        return ("",) * len(PARTS)
    split = step.change.splits["overall"]
    before, after = step.change.common
    alike = Split(before.score, after.score)
    return (whole(split), *(parts(split) or [""] * len(FACTORS)), whole(alike))


def _note(step: Step, quarters: tuple[str, str]) -> str:
    for judged, period in zip((step.before, step.after), quarters, strict=True):
        if judged is None:
            return f"not answered for {period}"
    return step.change.splits["overall"].reason if step.change else ""


def _show_moves(step: Step) -> None:
    if not (step.before and step.after):
        return
    found = moves(step)
    told = _effects([*(move.effect for move in found.moved), found.rest])
    rows = [
        (move.question.id, move.what, move.before, move.after, effect)
        for move, effect in zip(found.moved, told, strict=False)
    ]
    rows += [("All others", "", "", "", told[-2]), ("Change", "", "", "", told[-1])]
    title = f"What changed from {_periods(step)}, and what it moved"
    show_table(("Question", "What", "Before", "After", "Effect"), rows, title, "Effect")


def _effects(effects: Sequence[Fraction | None]) -> list[str]:
    """Write effects in hundredths that add up to their sum, which comes last."""
    exact = [effect for effect in effects if effect is not None]
    if len(exact) < len(effects):
        return [""] * (len(effects) + 1)
    change = sum(exact, Fraction())
    shown = apportion(exact, rounded(change, HUNDREDTHS), HUNDREDTHS)
    pairs = zip([*shown, sum(shown)], [*exact, change], strict=True)
    return [signed(value, effect, 2) for value, effect in pairs]


def _say_how(steps: Sequence[Step]) -> None:
    policies = {
        str(judged.assessment.policy.reference)
        for step in steps
        for judged in (step.before, step.after)
        if judged
    }
    say(f"Under {' and '.join(sorted(policies)) or 'no policy'}; higher is better.")
    say("Answers, questionnaire, policy and profile add up to the change.")
    say("Like for like is the change on the common questions alone, under what holds now.")


def _name(step: Step) -> str:
    return step.after.assessment.profile.name if step.after else step.partner


def _periods(step: Step) -> str:
    found = (judged.assessment.period for judged in (step.before, step.after) if judged)
    return " to ".join(found)
