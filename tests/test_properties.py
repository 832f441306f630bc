"""The laws of the method, on generated worlds: what a change of input may never do."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import combinations, pairwise
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assess.batch import code_vector
from assess.submission import Response, Submission
from questionnaires import codes as states
from scoring import engine
from scoring.assessment import Outcome, assess_partners
from scoring.findings import findings
from tests import oracle
from tests.measures import decisive, figures, highs, lows, values
from tests.questionnaire_strategies import world, worlds
from tests.worlds import (
    Raw,
    World,
    build,
    level_ids,
    question,
    questionnaire,
    standard_policy,
)

AS_OF = date(2026, 9, 30)


def at_least(better: Outcome, worse: Outcome, row: int = 0) -> bool:
    """Whether tier and recommendation of one partner are as good or better."""
    higher = better.achieved[row] >= worse.achieved[row]
    return bool(higher and better.recommendation[row] <= worse.recommendation[row])


def none_lower(better: Sequence[Fraction], worse: Sequence[Fraction]) -> bool:
    return all(b >= w for b, w in zip(better, worse, strict=True))


def scored(made: World) -> list[Raw]:
    """Return the questions of a world that move a score."""
    return [each for each in made.questionnaire["questions"] if each["weight"]]


def variants(made: World) -> Iterator[tuple[str, list[tuple[str, Outcome]]]]:
    """For each scored question, what comes of each answer to it, best first, then blank, claim."""
    for each in scored(made):
        answers = [*level_ids(made.questionnaire, each), oracle.UNANSWERED, oracle.CLAIMED]
        yield (
            each["id"],
            [(answer, made.answering(0, each["id"], answer).outcome()) for answer in answers],
        )


# --- better and worse answers -----------------------------------------------------------------


@given(worlds(questions=5, partners=1))
def test_a_better_answer_never_lowers_a_score_a_tier_or_a_recommendation(made: World) -> None:
    for _, outcomes in variants(made):
        for (_, better), (_, worse) in combinations(outcomes[:-2], 2):
            assert at_least(better, worse)
            for figure in (values, lows, highs, decisive):
                assert none_lower(figure(better.sums), figure(worse.sums))


@given(worlds(questions=5, partners=1))
def test_a_blank_is_never_better_than_the_worst_answer(made: World) -> None:
    for _, outcomes in variants(made):
        (_, worst), (_, blank) = outcomes[-3:-1]
        assert at_least(worst, blank)
        assert none_lower(decisive(worst.sums), decisive(blank.sums))


@given(worlds(questions=5, partners=1))
def test_claiming_a_failed_control_not_applicable_gains_nothing(made: World) -> None:
    for _, outcomes in variants(made):
        (_, worst), _, (_, claimed) = outcomes[-3:]
        assert at_least(worst, claimed)
        assert none_lower(decisive(worst.sums), decisive(claimed.sums))


@given(worlds(questions=6, partners=1), st.data())
def test_more_findings_never_improve_a_verdict(made: World, data: st.DataObject) -> None:
    worse = made
    for each in scored(made):
        levels = level_ids(made.questionnaire, each)
        given_now = made.answers[0][each["id"]]
        if given_now in levels and data.draw(st.booleans()):
            lower = levels[levels.index(given_now) :]
            answer = data.draw(st.sampled_from([*lower, oracle.UNANSWERED, oracle.CLAIMED]))
            worse = worse.answering(0, each["id"], answer)
    before, after = made.outcome(), worse.outcome()
    assert at_least(before, after)
    assert none_lower(decisive(before.sums), decisive(after.sums))


@given(worlds(questions=6, partners=1))
def test_asking_one_more_question_that_stays_blank_never_improves_a_verdict(made: World) -> None:
    raw = made.questionnaire
    more = {**raw, "questions": [*raw["questions"], question("extra.one", weight=5)]}
    before, after = made.outcome(), replace(made, questionnaire=more).outcome()
    assume(before.recommendation[0] >= 0)
    assert at_least(before, after)


@given(worlds(questions=6, partners=2))
def test_the_bounds_hold_the_score_and_every_way_to_answer_what_is_open(made: World) -> None:
    raw, before = made.questionnaire, made.outcome().sums
    random = Random(str(made.answers))
    for row, answers in enumerate(made.answers):
        gates = {each["id"] for each in raw["questions"] if not each["weight"]}
        whole = {
            each["id"]: random.choice(level_ids(raw, each))
            for each in raw["questions"]
            if answers[each["id"]] == oracle.UNANSWERED and each["id"] not in gates
        }
        filled = replace(made.only([row]), answers=({**answers, **whole},))
        after = values(filled.outcome().sums)
        for column, low in enumerate(lows(before, row)):
            high, now = highs(before, row)[column], values(before, row)[column]
            assert low <= after[column] <= high
            assert now == -1 or low <= now <= high


@given(worlds(questions=8, partners=1))
def test_best_answers_everywhere_reach_100_and_worst_ones_0(made: World) -> None:
    raw = made.questionnaire
    for end, wanted in ((0, Fraction(1000)), (-1, Fraction(0))):
        answers = {
            each["id"]: level_ids(raw, each)[end] if each["weight"] else oracle.UNANSWERED
            for each in raw["questions"]
        }
        sums = replace(made, answers=(answers,)).outcome().sums
        assert set(values(sums)) <= {wanted, Fraction(-1)}
        assert set(decisive(sums)) <= {wanted, Fraction(-1)}


# --- what stands beside the answers ------------------------------------------------------------


def beside(made: World, **changed: Any) -> World:
    """Return the same world in which something else is known of its first partner."""
    return replace(made, beside=(replace(made.beside[0], **changed), *made.beside[1:]))


@given(worlds(questions=6, partners=1))
def test_more_assurance_never_lowers_a_tier(made: World) -> None:
    now = made.outcome()
    for each in made.questionnaire["questions"]:
        given_now = made.beside[0].assurance
        more = {**given_now, each["id"]: min(2, given_now.get(each["id"], 0) + 1)}
        assert at_least(beside(made, assurance=more).outcome(), now)


@given(worlds(questions=6, partners=1))
def test_to_settle_a_contradiction_never_lowers_a_tier(made: World) -> None:
    now = made.outcome()
    for name in made.beside[0].contradicted:
        fewer = made.beside[0].contradicted - {name}
        assert at_least(beside(made, contradicted=fewer).outcome(), now)


@given(worlds(questions=6, partners=1), st.integers(0, 800))
def test_a_plan_never_lowers_a_tier_and_lapses_once_and_for_all(made: World, age: int) -> None:
    young = beside(made, plan_age=age).outcome()
    assert at_least(young, beside(made, plan_age=None).outcome())
    assert at_least(young, beside(made, plan_age=age + 1).outcome())


@given(worlds(questions=6, partners=1))
def test_to_have_held_a_higher_tier_never_lowers_one_nor_lifts_above_it(made: World) -> None:
    tiers = [tier["id"] for tier in made.policy["tiers"]]
    outcomes = [beside(made, held=held).outcome() for held in (None, *tiers)]
    for lower, higher in pairwise(outcomes):
        assert at_least(higher, lower)
    for held, outcome in enumerate(outcomes, -1):
        if outcome.how.kept[0]:
            assert outcome.how.plain[0] < outcome.achieved[0] <= held


# --- what is not applicable, absent or in another order ----------------------------------------


def unconditional(made: World) -> list[Raw]:
    """Return the questions on which no other question's applicability rests."""
    text = str([each.get("applies_if") for each in made.questionnaire["questions"]])
    return [each for each in made.questionnaire["questions"] if f"'{each['id']}'" not in text]


