"""The engine on sums small enough to do by hand, and at its limits."""

from __future__ import annotations

import numpy as np
import pytest

from questionnaires import codes as states
from questionnaires.problems import InvalidDocumentError
from scoring.compiled import COLUMNS, Model, compile_model
from scoring.engine import Sums, score
from scoring.rounding import shown, tenths
from tests.worlds import Raw, build, policy_of, question, questionnaire, standard_policy

OVERALL, CONFIDENTIALITY, INTEGRITY = 0, 1, 2


def compiled(*questions: Raw) -> Model:
    return compile_model(build(questionnaire(*questions)), policy_of(standard_policy()))


def sums(model: Model, *codes: int) -> Sums:
    return score(model, np.array([codes], dtype=np.int8))


def test_a_principle_earns_weight_times_share_times_points() -> None:
    model = compiled(
        question("a.one", weight=3, principles={"confidentiality": 70, "integrity": 30})
    )
    found = sums(model, 1)
    assert found.earned[0, CONFIDENTIALITY] == 3 * 70 * 500
    assert found.earned[0, INTEGRITY] == 3 * 30 * 500
    assert found.answered[0, CONFIDENTIALITY] == 3 * 70


def test_overall_pools_the_principles_by_the_policys_weights() -> None:
    model = compiled(
        question("a.one", weight=3, principles={"confidentiality": 70, "integrity": 30})
    )
    assert sums(model, 1).earned[0, OVERALL] == 30 * (3 * 70 * 500) + 20 * (3 * 30 * 500)


def test_a_clause_element_earns_the_whole_weight() -> None:
    model = compiled(question("a.one", weight=4, element="termination"))
    found = sums(model, 1)
    assert found.earned[0, COLUMNS.index("termination")] == 4 * 500
    assert found.answered[0, COLUMNS.index("data-types")] == 0


def test_a_must_have_weighs_its_weight_times_the_factor() -> None:
    model = compiled(question("a.one", weight=4, must_have=True))
    assert sums(model, 0).answered[0, CONFIDENTIALITY] == 4 * 2 * 100


def test_the_policys_points_replace_those_of_the_questionnaire() -> None:
    raw = questionnaire(question("a.one"), points=(1000, 700, 300, 0))
    model = compile_model(build(raw), policy_of(standard_policy()))
    assert sums(model, 2).earned[0, CONFIDENTIALITY] == 100 * 100


@pytest.mark.parametrize(
    ("state", "plane"),
    [
        (0, "answered"),
        (states.UNANSWERED, "unanswered"),
        (states.NA_CLAIMED, "claimed"),
        (states.NA_ACCEPTED, ""),
        (states.OUT_OF_SCOPE, ""),
    ],
)
def test_each_state_goes_into_its_own_sum_and_no_other(state: int, plane: str) -> None:
    found = sums(compiled(question("a.one", weight=2)), state)
    weights = {
        name: int(getattr(found, name)[0, 1]) for name in ("answered", "unanswered", "claimed")
    }
    assert weights == {name: 200 * (name == plane) for name in weights}
    assert found.counts.sum() == bool(plane)


@pytest.mark.parametrize("code", [0, states.UNANSWERED, states.NA_CLAIMED, states.NOTED])
def test_an_unscored_question_is_in_no_sum_and_no_count(code: int) -> None:
    found = sums(compiled(question("a.gate", weight=0), question("a.one")), code, 0)
    assert found.counts.tolist() == [[1, 0, 0]]
    assert found.answered[0, CONFIDENTIALITY] == 100
    assert not found.decisive[0, CONFIDENTIALITY] - 100


@pytest.mark.parametrize(
    ("codes", "points"),
    [
        ((0, 1), 500),
        ((1, 0), 500),
        ((0, states.UNANSWERED), 0),
        ((0, states.NA_CLAIMED), 0),
        ((1, states.NA_ACCEPTED), 500),
        ((0, states.OUT_OF_SCOPE), 1000),
        ((states.NA_ACCEPTED, states.OUT_OF_SCOPE), 1000),
    ],
)
def test_the_weakest_must_have_in_scope_decides(codes: tuple[int, int], points: int) -> None:
    model = compiled(
        question("a.one", must_have=True), question("a.two", must_have=True), question("a.three")
    )
    assert sums(model, *codes, 3).must_have.tolist() == [points]


@pytest.mark.parametrize("code", [4, 127, states.NOTED, states.NOTED - 1, -128])
def test_a_code_that_is_neither_state_nor_level_is_refused(code: int) -> None:
    model = compiled(question("a.one"), question("a.two"))
    with pytest.raises(ValueError, match="neither a state nor a level"):
        sums(model, code, 0)


def test_a_matrix_of_another_questionnaire_is_refused() -> None:
    with pytest.raises(ValueError, match="2 questions, but codes"):
        sums(compiled(question("a.one"), question("a.two")), 0)


def test_a_questionnaire_too_large_for_exact_sums_is_refused_with_a_reason() -> None:
    many = questionnaire(*(question(f"a.n{i}", weight=10) for i in range(4000)))
    with pytest.raises(InvalidDocumentError, match="too many or too heavy"):
        compile_model(build(many), policy_of(standard_policy()))


def test_a_matrix_in_any_layout_gives_the_same_sums() -> None:
    model = compiled(question("a.one"), question("a.two", weight=7))
    codes = np.array([[0, 1], [2, 3], [-1, -2]], dtype=np.int8)
    one, other = score(model, codes), score(model, np.asfortranarray(codes))
    assert (one.earned == other.earned).all()


@pytest.mark.parametrize(
    ("earned", "possible", "figure"),
    [
        (0, 0, None),
        (0, 7, 0.0),
        (1000, 1, 100.0),
        (2, 3, 0.1),
        (1, 2, 0.1),  # 0.05 per cent: half up, where banker's rounding would give 0.0
        (1001, 2, 50.1),  # 50.05, which as a float lies below the half
        (1999, 2, 100.0),
        (10**15 + 1, 2 * 10**12, 50.0),
    ],
)
def test_figures_are_shown_with_one_decimal_half_up(
    earned: int, possible: int, figure: float | None
) -> None:
    assert shown(earned, possible) == figure


def test_tenths_are_whole_numbers() -> None:
    assert (tenths(2, 3), tenths(1, 0)) == (1, None)
