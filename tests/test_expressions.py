"""Conditions as text: every condition has one, and comes back from it unchanged."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.condition_words import in_words
from questionnaires.conditions import Condition, parse
from questionnaires.expressions import read_expression, write_expression
from questionnaires.problems import Place
from tests.questionnaire_strategies import _drawn_condition
from tests.worlds import Raw, build, question, questionnaire

GATE = question("a.gate", weight=0)


def parsed(data: Raw) -> Condition:
    condition = parse(data, Place(), [])
    assert condition is not None
    return condition


@given(st.randoms(use_true_random=False))
def test_every_condition_comes_back_from_its_text(random: Random) -> None:
    data = _drawn_condition(random, [GATE], 4)
    assert read_expression(write_expression(parsed(data))) == data


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("kind = software", {"field": "kind", "equals": "software"}),
        ("regions in (in)", {"field": "regions", "in": ["in"]}),
        ("criticality AT LEAST high", {"field": "criticality", "at_least": "high"}),
        ("a.gate=yes", {"question": "a.gate", "equals": "yes"}),
        ("((kind = software))", {"field": "kind", "equals": "software"}),
        ("all (kind = software)", {"all": [{"field": "kind", "equals": "software"}]}),
        (
            "not not\nkind = software",
            {"not": {"not": {"field": "kind", "equals": "software"}}},
        ),
    ],
)
def test_people_may_write_a_condition_in_any_spacing(text: str, data: Raw) -> None:
    assert read_expression(text) == data


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "a name or a value, found the end"),
        ("kind", "`=`, `in` or `at least`"),
        ("kind = ", "found the end"),
        ("kind in software", "expected `(`"),
        ("kind in ()", "a name or a value"),
        ("kind = software and", "found the end"),
        ("kind = a and kind = b or kind = c", "brackets around"),
        ("kind = a kind = b", "`and`, `or` or the end"),
        ("kind > a", "`>` has no place"),
        ("(" * 5000, "deep"),
        ("not " * 5000, "deep"),
        ("all kind = a", "expected `(`"),
    ],
)
def test_a_text_outside_the_grammar_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        read_expression(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kind = software", "the partner's kind is software"),
        ("not kind = software", "the partner's kind is not software"),
        ("regions in (eu, in)", "the regions include EU or IN"),
        (
            (
                "data_classes in (internal, confidential, personal, special-category, payment, "
                "health, design-ip)"
            ),
            "the data shared includes something other than public",
        ),
        ("criticality at least high", "the criticality is high or more"),
        ("a.gate = yes", "the answer to a.gate is “yes”"),
        (
            "stage = active and (kind = hosting or access = api)",
            "the stage is active, and (the partner's kind is hosting, or the access includes api)",
        ),
    ],
)
def test_a_condition_is_told_in_words(text: str, words: str) -> None:
    asked = build(questionnaire(GATE, question("a.one")))
    assert in_words(parsed(read_expression(text)), asked) == f"partners where {words}"
