"""Conditions on other answers, as an issued workbook says and calculates them."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.issue.formulas import ALWAYS, LONGEST, asked
from assess.issue.groups import cohorts
from assess.issue.pending import Hinge, Joined, Pending
from assess.issue.wording import when_to_answer
from questionnaires import codes as states
from questionnaires.applicability import scope, tabulate
from questionnaires.conditions import AnswerTest, Condition, FieldTest, Group
from questionnaires.model import (
    Answer,
    Level,
    Question,
    Questionnaire,
    Reference,
    Remediation,
    Section,
)
from questionnaires.profiles import ENGLISH, Profile

LEVELS = tuple(
    Level(name.lower(), name, points)
    for name, points in (("Yes", 1000), ("Partly", 500), ("No", 0))
)


def question(
    name: str, condition: Condition | None = None, answer: Answer | None = None
) -> Question:
    return Question(
        id=name,
        section="s",
        text=f"Text of {name}?",
        guidance="Guidance.",
        why="Why.",
        answer=answer or Answer("choice", LEVELS),
        weight=0,
        shares=(100, 0, 0, 0, 0),
        element="data-types",
        must_have=False,
        na_allowed=True,
        evidence="Evidence.",
        remediation=Remediation("Step.", "low", 1),
        applies_if=condition,
    )


def questionnaire(*questions: Question) -> Questionnaire:
    reference = Reference("q", "1.0.0", "0" * 64)
    return Questionnaire(
        reference, "Title", "About.", "2026-01-01", (Section("s", "S"),), questions
    )


FIELD_TESTS = st.sampled_from(
    [
        FieldTest("kind", "equals", ("hosting",)),
        FieldTest("data_classes", "in", ("payment", "health")),
        FieldTest("criticality", "at_least", ("high",)),
    ]
)


def conditions(gates: tuple[str, ...]) -> st.SearchStrategy[Condition]:
    """Draw conditions over the profile and the answers to some gates."""
    values = st.sampled_from([("yes",), ("partly",), ("no",), ("yes", "no")])
    in_test = st.builds(AnswerTest, st.sampled_from(gates), st.just("in"), values)
    single = st.sampled_from([("yes",), ("partly",), ("no",)])
    at_least = st.builds(AnswerTest, st.sampled_from(gates), st.just("at_least"), single)
    tests: st.SearchStrategy[Condition] = FIELD_TESTS | in_test | at_least
    return st.recursive(
        tests,
        lambda inner: (
            st.builds(Group, st.just("not"), st.tuples(inner))
            | st.builds(
                Group,
                st.sampled_from(["all", "any"]),
                st.lists(inner, min_size=1, max_size=3).map(tuple),
            )
        ),
        max_leaves=6,
    )


PROFILES = st.builds(
    Profile,
    st.just("p"),
    st.just("P"),
    kind=st.sampled_from(["", "hosting", "reseller"]),
    data_classes=st.sampled_from([(), ("public",), ("payment",)]),
    criticality=st.sampled_from(["", "low", "high"]),
)
CODES = st.sampled_from([0, 1, 2, states.UNANSWERED, states.NA_CLAIMED])


def stands(pending: Pending | None, given_codes: dict[str, int]) -> bool:
    """Judge what is left of a condition in the plainest way."""
    if pending is None:
        return True
    if isinstance(pending, Joined):
        parts = [stands(part, given_codes) for part in pending.parts]
        return all(parts) if pending.joined_by == "all" else any(parts)
    code = given_codes[pending.gate]
    if code in {states.UNANSWERED, states.NA_CLAIMED}:
        return True
    return (code in pending.levels) is not pending.excludes


@given(
    profile=PROFILES,
    second=conditions(("q.first",)),
    third=conditions(("q.first", "q.second")),
    codes=st.tuples(CODES, CODES),
)
def test_what_is_left_of_a_condition_says_what_applicability_says(
    profile: Profile, second: Condition, third: Condition, codes: tuple[int, int]
) -> None:
    asked_for = questionnaire(
        question("q.first"), question("q.second", second), question("q.third", third)
    )
    matrix = np.array([[*codes, states.UNANSWERED]], dtype=np.int8)
    scoped = scope(asked_for, tabulate([profile]), matrix)[0].tolist()
    plan = cohorts(asked_for, [profile])[0].plan
    assert plan is not None
    by_id = dict(zip(("q.first", "q.second", "q.third"), scoped, strict=True))
    for name, code in by_id.items():
        applies = code != states.OUT_OF_SCOPE
        if name not in plan.by_id:
            assert not applies
        else:
            assert stands(plan.by_id[name].when, by_id) is applies


def test_partners_whose_profile_settles_a_condition_differently_are_kept_apart() -> None:
    condition = Group(
        "any",
        (FieldTest("kind", "equals", ("hosting",)), AnswerTest("q.gate", "equals", ("yes",))),
    )
    asked_for = questionnaire(question("q.gate"), question("q.more", condition))
    kinds = ("hosting", "reseller", "hosting", "")
    profiles = [Profile(f"p{index}", "P", kind=kind) for index, kind in enumerate(kinds)]
    found = {cohort.partners: cohort.plan for cohort in cohorts(asked_for, profiles)}
    assert set(found) == {(0, 2), (1,), (3,)}
    whens = {
        partners: plan.by_id["q.more"].when for partners, plan in found.items() if plan is not None
    }
    # An unknown kind may be hosting, so that the question is asked whatever the answer.
    assert whens == {(0, 2): None, (1,): Hinge("q.gate", (0,)), (3,): None}


GATE_AND_MORE = questionnaire(
    question("q.gate"),
    question("q.more", AnswerTest("q.gate", "equals", ("yes",))),
    question("q.last", Group("not", (AnswerTest("q.more", "equals", ("no",)),))),
)


def formula(name: str, asked_for: Questionnaire = GATE_AND_MORE) -> str:
    plan = cohorts(asked_for, [Profile("p", "P")])[0].plan
    assert plan is not None
    return asked(plan.by_id[name], plan)


def test_only_the_answers_that_close_a_gate_silence_a_question() -> None:
    assert formula("q.gate") == ALWAYS
    assert formula("q.more") == 'NOT(OR($D$5="Partly",$D$5="No"))'


def test_a_gate_that_is_not_asked_itself_counts_as_not_holding() -> None:
    assert formula("q.last") == 'NOT(AND(NOT(OR($D$5="Partly",$D$5="No")),OR($D$6="No")))'


def test_quotes_in_a_level_stay_inside_the_formula() -> None:
    answer = Answer("choice", (Level("y", 'Yes "really"', 1000), Level("n", '"+1', 0)))
    asked_for = questionnaire(
        question("q.gate", answer=answer),
        question("q.more", AnswerTest("q.gate", "equals", ("y",))),
    )
    assert formula("q.more", asked_for) == 'NOT(OR($D$5="""+1"))'


