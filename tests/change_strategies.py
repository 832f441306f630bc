"""Two quarters of the same partners to test with: a world, and what has become of it."""

from __future__ import annotations

import copy
import json
from dataclasses import asdict, replace
from random import Random

from hypothesis import strategies as st

from scoring.change import Side
from tests.change_oracle import Quarter
from tests.questionnaire_strategies import (
    drawn_answers,
    drawn_policy,
    drawn_profile,
    drawn_questionnaire,
    world,
)
from tests.worlds import Raw, World, build, policy_of


def quarters(questions: int = 6, partners: int = 2) -> st.SearchStrategy[tuple[World, World]]:
    """Draw two quarters inside hypothesis."""
    randoms = st.randoms(use_true_random=False)
    return randoms.map(lambda random: two_quarters(random, questions, partners))


def two_quarters(random: Random, questions: int, partners: int) -> tuple[World, World]:
    """Draw a world and a later one, in which each of the four factors may have changed."""
    # A policy that names controls fits one version only, and nothing is known beside the answers.
    old = replace(world(random, questions, partners), policy=drawn_policy(random), beside=())
    raw = old.questionnaire if random.random() < 0.2 else next_version(random, old.questionnaire)
    new = replace(old, questionnaire=raw)
    if random.random() < 0.6:
        new = replace(new, policy=drawn_policy(random))
    if random.random() < 0.6:
        new = replace(new, profiles=tuple(drawn_profile(random, p.id) for p in old.profiles))
    if random.random() < 0.8 or raw is not old.questionnaire:
        new = replace(new, answers=tuple(drawn_answers(random, raw) for _ in old.profiles))
    return old, new


def next_version(random: Random, raw: Raw) -> Raw:
    """Draw a later version: questions gone, added, weighed, shared and levelled otherwise."""
    added = drawn_questionnaire(random, random.randint(1, 3))
    more = json.loads(json.dumps(added["questions"]).replace('"q.n', '"q.m'))
    kept = [each for each in raw["questions"] if not each["weight"] or random.random() < 0.8]
    changed = [_changed(random, copy.deepcopy(each)) for each in kept]
    scales = random.choice((raw, added))["scales"]
    return {**raw, "version": "2.0.0", "scales": scales, "questions": [*changed, *more]}


def _changed(random: Random, question: Raw) -> Raw:
    if not question["weight"]:
        return question
    levels = question["answer"].get("levels", [])
    if random.random() < 0.3:
        question["weight"] = random.randint(1, 10)
    if len(levels) > 2 and random.random() < 0.3:
        # Fewer levels: the answers no longer mean the same.
        del levels[1]
    elif len(levels) == 3 and random.random() < 0.5:
        levels[1]["points"] = random.randint(1, 999)
    return question


def side(made: World) -> Side:
    """Return a world as the engine compares it."""
    built, policy = build(made.questionnaire), policy_of(made.policy)
    return Side(built, policy, made.profiles, made.codes())


def oracle_quarter(made: World, partner: int) -> Quarter:
    """Return one partner of a world as the oracle compares it."""
    profile = asdict(made.profiles[partner])
    return Quarter(made.questionnaire, made.policy, profile, made.answers[partner])
