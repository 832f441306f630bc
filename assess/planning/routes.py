"""Finding the way to a tier: the tier by its name, the user's choices, and a quiet solver."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from assess.planning.choices import Choices
from questionnaires.problems import InputError, Place, Problem, UnknownNameError
from scoring.planning.plan import ALTERNATIVES, Route, least_work
from scoring.planning.schedule import ANYBODY
from scoring.planning.solving import UndecidedError
from scoring.planning.steps import Effort
from scoring.results import Assessment

REQUIRED, NEXT = "required", "next"


def tier_named(found: Assessment, name: str) -> int:
    """Return the index of a tier: by id, `required`, or `next` above what is achieved.

    Raises UnknownNameError for a name that the policy lacks. Above the highest there is none,
    so `next` is then the highest itself.
    """
    tiers = found.policy.tiers
    if name == REQUIRED:
        return tiers.index(found.required)
    if name == NEXT:
        plain = found.basis.plain
        return min(tiers.index(plain) + 1 if plain else 0, len(tiers) - 1)
    for index, tier in enumerate(tiers):
        if tier.id == name:
            return index
    message = f"{found.policy.reference} has no tier {name}"
    hint = f"use {', '.join(tier.id for tier in tiers)}, {REQUIRED} or {NEXT}"
    raise UnknownNameError([Problem(Place(), "tier.unknown", message, hint)])


def effort_for(found: Assessment, choices: Choices) -> Effort:
    """Return the user's own days by question id; None where the owner has no time at all."""
    idle = {owner for owner, days in choices.capacity.items() if not days}
    blocked = {
        question.id: None
        for question in found.questionnaire.questions
        if choices.owners.get(question.id, ANYBODY) in idle
    }
    return {**choices.effort, **blocked}


def route_to(
    found: Assessment,
    tier: int,
    choices: Choices,
    as_of: date,
    alternatives: int = ALTERNATIVES,
) -> Route:
    """Return the ways to a tier by index; raises InputError where none could be proven."""
    try:
        with _quiet():
            return least_work(found, tier, effort_for(found, choices), as_of, alternatives)
    except UndecidedError as error:
        message = f"no plan for {found.profile.id} could be proven to be the least work: {error}"
        hint = "ask for a lower tier with --to, or rule controls out in --effort"
        raise InputError([Problem(Place(), "plan.undecided", message, hint)]) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the solver off stdout: HiGHS 1.12 prints a line of its own now and then.

    It does so past Python and whatever its options say (HiGHS issue 2783), and one such line
    would spoil the JSON.
    """
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    try:
        yield
    finally:
        # What C still holds back has to go while it goes nowhere.
        ctypes.CDLL("ucrtbase" if os.name == "nt" else None).fflush(None)
        os.dup2(kept, 1)
        os.close(kept)
