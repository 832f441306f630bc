"""How sure the tiers of a portfolio of 10,000 partners are, under 1,000 weightings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assess.policies import load_policy
from questionnaires.model import PRINCIPLES
from scoring.assessment import Outcome, judge
from scoring.compiled import compile_model
from scoring.policy import Policy
from scoring.robustness.decisive import one_level
from scoring.robustness.draws import weight_draws
from scoring.robustness.stability import stability
from tests.bench import subjects
from tests.bench.clock import best

PARTNERS = 10_000
PLAIN = 20


def measure(folder: Path) -> Iterator[tuple[str, float, str, float]]:
    """Compare with loops over partners and draws, and one trial with one judging of all."""
    asked = subjects.questionnaire(folder, conditions=True)
    policy = load_policy("standard")
    model = compile_model(asked, policy)
    profiles, codes = subjects.profiles(PARTNERS), subjects.codes(asked, PARTNERS)
    outcome = judge(model, profiles, codes)
    mine, judged = best(
        lambda: stability(policy, outcome), lambda: judge(model, profiles, codes), rounds=3
    )
    (plain,) = best(lambda: _plain(policy, outcome), rounds=2)
    (moved,) = best(lambda: one_level(model, outcome), rounds=2)
    what = f"{PARTNERS:,} tiers under 1,000 weightings"
    yield f"plain loops, scaled from {PLAIN} ÷ {what}", plain * PARTNERS / PLAIN / mine, ">=", 50
    tried = 2 * len(model.points)
    yield (
        f"every answer a level worse and better ÷ {tried} judgings",
        moved / judged / tried,
        "<=",
        1,
    )


def _plain(policy: Policy, outcome: Outcome) -> list[int]:
    """Judge the overall score of each partner in each draw, one by one."""
    drawn = weight_draws(policy.principle_weights).tolist()
    columns = slice(1, 1 + len(PRINCIPLES))
    reached = []
    for row in range(PLAIN):
        earned = outcome.sums.earned[row, columns].tolist()
        whole = outcome.sums.decisive[row, columns].tolist()
        for weights in drawn:
            above = sum(w * e for w, e in zip(weights, earned, strict=True))
            below = 10 * sum(w * d for w, d in zip(weights, whole, strict=True))
            reached.append(sum(above >= tier.overall * below for tier in policy.tiers))
    return reached
