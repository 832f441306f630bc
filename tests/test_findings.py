"""What falls short, how much it matters, and in which order to act."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from questionnaires import codes as states
from scoring.compiled import Model, compile_model
from scoring.findings import findings
from scoring.results import Finding
from tests.worlds import Raw, build, policy_of, question, questionnaire, standard_policy

AS_OF = date(2026, 9, 30)


def compiled(*questions: Raw, policy: Raw | None = None) -> Model:
    return compile_model(build(questionnaire(*questions)), policy_of(policy or standard_policy()))


def found(model: Model, *codes: int) -> list[Finding]:
    return list(findings(model, codes, AS_OF))


@pytest.mark.parametrize(
    ("code", "state", "given", "points"),
    [
        (1, "partly met", "partially", 500),
        (2, "partly met", "planned", 100),
        (3, "not met", "no", 0),
        (states.UNANSWERED, "unanswered", "", 0),
        (states.NA_CLAIMED, "not applicable, not accepted", "", 0),
    ],
)
def test_every_answer_short_of_the_best_is_a_finding(
    code: int, state: str, given: str, points: int
) -> None:
    (finding,) = found(compiled(question("a.one")), code)
    assert (finding.state, finding.given, finding.points) == (state, given, points)
    assert finding.needed == "yes"


@pytest.mark.parametrize("code", [0, states.NA_ACCEPTED, states.OUT_OF_SCOPE])
def test_what_is_met_accepted_or_out_of_scope_is_no_finding(code: int) -> None:
    assert found(compiled(question("a.one")), code) == []


@pytest.mark.parametrize("code", [3, states.UNANSWERED, states.NOTED])
def test_an_unscored_question_is_never_a_finding(code: int) -> None:
    assert found(compiled(question("a.gate", weight=0), question("a.one")), code, 0) == []


def test_the_loss_is_weight_times_missing_points_and_decides_severity_and_due_date() -> None:
    (finding,) = found(compiled(question("a.one", weight=5, must_have=True)), 1)
    assert (finding.loss, finding.severity) == (10 * 500, "high")
    assert finding.due == date(2026, 11, 29)


def test_findings_come_worst_first_then_most_gained_a_day_then_by_id() -> None:
    quick = {"text": "Do it.", "effort": "low", "days": 1}
    slow = {"text": "Do it.", "effort": "high", "days": 30}
    model = compiled(
        question("c.slow", weight=3, remediation=slow),
        question("b.quick", weight=3, remediation=quick),
        question("a.quick", weight=3, remediation=quick),
        question("d.worst", weight=10, remediation=slow),
    )
    order = [finding.question.id for finding in found(model, 3, 3, 3, 3)]
    assert order == ["d.worst", "a.quick", "b.quick", "c.slow"]


def test_the_gain_is_what_closing_the_finding_adds_to_the_decisive_score() -> None:
    model = compiled(question("a.one", weight=1), question("a.two", weight=3))
    (finding,) = found(model, 0, 1)
    assert finding.gain == Fraction(100 * 3, 4) / 2


def test_a_finding_without_weight_in_the_overall_score_gains_nothing() -> None:
    policy = standard_policy()
    policy["weights"]["principles"].update(confidentiality=0, integrity=50)
    model = compiled(
        question("a.one"), question("a.two", principles={"integrity": 100}), policy=policy
    )
    gains = {finding.question.id: finding.gain for finding in found(model, 3, 3)}
    assert gains == {"a.one": 0, "a.two": 100}


def test_findings_are_listed_where_nothing_has_weight_in_the_overall_score() -> None:
    policy = standard_policy()
    policy["weights"]["principles"].update(confidentiality=0, integrity=50)
    (finding,) = found(compiled(question("a.one"), policy=policy), 3)
    assert finding.gain == 0
