"""What stands beside a partner's answers, as tables for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.cli.screen import say, show_table

if TYPE_CHECKING:
    from scoring.results import Assessment


def show_beside(found: Assessment) -> None:
    """Show what contradicts answers, has lapsed, was decided and is disputed, if anything."""
    if found.contradictions:
        rows = [(e.question, e.given, e.on, e.by) for e in found.contradictions]
        title = "Contradicted answers: each limits the tier until it is settled"
        show_table(("Question", "Answer", "Seen on", "What speaks against it"), rows, title=title)
    if found.lapsed:
        lost = [(each.what, each.on, ", ".join(each.questions)) for each in found.lapsed]
        headings = ("Evidence", "Expired on", "No longer backs")
        show_table(headings, lost, title="Evidence out of date")
    _show_decisions(found)
    _show_disputes(found)


def _show_decisions(found: Assessment) -> None:
    from scoring.findings import judged_as  # noqa: PLC0415 - numpy is slow to load

    if found.as_answered is None:
        return
    rows = []
    for made in found.decisions:
        question = found.questionnaire.question(made.question)
        computed, counts = (judged_as(question, code) for code in (made.computed, made.decided))
        rows.append((made.question, computed, counts, made.decision, made.by, made.on, made.reason))
    headings = ("Question", "As answered", "Counts as", "Decision", "By", "On", "Why")
    show_table(headings, rows, title="What assessors decided")
    plain, tier = found.as_answered, found.achieved
    overall = found.scores["overall"].value
    now = f"{_figure(overall)}, {tier.id if tier else 'no tier'}"
    then = f"{_figure(plain.overall)}, {plain.achieved.id if plain.achieved else 'no tier'}"
    say(f"With these decisions: {now}. As answered: {then}.")


def _show_disputes(found: Assessment) -> None:
    if found.disputes:
        rows = [
            (
                each.number,
                each.question or "the result",
                f"{each.text} ({each.by}, {each.on})",
                each.outcome or "open",
                f"{each.reason} ({each.answered_by}, {each.answered_on})" if each.outcome else "",
            )
            for each in found.disputes
        ]
        headings = ("No.", "Question", "What the partner disputes", "Outcome", "Our answer")
        show_table(headings, rows, title="Disputes", right="No.")


def _figure(value: float | None) -> str:
    return "no score" if value is None else f"{value:.1f}"