def without(made: World, name: str) -> World:
    kept = [each for each in made.questionnaire["questions"] if each["id"] != name]
    answers = tuple({k: v for k, v in row.items() if k != name} for row in made.answers)
    return replace(made, questionnaire={**made.questionnaire, "questions": kept}, answers=answers)


def naming_no_control(made: World) -> World:
    """Return the same world under a policy that names none: it may only name what is there."""
    policy = copy.deepcopy(made.policy)
    for tier in policy["tiers"]:
        tier["needs"].get("assurance", {}).pop("controls", None)
        if "conditional" in tier:
            tier["conditional"]["closed"] = ["must-haves"]
    return replace(made, policy=policy)


def test_an_absent_row_equals_an_unanswered_one() -> None:
    asked = build(questionnaire(question("a.one"), question("a.two"), question("a.three")))
    sent = [Response("a.three", 1), Response("a.one", states.UNANSWERED, comment="later")]
    vectors = [
        code_vector(asked, Submission("p", "2026Q3", asked.reference, "f", "0", tuple(rows)))
        for rows in (sent, sent[:1])
    ]
    assert vectors[0] == vectors[1]
    assert np.frombuffer(vectors[0], dtype=np.int8).tolist() == [-1, -1, 1]


@given(worlds(questions=6, partners=2))
def test_a_question_accepted_as_not_applicable_might_as_well_not_be_there(made: World) -> None:
    made = naming_no_control(made)
    for each in unconditional(made)[: len(made.questionnaire["questions"]) - 1]:
        accepted = made
        for partner in range(len(made.profiles)):
            accepted = accepted.answering(partner, each["id"], oracle.ACCEPTED)
        assert figures(accepted.outcome()) == figures(without(made, each["id"]).outcome())


