"""The rules of a questionnaire that no schema can say: refused with code and place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from questionnaires.problems import InvalidDocumentError, Problem
from questionnaires.reading import read_questionnaire
from tests.raw_answers import LEVELS, levels, multi, number, written
from tests.worlds import Raw, question
from tests.worlds import questionnaire as asking


def problems(tmp_path: Path, data: Any) -> list[Problem]:
    with pytest.raises(InvalidDocumentError) as caught:
        read_questionnaire(written(tmp_path, data))
    return caught.value.problems


GATE = question("a.gate", weight=0)
ON_GATE: Raw = {"question": "a.gate", "equals": "yes"}

BROKEN: dict[str, tuple[list[Raw], str, str]] = {
    "shares do not add to 100": (
        [question("a.one", principles={"integrity": 99})],
        "shares.sum",
        "$.questions[0].principles",
    ),
    "free text is weighed": (
        [question("a.one", {"type": "text"})],
        "weight.text",
        "$.questions[0].weight",
    ),
    "a must-have weighs nothing": (
        [question("a.one", weight=0, must_have=True)],
        "must-have.unscored",
        "$.questions[0].must_have",
    ),
    "the best level is not worth 1000": (
        [question("a.one", {"type": "choice", "levels": [LEVELS[0] | {"points": 999}, LEVELS[2]]})],
        "levels.range",
        "$.questions[0].answer",
    ),
    "two levels are worth the same": (
        [question("a.one", {"type": "choice", "levels": levels(points=1000)})],
        "levels.order",
        "$.questions[0].answer",
    ),
    "a choice has bounds": (
        [question("a.one", {"type": "choice", "levels": levels("at_most", (1,))})],
        "levels.bound",
        "$.questions[0].answer",
    ),
    "the worst level has a bound": (
        [question("a.one", number(1, 2, 3))],
        "levels.bound",
        "$.questions[0].answer",
    ),
    "a middle level has none": (
        [question("a.one", number(1))],
        "levels.bound",
        "$.questions[0].answer",
    ),
    "bounds do not run one way": (
        [question("a.one", number(2, 2))],
        "levels.bound-order",
        "$.questions[0].answer",
    ),
    "a date is judged by at_least": (
        [question("a.one", {"type": "date", "levels": levels("at_least", (9, 5))})],
        "levels.bound-side",
        "$.questions[0].answer",
    ),
    "options are counted by at_most": (
        [question("a.one", multi() | {"levels": levels("at_most", (1, 2))})],
        "levels.bound-side",
        "$.questions[0].answer",
    ),
    "a synonym means two levels": (
        [question("a.one", {"type": "choice", "levels": levels(synonyms=["  GOOD "[2:6]])})],
        "levels.duplicate",
        "$.questions[0].answer",
    ),
    "two levels have one id": (
        [question("a.one", {"type": "choice", "levels": levels(id="good")})],
        "levels.duplicate",
        "$.questions[0].answer",
    ),
    "the range is empty": (
        [question("a.one", number(1, 2, minimum=5, maximum=5))],
        "answer.range",
        "$.questions[0].answer",
    ),
    "an id stands twice": (
        [question("a.one"), question("a.one")],
        "id.duplicate",
        "$.questions[1].id",
    ),
    "a section does not exist": (
        [question("a.one", section="other")],
        "section.unknown",
        "$.questions[0].section",
    ),
    "a scale does not exist": (
        [question("a.one", {"type": "choice", "scale": "maturity"})],
        "answer.unknown-scale",
        "$.questions[0].answer.scale",
    ),
    "a condition names no question": (
        [question("a.one", applies_if={"question": "a.other", "equals": "yes"})],
        "condition.unknown-question",
        "$.questions[0].applies_if",
    ),
    "a condition names no level": (
        [GATE, question("a.one", applies_if={"question": "a.gate", "equals": "maybe"})],
        "condition.unknown-level",
        "$.questions[1].applies_if",
    ),
    "a condition rests on a scored question": (
        [question("a.gate"), question("a.one", applies_if=ON_GATE)],
        "condition.scored-question",
        "$.questions[1].applies_if",
    ),
    "a condition rests on itself": (
        [question("a.gate", weight=0, applies_if=ON_GATE)],
        "condition.cycle",
        "$.questions",
    ),
    "conditions run in a circle": (
        [
            question("a.gate", weight=0, applies_if={"question": "a.two", "equals": "yes"}),
            question("a.two", weight=0, applies_if={"not": ON_GATE}),
        ],
        "condition.cycle",
        "$.questions",
    ),
    # The six below were found to slip through, or to end in a traceback.
    "bounds look both ways": (
        [
            question(
                "a.one",
                {
                    "type": "number",
                    "unit": "hours",
                    "levels": [
                        LEVELS[0] | {"at_most": 24},
                        LEVELS[1] | {"at_least": 72},
                        LEVELS[2],
                    ],
                },
            )
        ],
        "levels.bound-side",
        "$.questions[0].answer",
    ),
    "one level has two bounds": (
        [
            question(
                "a.one",
                {
                    "type": "number",
                    "unit": "hours",
                    "levels": [
                        LEVELS[0] | {"at_most": 24, "at_least": 3},
                        LEVELS[1] | {"at_most": 72},
                        LEVELS[2],
                    ],
                },
            )
        ],
        "levels.bound-side",
        "$.questions[0].answer",
    ),
    "a level needs more options than there are": (
        [question("a.one", multi(5, 1))],
        "levels.unreachable",
        "$.questions[0].answer",
    ),
    "no option at all is not the worst level": (
        [question("a.one", multi(3, 0))],
        "levels.unreachable",
        "$.questions[0].answer",
    ),
    "a level lies above the maximum": (
        [question("a.one", number(101, 50, side="at_least", maximum=100))],
        "levels.unreachable",
        "$.questions[0].answer",
    ),
    "a level lies below the minimum": (
        [question("a.one", number(-1, 50, minimum=0))],
        "levels.unreachable",
        "$.questions[0].answer",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_rule_is_refused_with_its_code_and_place(what: str, tmp_path: Path) -> None:
    questions, code, path = BROKEN[what]
    assert (code, path) in {(p.code, p.place.path) for p in problems(tmp_path, asking(*questions))}


def test_one_level_may_repeat_its_own_name_in_other_spacing(tmp_path: Path) -> None:
    answer = {"type": "choice", "levels": levels(text="Rather  fair", synonyms=["rather fair"])}
    read = read_questionnaire(written(tmp_path, asking(question("a.one", answer))))
    assert read.questions[0].answer.levels[1].text == "Rather  fair"


def test_every_problem_of_a_file_is_named_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        asking(
            question("a.one", principles={"integrity": 1}),
            question("a.two", section="x", applies_if={"field": "size", "equals": "big"}),
        ),
    )
    assert {p.code for p in found} == {"shares.sum", "section.unknown", "condition.invalid"}


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({}, "an object with one test"),
        ({"all": []}, "needs a list"),
        ({"all": {"field": "kind", "equals": "software"}}, "needs a list"),
        ({"not": [{"field": "kind", "equals": "software"}]}, "an object with one test"),
        ({"any": [ON_GATE], "all": [ON_GATE]}, "must stand alone"),
        ({"field": "kind"}, "one of equals, in, at_least"),
        ({"field": "kind", "equals": "software", "in": ["hosting"]}, "one of equals"),
        ({"field": "kind", "question": "a.gate", "equals": "x"}, "`field` or `question`"),
        ({"field": "kind", "equals": "bakery"}, "has no value bakery"),
        ({"field": "size", "equals": "big"}, "unknown profile field"),
        ({"field": "kind", "at_least": "software"}, "has no order"),
        ({"field": "kind", "in": "software"}, "needs a list"),
        ({"field": "kind", "equals": True}, "values of a test are text"),
        ({"field": ["kind"], "equals": "software"}, "every other value is text"),
        ({"field": "kind", "contains": "soft"}, "one of equals"),
    ],
)
def test_a_condition_outside_the_grammar_is_refused(
    condition: Raw, words: str, tmp_path: Path
) -> None:
    (problem,) = problems(tmp_path, asking(GATE, question("a.one", applies_if=condition)))
    assert problem.code == "condition.invalid"
    assert words in problem.message
    assert problem.place.path.startswith("$.questions[1].applies_if")


def test_a_problem_inside_a_condition_says_where(tmp_path: Path) -> None:
    inner = {"any": [ON_GATE, {"not": {"field": "size", "equals": "big"}}]}
    (problem,) = problems(tmp_path, asking(GATE, question("a.one", applies_if=inner)))
    assert problem.place.path == "$.questions[1].applies_if.any[1].not"
