"""Two engines, written apart, say the same of thousands of generated partners."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from questionnaires import codes as states
from questionnaires.documents import read_document
from questionnaires.reading import read_questionnaire
from scoring.assessment import assess_partners
from scoring.compiled import COLUMNS, Model
from scoring.contributions import contributions
from scoring.policy import SCHEMA, build_policy
from scoring.results import AnyScore, Assessment
from tests import oracle
from tests.questionnaire_strategies import drawn_answers, drawn_beside, drawn_profile, world
from tests.worlds import CODES, ROOT, World

AS_OF = date(2026, 9, 30)
SIZES = [(3, 1200), (12, 900), (40, 400)]
"""Most questions of a questionnaire, and how many questionnaires; five partners each."""


@pytest.mark.parametrize(("size", "count"), SIZES)
def test_engine_and_oracle_agree_exactly(size: int, count: int) -> None:
    for seed in range(count):
        _agree(world(Random(f"{size}/{seed}"), size, 5), f"{size}/{seed}")


@pytest.mark.parametrize("name", ["standard", "assured", "cautious"])
def test_engine_and_oracle_agree_on_the_shipped_questionnaires_and_policies(name: str) -> None:
    random = Random(1)
    policy = json.loads((ROOT / f"scoring/policies/{name}/1.0.0.json").read_text("utf-8"))
    for path in sorted((ROOT / "questionnaires/library/partner-security").glob("*.json")):
        raw = json.loads(path.read_text("utf-8"))
        profiles = tuple(drawn_profile(random, f"p{i}") for i in range(50))
        answers = tuple(drawn_answers(random, raw) for _ in profiles)
        beside = tuple(drawn_beside(random, policy, raw) for _ in profiles)
        _agree(World(raw, policy, profiles, answers, beside), str(path))


def test_generated_files_pass_the_schemas_too(tmp_path: Any) -> None:
    for seed in range(10):
        made = world(Random(seed), 10, 1)
        path = tmp_path / f"{seed}.json"
        path.write_text(json.dumps(made.questionnaire), "utf-8")
        assert len(read_questionnaire(path).questions) == len(made.questionnaire["questions"])
        path.write_text(json.dumps(made.policy), "utf-8")
        assert build_policy(read_document(path, SCHEMA)).title == made.policy["title"]


def _agree(made: World, seed: str) -> None:
    model = made.model()
    found = assess_partners(model, made.profiles, made.codes(), "2026Q3", AS_OF, made.standing())
    beside = made.beside or (oracle.Beside(),) * len(made.profiles)
    for profile, answers, known, engine in zip(
        made.profiles, made.answers, beside, found, strict=True
    ):
        wanted = oracle.judge(made.questionnaire, made.policy, asdict(profile), answers, known)
        assert _seen(model, engine) == _wanted(model, wanted), f"seed {seed}, {profile}"


def _wanted(model: Model, verdict: oracle.Verdict) -> dict[str, Any]:
    """Write the oracle's verdict as a tree of plain values to compare."""
    codes = CODES | {oracle.OUTSIDE: states.OUT_OF_SCOPE}
    return {
        "codes": [
            codes[state] if state in codes else [level.id for level in q.answer.levels].index(state)
            for q in model.questionnaire.questions
            for state in [verdict.states[q.id]]
        ],
        "scores": {
            column: [
                (ratio, oracle.display(ratio))
                for ratio in (
                    verdict.value[column],
                    verdict.low[column],
                    verdict.high[column],
                    verdict.decisive[column],
                )
            ]
            for column in oracle.columns()
        },
        "coverage": oracle.display(verdict.coverage),
        "counts": list(verdict.counts.values()),
        "tiers": (verdict.required, verdict.achieved, verdict.recommendation),
        "basis": (verdict.plain, verdict.kept, verdict.conditional_days, verdict.provisional),
        "findings": [(*rest, AS_OF + timedelta(days=days)) for *rest, days in verdict.findings],
        "contributions": verdict.contributions,
    }


def _seen(model: Model, engine: Assessment) -> dict[str, Any]:
    return {
        "codes": list(engine.codes),
        "scores": {column: _score(engine.scores[column]) for column in COLUMNS},
        "coverage": _text(engine.coverage.percent),
        "counts": list(asdict(engine.coverage).values()),
        "tiers": (
            engine.required.id,
            engine.achieved.id if engine.achieved else None,
            engine.recommendation,
        ),
        "basis": (
            engine.basis.plain.id if engine.basis.plain else None,
            engine.basis.kept,
            _days(engine.basis.conditional_until),
            engine.basis.provisional,
        ),
        "findings": [
            (f.question.id, f.state, f.points, f.loss, f.severity, f.gain, f.due)
            for f in engine.findings
        ],
        "contributions": {c.question.id: c.earned for c in contributions(model, engine.codes)},
    }


def _score(score: AnyScore) -> list[tuple[Fraction | None, str | None]]:
    """Return value, low, high and decisive, each as an exact ratio and as displayed."""
    return [
        (score.exact("value"), _text(score.value)),
        (score.exact("low"), _text(score.low)),
        (score.exact("high"), _text(score.high)),
        (score.exact("decisive"), _text(score.decisive)),
    ]


def _days(until: date | None) -> int | None:
    return None if until is None else (until - AS_OF).days


def _text(shown: float | None) -> str | None:
    return None if shown is None else f"{shown:.1f}"


def test_the_oracle_shares_no_code_with_the_engine() -> None:
    text = (ROOT / "tests/oracle.py").read_text("utf-8")
    imports = [line for line in text.splitlines() if line.startswith(("import ", "from "))]
    assert not [line for line in imports if "scoring" in line or "questionnaires" in line]
