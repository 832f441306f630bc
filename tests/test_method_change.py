"""Every figure of METHOD.md's example of a change is what both implementations say."""

from __future__ import annotations

import re
from fractions import Fraction

from questionnaires.profiles import Profile
from scoring.change import Change, changes, same_questions
from scoring.split import FACTORS, MIXES, apportion
from tests import change_oracle
from tests.change_strategies import oracle_quarter, side
from tests.test_method import TEXT, table
from tests.worlds import Raw, World, question, questionnaire, standard_policy


def quarter(when: str, data: str, planned: int) -> World:
    """Build one quarter from the table of the text."""
    rows = [row for row in table("change") if row[f"weight {when}"]]
    answers = {row["question"]: row[f"answer {when}"] for row in rows if row[f"answer {when}"]}
    policy = standard_policy() | {"points": {"planned": planned}}
    profile = Profile("example", "Example", data_classes=(data,))
    asked = [made(row["question"], int(row[f"weight {when}"])) for row in rows]
    return World(questionnaire(*asked), policy, (profile,), (answers,))


def made(name: str, weight: int) -> Raw:
    if name != "crypto.keys":
        return question(name, weight=weight)
    condition = {"field": "data_classes", "equals": "confidential"}
    return question(name, weight=weight, applies_if=condition)


BEFORE, AFTER = quarter("before", "internal", 100), quarter("after", "confidential", 200)


def change() -> Change:
    old, new = side(BEFORE), side(AFTER)
    (found,) = changes(old, new, same_questions(old.questionnaire, new.questionnaire))
    return found


def test_the_mixes_score_what_the_text_gives() -> None:
    for row, mix in zip(table("mixes"), MIXES, strict=True):
        later = frozenset(name for name, each in zip(FACTORS, mix, strict=True) if each)
        assert later == {name for name in FACTORS if row[name] == "later"}
        quarters = oracle_quarter(BEFORE, 0), oracle_quarter(AFTER, 0)
        assert change_oracle.figures(*quarters, later)["overall"] == Fraction(row["score"])


def test_the_parts_are_what_the_text_gives() -> None:
    split = change().splits["overall"]
    told = [number(row["part"]) for row in table("parts")]
    assert [row["factor"] for row in table("parts")] == list(FACTORS)
    assert list(split.parts) == told
    assert split.difference == sum(told) == 16


def test_the_rounded_parts_are_what_the_text_gives() -> None:
    parts = change().splits["overall"].parts
    for heading, units in (("in thousandths", 1000), ("shown", 10)):
        told = [number(row[heading]) for row in table("parts")]
        assert [Fraction(each, units) for each in apportion(parts, 16 * units, units)] == told


def test_like_for_like_is_what_the_text_gives() -> None:
    told = re.findall(r"(\d+)\s\(coverage (\d+\.\d)\)", TEXT)
    found = [(str(each.score), f"{float(each.coverage or 0):.1f}") for each in change().common]
    assert found == told


def number(text: str) -> Fraction:
    return Fraction(text.replace("−", "-"))
