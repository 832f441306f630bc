"""Scores by published methods, to test with."""

from __future__ import annotations

from assess.native import load_method
from scoring.native import Given, Native, Points, Stated, native_scores


def scored(method: str, answers: dict[str, str], stated: dict[str, Stated] | None = None) -> Native:
    """Score answers by a shipped method."""
    return native_scores(load_method(method), Given(answers, stated=stated or {}))


def whole(found: Native) -> Points:
    """Return the overall score of a method that gives one."""
    assert found.overall is not None
    return found.overall
