"""What the lint remarks on, and what it leaves alone."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires import codes
from questionnaires.applicability import TRUE, evaluate, tabulate
from questionnaires.catalogues import catalogues
from questionnaires.library import SHIPPED, load_questionnaire, versions
from questionnaires.lint import lint
from questionnaires.lint.reachability import asked_of_someone
from questionnaires.lint.texts import grade, sentences, syllables
from questionnaires.problems import InvalidDocumentError
from questionnaires.profiles import Profile
from tests.questionnaire_strategies import _drawn_condition
from tests.raw_answers import levels, number
from tests.worlds import Raw, build, question, questionnaire

GATE = question("a.gate", weight=0, text="Do you build software?")


def remarks(tmp_path: Path, *questions: Raw) -> set[tuple[str, str]]:
    """Return code and path of every remark but that on weight, which small examples have."""
    found = lint(build(questionnaire(*questions)), tmp_path / "1.0.0.json")
    return {(p.code, p.place.path) for p in found if p.code != "lint.one-principle"}


def good(name: str, **changes: Any) -> Raw:
    """Return a question that the lint has nothing to say about."""
    answer = number(24, 72) | {"unit": "hours"}
    return question(
        name,
        **{
            "text": f"Within how many hours do you close accounts of type {name}?",
            "answer": answer,
            "guidance": "Count from the last day of work.",
            "evidence": "The list of closed accounts.",
            **changes,
        },
    )


def graded(*texts: str) -> Raw:
    points = (1000, 500, 0)
    made = [
        {"id": f"l{i}", "text": text, "points": p}
        for i, (text, p) in enumerate(zip(texts, points, strict=True))
    ]
    return {"type": "choice", "levels": made}


NOWHERE = {"all": [{"field": "kind", "equals": v} for v in ("software", "hosting")]}

REMARKED: dict[str, tuple[Raw, str, str]] = {
    "two things joined": (
        {"text": "Do you encrypt laptops and phones?"},
        "lint.double-barrelled",
        ".text",
    ),
    "two question marks": (
        {"text": "Do you log access? Who reads the log?"},
        "lint.double-barrelled",
        ".text",
    ),
    "as well as": (
        {"text": "Do you log reads as well as writes?"},
        "lint.double-barrelled",
        ".text",
    ),
    "a vague question": ({"text": "Do you keep adequate logs?"}, "lint.vague", ".text"),
    "a vague remedy": (
        {"remediation": {"text": "Patch Regularly.", "effort": "low", "days": 1}},
        "lint.vague",
        ".remediation.text",
    ),
    "a vague level": (
        {"answer": graded("All are secure", "Half of them", "None")},
        "lint.vague",
        ".answer",
    ),
    "a grade for a level": (
        {"answer": graded("Very mature", "Half of them", "None")},
        "lint.no-measure",
        ".answer",
    ),
    "a long sentence": (
        {"guidance": "Count one more thing " * 8},
        "lint.long-sentence",
        ".guidance",
    ),
    "hard words": (
        {"text": "Characterise organisational accountability responsibilities?"},
        "lint.hard-to-read",
        ".text",
    ),
    "points too close": (
        {"answer": {"type": "choice", "levels": levels(points=960)}},
        "lint.level-gap",
        ".answer",
    ),
    "levels that differ by a grade": (
        {"answer": graded("Logs are fully kept", "Logs are mostly kept", "No log")},
        "lint.level-words",
        ".answer",
    ),
    "a must-have without evidence": (
        {"must_have": True, "evidence": "None."},
        "lint.must-have-evidence",
        ".evidence",
    ),
    "a share too small": (
        {"principles": {"integrity": 97, "availability": 3}},
        "lint.small-share",
        ".principles",
    ),
    "an unknown framework": (
        {"references": {"our-own": ["1"]}},
        "lint.unknown-framework",
        ".references.our-own",
    ),
    "an unknown reference": (
        {"references": {"iso27001-2022": ["A.5.1", "A.5.99"]}},
        "lint.unknown-reference",
        ".references.iso27001-2022[1]",
    ),
    "a condition that nobody meets": (
        {"applies_if": NOWHERE},
        "lint.unreachable",
        ".applies_if",
    ),
}


@pytest.mark.parametrize("what", REMARKED)
def test_a_weakness_is_remarked_on_with_its_code_and_place(what: str, tmp_path: Path) -> None:
    changes, code, path = REMARKED[what]
    assert (code, f"$.questions[0]{path}") in remarks(tmp_path, good("a.one", **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"text": "Do you encrypt our data between your sites and ours?"},
        {"text": "Which laptops (work and loan) are encrypted?"},
        {"guidance": "Secure Boot counts."},
        {"answer": graded("Yes", "Partially", "No"), "guidance": "Partially: on one site."},
        {"answer": graded("Within 24 hours", "Within 72 hours", "Later")},
        {"references": {"gdpr": ["Art. 28(3)(g)"], "iso27001-2022": ["A.8.34"]}},
        {"principles": {"integrity": 95, "availability": 5}},
        {"applies_if": {"not": NOWHERE}},
        {"must_have": True},
    ],
)
def test_a_sound_question_is_left_alone(changes: Raw, tmp_path: Path) -> None:
    assert remarks(tmp_path, good("a.one", **changes)) == set()


def test_a_question_asked_twice_is_remarked_on(tmp_path: Path) -> None:
    first = good("a.one", text="Which laptops of your staff encrypt their disks?")
    second = good("a.two", text="Which of your laptops encrypted the disks of staff?")
    assert remarks(tmp_path, first, second) == {("lint.near-duplicate", "$.questions[1].text")}


def test_a_scale_is_remarked_on_once(tmp_path: Path) -> None:
    scale = {"type": "choice", "scale": "implementation"}
    found = remarks(tmp_path, *(good(f"a.n{i}", answer=scale) for i in range(3)))
    assert found == {("lint.no-measure", "$.questions[0].answer")}


def test_one_principle_with_nearly_all_weight_is_remarked_on(tmp_path: Path) -> None:
    made = build(
        questionnaire(good("a.one"), good("a.two", principles={"integrity": 100}, weight=2))
    )
    assert "lint.one-principle" not in {p.code for p in lint(made, tmp_path / "1.0.0.json")}
    made = build(questionnaire(good("a.one"), good("a.two", weight=2)))
    assert "lint.one-principle" in {p.code for p in lint(made, tmp_path / "1.0.0.json")}


def test_a_question_that_carries_too_much_is_remarked_on(tmp_path: Path) -> None:
    many = [good(f"a.n{i}", text=f"Is server {i} patched within {i} days?") for i in range(30)]
    found = remarks(tmp_path, good("a.heavy", weight=10), *many)
    assert found == {("lint.one-question", "$.questions[0].weight")}


# --- what may stand ---------------------------------------------------------------------------


def accepted(tmp_path: Path, data: Any) -> Path:
    file = tmp_path / "lint" / "1.0.0.json"
    file.parent.mkdir()
    file.write_text(json.dumps(data), "utf-8")
    return tmp_path / "1.0.0.json"


VAGUE = good("a.one", text="Do you keep adequate logs?")


def test_an_accepted_remark_stays_away(tmp_path: Path) -> None:
    entry = {"code": "lint.vague", "question": "a.one", "reason": "the law's own word"}
    file = accepted(tmp_path, [entry])
    assert {p.code for p in lint(build(questionnaire(VAGUE)), file)} == {"lint.one-principle"}


def test_an_acceptance_that_fits_nothing_is_remarked_on(tmp_path: Path) -> None:
    entry = {"code": "lint.vague", "question": "a.one", "reason": "the law's own word"}
    file = accepted(tmp_path, [entry])
    found = {p.code for p in lint(build(questionnaire(good("a.one"))), file)}
    assert found == {"lint.one-principle", "lint.accepted-idle"}


@pytest.mark.parametrize(
    "data",
    [{}, ["lint.vague"], [{"code": "lint.vague", "question": "a.one", "reason": " "}]],
)
def test_an_acceptance_without_form_or_reason_is_refused(data: Any, tmp_path: Path) -> None:
    file = accepted(tmp_path, data)
    with pytest.raises(InvalidDocumentError):
        lint(build(questionnaire(VAGUE)), file)


# --- whom a condition reaches -----------------------------------------------------------------


def test_a_follow_up_of_a_gate_that_nobody_is_asked_is_unreachable() -> None:
    gate = {**GATE, "applies_if": NOWHERE}
    follow = good("a.one", applies_if={"question": "a.gate", "equals": "yes"})
    found = [each[0] for each in asked_of_someone(build(questionnaire(gate, follow)))]
    assert found == [0, 1]


def test_two_answers_to_one_gate_are_unreachable() -> None:
    both = {"all": [{"question": "a.gate", "equals": v} for v in ("yes", "no")]}
    made = build(questionnaire(GATE, good("a.one", applies_if=both)))
    assert [each[0] for each in asked_of_someone(made)] == [1]


def test_two_data_classes_at_once_are_reachable() -> None:
    both = {"all": [{"field": "data_classes", "equals": v} for v in ("public", "health")]}
    assert list(asked_of_someone(build(questionnaire(good("a.one", applies_if=both))))) == []


FIELDS = ("kind", "criticality", "access")


@settings(max_examples=40)
@given(st.randoms(use_true_random=False))
def test_unreachable_means_that_the_engine_finds_no_partner_either(random: Random) -> None:
    condition = _drawn_condition(random, [GATE], 3)
    kept = _only(condition)
    made = build(questionnaire(GATE, good("a.one", applies_if=kept)))
    given_condition = made.questions[1].applies_if
    assert given_condition is not None
    profiles = [
        Profile("p", "p", kind=kind, criticality=high, access=access)
        for kind in ("reseller", "software", "logistics", "manufacturing", "services", "hosting")
        for high in ("low", "moderate", "high", "critical")
        for size in range(1, 4)
        for access in itertools.combinations(
            ("none", "portal", "api", "network", "on-site", "hosts-data"), size
        )
    ]
    table = tabulate(profiles)
    reached = False
    for answer in range(4):
        given_codes = np.full((len(profiles), 2), codes.UNANSWERED, dtype=np.int8)
        given_codes[:, 0] = answer
        reached |= bool((evaluate(given_condition, made, table, given_codes) == TRUE).any())
    assert (not list(asked_of_someone(made))) == reached


def _only(condition: Raw) -> Raw:
    """Turn tests of other fields into tests of `kind`, so that all partners can be listed."""
    for word in ("all", "any"):
        if word in condition:
            return {word: [_only(part) for part in condition[word]]}
    if "not" in condition:
        return {"not": _only(condition["not"])}
    if condition.get("field") in (None, *FIELDS):
        return condition
    return {"field": "kind", "in": ["software", "hosting"]}


# --- reading, and the shipped questionnaires --------------------------------------------------


@pytest.mark.parametrize(
    ("word", "count"),
    [("data", 2), ("table", 2), ("encrypted", 3), ("used", 1), ("policies", 3), ("the", 1)],
)
def test_syllables_are_counted_as_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_short_sentences_of_short_words_take_few_years_of_school() -> None:
    assert grade("You can read this. It is not hard.") < 2
    assert grade("Organisational accountability necessitates documentation.") > 12
    assert grade("2026") == 0


def test_a_number_with_a_point_does_not_end_a_sentence() -> None:
    assert sentences("Use TLS 1.2 for all. Log it.") == ["Use TLS 1.2 for all", "Log it"]


def test_every_shipped_questionnaire_passes() -> None:
    for name, version, path in versions((SHIPPED,)):
        found = lint(load_questionnaire(f"{name}@{version}"), path)
        assert [str(problem) for problem in found] == []


def test_every_framework_that_is_referred_to_has_a_catalogue() -> None:
    assert {"nist-csf-2.0", "iso27001-2022", "csa-ccm-4", "cis-8.1", "gdpr"} <= set(catalogues())
