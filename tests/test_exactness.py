"""What the method promises to the last digit: sums, bands, look-ups, and no score of nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import codes as states
from questionnaires.applicability import scope, tabulate
from questionnaires.model import PRINCIPLES
from scoring.aggregation import aggregate
from scoring.assessment import assess_partners, judge
from scoring.compiled import COLUMNS, Model, _pack, _planes
from scoring.contributions import contributions
from scoring.engine import score
from scoring.findings import findings
from tests import oracle
from tests.measures import figures
from tests.questionnaire_strategies import drawn_answers, drawn_questionnaire, world, worlds
from tests.worlds import (
    Answers,
    Raw,
    World,
    build,
    question,
    questionnaire,
    standard_policy,
)

AS_OF = date(2026, 9, 30)
LAST = len(COLUMNS)


@pytest.mark.parametrize("answer", [oracle.ACCEPTED, oracle.OUTSIDE])
def test_where_nothing_applies_there_is_no_score_no_tier_and_no_recommendation(
    answer: str,
) -> None:
    made = world(Random(3), 8, 1)
    raw = made.questionnaire
    if answer == oracle.OUTSIDE:
        made = replace(made, profiles=(replace(made.profiles[0], kind="reseller"),))
        nowhere = {"field": "kind", "equals": "hosting"}
        questions = [{**each, "applies_if": nowhere} for each in raw["questions"]]
        made = replace(made, questionnaire={**raw, "questions": questions})
    else:
        made = replace(made, answers=(dict.fromkeys(made.answers[0], answer),))
    (result,) = assess_partners(made.model(), made.profiles, made.codes(), "2026Q3", AS_OF)
    shown = [(s.value, s.low, s.high, s.decisive) for s in result.scores.values()]
    assert set(shown) == {(None, None, None, None)}
    assert result.coverage.percent is None
    assert (result.achieved, result.recommendation) == (None, None)
    assert result.findings == ()


@given(worlds(questions=8, partners=1))
def test_contributions_add_up_to_each_score_exactly(made: World) -> None:
    outcome = made.outcome()
    model = made.model()
    found = contributions(model, outcome.codes[0].tolist())
    assessed = next(assess_partners(model, made.profiles, made.codes(), "2026Q3", AS_OF))
    no_sum = model.policy.aggregation in {"geometric", "minimum"}
    for column in COLUMNS:
        value = assessed.scores[column].exact()
        if value is not None and not (column == "overall" and no_sum):
            assert sum(each.earned[column] for each in found) == value
            assert sum(each.possible[column] for each in found) == 100
        else:
            assert not [each for each in found if column in each.earned]


@given(worlds(questions=8, partners=1))
def test_the_gains_of_all_findings_add_up_to_what_is_missing_exactly(made: World) -> None:
    overall = _mean(made)
    found = findings(made.model(), made.outcome().codes[0].tolist(), AS_OF)
    assert sum(each.gain for each in found) == (0 if overall is None else 100 - overall)


@given(worlds(questions=8, partners=1))
def test_closing_a_finding_adds_its_gain_to_the_decisive_score(made: World) -> None:
    before = _mean(made)
    for each in findings(made.model(), made.outcome().codes[0].tolist(), AS_OF):
        best = each.question.answer.levels[0].id
        after = _mean(made.answering(0, each.question.id, best))
        assert (after or 0) - (before or 0) == each.gain


def _mean(made: World) -> Fraction | None:
    """Return the decisive overall score; the arithmetic mean where it is no sum of anything."""
    model = made.model()
    found = next(assess_partners(model, made.profiles, made.codes(), "2026Q3", AS_OF))
    if model.policy.aggregation in {"geometric", "minimum"}:
        parts = [found.scores[principle].exact("decisive") for principle in PRINCIPLES]
        return aggregate("arithmetic", parts, model.policy.principle_weights)
    return found.scores["overall"].exact("decisive")


# --- bands and look-ups -----------------------------------------------------------------------


@given(st.randoms(use_true_random=False), st.decimals(0, 1001, places=2))
def test_every_value_lies_in_exactly_one_band_and_a_better_value_in_no_worse_one(
    random: Random, value: Decimal
) -> None:
    for question_ in build(drawn_questionnaire(random, 6)).questions:
        answer = question_.answer
        if answer.type in {"number", "date", "multi"}:
            step = Decimal("-0.01") if answer.lower_is_better else Decimal("0.01")
            assert answer.level_of(value + step) <= answer.level_of(value)
            for index, level in enumerate(answer.levels[:-1]):
                assert level.bound is not None
                assert answer.level_of(level.bound) == index
                assert answer.level_of(level.bound - step) == index + 1


@given(st.randoms(use_true_random=False), st.decimals(0, 1001, places=2))
def test_the_engine_and_the_oracle_put_a_value_into_the_same_band(
    random: Random, value: Decimal
) -> None:
    raw = drawn_questionnaire(random, 6)
    for built, each in zip(build(raw).questions, raw["questions"], strict=True):
        if built.answer.type in {"number", "date", "multi"}:
            level = built.answer.levels[built.answer.level_of(value)].id
            assert level == oracle.level_for(each["answer"]["levels"], Fraction(value))


def heavy(size: int) -> tuple[Raw, Raw, tuple[Answers, ...]]:
    """Return a questionnaire whose figures have no common divisor and need every bit."""
    random = Random(size)
    primes = (997, 499, 0)
    questions = []
    for index in range(size):
        levels = [
            {"id": f"l{i}", "text": f"level {i}", "points": p}
            for i, p in enumerate((1000, *primes))
        ]
        questions.append(
            question(
                f"q.n{index}",
                {"type": "choice", "levels": levels},
                weight=random.choice((2, 3, 5, 7)),
                must_have=random.random() < 0.5,
                principles={"confidentiality": 53, "integrity": 47},
            )
        )
    raw, policy = questionnaire(*questions), standard_policy()
    policy["weights"]["must_have_factor"] = 7
    return raw, policy, tuple(drawn_answers(random, raw) for _ in range(20))


def unpacked(model: Model) -> Model:
    """Return the model with each figure in a look-up table of its own."""
    width = max(len(levels) for levels in model.points) - states.LOWEST
    planes = _planes(model.points, model.grain, model.weights[:, -1], width)
    return replace(model, words=_pack(planes, dict.fromkeys(planes, 2**52)))


@pytest.mark.parametrize(("size", "words"), [(3, 1), (60, 1), (900, 2)])
def test_packed_and_separate_look_ups_agree(size: int, words: int) -> None:
    raw, policy, answers = heavy(size)
    base = world(Random(1), 1, len(answers))
    made = World(raw, policy, base.profiles, answers)
    model, codes = made.model(), made.codes()
    separate = unpacked(model)
    assert len(separate.words) == 4
    assert len(model.words) == words
    scoped = scope(model.questionnaire, tabulate(made.profiles), codes)
    one, other = score(model, scoped), score(separate, scoped)
    for field in ("earned", "answered", "unanswered", "claimed", "counts", "must_have"):
        assert (getattr(one, field) == getattr(other, field)).all()
    points = np.array([[*levels, 0] for levels in model.points])
    reached = np.take_along_axis(points.T, np.where(scoped >= 0, scoped, points.shape[1] - 1), 0)
    assert (one.earned[:, 1:] == reached @ model.weights[:, :-1]).all()


def test_no_answers_at_all_is_a_portfolio_too() -> None:
    made = world(Random(2), 5, 1)
    empty = judge(made.model(), (), made.codes()[:0])
    assert figures(empty) == []
    assert empty.sums.earned.shape == (0, LAST)
