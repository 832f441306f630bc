"""Where every point of a score came from."""

from __future__ import annotations

from fractions import Fraction

import pytest

from questionnaires import codes as states
from scoring.compiled import Model, compile_model
from scoring.contributions import contributions
from tests.worlds import build, policy_of, question, questionnaire, standard_policy


def compiled() -> Model:
    raw = questionnaire(
        question("a.gate", weight=0),
        question("a.one", weight=1),
        question("a.two", weight=3, element="termination"),
    )
    return compile_model(build(raw), policy_of(standard_policy()))


def test_a_contribution_is_points_by_the_share_of_the_answered_weight() -> None:
    one, two = contributions(compiled(), (0, 1, 0))
    assert [each.earned["overall"] for each in (one, two)] == [Fraction(25, 2), Fraction(75)]
    assert [each.possible["overall"] for each in (one, two)] == [Fraction(25), Fraction(75)]


def test_what_is_not_answered_contributes_nothing_and_takes_no_share() -> None:
    for state in (states.UNANSWERED, states.NA_CLAIMED, states.NA_ACCEPTED, states.OUT_OF_SCOPE):
        (only,) = contributions(compiled(), (0, state, 1))
        assert only.question.id == "a.two"
        assert only.possible["overall"] == 100


def test_a_score_that_does_not_exist_has_no_contributions() -> None:
    (only,) = contributions(compiled(), (0, 0, states.UNANSWERED))
    assert "termination" not in only.earned
    assert "security-standards" in only.earned


def test_a_contribution_says_what_was_answered_and_what_it_weighs() -> None:
    (only,) = contributions(compiled(), (0, states.UNANSWERED, 1))
    assert (only.given, only.points, only.weight) == ("partially", 500, 3)


def test_a_gate_contributes_nothing() -> None:
    assert contributions(compiled(), (0, states.UNANSWERED, states.UNANSWERED)) == ()


def of_two_principles(aggregation: str) -> Model:
    raw = questionnaire(
        question("a.heavy", weight=9, principles={"confidentiality": 100}),
        question("a.light", weight=1, principles={"integrity": 100}),
    )
    policy = standard_policy() | {"aggregation": aggregation}
    return compile_model(build(raw), policy_of(policy))


def test_in_an_arithmetic_mean_a_principle_has_its_weight_however_few_questions_it_has() -> None:
    heavy, light = contributions(of_two_principles("arithmetic"), (0, 1))
    # Of 30 and 20 for the two principles, whatever their questions weigh.
    assert (heavy.earned["overall"], light.earned["overall"]) == (Fraction(60), Fraction(20))
    assert (heavy.possible["overall"], light.possible["overall"]) == (Fraction(60), Fraction(40))


@pytest.mark.parametrize("aggregation", ["geometric", "minimum"])
def test_an_overall_score_that_is_no_sum_has_no_contributions(aggregation: str) -> None:
    heavy, light = contributions(of_two_principles(aggregation), (0, 1))
    assert "overall" not in heavy.earned | light.earned
    assert heavy.earned["confidentiality"] == 100
