"""Why a score changed: two ways to split it agree, and the laws of METHOD.md hold."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given

from questionnaires.problems import InvalidDocumentError
from questionnaires.profiles import Profile
from scoring import change as changing
from scoring.change import FIGURES, Change, changes, same_questions
from scoring.split import FACTORS
from tests import change_oracle, oracle
from tests.change_strategies import oracle_quarter, quarters, side, two_quarters
from tests.worlds import ROOT, Answers, Raw, World, build, question, questionnaire, standard_policy

WHO = Profile("p0", "P0", data_classes=("internal",))


def compared(old: World, new: World) -> list[Change]:
    sides = side(old), side(new)
    carried = same_questions(sides[0].questionnaire, sides[1].questionnaire)
    return list(changes(*sides, carried))


def made(raw: Raw, answers: Answers, profile: Profile = WHO, policy: Raw | None = None) -> World:
    return World(raw, policy or standard_policy(), (profile,), (answers,))


def overall(old: World, new: World) -> dict[str, Fraction]:
    (found,) = compared(old, new)
    return dict(zip(FACTORS, found.splits["overall"].parts, strict=True))


@pytest.mark.parametrize(("size", "count"), [(3, 120), (12, 60)])
def test_two_ways_to_split_a_change_agree_exactly(size: int, count: int) -> None:
    splits = 0
    for seed in range(count):
        old, new = two_quarters(Random(f"{size}/{seed}"), size, 3)
        for row, found in enumerate(compared(old, new)):
            told = change_oracle.split(oracle_quarter(old, row), oracle_quarter(new, row))
            seen = {
                name: dict(zip(FACTORS, each.parts, strict=True)) if each.parts else None
                for name, each in found.splits.items()
            }
            assert seen == told, f"seed {size}/{seed}, partner {row}"
            splits += sum(each is not None for each in told.values())
    assert splits > count  # most of what is drawn must have something to split


@given(quarters())
def test_the_four_parts_add_up_to_the_change(pair: tuple[World, World]) -> None:
    for found in compared(*pair):
        assert list(found.splits) == list(FIGURES)
        for each in found.splits.values():
            assert not each.parts or sum(each.parts) == each.difference
            assert bool(each.parts) != bool(each.reason)


@given(quarters())
def test_a_factor_that_did_not_change_has_no_part(pair: tuple[World, World]) -> None:
    old, new = pair
    same: dict[str, World] = {
        "questionnaire": replace(new, questionnaire=old.questionnaire, answers=old.answers),
        "policy": replace(new, policy=old.policy),
        "profile": replace(new, profiles=old.profiles),
    }
    for factor, later in same.items():
        for found in compared(old, later):
            for each in found.splits.values():
                assert not each.parts or each.parts[FACTORS.index(factor)] == 0


@given(quarters())
def test_the_same_answers_to_the_same_questions_have_no_part(pair: tuple[World, World]) -> None:
    old, new = pair
    later = replace(new, questionnaire=old.questionnaire, answers=old.answers)
    for found in compared(old, later):
        assert all(each.parts[0] == 0 for each in found.splits.values() if each.parts)
        assert found.common[0] == found.common[1]


@given(quarters())
def test_to_swap_the_quarters_turns_every_sign(pair: tuple[World, World]) -> None:
    old, new = pair
    for there, back in zip(compared(old, new), compared(new, old), strict=True):
        for name, each in there.splits.items():
            assert back.splits[name].parts == tuple(-part for part in each.parts)


@given(quarters(partners=3))
def test_no_partner_changes_anothers_split(pair: tuple[World, World]) -> None:
    alone = [compared(*(w.only([i]) for w in pair))[0] for i in range(3)]
    assert compared(*pair) == alone


def test_many_partners_are_split_in_blocks_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = two_quarters(Random(7), 8, 5)
    whole = compared(*pair)
    monkeypatch.setattr(changing, "BLOCK", 2)
    assert compared(*pair) == whole


# --- small cases, by hand ---------------------------------------------------------------------


def test_only_better_answers_change_only_the_answers_part() -> None:
    raw = questionnaire(question("a.one"), question("a.two"))
    before, after = {"a.one": "no", "a.two": "yes"}, {"a.one": "partially", "a.two": "yes"}
    parts = overall(made(raw, before), made(raw, after))
    assert list(parts.values()) == [25, 0, 0, 0]


def test_a_new_weight_is_charged_to_the_questionnaire() -> None:
    old = questionnaire(question("a.one"), question("a.two"))
    new = questionnaire(question("a.one", weight=3), question("a.two"))
    answers = {"a.one": "no", "a.two": "yes"}
    assert list(overall(made(old, answers), made(new, answers)).values()) == [0, -25, 0, 0]


def test_new_points_of_the_policy_are_charged_to_the_policy() -> None:
    raw, policy = questionnaire(question("a.one")), standard_policy()
    policy["points"] = {"planned": 300}
    answers = {"a.one": "planned"}
    parts = overall(made(raw, answers), made(raw, answers, policy=policy))
    assert list(parts.values()) == [0, 0, 20, 0]


def test_what_a_new_profile_takes_out_of_scope_is_charged_to_the_profile() -> None:
    gated = question("a.two", applies_if={"field": "data_classes", "equals": "internal"})
    raw = questionnaire(question("a.one"), gated)
    answers = {"a.one": "yes", "a.two": "no"}
    public = replace(WHO, data_classes=("public",))
    parts = overall(made(raw, answers), made(raw, answers, public))
    assert list(parts.values()) == [0, 0, 0, 50]


def test_answers_to_a_question_whose_levels_changed_do_not_carry_over() -> None:
    old, new = questionnaire(question("a.one"), question("a.two")), questionnaire(
        question("a.one"),
        question("a.two", {"type": "choice", "levels": [
            {"id": "yes", "text": "Yes", "points": 1000}, {"id": "no", "text": "No", "points": 0},
        ]}),
    )  # fmt: skip
    assert same_questions(build(old), build(new)) == {"a.one": "a.one"}
    answers = {"a.one": "yes", "a.two": "no"}
    (found,) = compared(made(old, answers), made(new, answers))
    assert [each.score for each in found.common] == [100, 100]


def test_new_points_of_a_level_leave_its_answers_comparable() -> None:
    old = questionnaire(question("a.one"))
    new = questionnaire(question("a.one"), points=(1000, 700, 100, 0))
    answers = {"a.one": "partially"}
    assert overall(made(old, answers), made(new, answers))["questionnaire"] == 20


def test_nothing_carries_over_between_different_questionnaires() -> None:
    raw = questionnaire(question("a.one"))
    other = {**raw, "id": "other"}
    assert same_questions(build(raw), build(other)) == {}
    (found,) = compared(made(raw, {"a.one": "yes"}), made(other, {"a.one": "no"}))
    split = found.splits["overall"]
    assert split.difference == -100
    assert split.parts == ()
    assert split.reason == "no score if only answers had changed"


def test_a_renamed_question_carries_its_answers_where_the_map_says_so() -> None:
    old, new = questionnaire(question("a.one")), questionnaire(question("b.one"))
    sides = side(made(old, {"a.one": "no"})), side(made(new, {"b.one": "yes"}))
    (found,) = changes(*sides, {"a.one": "b.one"})
    assert list(found.splits["overall"].parts) == [100, 0, 0, 0]


def test_two_questions_that_carry_over_to_one_are_refused() -> None:
    raw = questionnaire(question("a.one"), question("a.two"))
    both = side(made(raw, {}))
    with pytest.raises(ValueError, match="two questions"):
        list(changes(both, both, {"a.one": "a.one", "a.two": "a.one"}))


def test_a_policy_that_does_not_fit_the_other_questionnaire_is_refused() -> None:
    old = questionnaire(question("a.one"))
    new = questionnaire(question("a.one"), points=(1000, 60, 50, 0))
    policy = {**standard_policy(), "points": {}}
    sides = side(made(old, {"a.one": "no"})), side(made(new, {"a.one": "no"}, policy=policy))
    with pytest.raises(InvalidDocumentError):
        list(changes(*sides, {"a.one": "a.one"}))


def test_like_for_like_leaves_new_questions_out_and_shows_its_coverage() -> None:
    old = questionnaire(question("a.one"), question("a.two"))
    new = questionnaire(question("a.one", weight=3), question("a.two"), question("a.new"))
    before, after = {"a.one": "no", "a.two": "yes"}, {"a.one": "yes", "a.new": "no"}
    (found,) = compared(made(old, before), made(new, after))
    assert [each.score for each in found.common] == [25, 100]
    assert [each.coverage for each in found.common] == [100, 50]


def test_an_accepted_claim_carries_over_as_one() -> None:
    old = questionnaire(question("a.one"), question("a.two"))
    answers = {"a.one": "partially", "a.two": oracle.ACCEPTED}
    new = {**old, "questions": [*old["questions"], question("a.new")]}
    (found,) = compared(made(old, answers), made(new, answers))
    assert list(found.splits["decisive"].parts) == [0, -25, 0, 0]


def test_the_oracle_of_changes_shares_no_code_with_the_engine() -> None:
    text = (ROOT / "tests/change_oracle.py").read_text("utf-8")
    imports = [line for line in text.splitlines() if line.startswith(("import ", "from "))]
    assert not [line for line in imports if "scoring" in line or "questionnaires" in line]
