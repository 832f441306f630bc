"""The words that a partner manager reads: complete, in order, and true to the figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from questionnaires import codes as states
from questionnaires.profiles import Profile
from scoring.assessment import assess_partners
from scoring.compiled import compile_model
from scoring.reasons import marks, with_marks
from scoring.results import Basis
from scoring.standing import unknown_standing
from tests.worlds import Raw, build, policy_of, question, questionnaire, standard_policy

LOW: dict[str, Any] = {"data_classes": ("public",), "access": ("none",), "criticality": "low"}
CONFIDENTIAL: dict[str, Any] = {
    "data_classes": ("confidential",),
    "access": ("portal",),
    "criticality": "low",
}


def reasons(
    questions: list[Raw], *codes: int, policy: Raw | None = None, **profile: Any
) -> list[str]:
    """Assess one partner and return its reasons."""
    model = compile_model(build(questionnaire(*questions)), policy_of(policy or standard_policy()))
    partner = Profile("p", "P", **(profile or LOW))
    matrix = np.array([codes], dtype=np.int8)
    (found,) = assess_partners(model, [partner], matrix, "2026Q3", date(2026, 9, 30))
    return list(found.reasons)


def one(code: int, **profile: Any) -> list[str]:
    return reasons([question("a.one", must_have=True, weight=5)], code, **profile)


def starting(words: str, told: list[str]) -> list[str]:
    return [reason for reason in told if reason.startswith(words)]


def test_the_first_reason_says_which_facts_require_the_tier() -> None:
    profile = CONFIDENTIAL | {"criticality": "critical"}
    assert one(0, **profile)[0] == (
        "Confidential is required: the partner receives confidential data "
        "and is of critical criticality."
    )


def test_each_gap_in_the_profile_is_named() -> None:
    told = one(0, kind="software")
    assert len(starting("The profile does not say", told)) == 3
    assert told[0] == "Restricted is required."


def test_the_tier_asked_for_is_told() -> None:
    assert "The partner has asked for Internal." in one(0, **LOW, requested_tier="internal")


def test_a_partner_that_meets_everything_is_approved() -> None:
    assert one(0)[1:] == [
        "Restricted is reached: all of its needs are met.",
        "Approve: posture meets what the relationship requires.",
    ]


def test_conditions_name_how_many_findings_and_how_severe() -> None:
    questions = [question("a.one", weight=10), question("a.two", weight=6)]
    assert (
        reasons(questions, 0, 3)[-1]
        == "Approve with conditions: 1 finding of high severity or worse."
    )


def test_every_unmet_need_of_the_next_tier_is_a_reason() -> None:
    questions = [
        question("a.one", must_have=True),
        question("a.two", weight=3, principles={"integrity": 100}),
        question("a.three", principles={"integrity": 100}),
    ]
    told = reasons(questions, 3, 0, states.UNANSWERED, **CONFIDENTIAL)
    assert starting("Internal is not reached", told) == [
        "Internal is not reached: 66.7 % of the questions are answered, 80 % is needed.",
        "Internal is not reached: the overall score is 42.9, 50 is needed.",
        "Internal is not reached: confidentiality is 0.0, 45 is needed.",
        "Internal is not reached: 1 must-have control falls short (a.one).",
    ]


def test_must_haves_are_named_up_to_three_and_then_counted() -> None:
    questions = [question(f"a.n{i}", must_have=True) for i in range(5)]
    questions.append(question("b.rest", weight=10, principles={"integrity": 100}))
    policy = standard_policy()
    for tier in policy["tiers"]:
        tier["needs"].update(coverage=0, overall=0)
        tier["needs"]["principles"] = dict.fromkeys(tier["needs"]["principles"], 0)
    told = reasons(questions, 3, 3, 3, 3, 3, 0, policy=policy, **LOW)
    assert (
        "Internal is not reached: 5 must-have controls fall short (a.n0, a.n1, a.n2 and 2 more)."
        in told
    )


def test_a_score_just_under_its_floor_is_not_said_to_be_at_it() -> None:
    levels = [
        {"id": f"l{i}", "text": f"l{i}", "points": points}
        for i, points in enumerate((1000, 850, 849, 0))
    ]
    heavy = question("a.one", {"type": "choice", "levels": levels}, weight=10)
    light = question("a.two", {"type": "choice", "levels": levels}, weight=1)
    many = [heavy, {**heavy, "id": "a.three"}, {**heavy, "id": "a.four"}, light]
    told = reasons(many, 1, 1, 1, 2, **LOW)
    assert "Restricted is not reached: the overall score is just under 85.0, 85 is needed." in told


def test_a_coverage_just_under_its_need_is_not_said_to_be_at_it() -> None:
    policy = standard_policy()
    for tier in policy["tiers"]:
        tier["needs"].update(coverage=95, overall=0, must_have_points=0)
        tier["needs"]["principles"] = dict.fromkeys(tier["needs"]["principles"], 0)
    questions = [question(f"a.n{i}") for i in range(119)]
    codes = [0] * 113 + [states.UNANSWERED] * 6  # 94.96 per cent
    (told,) = starting("Public is not reached", reasons(questions, *codes, policy=policy, **LOW))
    assert "just under 95.0 %" in told


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ((0, -1), "1 question is not answered, which counts as not met for the tier"),
        ((-1, -1), "2 questions are not answered, which counts as not met for the tier"),
        ((0, -2), "1 control is claimed not applicable, which counts as not met for the tier"),
    ],
)
def test_what_is_open_is_a_reason(codes: tuple[int, ...], words: str) -> None:
    assert starting(words, reasons([question("a.one"), question("a.two")], *codes))


@pytest.mark.parametrize(
    ("profile", "code", "last"),
    [
        (CONFIDENTIAL, 1, "Remediate: posture is 1 tier short of what is required; "),
        (CONFIDENTIAL, 3, "Suspend: posture is 3 tiers short of what is required; "),
        (CONFIDENTIAL, 2, "Suspend: posture is 3 tiers short of what is required; "),
    ],
)
def test_the_last_reason_says_what_follows(profile: dict[str, Any], code: int, last: str) -> None:
    assert one(code, **profile)[-1].startswith(last)


def test_restrict_says_what_the_partner_may_still_see() -> None:
    questions = [question("a.one", weight=1), question("a.two", weight=2)]
    assert reasons(questions, 0, 3, **CONFIDENTIAL)[-1] == (
        "Restrict: posture is 2 tiers short of what is required; "
        "limit the partner to material that is public anyway until the gaps are closed."
    )


def test_where_nothing_applies_a_person_decides() -> None:
    assert one(states.NA_ACCEPTED)[-1] == (
        "No recommendation: no question applies, so a person has to decide."
    )


def test_no_access_is_not_called_none_access() -> None:
    assert "none access" not in one(0)[0]


def test_marks_beside_a_tier_say_how_it_is_held_and_whether_it_may_change() -> None:
    sure = Basis(None, kept=False, conditional_until=None, provisional=False)
    assert with_marks("Internal", sure) == "Internal"
    until = Basis(None, kept=False, conditional_until=date(2027, 3, 1), provisional=True)
    assert with_marks("Internal", until) == "Internal (conditional until 2027-03-01, provisional)"
    kept = Basis(None, kept=True, conditional_until=None, provisional=False)
    assert marks(kept) == ("kept",)


def asking(**standing: Any) -> list[str]:
    """Assess a partner that met a must-have on its word alone, under a policy that wants more."""
    policy = standard_policy()
    for tier in policy["tiers"][2:]:
        tier["needs"]["assurance"] = {"must_haves": "documented"}
    policy["tiers"][2]["conditional"] = {
        "overall": 50,
        "open_up_to": "low",
        "closed": ["must-haves"],
        "lapses_after": 180,
    }
    raw = questionnaire(question("a.one", must_have=True), question("a.two"))
    model = compile_model(build(raw), policy_of(policy))
    beside = replace(unknown_standing(1, 2), **standing)
    codes = np.zeros((1, 2), dtype=np.int8)
    (found,) = assess_partners(
        model, [Profile("p", "P", **LOW)], codes, "2026Q3", date(2026, 9, 30), beside
    )
    return list(found.reasons)


def test_assurance_that_is_missing_names_the_controls() -> None:
    (told,) = starting("Confidential is not", asking())
    assert told.endswith("the answer to 1 must-have control needs to be documented (a.one).")


def test_a_tier_held_on_conditions_says_until_when_and_what_is_open() -> None:
    told = asking(plan_age=np.array([10]))
    (held,) = starting("Confidential is held on conditions", told)
    assert "until 2027-03-19" in held
    assert starting("Still open", told) == [
        "Still open: the answer to 1 must-have control needs to be documented (a.one)."
    ]


def test_a_plan_of_a_later_day_is_none_yet() -> None:
    assert not starting("Confidential is held", asking(plan_age=np.array([-5])))


def test_contradictions_are_counted() -> None:
    contradicted = np.array([[True, False]])
    (told,) = starting("Internal is not", asking(contradicted=contradicted))
    assert told == "Internal is not reached: 1 answer is contradicted."
