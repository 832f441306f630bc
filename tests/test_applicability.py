"""Which questions apply: three values of truth, for a whole portfolio at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from questionnaires import codes as states
from questionnaires.applicability import FALSE, TRUE, UNKNOWN, applicable, evaluate, scope, tabulate
from questionnaires.conditions import parse
from questionnaires.problems import Place, Problem
from questionnaires.profiles import Profile
from tests.worlds import Raw, build, question, questionnaire

SOFTWARE: Raw = {"field": "kind", "equals": "software"}
PERSONAL: Raw = {"field": "data_classes", "in": ["personal", "health"]}
HIGH: Raw = {"field": "criticality", "at_least": "high"}


def truth(condition: Raw, gate: int = 0, **profile: Any) -> int:
    """Evaluate a condition for one partner whose answer to `a.gate` is a code."""
    problems: list[Problem] = []
    parsed = parse(condition, Place(), problems)
    assert parsed is not None, problems
    asked = build(questionnaire(question("a.gate", weight=0)))
    codes = np.array([[gate]], dtype=np.int8)
    return int(evaluate(parsed, asked, tabulate([Profile("p", "P", **profile)]), codes)[0])


@pytest.mark.parametrize(
    ("condition", "profile", "wanted"),
    [
        (SOFTWARE, {"kind": "software"}, TRUE),
        (SOFTWARE, {"kind": "hosting"}, FALSE),
        (SOFTWARE, {}, UNKNOWN),
        (PERSONAL, {"data_classes": ("internal", "health")}, TRUE),
        (PERSONAL, {"data_classes": ("internal",)}, FALSE),
        (PERSONAL, {}, UNKNOWN),
        (HIGH, {"criticality": "critical"}, TRUE),
        (HIGH, {"criticality": "high"}, TRUE),
        (HIGH, {"criticality": "moderate"}, FALSE),
        (HIGH, {}, UNKNOWN),
    ],
)
def test_a_field_test_is_unknown_where_the_profile_is_silent(
    condition: Raw, profile: dict[str, Any], wanted: int
) -> None:
    assert truth(condition, **profile) == wanted


@pytest.mark.parametrize(
    ("test", "code", "wanted"),
    [
        ({"equals": "partially"}, 1, TRUE),
        ({"equals": "partially"}, 0, FALSE),
        ({"in": ["yes", "no"]}, 3, TRUE),
        ({"in": ["yes", "no"]}, 1, FALSE),
        ({"at_least": "partially"}, 0, TRUE),
        ({"at_least": "partially"}, 1, TRUE),
        ({"at_least": "partially"}, 2, FALSE),
        ({"equals": "no"}, states.UNANSWERED, UNKNOWN),
        ({"equals": "no"}, states.NA_CLAIMED, UNKNOWN),
        ({"equals": "no"}, states.NA_ACCEPTED, FALSE),
        ({"at_least": "no"}, states.OUT_OF_SCOPE, FALSE),
        ({"at_least": "no"}, states.NOTED, FALSE),
    ],
)
def test_a_question_test_is_unknown_while_the_answer_is_open(
    test: Raw, code: int, wanted: int
) -> None:
    assert truth({"question": "a.gate", **test}, gate=code) == wanted


YES, NO, OPEN = SOFTWARE, {"field": "kind", "equals": "hosting"}, HIGH


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        ({"all": [YES, YES]}, TRUE),
        ({"all": [YES, OPEN]}, UNKNOWN),
        ({"all": [NO, OPEN]}, FALSE),
        ({"any": [NO, NO]}, FALSE),
        ({"any": [NO, OPEN]}, UNKNOWN),
        ({"any": [YES, OPEN]}, TRUE),
        ({"not": YES}, FALSE),
        ({"not": NO}, TRUE),
        ({"not": OPEN}, UNKNOWN),
        ({"not": {"all": [YES, {"any": [NO, {"not": NO}]}]}}, FALSE),
    ],
)
def test_groups_follow_three_valued_logic(condition: Raw, wanted: int) -> None:
    assert truth(condition, kind="software") == wanted


def chain(reverse: bool) -> Raw:
    """Three questions, each hanging on the one before, listed forwards or backwards."""
    made = [question("a.n0", weight=0)]
    made += [
        question(f"a.n{i}", weight=0, applies_if={"question": f"a.n{i - 1}", "equals": "yes"})
        for i in (1, 2)
    ]
    return questionnaire(*(reversed(made) if reverse else made))


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize(
    ("codes", "wanted"),
    [
        ((0, 0, 0), (0, 0, 0)),
        ((3, 0, 0), (3, states.OUT_OF_SCOPE, states.OUT_OF_SCOPE)),
        ((0, 3, 0), (0, 3, states.OUT_OF_SCOPE)),
        ((-1, 0, 0), (-1, 0, 0)),
    ],
)
def test_what_hangs_on_a_question_out_of_scope_is_out_of_scope_wherever_it_stands(
    reverse: bool, codes: tuple[int, ...], wanted: tuple[int, ...]
) -> None:
    step = -1 if reverse else 1
    matrix = np.array([codes[::step]], dtype=np.int8)
    scoped = scope(build(chain(reverse)), tabulate([Profile("p", "P")]), matrix)
    assert tuple(scoped[0]) == wanted[::step]


def test_scoping_leaves_the_given_codes_as_they_were() -> None:
    asked = build(questionnaire(question("a.one", applies_if=SOFTWARE)))
    codes = np.zeros((1, 1), dtype=np.int8)
    codes.flags.writeable = False
    assert scope(asked, tabulate([Profile("p", "P", kind="hosting")]), codes)[0, 0] == -4
    assert codes[0, 0] == 0


def test_partners_are_judged_by_their_own_profiles() -> None:
    asked = build(questionnaire(question("a.one", applies_if=SOFTWARE), question("a.two")))
    profiles = [
        Profile("a", "A", kind="software"),
        Profile("b", "B", kind="hosting"),
        Profile("c", "C"),
    ]
    scoped = scope(asked, tabulate(profiles), np.zeros((3, 2), dtype=np.int8))
    assert scoped.tolist() == [[0, 0], [states.OUT_OF_SCOPE, 0], [0, 0]]


def test_a_follow_up_is_asked_while_its_gate_is_open() -> None:
    gate = {"question": "a.gate", "equals": "yes"}
    asked = build(
        questionnaire(
            question("a.gate", weight=0),
            question("a.follow-up", applies_if=gate),
            question("a.hosting", applies_if={"field": "kind", "equals": "hosting"}),
        )
    )
    assert applicable(asked, Profile("p", "P", kind="software")) == [True, True, False]
    assert applicable(asked, Profile("p", "P")) == [True, True, True]
