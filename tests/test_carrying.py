"""Carrying answers over: only where the map says so, never an invented one."""

from __future__ import annotations

from functools import reduce
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from assess.carrying import carry, options_in
from assess.submission import Response
from questionnaires import codes as states
from questionnaires.maps import build_migration
from questionnaires.migration import compose
from questionnaires.model import Answer, Option
from tests.migration_case import (
    ANSWERS,
    MAP,
    drawn_chain,
    drawn_responses,
    first_version,
    second_version,
)
from tests.worlds import build

randoms = st.randoms(use_true_random=False)
STEP = build_migration(MAP, build(first_version()), build(second_version()), "map.json")


def carried() -> dict[str, Response]:
    return {each.question: each for each in carry(STEP, ANSWERS, "2026Q2")}


# --- promises for every map ---------------------------------------------------------------------


@given(random=randoms)
def test_no_answer_is_invented(random: Random) -> None:
    (step,) = drawn_chain(random, 1)
    given = {each.question: each for each in drawn_responses(random, step.old)}
    for answer in carry(step, given.values(), "2026Q2"):
        (source,) = step.origins[answer.question].questions
        before = given[source]
        assert before.code != states.UNANSWERED
        assert answer[4:7] == before[4:7]
        levels = step.origins[answer.question].levels
        if levels is None:
            assert answer.code == before.code
        else:
            was = step.old.question(source).answer.levels[before.code].id
            now = step.new.question(answer.question).answer.levels[answer.code].id
            assert levels[was] == now


@given(random=randoms)
def test_no_answer_is_carried_to_two_questions(random: Random) -> None:
    step = reduce(compose, drawn_chain(random, 2))
    found = carry(step, drawn_responses(random, step.old), "2026Q2")
    sources = [step.origins[each.question].questions for each in found]
    assert len(sources) == len(set(sources))


@given(random=randoms)
def test_carrying_by_a_composed_map_is_carrying_twice(random: Random) -> None:
    first, second = drawn_chain(random, 2)
    given = drawn_responses(random, first.old)
    twice = carry(second, carry(first, given, "2026Q1"), "2026Q2")
    assert carry(compose(first, second), given, "2026Q1") == twice


@given(random=randoms)
def test_a_carried_answer_says_in_which_period_it_was_last_given(random: Random) -> None:
    (step,) = drawn_chain(random, 1)
    given = {each.question: each for each in drawn_responses(random, step.old)}
    for answer in carry(step, given.values(), "2026Q2"):
        (source,) = step.origins[answer.question].questions
        assert answer.carried_from == (given[source].carried_from or "2026Q2")


@given(random=randoms)
def test_carrying_leaves_the_earlier_answers_as_they_are(random: Random) -> None:
    (step,) = drawn_chain(random, 1)
    given = tuple(drawn_responses(random, step.old))
    before = tuple(map(tuple, given))
    carry(step, given, "2026Q2")
    assert tuple(map(tuple, given)) == before


# --- each kind of change ------------------------------------------------------------------------


def test_answers_to_questions_of_the_same_meaning_carry_in_the_new_words() -> None:
    assert carried()["own.worded"].value == "In part"
    assert carried()["own.choice"].value == "Yes"


def test_split_merged_and_new_questions_are_asked_anew() -> None:
    assert carried().keys().isdisjoint({"own.wide-a", "own.wide-b", "own.both", "own.new"})


def test_a_changed_question_carries_the_mapped_levels_only() -> None:
    assert carried()["own.levels"].value == "No"
    yes = Response("own.levels", 0, "Yes", "Yes")
    assert carry(STEP, [yes], "2026Q2") == ()


def test_comment_and_evidence_stay_with_the_answer() -> None:
    answer = carried()["own.choice"]
    assert (answer.comment, answer.evidence, answer.evidence_date) == (
        "=see note",
        "-policy",
        "2026-01-31",
    )


def test_a_claim_carries_only_to_a_question_that_allows_it() -> None:
    claim = Response("own.choice", states.NA_CLAIMED, "N/A", "Not applicable", "none here")
    assert [each.code for each in carry(STEP, [claim], "2026Q2")] == [states.NA_CLAIMED]
    forbidden = second_version()
    forbidden["questions"][0]["na_allowed"] = False
    step = build_migration(MAP, STEP.old, build(forbidden), "map.json")
    assert carry(step, [claim], "2026Q2") == ()


def test_a_comment_without_an_answer_stays_behind() -> None:
    assert carry(STEP, [Response("own.choice", states.UNANSWERED, comment="soon")], "2026Q2") == ()


def test_options_that_contain_the_separator_are_told_apart() -> None:
    texts = ("Lock; alarm", "Guard", "Dog")
    answer = Answer("multi", options=tuple(Option(text, text) for text in texts))
    assert options_in(answer, "Lock; alarm; Dog") == (0, 2)
    assert options_in(answer, "Lock; Dog") is None


def test_a_list_that_can_mean_two_things_is_not_guessed_at() -> None:
    answer = Answer("multi", options=tuple(Option(text, text) for text in ("a", "a; b", "b")))
    assert options_in(answer, "a; b") is None
