"""How sure a tier is: every figure against plain Python on the same draws, with fractions."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction
from itertools import permutations
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from questionnaires import codes as states
from questionnaires.model import PRINCIPLES
from scoring.aggregation import overall_score, reaches
from scoring.assessment import Outcome, assess_partners, judge
from scoring.compiled import Model
from scoring.needs import decisive_scores
from scoring.results import Assessment
from scoring.robustness.backing import only_backed
from scoring.robustness.decisive import one_level
from scoring.robustness.draws import WHOLE, weight_draws
from scoring.robustness.influence import answer_influence, shortfalls, weight_influence
from scoring.robustness.ranks import ranks
from scoring.robustness.sobol import sobol
from scoring.robustness.stability import overall_scores, stability
from scoring.standing import NONE, Standing
from tests.questionnaire_strategies import world, worlds
from tests.worlds import World, question, questionnaire, standard_policy

AS_OF = date(2026, 9, 30)
AGGREGATIONS = ("pooled", "arithmetic", "geometric", "minimum")


def assessed(made: World) -> list[Assessment]:
    found = assess_partners(
        made.model(), made.profiles, made.codes(), "2026Q3", AS_OF, made.standing()
    )
    return list(found)


def under(made: World, aggregation: str) -> World:
    policy = {**made.policy, "aggregation": aggregation}
    return World(made.questionnaire, policy, made.profiles, made.answers, made.beside)


# --- the draws ------------------------------------------------------------------------------------


def test_draws_are_the_same_for_everybody_for_good() -> None:
    assert weight_draws((30, 20, 15, 15, 20))[:3].tolist() == FIRST_DRAWS


FIRST_DRAWS = [
    [3014, 1925, 1696, 1531, 1834],
    [2482, 2322, 1450, 1196, 2550],
    [2868, 2196, 1285, 1381, 2270],
]


@pytest.mark.parametrize("weights", [(30, 20, 15, 15, 20), (0, 1, 99, 0, 0), (100, 0, 0, 0, 0)])
def test_a_draw_adds_up_and_weighs_just_what_the_policy_weighs(weights: tuple[int, ...]) -> None:
    drawn = weight_draws(weights)
    assert (drawn.sum(axis=1) == WHOLE).all()
    assert ((drawn > 0) == (np.array(weights) > 0)).all()


def test_draws_lie_around_the_policys_weights_as_widely_as_is_said() -> None:
    drawn = weight_draws((30, 20, 15, 15, 20), draws=20_000) / WHOLE
    assert np.allclose(drawn.mean(axis=0), [0.30, 0.20, 0.15, 0.15, 0.20], atol=0.001)
    low, high = np.percentile(drawn, (5, 95), axis=0)
    assert [round(100 * float(each)) for each in (low[1], high[1])] == [14, 27]
    assert [round(100 * float(each)) for each in (low[0], high[0])] == [23, 38]


# --- stability ------------------------------------------------------------------------------------


def tier_under(made: World, outcome: Outcome, row: int, weights: list[int]) -> int:
    """Return a partner's tier under other weights, need by need, in fractions."""
    model = made.model()
    policy = model.policy
    earned = outcome.sums.earned[row, 1:6].tolist()
    whole = outcome.sums.decisive[row, 1:6].tolist()
    tier = NONE
    if not outcome.sums.counts[row, 0]:
        return tier
    for index, each in enumerate(policy.tiers):
        others = [n.met[row] for n in outcome.needs if n.tier == index and n.column != "overall"]
        if policy.aggregation == "pooled":
            above = sum(w * e for w, e in zip(weights, earned, strict=True))
            below = sum(w * d for w, d in zip(weights, whole, strict=True))
            enough = below == 0 or Fraction(above, 10 * below) >= each.overall
        else:
            scores = decisive_scores(earned, whole)
            enough = reaches(policy.aggregation, scores, weights, each.overall)
        if not (all(others) and enough):
            return tier
        tier = index
    return tier


@pytest.mark.parametrize("aggregation", AGGREGATIONS)
def test_each_draw_gives_the_tier_that_fractions_give(aggregation: str) -> None:
    for seed in range(25):
        made = under(world(Random(seed), 8, 4), aggregation)
        outcome = made.outcome()
        policy = made.model().policy
        drawn = weight_draws(policy.principle_weights, draws=12, seed=seed)
        found = stability(policy, outcome, drawn)
        for row in range(4):
            tiers = [tier_under(made, outcome, row, weights) for weights in drawn.tolist()]
            plain = int(outcome.how.plain[row])
            wanted = [tiers.count(tier) for tier in range(-1, len(policy.tiers))]
            assert found.counts[row].tolist() == wanted
            assert found.same[row] == tiers.count(plain)
            assert found.higher[row] == sum(tier > plain for tier in tiers)
            assert found.lower[row] == sum(tier < plain for tier in tiers)


