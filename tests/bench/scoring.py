"""Scoring a portfolio of 100,000 partners on 150 questions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from assess.policies import load_policy
from questionnaires import codes as states
from questionnaires.applicability import scope, tabulate
from questionnaires.model import PRINCIPLES
from scoring.compiled import COLUMNS, Model, column_weights, compile_model
from scoring.engine import Sums, score
from scoring.needs import needs
from scoring.policy import Policy
from scoring.standing import unknown_standing
from scoring.tiers import achieve, recommend, required_tier
from tests.bench import subjects
from tests.bench.clock import best

if TYPE_CHECKING:
    import numpy.typing as npt

    Integers = npt.NDArray[np.int64]

PARTNERS = 100_000
PLAIN = 1_000


def measure(folder: Path) -> Iterator[tuple[str, float, str, float]]:
    """Compare with the plain pandas way, and with merely copying the matrix.

    Both sides come to the same: applicability, N/A, scores and bounds of every principle and
    clause element, must-haves, tiers. Both start from codes and tables of questions and levels,
    but the plain way gets its applicability worked out already.
    """
    asked = subjects.questionnaire(folder, conditions=True)
    policy = load_policy("standard")
    model = compile_model(asked, policy)
    table = tabulate(subjects.profiles(PARTNERS))
    codes = subjects.codes(asked, PARTNERS)
    copy = np.empty_like(codes)
    known = unknown_standing(*codes.shape)

    def ours() -> tuple[Sums, Integers]:
        scoped = scope(asked, table, codes)
        sums = score(model, scoped)
        judged = needs(model, sums, scoped, known)
        achieved = achieve(model, scoped, sums, judged, known).tiers
        recommend(model, required_tier(policy, table), achieved, scoped, sums)
        return sums, achieved

    tables = _tables(model, scope(asked, table, codes)[:PLAIN])
    _check_same(tables, policy, *ours())
    answers, questions, levels = tables
    mine, copied = best(ours, lambda: np.copyto(copy, codes), rounds=15)
    (plain,) = best(
        lambda: answers.groupby("partner").apply(_plain, questions, levels, policy), rounds=2
    )
    scaled = plain * PARTNERS / PLAIN
    what = f"{PARTNERS:,} x {subjects.QUESTIONS} scored"
    yield f"per-partner groupby.apply, scaled from {PLAIN:,} ÷ {what}", scaled / mine, ">=", 5000
    yield f"{what} ÷ numpy.copyto of the int8 matrix", mine / copied, "<=", 150


def _tables(model: Model, codes: npt.NDArray[np.int8]) -> tuple[pd.DataFrame, ...]:
    """Lay all out as pandas users do: one row an answer, one a question, one a level."""
    asked = model.questionnaire.questions
    partners, questions = (each.ravel() for each in np.indices(codes.shape))
    answers = {"partner": partners, "question": questions, "code": codes.ravel()}
    about = {
        "question": range(len(asked)),
        "weight": [model.policy.weight(question) for question in asked],
        "must_have": [question.must_have for question in asked],
        **dict(zip(COLUMNS, np.array(column_weights(model)).T, strict=False)),
    }
    levels = [
        {"question": question, "code": code, "points": points}
        for question, each in enumerate(model.points)
        for code, points in enumerate(each)
    ]
    return pd.DataFrame(answers), pd.DataFrame(about), pd.DataFrame(levels)


def _plain(
    answers: pd.DataFrame, questions: pd.DataFrame, levels: pd.DataFrame, policy: Policy
) -> pd.Series:
    """Score one partner as a notebook would: join, filter, multiply, sum, figure by figure."""
    answers = answers.merge(questions, on="question")
    answers = answers.merge(levels, on=["question", "code"], how="left").fillna({"points": 0})
    scoped = answers[answers["code"] != states.OUT_OF_SCOPE]
    answered = scoped[scoped["code"] >= 0]
    unanswered = scoped[scoped["code"] == states.UNANSWERED]
    claimed = scoped[scoped["code"] == states.NA_CLAIMED]
    result: dict[str, object] = {}
    for name in COLUMNS:
        earned = (answered["points"] * answered[name]).sum() / 10
        weight, missing = answered[name].sum(), unanswered[name].sum()
        result[name] = earned / weight if weight else None
        result[f"{name} low"] = earned / (weight + missing)
        result[f"{name} high"] = (earned + 100 * missing) / (weight + missing)
        result[f"{name} decisive"] = earned / (weight + missing + claimed[name].sum())
    result["coverage"] = 100 * len(answered) / (len(answered) + len(unanswered))
    result["must-haves"] = scoped.loc[scoped["must_have"], "points"].min()
    losses = scoped["weight"] * (1000 - scoped["points"])
    result["serious"] = (losses >= policy.severity[1]).any()
    result["achieved"] = _plain_tier(result, policy)
    return pd.Series(result)


def _plain_tier(result: dict[str, Any], policy: Policy) -> int:
    achieved = -1
    for tier in policy.tiers:
        floors = zip(("overall", *PRINCIPLES), (tier.overall, *tier.floors), strict=True)
        if not (
            result["coverage"] >= tier.coverage
            and result["must-haves"] >= tier.must_have_points
            and all(result[f"{name} decisive"] >= floor for name, floor in floors)
        ):
            break
        achieved += 1
    return achieved


def _check_same(
    tables: tuple[pd.DataFrame, ...], policy: Policy, sums: Sums, achieved: Integers
) -> None:
    """Hold that both sides compute the same, on a few partners."""
    answers, questions, levels = tables
    for partner in range(20):
        plain = _plain(answers[answers["partner"] == partner], questions, levels, policy)
        assert plain["achieved"] == achieved[partner], partner
        for k, name in enumerate(COLUMNS):
            if sums.answered[partner, k]:
                mine = sums.earned[partner, k] / sums.answered[partner, k] / 10
                assert abs(plain[name] - mine) < 1e-9, (partner, name)
