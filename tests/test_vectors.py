"""Published scoring methods give the numbers that their publishers print or their rules give."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from assess.native import load_method
from questionnaires.model import Reference
from scoring.aggregation import aggregate
from scoring.native import Given, Points, Stated, deductions
from scoring.native.compliance import Asked, Compliance, Section
from scoring.native.deductions import Deductions, last_day, obstacles
from scoring.policy import Aggregation
from tests.native_case import scored, whole

VECTORS = Path(__file__).resolve().parents[2] / "shared" / "cases" / "scoring-vectors.json"

pytestmark = pytest.mark.skipif(
    not VECTORS.exists(), reason="the vectors lie beside the repository, and are not there"
)

Raw = dict[str, Any]


def raw() -> Raw:
    data: Raw = json.loads(VECTORS.read_text("utf-8")) if VECTORS.exists() else {"vectors": []}
    return data


def of(*methods: str) -> list[Any]:
    return [pytest.param(v, id=v["id"]) for v in raw()["vectors"] if v["method"] in methods]


# --- NIST SP 800-171 and CMMC level 2 -------------------------------------------------------


def rules(method: str) -> Deductions:
    found = load_method(method).rules
    assert isinstance(found, Deductions)
    return found


def assessed(given: Raw) -> dict[str, str]:
    values = rules("nist-800-171").values
    open_ones = list(values) if given.get("not_met") == "ALL" else given.get("not_met", [])
    found = dict.fromkeys(values, "met") | dict.fromkeys(open_ones, "not met")
    found["3.12.4"] = "met" if given.get("ssp", True) else "not met"
    if given.get("mfa") == "remote_and_privileged_only":
        found["3.5.3"] = "partly"
    if given.get("crypto") == "employed_not_fips":
        found["3.13.11"] = "partly"
    return found


@pytest.mark.parametrize("method", ["nist-800-171", "cmmc-l2"])
def test_the_values_of_the_requirements_are_the_published_ones(method: str) -> None:
    assert rules(method).values == raw()["weights_800_171"]


@pytest.mark.parametrize("vector", of("dod-800-171"))
def test_deductions_are_as_published(vector: Raw) -> None:
    given, expected = vector["input"], vector["expected"]
    if given.get("invariant") == "weights":
        values = list(rules("nist-800-171").values.values())
        counts = {"n": len(values), "sum": sum(values), "no_value": values.count(0)}
        counts |= {"fives": values.count(5), "threes": values.count(3), "ones": values.count(1)}
        assert counts == expected
        return
    found = scored("nist-800-171", assessed(given))
    if expected["score"] is None:
        assert found.overall is None
        assert "no score" in found.remarks[0]
    else:
        assert whole(found).score == expected["score"]


@pytest.mark.parametrize("vector", of("cmmc-l2-conditional"))
def test_the_conditional_status_is_as_published(vector: Raw) -> None:
    given, expected, policy = vector["input"], vector["expected"], rules("cmmc-l2")
    clause = policy.conditional
    assert clause is not None
    if given.get("invariant"):
        ones = [name for name, value in policy.values.items() if value == 1]
        assert len([n for n in ones if n not in clause.never_open]) == expected["count"]
    elif "conditional_since" in given:
        since, today = (date.fromisoformat(given[k]) for k in ("conditional_since", "today"))
        assert expected["status"] == "expired"
        assert today > last_day(clause, since)
    else:
        found = deductions.deduct(policy, assessed(given))
        assert found.score == expected["score"]
        assert (not obstacles(policy, found)) == expected["conditional"]
        remarks = scored("cmmc-l2", assessed(given)).remarks
        assert remarks[-1].startswith("conditional status") == expected["conditional"]


# --- VDA ISA, SAMM, C2M2 --------------------------------------------------------------------


@pytest.mark.parametrize("vector", of("vda-isa-cutback"))
def test_the_cutback_is_as_published(vector: Raw) -> None:
    given = vector["input"]
    names = [f"1.{number}.1" for number in range(len(given["maturity"]))]
    words = ["na" if level is None else str(level) for level in given["maturity"]]
    stated = {
        name: Stated(target=target) for name, target in zip(names, given["target"], strict=True)
    }
    found = scored("vda-isa", dict(zip(names, words, strict=True)), stated)
    without = float(found.remarks[0].rpartition(" ")[2])
    shown = {"with": whole(found).score, "max": whole(found).max}
    rounded = {name: round(float(each), 2) for name, each in shown.items()}
    assert rounded | {"without": without} == vector["expected"]


NAMES = {0: "no", 0.25: "some", 0.5: "half", 1: "most"}


@pytest.mark.parametrize("vector", of("owasp-samm-2"))
def test_samm_ratings_are_as_published(vector: Raw) -> None:
    answers, expected = vector["input"]["answers"], vector["expected"]
    words = dict.fromkeys(load_method("samm").rules.asks, "most")
    if answers != "all 1":
        words = {
            f"{practice}-{stream}-{level}-1": NAMES[value]
            for practice, levels in answers.items()
            for level, values in levels.items()
            for stream, value in zip("AB", values, strict=True)
        }
    found = scored("samm", words)
    practices = {name: each for parts in found.parts.values() for name, each in parts.items()}
    if "practice" in expected:
        assert {each.score for each in practices.values()} == {expected["practice"]}
    for name, value in expected.get("practices", {}).items():
        assert float(practices[name].score) == pytest.approx(value, abs=5e-3)
    if "overall" in expected:
        assert float(whole(found).score) == pytest.approx(expected["overall"], abs=5e-3)


@pytest.mark.parametrize("vector", of("c2m2-2.1"))
def test_indicator_levels_are_as_published(vector: Raw) -> None:
    answers, stated = {}, {}
    for level in (1, 2, 3):
        for number, word in enumerate(vector["input"][f"MIL{level}"]):
            name = f"ASSET-{level}{number}"
            answers[name], stated[name] = word, Stated(level=level)
    found = scored("c2m2", answers, stated)
    assert found.sections == {"ASSET": Points(3, vector["expected"]["mil"])}


# --- XCCDF ----------------------------------------------------------------------------------


def benchmark(given: Raw) -> tuple[dict[str, str], dict[str, Stated]]:
    answers, stated = {}, {}
    for group, data in enumerate(given["groups"]):
        for number, (result, weight) in enumerate(data["rules"]):
            name = f"g{group}-r{number}"
            answers[name] = result
            weights = Fraction(weight), Fraction(data["weight"])
            stated[name] = Stated(weights[0], f"g{group}", weights[1])
    return answers, stated


@pytest.mark.parametrize(
    "vector", of("xccdf-default", "xccdf-flat", "xccdf-flat-unweighted", "xccdf-absolute")
)
def test_the_xccdf_models_are_as_published(vector: Raw) -> None:
    found = whole(scored(vector["method"], *benchmark(vector["input"])))
    shown = {"score": found.score, "max": found.max}
    assert {name: shown[name] for name in vector["expected"]} == vector["expected"]


@pytest.mark.parametrize("model", ["default", "flat", "flat-unweighted", "absolute"])
@pytest.mark.parametrize("vector", of("xccdf-all"))
def test_where_no_rule_counts_there_is_no_score_here(vector: Raw, model: str) -> None:
    # The reference tool prints 0, 0, 0 and 1; a score of nothing is none in this project.
    found = whole(scored(f"xccdf-{model}", *benchmark(vector["input"])))
    assert (found, found.percent) == (Points(0, 0), None)


# --- HECVAT ---------------------------------------------------------------------------------


def hecvat() -> Compliance:
    found = load_method("hecvat").rules
    assert isinstance(found, Compliance)
    return found


def small_form(rows: list[list[str]]) -> Compliance:
    """The rules of HECVAT, over a few rows of importance, answer, compliant answer."""
    whole = hecvat()
    asked = tuple(
        Asked(f"q{number}", compliant.lower(), f"{importance.lower()} importance")
        for number, (importance, _, compliant) in enumerate(rows)
    )
    section = Section("s", asked, (), blanks_leave=False)
    texts = (whole.critical, whole.marked_compliant, whole.not_applicable, whole.closing)
    return Compliance(whole.points, *texts, (section,), {"s": ("s",)})


@pytest.mark.parametrize("vector", of("hecvat-4.1.4"))
def test_hecvat_is_scored_as_published(vector: Raw) -> None:
    given, expected = vector["input"], vector["expected"]
    if given.get("invariant") == "counts":
        asked = [a for section in hecvat().sections for a in section.questions if a.compliant]
        words = Counter(each.importance.split()[0] for each in asked)
        counts = {"scored": len(asked), "want_no": sum(a.compliant == "no" for a in asked)}
        counts |= {"points": sum(hecvat().points[each.importance] for each in asked)}
        assert counts | words == expected
        return
    form = hecvat() if given.get("blank_form") else small_form(given["rows"])
    answers = {f"q{number}": row[1] for number, row in enumerate(given.get("rows", []))}
    found = whole(form.scores(Given(answers), Reference("form", "1.0.0", ""), "Form"))
    assert (found.max, found.score) == (expected["max"], expected["score"])
    assert found.score / found.max == pytest.approx(expected["pct"], abs=5e-5)


# --- means ----------------------------------------------------------------------------------


@pytest.mark.parametrize("vector", of("five-dimension"))
def test_five_dimensions_are_aggregated_as_published(vector: Raw) -> None:
    scores = [Fraction(each) for each in vector["input"]["x"]]
    expected = vector["expected"]
    kinds: tuple[tuple[Aggregation, str], ...]
    kinds = (("arithmetic", "arith"), ("geometric", "geo"), ("minimum", "min"))
    for kind, name in kinds:
        found = aggregate(kind, scores, [1] * 5)
        assert round(float(found or 0), 4) == expected[name]


@pytest.mark.parametrize("vector", of("arithmetic"))
def test_the_arithmetic_mean_makes_up_for_everything_as_published(vector: Raw) -> None:
    rows = [[Fraction(each) for each in row] for row in vector["input"]["x"]]
    found = [aggregate("arithmetic", row, [1] * len(row)) for row in rows]
    assert found == vector["expected"]["arith"]


@pytest.mark.parametrize("vector", of("geometric", "arithmetic/geometric"))
def test_means_are_as_published(vector: Raw) -> None:
    given, expected = vector["input"], vector["expected"]
    scores = [Fraction(each) for each in given["x"]]
    weights = given.get("w", [1] * len(scores))
    found = aggregate("geometric", scores, weights)
    if "error" in expected:
        # The vector's tool refuses a score of 0; here it makes the mean 0, as the text has it.
        assert found == 0
    else:
        assert round(float(found or 0), 4) == expected["geo"]
    if "arith" in expected:
        assert float(aggregate("arithmetic", scores, weights) or 0) == expected["arith"]


# --- all of them ----------------------------------------------------------------------------

ELSEWHERE = {
    "servicenow-classic": 1,
    "servicenow-choice": 3,
    "servicenow-choice-maxnorm": 3,
    "servicenow-multi": 4,
    "servicenow-multi-maxnorm": 1,
    "servicenow-assessment": 1,
    "servicenow-gaming": 2,
    "qualys-saq": 4,
    "riskvision": 1,
    "ebios-rm": 4,
    "harmonic": 1,
    "riskrecon-band": 11,
    "bitsight-display": 10,
    "upguard-overall": 1,
    "upguard-scan": 1,
    "panorays-questionnaires": 2,
    "prevalent-lxi": 1,
    "gaussian-lowest-weighted": 2,
    "wilson-95": 1,
    "beta-pert": 1,
}
"""Vectors of methods that this project does not ship, by how many there are."""

HERE = {"arithmetic", "arithmetic/geometric", "c2m2-2.1", "cmmc-l2-conditional", "dod-800-171"}
HERE |= {"five-dimension", "geometric", "hecvat-4.1.4", "owasp-samm-2", "vda-isa-cutback"}
HERE |= {"xccdf-absolute", "xccdf-all", "xccdf-default", "xccdf-flat", "xccdf-flat-unweighted"}


def test_every_vector_is_tested_here_or_known_to_be_of_a_method_that_is_not() -> None:
    every = Counter(vector["method"] for vector in raw()["vectors"])
    assert {name: count for name, count in every.items() if name not in HERE} == ELSEWHERE