def test_a_condition_on_a_measured_answer_is_left_to_the_guidance() -> None:
    levels = (Level("many", "5 or more", 1000, (), Decimal(5)), Level("few", "Fewer", 0))
    asked_for = questionnaire(
        question("q.gate", answer=Answer("number", levels)),
        question("q.more", AnswerTest("q.gate", "equals", ("many",))),
    )
    assert formula("q.more", asked_for) == ALWAYS


def test_a_condition_too_long_for_a_formula_is_left_to_the_guidance() -> None:
    names = [f"q.g{index}" for index in range(LONGEST // 20)]
    group = Group("all", tuple(AnswerTest(name, "equals", ("yes",)) for name in names))
    asked_for = questionnaire(*map(question, names), question("q.more", group))
    assert formula("q.more", asked_for) == ALWAYS


@pytest.mark.parametrize(
    ("pending", "words"),
    [
        (
            Hinge("q.gate", (0,)),
            "Answer only if your answer to “Text of q.gate?” (q.gate) is “Yes”.",
        ),
        (
            Hinge("q.gate", (0,), excludes=True),
            "Answer only if your answer to “Text of q.gate?” (q.gate) is “Partly” or “No”.",
        ),
        (
            Joined(
                "all",
                (
                    Hinge("q.gate", (0, 1)),
                    Joined("any", (Hinge("q.more", (0,)), Hinge("q.last", (2,)))),
                ),
            ),
            (
                "Answer only if your answer to “Text of q.gate?” (q.gate) is “Yes” or “Partly”, "
                "and (your answer to “Text of q.more?” (q.more) is “Yes”, or your answer to "
                "“Text of q.last?” (q.last) is “No”)."
            ),
        ),
    ],
)
def test_conditions_are_said_in_words(pending: Pending, words: str) -> None:
    assert when_to_answer(pending, GATE_AND_MORE, ENGLISH) == words
