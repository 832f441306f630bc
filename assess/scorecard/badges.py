"""Words in colour or beside a mark, as page.css paints them; each is written once and reused."""

from __future__ import annotations

from functools import cache

from markupsafe import Markup

from assess.look.words import sentence

_BADGE = Markup('<span class="badge {kind}">{word}</span>')
_STATE = Markup('<span class="state state-{kind}">{word}</span>')


@cache
def advice(word: str | None) -> Markup:
    """Show a recommendation, or that there is none."""
    shown = sentence(word or "no recommendation")
    return _BADGE.format(kind=f"advice-{(word or 'none').replace(' ', '-')}", word=shown)


@cache
def severity(word: str) -> Markup:
    """Show a severity."""
    return _BADGE.format(kind=f"severity-{word}", word=sentence(word))


@cache
def state(word: str) -> Markup:
    """Show the state of an answer, with its own mark."""
    return _STATE.format(kind=class_name(word), word=sentence(word))


@cache
def class_name(word: str) -> str:
    """Return a state as the pages' CSS names it."""
    return word.replace(", ", "-").replace(" ", "-")
