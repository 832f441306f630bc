"""Every setting of a policy file changes some result, and what it does not know is refused."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pytest

from questionnaires.documents import read_document
from questionnaires.library import load_questionnaire
from questionnaires.problems import InvalidDocumentError
from questionnaires.profiles import Profile
from scoring.assessment import basis_of, judge
from scoring.compiled import compile_model
from scoring.findings import findings
from scoring.policy import SCHEMA
from scoring.standing import Standing
from tests.measures import figures
from tests.questionnaire_strategies import drawn_profile
from tests.worlds import Raw, policy_of, standard_policy

if TYPE_CHECKING:
    import numpy.typing as npt

    Codes = npt.NDArray[np.int8]

Path_: TypeAlias = tuple[str | int, ...]

TEXTS = {"id", "version", "title", "description", "published", "allows"}
"""Settings that name or describe, and decide nothing."""

PARTNERS = 1500
AS_OF = date(2026, 9, 30)


@cache
def portfolio() -> tuple[tuple[Profile, ...], Codes]:
    """Return partners of every quality, principle by principle, so that some sits at any edge."""
    random = Random(7)
    questions = load_questionnaire("partner-security@1.0.0").questions
    rows = []
    for _ in range(PARTNERS):
        quality = [random.random() ** 0.5 for _ in range(5)]
        must, blank = random.choice((0.5, 0.95, 1.0)), random.choice((0.0, 0.1, 0.3))
        row = []
        for each in questions:
            good = quality[max(range(5), key=each.shares.__getitem__)]
            chance = max(good, must) if each.must_have else good
            level = (
                0 if random.random() < chance else random.randrange(len(each.answer.levels) or 1)
            )
            none = -5 if each.answer.type == "text" else -1
            row.append(none if random.random() < blank or not each.answer.levels else level)
        rows.append(row)
    profiles = tuple(drawn_profile(random, f"p{i}") for i in range(PARTNERS))
    return profiles, np.array(rows, dtype=np.int8)


@cache
def beside() -> Standing:
    """Return what stands beside the answers of these partners: something of everything."""
    random = np.random.default_rng(11)
    shape = portfolio()[1].shape
    backed = random.random(shape) < random.choice((0.0, 0.5, 1.0), (PARTNERS, 1))
    return Standing(
        assurance=np.where(backed, random.integers(1, 3, (PARTNERS, 1)), 0).astype(np.int8),
        contradicted=random.random(shape) < random.choice((0.0, 0.0, 0.0, 0.1), (PARTNERS, 1)),
        held=random.integers(-1, 4, PARTNERS),
        plan_age=random.integers(-1, 400, PARTNERS),
    )


def results(raw: Raw) -> list[Any]:
    """Return all that a policy decides about the portfolio."""
    profiles, codes = portfolio()
    model = compile_model(load_questionnaire("partner-security@1.0.0"), policy_of(raw))
    outcome = judge(model, profiles, codes, beside())
    found = [
        [
            (f.question.id, f.severity, f.gain, f.due)
            for f in findings(model, row, date(2026, 9, 30))
        ]
        for row in outcome.codes[:20].tolist()
    ]
    rows = range(PARTNERS)
    untils = [basis_of(model, outcome, row, AS_OF).conditional_until for row in rows]
    return [figures(outcome), found, untils]


def everything() -> Raw:
    """Return the standard policy with everything else that a policy can ask for."""
    raw = standard_policy() | {
        "aggregation": "arithmetic",
        "hysteresis": 5,
        "contradicted_up_to": "internal",
    }
    raw["tiers"][2]["needs"]["overall"], raw["tiers"][3]["needs"]["overall"] = 80, 90
    raw["tiers"][2]["needs"]["assurance"] = {"controls": {"access.mfa-remote": "documented"}}
    raw["tiers"][3]["needs"]["assurance"] = {
        "must_haves": "verified",
        "controls": {"access.mfa-remote": "verified"},
    }
    raw["tiers"][2]["conditional"] = {
        "overall": 60,
        "open_up_to": "high",
        "closed": ["access.mfa-remote"],
        "lapses_after": 180,
    }
    return raw


def leaves(data: Any, path: Path_ = ()) -> Iterator[Path_]:
    if isinstance(data, dict):
        for key, value in data.items():
            if key not in TEXTS or path[:1] == ("exposure",):
                yield from leaves(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from leaves(value, (*path, index))
    else:
        yield path


def changed(raw: Raw, path: Path_, value: Any) -> Raw:
    """Return a copy with another value at a path; principle weights go on adding to 100."""
    copied = copy.deepcopy(raw)
    parent: Any = copied
    for step in path[:-1]:
        parent = parent[step]
    if path[:2] == ("weights", "principles"):
        other = next(key for key in parent if key != path[-1])
        parent[other] += parent[path[-1]] - value
    parent[path[-1]] = value
    return copied


def candidates(raw: Raw, path: Path_) -> Iterator[Any]:
    """Yield other values that a setting may take; the file decides which of them it allows."""
    now: Any = raw
    for step in path:
        now = now[step]
    if isinstance(now, int):
        yield from (now + by for by in (30, 10, 5, 1, -30, -10, -5, -1, 500, -500, 4000, -1500))
    else:
        words = ("low", "moderate", "high", "documented", "verified", "geometric", "minimum")
        others = (*(tier["id"] for tier in raw["tiers"]), *words, "backup.restore-test")
        yield from (word for word in others if word != now)


@pytest.mark.parametrize("path", list(leaves(everything())), ids=lambda p: ".".join(map(str, p)))
def test_every_setting_changes_some_result(path: Path_, tmp_path: Path) -> None:
    raw, before = everything(), _before()
    allowed = 0
    for value in candidates(raw, path):
        try:
            file = tmp_path / "policy.json"
            file.write_text(json.dumps(changed(raw, path, value)), "utf-8")
            read_document(file, SCHEMA)
            after = results(changed(raw, path, value))
        except InvalidDocumentError:
            continue
        allowed += 1
        if after != before:
            return
    pytest.fail(f"none of {allowed} other values changes anything")


@cache
def _before() -> list[Any]:
    return results(everything())


def objects(data: Any, path: Path_ = ()) -> Iterator[Path_]:
    if isinstance(data, dict):
        yield path
    if isinstance(data, (dict, list)):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from objects(value, (*path, key))


@pytest.mark.parametrize("path", list(objects(everything())), ids=lambda p: ".".join(map(str, p)))
def test_a_key_that_the_policy_does_not_know_is_refused_at_every_level(
    path: Path_, tmp_path: Path
) -> None:
    raw = everything()
    parent: Any = raw
    for step in path:
        parent = parent[step]
    parent["Coverrage"] = 1
    file = tmp_path / "policy.json"
    file.write_text(json.dumps(raw), "utf-8")
    with pytest.raises(InvalidDocumentError, match="Coverrage"):
        read_document(file, SCHEMA)


def test_every_setting_is_required_so_that_none_has_a_hidden_default(tmp_path: Path) -> None:
    file = tmp_path / "policy.json"
    for path in leaves(standard_policy()):
        raw = standard_policy()
        parent: Any = raw
        for step in path[:-1]:
            parent = parent[step]
        if path[0] == "points" or isinstance(path[-1], int):
            continue
        del parent[path[-1]]
        file.write_text(json.dumps(raw), "utf-8")
        with pytest.raises(InvalidDocumentError):
            policy_of(read_document(file, SCHEMA).data)