@pytest.mark.parametrize("aggregation", AGGREGATIONS)
@given(made=worlds())
@settings(max_examples=40)
def test_the_policys_own_weights_always_give_the_plain_tier(aggregation: str, made: World) -> None:
    made = under(made, aggregation)
    outcome = made.outcome()
    policy = made.model().policy
    own = np.array([policy.principle_weights], dtype=np.int64)
    assert stability(policy, outcome, own).same.tolist() == [1] * len(made.profiles)


def five_principles(points: list[int], aggregation: str) -> World:
    """Make one partner with a score of its own in each principle, in thousandths."""
    levels: list[dict[str, Any]] = [
        {"id": f"l{each}", "text": f"level {each}", "points": each}
        for each in sorted({1000, 0, *points}, reverse=True)
    ]
    asked = questionnaire(
        *(
            question(f"q.n{i}", {"type": "choice", "levels": levels}, principles={name: 100})
            for i, name in enumerate(PRINCIPLES)
        )
    )
    policy = {**standard_policy(), "aggregation": aggregation, "points": {}}
    (profile,) = world(Random(0), 1, 1).profiles
    answers = {f"q.n{i}": f"l{each}" for i, each in enumerate(points)}
    return World(asked, policy, (profile,), (answers,))


@pytest.mark.parametrize("aggregation", AGGREGATIONS)
@pytest.mark.parametrize(("points", "tier"), [(850, 3), (849, 2)])
def test_a_score_that_lies_on_a_threshold_in_every_draw_is_not_left_to_rounding(
    aggregation: str, points: int, tier: int
) -> None:
    made = five_principles([points] * 5, aggregation)
    made.policy["tiers"][3]["needs"]["must_have_points"] = 1000
    outcome = made.outcome()
    found = stability(made.model().policy, outcome)
    assert int(outcome.how.plain[0]) == tier
    assert found.same.tolist() == [found.draws]


def test_a_score_near_a_threshold_holds_in_some_weightings_only() -> None:
    made = five_principles([1000, 820, 820, 820, 820], "pooled")
    found = stability(made.model().policy, made.outcome())
    assert 0 < found.lower[0] < found.draws
    assert found.same[0] + found.lower[0] + found.higher[0] == found.draws


# --- decisive answers -----------------------------------------------------------------------------


def moved_one_by_one(model: Model, made: World, outcome: Outcome, step: int) -> list[list[int]]:
    """Judge every answer a level worse or better as a partner of its own."""
    standing = outcome.standing
    tiers = [[int(tier)] * len(model.points) for tier in outcome.how.plain]
    for row, profile in enumerate(made.profiles):
        for column, asked in enumerate(model.questionnaire.questions):
            code, last = int(outcome.codes[row, column]), len(model.points[column]) - 1
            now = last if code in {states.UNANSWERED, states.NA_CLAIMED} else code
            if not asked.scored or now < 0 or not 0 <= now + step <= last:
                continue
            codes = outcome.codes[row : row + 1].copy()
            codes[0, column] = now + step
            known = standing.of(np.array([row]))
            tiers[row][column] = int(judge(model, [profile], codes, known).how.plain[0])
    return tiers


@pytest.mark.parametrize("aggregation", AGGREGATIONS)
def test_an_answer_decides_exactly_if_the_engine_says_so(aggregation: str) -> None:
    for seed in range(30):
        made = under(world(Random(seed), 9, 5), aggregation)
        model, outcome = made.model(), made.outcome()
        found = one_level(model, outcome)
        assert found.worse.tolist() == moved_one_by_one(model, made, outcome, 1)
        assert found.better.tolist() == moved_one_by_one(model, made, outcome, -1)


@given(made=worlds())
def test_a_worse_answer_never_raises_a_tier_and_a_better_one_never_lowers_it(made: World) -> None:
    outcome = made.outcome()
    found = one_level(made.model(), outcome)
    now = outcome.how.plain[:, np.newaxis]
    assert (found.worse <= now).all()
    assert (found.better >= now).all()


# --- what is backed -------------------------------------------------------------------------------


@given(made=worlds())
def test_only_backed_is_never_above_what_the_tier_rests_on(made: World) -> None:
    model, outcome = made.model(), made.outcome()
    left = only_backed(model, made.profiles, outcome)
    assert (left.sums.earned <= outcome.sums.earned).all()
    assert (left.sums.decisive == outcome.sums.decisive).all()
    assert (left.how.plain <= outcome.how.plain).all()


