"""The explanation of one partner's score, or of one question of it, in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assess.certainty import certain_of
from assess.cli.native import show_native
from assess.cli.screen import say, show_text
from assess.explanation import story_text, text
from assess.native import load_native

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assess.explanation import Explanation, Story
    from scoring.results import Assessment


def show_explanation(told: Explanation) -> None:
    """Show the explanation, the questionnaire's own scores where it has any, and what is next."""
    _show(text(told))
    found = told.found
    if told.native:
        _show_native(found, told.native)
    sure = certain_of(found)
    if sure:
        say(f"· {sure}")
    say(f"Next: assess gaps {found.profile.id} --period {found.period} --out gaps.xlsx")
    say(f"As a page: assess explain {found.profile.id} --period {found.period} --out explain.html")


def show_story(told: Story, partner: str) -> None:
    """Show one question's story, and what is next."""
    _show(story_text(told))
    say(f"Next: assess explain {partner}")


def _show(lines: Iterable[str]) -> None:
    show_text("".join(f"{line}\n" for line in lines))


def _show_native(found: Assessment, native: dict[str, Any]) -> None:
    titles = {section.id: section.title for section in found.questionnaire.sections}
    policy = load_native(found.questionnaire.reference)
    show_native(native, titles, policy.source if policy else "no longer known")
