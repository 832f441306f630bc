"""The promise of intake: what is accepted equals the truth, and what is refused says where."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings

from assess.intake.outcome import Context
from assess.intake.reading import read_workbook
from tests.mangling import Mangled, mangled_workbooks
from tests.mistreated import TRIAL, library_of

AS_OF = dt.date(2026, 10, 5)


@settings(max_examples=60)
@given(mangled_workbooks())
def test_what_is_accepted_equals_the_truth_and_what_is_refused_says_where(
    drawn: tuple[bytes, Mangled],
) -> None:
    _hold(*drawn)


@pytest.mark.slow
@settings(max_examples=400)
@given(mangled_workbooks())
def test_the_same_holds_further_afield(drawn: tuple[bytes, Mangled]) -> None:
    _hold(*drawn)


def _hold(data: bytes, mangled: Mangled) -> None:
    issued = (("2026Q3", TRIAL.reference),)
    context = Context(library_of(TRIAL), AS_OF, mangled.partner, "", issued)
    outcome = read_workbook("acme.xlsx", data, context)
    if mangled.doubts:
        assert outcome.submission is None
        assert len(outcome.problems) >= len(mangled.doubts)
        assert all(problem.place.cell and problem.hint for problem in outcome.problems)
        return
    assert outcome.problems == ()
    assert outcome.submission is not None
    read = {r.question: (r.code, r.value, r.comment) for r in outcome.submission.responses}
    assert read == mangled.truth
