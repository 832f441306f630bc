"""What a policy file may say, and one banding of losses for everybody."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.documents import read_document
from questionnaires.problems import InvalidDocumentError
from scoring.compiled import compile_model
from scoring.policy import SCHEMA, SEVERITIES, build_policy
from tests.worlds import Raw, build, policy_of, question, questionnaire, standard_policy

Change = Callable[[Raw], Any]


def refusals(change: Change) -> dict[str, str]:
    """Return path and message of each problem of the standard policy after a change."""
    raw = standard_policy()
    change(raw)
    with pytest.raises(InvalidDocumentError) as caught:
        policy_of(raw)
    return {problem.place.path: problem.message for problem in caught.value.problems}


RULES: dict[str, tuple[Change, str, str]] = {
    "principle weights add to 100": (
        lambda raw: raw["weights"]["principles"].update(integrity=21),
        "$.weights.principles",
        "add to 101",
    ),
    "tier ids differ": (
        lambda raw: raw["tiers"][1].update(id="public"),
        "$.tiers",
        "same id",
    ),
    "a higher tier needs no less coverage": (
        lambda raw: raw["tiers"][2]["needs"].update(coverage=10),
        "$.tiers[2].needs",
        "asks less",
    ),
    "a higher tier has no lower floor": (
        lambda raw: raw["tiers"][3]["needs"]["principles"].update(compliance=1),
        "$.tiers[3].needs",
        "asks less",
    ),
    "a higher tier needs no weaker must-haves": (
        lambda raw: raw["tiers"][3]["needs"].update(must_have_points=1),
        "$.tiers[3].needs",
        "asks less",
    ),
    "every profile value has a tier": (
        lambda raw: raw["exposure"]["access"].pop("api"),
        "$.exposure.access",
        "no tier for api",
    ),
    "exposure names known values": (
        lambda raw: raw["exposure"]["access"].update(fax="public"),
        "$.exposure.access",
        "unknown value fax",
    ),
    "exposure names known tiers": (
        lambda raw: raw["exposure"]["access"].update(api="secret"),
        "$.exposure.access.api",
        "no tier secret",
    ),
    "severities rise": (
        lambda raw: raw["severity"].update(high=2500),
        "$.severity",
        "do not rise",
    ),
    "restrict starts where remediate ends": (
        lambda raw: raw["recommendation"].update(remediate_up_to=3),
        "$.recommendation",
        "below remediate_up_to",
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_broken_rule_is_refused_with_its_place(rule: str) -> None:
    change, path, message = RULES[rule]
    assert message in refusals(change)[path]


def test_all_broken_rules_are_named_at_once() -> None:
    def change(raw: Raw) -> None:
        raw["severity"]["high"] = 1
        raw["weights"]["principles"]["integrity"] = 0

    assert refusals(change).keys() == {"$.severity", "$.weights.principles"}


@pytest.mark.parametrize(
    "points",
    [
        {"yes": 900},  # else best answers would not reach 100
        {"no": 100},  # else worst ones would not give 0
        {"planned": 600},  # else the worse answer would be worth more
        {"partially": 50},
    ],
)
def test_points_that_would_turn_levels_round_are_refused(points: dict[str, int]) -> None:
    raw = standard_policy() | {"points": points}
    with pytest.raises(InvalidDocumentError, match=r"the levels of a\.one are worth"):
        compile_model(build(questionnaire(question("a.one"))), policy_of(raw))


def test_points_may_make_two_levels_worth_the_same() -> None:
    raw = standard_policy() | {"points": {"planned": 0}}
    model = compile_model(build(questionnaire(question("a.one"))), policy_of(raw))
    assert model.points == ((1000, 500, 0, 0),)


@pytest.mark.parametrize(
    ("loss", "word"),
    [
        (0, "low"),
        (2499, "low"),
        (2500, "moderate"),
        (4999, "moderate"),
        (5000, "high"),
        (9999, "high"),
        (10000, "critical"),
        (200000, "critical"),
    ],
)
def test_severities_change_exactly_at_their_bounds(loss: int, word: str) -> None:
    assert policy_of(standard_policy()).severity_of(loss) == word


@given(st.integers(0, 200_000), st.integers(0, 200_000))
def test_a_greater_loss_is_never_less_severe(one: int, other: int) -> None:
    policy = policy_of(standard_policy())
    words = [SEVERITIES.index(policy.severity_of(loss)) for loss in sorted((one, other))]
    assert words == sorted(words)


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw["tiers"].clear(),
        lambda raw: raw["tiers"][0]["needs"].update(coverage=101),
        lambda raw: raw["tiers"][0]["needs"].update(coverage=-1),
        lambda raw: raw["tiers"][0]["needs"].update(coverage=60.5),
        lambda raw: raw["tiers"][0]["needs"].update(coverage="60"),
        lambda raw: raw["tiers"][0]["needs"].update(coverage=True),
        lambda raw: raw["weights"].update(must_have_factor=0),
        lambda raw: raw["points"].update(planned=1001),
        lambda raw: raw["due_days"].update(low=0),
        lambda raw: raw["recommendation"].update(conditions_from="dire"),
        lambda raw: raw.pop("exposure"),
    ],
)
def test_values_outside_their_range_are_refused(change: Change, tmp_path: Path) -> None:
    raw = standard_policy()
    change(raw)
    file = tmp_path / "policy.json"
    file.write_text(json.dumps(raw), "utf-8")
    with pytest.raises(InvalidDocumentError):
        read_document(file, SCHEMA)


def test_the_standard_policy_orders_its_tiers_from_public_to_restricted() -> None:
    policy = policy_of(standard_policy())
    assert [tier.id for tier in policy.tiers] == [
        "public",
        "internal",
        "confidential",
        "restricted",
    ]


def test_a_policy_keeps_the_reference_of_its_file(tmp_path: Path) -> None:
    file = tmp_path / "policy.json"
    file.write_text(json.dumps(standard_policy()), "utf-8")
    document = read_document(file, SCHEMA)
    assert build_policy(document).reference is document.reference
