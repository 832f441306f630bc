"""The shipped baseline: how many questions a partner sees, and what its references rest on."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from questionnaires.applicability import applicable
from questionnaires.library import load_questionnaire
from questionnaires.maps import load_migration
from questionnaires.model import Questionnaire
from questionnaires.profiles import ACCESS, DATA_CLASSES, KINDS, Profile
from tests.worlds import ROOT

FRAMEWORKS = ROOT / "questionnaires/frameworks"
SIZES = {
    "nist-csf-2.0": 106,
    "iso27001-2022": 93,
    "csa-ccm-4": 197,
    "cis-8.1": 153,
    "mvsp-3": 25,
    "gdpr": 99,
    "dora": 64,
}
"""How many identifiers each framework has, as its publisher counts them."""

OVERLAYS = {
    "eu": {"privacy.contract-eu", "privacy.records-eu", "privacy.transfers-eu"},
    "uk": {"privacy.contract-eu", "privacy.records-eu", "privacy.transfers-eu"},
    "us-ca": {"privacy.contract-us-ca", "privacy.notice-us-ca"},
    "br": {"privacy.officer-br", "privacy.records-br"},
    "in": {"privacy.consent-in", "privacy.logs-in"},
    "cn": {"privacy.location-cn", "privacy.sensitive-cn"},
    "jp": set(),
}


def baseline() -> Questionnaire:
    return load_questionnaire("partner-security@2.0.0")


def asked(
    kind: str,
    classes: tuple[str, ...],
    access: tuple[str, ...],
    regions: tuple[str, ...] = ("us",),
) -> set[str]:
    profile = Profile("one", "One", kind, classes, access, "moderate", regions, "active")
    questionnaire = baseline()
    flags = applicable(questionnaire, profile)
    return {q.id for q, flag in zip(questionnaire.questions, flags, strict=True) if flag}


def catalogue(path: Path) -> list[str]:
    identifiers: list[str] = json.loads(path.read_text("utf-8"))["identifiers"]
    return identifiers


def test_the_baseline_has_110_to_140_questions() -> None:
    assert 110 <= len(baseline().questions) <= 140


@pytest.mark.parametrize("kind", KINDS)
def test_a_partner_with_public_data_sees_about_20_questions(kind: str) -> None:
    assert 17 <= len(asked(kind, ("public",), ("none",))) <= 23


@pytest.mark.parametrize("kind", KINDS)
def test_a_partner_with_internal_data_by_portal_sees_about_60_questions(kind: str) -> None:
    assert 55 <= len(asked(kind, ("public", "internal"), ("portal",))) <= 75


@pytest.mark.parametrize("kind", KINDS)
def test_more_data_and_access_never_take_a_question_away(kind: str) -> None:
    some = asked(kind, ("public", "internal"), ("portal",))
    assert some < asked(kind, DATA_CLASSES, ACCESS, tuple(OVERLAYS))


def test_every_question_is_asked_of_somebody() -> None:
    seen = set.union(*(asked(kind, DATA_CLASSES, ACCESS, tuple(OVERLAYS)) for kind in KINDS))
    assert {question.id for question in baseline().questions} == seen


@pytest.mark.parametrize("region", OVERLAYS)
def test_a_region_brings_the_questions_of_its_law_and_no_others(region: str) -> None:
    regional = set.union(*OVERLAYS.values())
    assert asked("reseller", ("personal",), ("portal",), (region,)) & regional == OVERLAYS[region]


@pytest.mark.parametrize("name", SIZES)
def test_a_catalogue_holds_each_identifier_once_and_all_of_them(name: str) -> None:
    identifiers = catalogue(FRAMEWORKS / f"{name}.json")
    assert len(set(identifiers)) == len(identifiers) == SIZES[name]


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0", "2.0.0", "2.1.0"])
def test_every_reference_stands_in_its_catalogue(version: str) -> None:
    known = {path.stem: set(catalogue(path)) for path in FRAMEWORKS.glob("*.json")}
    for question in load_questionnaire(f"partner-security@{version}").questions:
        for framework, identifiers in question.references:
            articles = {re.sub(r"(\([0-9a-z]+\))+$", "", each) for each in identifiers}
            assert articles <= known[framework], question.id


def test_most_answers_of_the_version_before_carry_over() -> None:
    migration = load_migration("partner-security@1.1.0", "partner-security@2.0.0")
    assert len(migration.comparable) > 0.8 * len(migration.old.questions)


def test_a_question_keeps_its_id_only_where_it_asks_the_same_thing() -> None:
    migration = load_migration("partner-security@1.1.0", "partner-security@2.0.0")
    for later, origin in migration.origins.items():
        if later in migration.old.positions:
            assert origin.questions == (later,)