@given(worlds(questions=6, partners=2))
def test_a_question_out_of_scope_might_as_well_not_be_there(made: World) -> None:
    made = naming_no_control(made)
    made = replace(made, profiles=tuple(replace(p, kind="reseller") for p in made.profiles))
    raw = made.questionnaire
    for each in unconditional(made)[: len(raw["questions"]) - 1]:
        changed = {**each, "applies_if": {"field": "kind", "equals": "hosting"}}
        questions = [changed if q is each else q for q in raw["questions"]]
        outside = replace(made, questionnaire={**raw, "questions": questions})
        assert figures(outside.outcome()) == figures(without(made, each["id"]).outcome())


@given(worlds(questions=6, partners=1))
def test_a_question_out_of_scope_yields_no_finding_whatever_was_answered(made: World) -> None:
    outcome = made.outcome()
    found = findings(made.model(), outcome.codes[0].tolist(), AS_OF)
    outside = {
        each["id"]
        for each, code in zip(made.questionnaire["questions"], outcome.codes[0], strict=True)
        if code == states.OUT_OF_SCOPE
    }
    assert not outside & {finding.question.id for finding in found}


@given(worlds(questions=6, partners=3))
def test_answers_of_others_and_their_order_change_nothing(made: World) -> None:
    together = figures(made.outcome())
    for order in ((2, 0, 1), (1,)):
        assert figures(made.only(order).outcome()) == [together[i] for i in order]


@given(worlds(questions=6, partners=2), st.randoms(use_true_random=False))
def test_the_order_of_the_questions_changes_nothing(made: World, random: Random) -> None:
    questions = list(made.questionnaire["questions"])
    random.shuffle(questions)
    shuffled = replace(made, questionnaire={**made.questionnaire, "questions": questions})
    assert figures(shuffled.outcome()) == figures(made.outcome())
    both = [
        list(assess_partners(each.model(), each.profiles, each.codes(), "2026Q3", AS_OF))
        for each in (made, shuffled)
    ]
    for one, other in zip(*both, strict=True):
        assert [str(f) for f in one.findings] == [str(f) for f in other.findings]
        assert one.reasons == other.reasons


@pytest.mark.parametrize("partners", [0, 1, 511, 512, 513, 1025])
def test_the_block_size_changes_nothing(partners: int, monkeypatch: pytest.MonkeyPatch) -> None:
    base = world(Random(5), 12, 40)
    made = base.only([i * 7 % 40 for i in range(partners)])
    whole = figures(made.outcome())
    monkeypatch.setattr(engine, "BLOCK", 100)
    assert figures(made.outcome()) == whole
    assert whole[-1:] == [*figures(made.only([partners - 1][:partners]).outcome())][:partners]


# --- weights ----------------------------------------------------------------------------------


def pair(first: int, second: int) -> World:
    """Return one partner that meets one question and fails another, of these weights."""
    raw = questionnaire(question("a.met", weight=first), question("a.failed", weight=second))
    answers = ({"a.met": "yes", "a.failed": "no"},)
    return replace(
        world(Random(0), 1, 1), questionnaire=raw, answers=answers, policy=standard_policy()
    )


@given(st.integers(1, 10), st.integers(1, 10))
def test_a_score_is_the_share_of_the_weight_that_is_met(first: int, second: int) -> None:
    assert values(pair(first, second).outcome().sums)[0] == Fraction(1000 * first, first + second)


@given(st.integers(1, 9), st.integers(1, 10))
def test_a_declared_weight_changes_the_score(first: int, second: int) -> None:
    light, heavy = (values(pair(w, second).outcome().sums)[0] for w in (first, first + 1))
    assert heavy > light


@given(worlds(questions=6, partners=2), st.integers(2, 5))
def test_scaling_all_weights_changes_no_score_and_no_tier(made: World, factor: int) -> None:
    questions = made.questionnaire["questions"]
    small = [{**each, "weight": each["weight"] and 1 + each["weight"] % 2} for each in questions]
    large = [{**each, "weight": each["weight"] * factor} for each in small]
    # Conditions rest on severity, which goes by the absolute loss.
    tiers = [{k: v for k, v in tier.items() if k != "conditional"} for tier in made.policy["tiers"]]
    made = replace(made, policy={**made.policy, "tiers": tiers})
    one, other = (
        replace(made, questionnaire={**made.questionnaire, "questions": each}).outcome()
        for each in (small, large)
    )
    assert one.achieved.tolist() == other.achieved.tolist()
    for row in range(2):
        for figure in (values, lows, highs, decisive):
            assert figure(one.sums, row) == figure(other.sums, row)
