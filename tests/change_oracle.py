"""A second split of a change, written from section 12 of scoring/METHOD.md alone.

It exchanges the four factors one after the other, in each of the 24 orders, has tests/oracle.py
score what is there after each exchange, and averages. It shares no code with scoring/split.py
or scoring/change.py, which never walk an order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from typing import Any, TypeAlias

from tests import oracle

Raw: TypeAlias = Mapping[str, Any]
Parts: TypeAlias = dict[str, Fraction] | None

FACTORS = ("answers", "questionnaire", "policy", "profile")


@dataclass(frozen=True)
class Quarter:
    """One partner's quarter, raw: answers are by question id, a level's id or a state."""

    questionnaire: Raw
    policy: Raw
    profile: Raw
    answers: Mapping[str, str]


def figures(old: Quarter, new: Quarter, later: frozenset[str]) -> dict[str, oracle.Ratio]:
    """Score the mix in which the factors named are the later quarter's."""
    own = new if "answers" in later else old
    asked = new if "questionnaire" in later else old
    answers = own.answers
    if own is not asked:
        kept = carried(old.questionnaire, new.questionnaire)
        answers = {name: state for name, state in answers.items() if name in kept}
    verdict = oracle.judge(
        asked.questionnaire,
        (new if "policy" in later else old).policy,
        (new if "profile" in later else old).profile,
        answers,
    )
    plain = {name: verdict.value[name] for name in ("overall", *oracle.PRINCIPLES)}
    return {**plain, "decisive": verdict.decisive["overall"]}


def split(old: Quarter, new: Quarter) -> dict[str, Parts]:
    """Split the change of every figure; None where a mix has no score."""
    mixes: dict[frozenset[str], dict[str, oracle.Ratio]] = {}
    charged: dict[str, Parts] = {}
    for order in permutations(FACTORS):
        for done in range(len(order) + 1):
            later = frozenset(order[:done])
            if later not in mixes:
                mixes[later] = figures(old, new, later)
    for name in mixes[frozenset()]:
        scores = {later: found[name] for later, found in mixes.items()}
        charged[name] = None if None in scores.values() else _average(scores)
    return charged


def _average(scores: Mapping[frozenset[str], oracle.Ratio]) -> dict[str, Fraction]:
    charged = dict.fromkeys(FACTORS, Fraction(0))
    orders = list(permutations(FACTORS))
    for order in orders:
        for place, factor in enumerate(order):
            before, after = scores[frozenset(order[:place])], scores[frozenset(order[: place + 1])]
            assert before is not None
            assert after is not None
            charged[factor] += (after - before) / len(orders)
    return charged


def carried(old: Raw, new: Raw) -> set[str]:
    """Return the ids of the questions that take the same answers in both versions."""
    forms = [
        {each["id"]: _form(each, version) for each in version["questions"]}
        for version in (old, new)
    ]
    return {name for name in forms[0] if forms[1].get(name) == forms[0][name]}


def _form(question: Raw, version: Raw) -> Any:
    answer = question["answer"]
    levels = answer.get("levels") or version["scales"].get(answer.get("scale"), [])
    return (
        answer["type"],
        answer.get("unit"),
        [[level["id"], level.get("at_most"), level.get("at_least")] for level in levels],
        [[option["id"], option.get("exclusive", False)] for option in answer.get("options", [])],
    )