@given(made=worlds())
def test_where_every_answer_is_backed_nothing_is_lost(made: World) -> None:
    model = made.model()
    shape = (len(made.profiles), len(model.points))
    nothing = np.full(shape[0], NONE, dtype=np.int64)
    standing = Standing(
        np.ones(shape, dtype=np.int8), np.zeros(shape, dtype=np.bool_), nothing, nothing
    )
    outcome = judge(model, made.profiles, made.codes(), standing)
    left = only_backed(model, made.profiles, outcome)
    assert (left.sums.earned == outcome.sums.earned).all()
    assert (left.how.plain == outcome.how.plain).all()


# --- ranks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("aggregation", AGGREGATIONS)
def test_ranks_are_those_of_plain_sorting_on_the_same_draws(aggregation: str) -> None:
    made = under(world(Random(5), 12, 12), aggregation)
    outcome, policy = made.outcome(), made.model().policy
    drawn = weight_draws(policy.principle_weights)
    found = ranks(policy, [outcome])
    scores = np.round(overall_scores(policy, outcome, slice(None), drawn), 9)
    scored = [row for row in range(12) if not np.isnan(scores[row, 0])]
    for row in range(12):
        if row not in scored:
            assert (found.now[row], found.low[row], found.high[row]) == (0, 0, 0)
            continue
        places = sorted(
            1 + sum(scores[other, draw] > scores[row, draw] for other in scored)
            for draw in range(len(drawn))
        )
        # The nearest of the draws to 5 and 95 per cent of the way.
        assert (found.low[row], found.high[row]) == (places[50], places[949])


def test_the_rank_now_goes_by_the_exact_score() -> None:
    made = world(Random(8), 12, 20)
    found = ranks(made.model().policy, [made.outcome()])
    exact = [each.scores["overall"].exact("decisive") for each in assessed(made)]
    known = [score for score in exact if score is not None]
    wanted = [0 if s is None else 1 + sum(other > s for other in known) for s in exact]
    assert found.now.tolist() == wanted


def test_partners_of_two_versions_are_ranked_together() -> None:
    made = world(Random(8), 12, 20)
    policy = made.model().policy
    whole = ranks(policy, [made.outcome()])
    parts = ranks(policy, [made.only(range(7)).outcome(), made.only(range(7, 20)).outcome()])
    assert parts.now.tolist() == whole.now.tolist()
    assert parts.high.tolist() == whole.high.tolist()


def test_agreement_is_kendalls_tau_of_pairs_counted_one_by_one() -> None:
    low, high = [1000, 820, 820, 820, 820], [840, 880, 860, 870, 850]
    made = [five_principles(points, "pooled") for points in (low, high)]
    policy = made[0].model().policy
    outcomes = [each.outcome() for each in made]
    found = ranks(policy, outcomes)
    drawn = weight_draws(policy.principle_weights)
    one, other = (overall_scores(policy, each, slice(None), drawn)[0] for each in outcomes)
    order = 1 if found.now[0] < found.now[1] else -1
    agree = np.sign(np.round(one - other, 9)) * order
    assert found.agreement == pytest.approx(float(agree[::10].mean()))
    assert found.overtaken.tolist()[0 if order == 1 else 1] == int((agree < 0).sum())


def test_nobody_and_one_partner_are_no_order() -> None:
    made = world(Random(8), 12, 1)
    policy = made.model().policy
    assert ranks(policy, []).agreement is None
    assert ranks(policy, [made.outcome()]).agreement is None


# --- influence ------------------------------------------------------------------------------------


def test_sobol_indices_of_ishigamis_function_are_the_published_ones() -> None:
    source = np.random.RandomState(1)
    one, other = (source.uniform(-math.pi, math.pi, (20_000, 3)) for _ in range(2))
    found = sobol(
        lambda x: np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]),
        one,
        other,
    )
    assert (np.abs(found.first - [0.3139, 0.4424, 0.0]) < 4 * found.first_error).all()
    assert (np.abs(found.total - [0.5576, 0.4424, 0.2437]) < 4 * found.total_error).all()
    assert found.first_error.max() < 0.02


def test_sobol_indices_of_a_linear_model_are_its_shares_of_variance() -> None:
    source = np.random.RandomState(2)
    one, other = (source.standard_normal((20_000, 3)) for _ in range(2))
    found = sobol(lambda x: x @ np.array([3.0, 2.0, 1.0]), one, other)
    wanted = np.array([9, 4, 1]) / 14
    assert (np.abs(found.first - wanted) < 4 * found.first_error).all()
    assert (np.abs(found.total - wanted) < 4 * found.total_error).all()


