"""Promises of mistreated workbooks: each trap is read right or refused with its exact reason."""

from __future__ import annotations

import datetime as dt

import pytest

from assess.intake.outcome import Context, Outcome
from assess.intake.reading import read_workbook
from tests.mistreated import library_of
from tests.traps import TRAPS, Trap

AS_OF = dt.date(2026, 10, 5)


def outcome_of(trap: Trap) -> Outcome:
    reference = trap.asked.reference
    issued = (("2026Q3", reference), ("2026Q2", reference)) if trap.issued else ()
    context = Context(library_of(trap.asked), AS_OF, trap.partner, trap.period, issued)
    return read_workbook("acme", trap.make(), context)


TAKEN = [name for name, trap in TRAPS.items() if not trap.problems]
REFUSED = [name for name, trap in TRAPS.items() if trap.problems]


@pytest.mark.parametrize("name", TAKEN)
def test_a_trap_that_can_be_read_reads_as_it_was_meant(name: str) -> None:
    outcome = outcome_of(TRAPS[name])
    assert outcome.problems == ()
    assert outcome.submission is not None
    read = {
        response.question: (response.code, response.value, response.comment)
        for response in outcome.submission.responses
    }
    assert read == TRAPS[name].truth
    assert {notice.code for notice in outcome.notices} == set(TRAPS[name].notices)


@pytest.mark.parametrize("name", REFUSED)
def test_a_trap_that_cannot_be_read_says_why_and_where(name: str) -> None:
    outcome = outcome_of(TRAPS[name])
    assert outcome.submission is None
    assert {(p.code, p.place.cell) for p in outcome.problems} == set(TRAPS[name].problems)
    assert all(problem.hint for problem in outcome.problems)