def test_what_does_not_vary_has_no_influence() -> None:
    found = sobol(lambda x: np.ones(len(x)), np.zeros((9, 2)), np.ones((9, 2)))
    assert found.total.tolist() == [0, 0]


def three_questions(aggregation: str) -> Assessment:
    asked = questionnaire(
        question("q.a", weight=6),
        question("q.b", weight=2, principles={"confidentiality": 50, "integrity": 50}),
        question("q.c", weight=3, principles={"integrity": 100}),
    )
    policy = {**standard_policy(), "aggregation": aggregation, "points": {}}
    (profile,) = world(Random(0), 1, 1).profiles
    (found,) = assessed(World(asked, policy, (profile,), ({"q.a": "yes", "q.b": "no"},)))
    return found


@pytest.mark.parametrize("aggregation", ["pooled", "arithmetic"])
def test_influence_of_answers_is_their_exact_share_of_the_variance(aggregation: str) -> None:
    """By brute force: the variance over all 64 ways to answer, one question held at a time."""
    found = three_questions(aggregation)
    policy, columns = found.policy, found.model.weights[:, :5].tolist()
    whole = [sum(row[k] for row in columns) for k in range(5)]

    def score(points: tuple[int, ...]) -> Fraction:
        earned = [sum(p * r[k] for p, r in zip(points, columns, strict=True)) for k in range(5)]
        mix = policy.principle_weights
        above = sum(w * e for w, e in zip(mix, earned, strict=True))
        below = sum(w * d for w, d in zip(mix, whole, strict=True))
        result = overall_score(policy, Fraction(above, 10 * below), decisive_scores(earned, whole))
        assert result is not None
        return result

    levels = (1000, 500, 100, 0)
    ways = [(a, b, c) for a in levels for b in levels for c in levels]
    variance = spread([score(way) for way in ways])
    for place, each in enumerate(answer_influence(found)):
        means = [
            sum(score(way) for way in ways if way[place] == level) / Fraction(16)
            for level in levels
        ]
        assert each.first == each.total == pytest.approx(float(spread(means) / variance))
        assert each.error == 0


def spread(values: list[Fraction]) -> Fraction:
    mean = sum(values, Fraction()) / len(values)
    return sum(((value - mean) ** 2 for value in values), Fraction()) / len(values)


@pytest.mark.parametrize("aggregation", ["geometric", "minimum"])
def test_sampled_influence_of_answers_names_its_error_and_is_right_within_it(
    aggregation: str,
) -> None:
    made = five_principles([500] * 5, aggregation)
    made.policy["weights"]["principles"] = dict(zip(PRINCIPLES, [20] * 5, strict=True))
    (found,) = assessed(made)
    influences = answer_influence(found)
    # Five answers that play the same part have the same influence.
    mean = sum(each.total for each in influences) / 5
    for each in influences:
        assert 0 < each.error < 0.05
        assert abs(each.total - mean) < 4 * each.error


def test_weights_of_principles_with_the_same_score_do_not_matter() -> None:
    (found,) = assessed(five_principles([500] * 5, "pooled"))
    assert [round(each.total, 9) for each in weight_influence(found)] == [0] * 5


def test_the_weight_of_the_odd_principle_matters_most() -> None:
    (found,) = assessed(five_principles([500, 500, 0, 500, 500], "pooled"))
    influences = weight_influence(found)
    assert max(influences, key=lambda each: each.total).name == "availability"
    assert influences[2].total > 0.5


@pytest.mark.parametrize("aggregation", AGGREGATIONS)
def test_shortfalls_are_the_mean_over_all_orders_and_add_up(aggregation: str) -> None:
    (found,) = assessed(five_principles([950, 900, 800, 300, 0], aggregation))
    points = [Fraction(each, 10) for each in (950, 900, 800, 300, 0)]
    weights = found.policy.principle_weights

    def overall(closed: set[int]) -> Fraction:
        held = [Fraction(100) if k in closed else points[k] for k in range(5)]
        pooled = sum(w * s for w, s in zip(weights, held, strict=True)) / Fraction(100)
        result = overall_score(found.policy, pooled, held)
        assert result is not None
        return result

    parts = [Fraction()] * 5
    for order in permutations(range(5)):
        for place, principle in enumerate(order):
            before = set(order[:place])
            parts[principle] += (overall(before | {principle}) - overall(before)) / 120
    assert list(shortfalls(found).values()) == parts
    decisive = found.scores["overall"].exact("decisive")
    assert decisive is not None
    assert sum(parts) == 100 - decisive
