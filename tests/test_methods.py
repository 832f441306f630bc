"""Published methods: the laws they keep, what they refuse, and the workbooks they agree with."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from assess.native import SHIPPED, load_method
from questionnaires.documents import read_document
from questionnaires.problems import InvalidDocumentError
from scoring.native import SCHEMA, Points, Stated, build_native
from scoring.native.deductions import Deductions, deduct, obstacles
from scoring.native.samm import FUNCTIONS
from tests import methods_page
from tests.law_subjects import ASKED, SUBJECTS, document_of
from tests.method_laws import Laws
from tests.native_case import scored, whole

OURS = [name for name in SUBJECTS if name not in ASKED]

# --- laws -----------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_page_of_methods_says_what_the_laws_find() -> None:
    found = methods_page.PAGE.read_text("utf-8")
    assert found == methods_page.page(), "write it anew: python -m tests.methods_page"


def test_every_shipped_method_is_held_to_the_laws() -> None:
    shipped = {f"{path.parent.name}@{path.stem}" for path in SHIPPED.glob("*/*.json")}
    assert shipped == set(ASKED)


@pytest.mark.slow
@pytest.mark.parametrize("name", OURS)
def test_our_own_scoring_keeps_every_law(name: str) -> None:
    verdicts = Laws(SUBJECTS[name]()).verdicts()
    assert {law: each.broken_by for law, each in verdicts.items() if not each.kept} == {}


@pytest.mark.parametrize("name", ["caiq@4.0.3", "xccdf-default@1.2.0", "vda-isa@6.0.0"])
def test_a_law_that_a_method_breaks_is_shown_with_what_breaks_it(name: str) -> None:
    verdict = Laws(SUBJECTS[name]()).verdicts()["na"]
    assert verdict.kept is False
    before, after = (float(each) for each in verdict.broken_by.split()[-3::2])
    assert after > before


# --- policies -------------------------------------------------------------------------------

BROKEN: list[tuple[str, dict[str, Any], str]] = [
    ("nist-800-171@1.2.1", {"plan": "3.99.1"}, "$.rules.plan"),
    ("nist-800-171@1.2.1", {"partly": {"3.99.1": 1}}, "$.rules.partly"),
    ("nist-800-171@1.2.1", {"partly": {"3.1.3": 3}}, "$.rules.partly"),
    ("vda-isa@6.0.0", {"target": 6}, "$.rules.target"),
    ("samm@2.0.10", {"worth": {"no": 0, "half": 500, "some": 250}}, "$.rules.worth"),
    ("c2m2@2.1.0", {"performed_from": "XX"}, "$.rules.performed_from"),
]


@pytest.mark.parametrize(("name", "change", "path"), BROKEN, ids=lambda each: str(each)[:40])
def test_figures_that_contradict_each_other_are_refused_at_their_path(
    tmp_path: Path, name: str, change: dict[str, Any], path: str
) -> None:
    data = document_of(name)
    file = tmp_path / "policy.json"
    file.write_text(json.dumps({**data, "rules": {**data["rules"], **change}}), "utf-8")
    with pytest.raises(InvalidDocumentError) as refused:
        build_native(read_document(file, SCHEMA))
    assert [(each.code, each.place.path) for each in refused.value.problems] == [
        ("native.rule", path)
    ]


@pytest.mark.parametrize("key", ["exceptions", "never_open"])
def test_a_requirement_that_may_be_open_or_not_has_to_be_one(tmp_path: Path, key: str) -> None:
    data = document_of("cmmc-l2@2.0.0")
    named: Any = {"3.99.1": 3} if key == "exceptions" else ["3.99.1"]
    clause = {**data["rules"]["conditional"], key: named}
    file = tmp_path / "policy.json"
    rules = {**data["rules"], "conditional": clause}
    file.write_text(json.dumps({**data, "rules": rules}), "utf-8")
    with pytest.raises(InvalidDocumentError, match=r"3\.99\.1"):
        build_native(read_document(file, SCHEMA))


@pytest.mark.parametrize("name", list(ASKED))
def test_every_method_says_by_whom_it_is_and_of_which_year_or_that_nobody_published_it(
    name: str,
) -> None:
    source = load_method(name).source
    assert re.search(r"\b20[0-9][0-9]\b|HECVAT 4\.1\.4 workbook|No published method", source)


# --- NIST SP 800-171, CMMC ------------------------------------------------------------------


def requirements(**changed: str) -> dict[str, str]:
    met = dict.fromkeys(load_method("cmmc-l2").rules.asks, "met")
    return met | {name.removeprefix("r").replace("_", "."): word for name, word in changed.items()}


def cmmc() -> Deductions:
    found = load_method("cmmc-l2").rules
    assert isinstance(found, Deductions)
    return found


def test_families_add_up_to_the_score_below_zero_too() -> None:
    found = scored("nist-800-171", {"3.12.4": "met"})
    assert whole(found).score == -203
    assert sum(each.score for each in found.sections.values()) == -203


FINDINGS = st.dictionaries(
    st.sampled_from(sorted(document_of("nist-800-171@1.2.1")["rules"]["values"])),
    st.sampled_from(["met", "not met", "partly", "not applicable", "Met", " MET ", "", "yes"]),
)


@given(FINDINGS)
def test_the_score_is_110_less_what_is_not_met_whatever_is_answered(found: dict[str, str]) -> None:
    values = document_of("nist-800-171@1.2.1")["rules"]["values"]
    score = 110
    for name, value in values.items():
        word = found.get(name, "").strip().lower()
        if word == "partly" and name in ("3.5.3", "3.13.11"):
            score -= 3
        elif word not in ("met", "not applicable"):
            score -= value
    shown = scored("nist-800-171", found).overall
    has_plan = found.get("3.12.4", "").strip().lower() == "met"
    assert shown == (Points(110, score) if has_plan else None)


def test_what_is_not_assessed_is_not_met() -> None:
    answers = requirements()
    del answers["3.1.1"]
    assert whole(scored("nist-800-171", answers)).score == 105


@pytest.mark.parametrize("word", ["not met", "partly", "not applicable", ""])
def test_only_a_plan_that_is_there_gives_a_score(word: str) -> None:
    assert scored("nist-800-171", requirements(r3_12_4=word)).overall is None


def test_partly_met_is_not_met_where_there_is_no_credit_for_it() -> None:
    assert whole(scored("nist-800-171", requirements(r3_1_1="partly"))).score == 105


@pytest.mark.parametrize(
    ("changed", "against"),
    [
        ({"r3_13_11": "not met"}, "3.13.11 is worth 5"),
        ({"r3_10_3": "not met"}, "3.10.3 may never be open"),
        ({"r3_12_4": "not met"}, "without 3.12.4 there is no score"),
    ],
)
def test_what_stands_against_a_conditional_status_is_named(
    changed: dict[str, str], against: str
) -> None:
    policy = cmmc()
    assert obstacles(policy, deduct(policy, requirements(**changed))) == [against]


def test_nothing_open_needs_no_conditional_status() -> None:
    assert scored("cmmc-l2", requirements()).remarks == ()


# --- VDA ISA, C2M2, XCCDF -------------------------------------------------------------------


def test_chapters_count_overall_by_how_many_of_their_controls_are_rated() -> None:
    found = scored("vda-isa", {"1.1.1": "3", "1.2.1": "1", "5.1.1": "5", "5.1.2": "na"})
    assert {name: each.score for name, each in found.sections.items()} == {"1": 2, "5": 3}
    assert whole(found).score == Fraction(7, 3)
    assert found.weights == {"1": Fraction(2, 3), "5": Fraction(1, 3)}


def test_chapters_stand_in_the_order_of_their_numbers() -> None:
    found = scored("vda-isa", {"10.1.1": "3", "9.1.1": "1", "1.1.1": "5"})
    assert list(found.sections) == ["1", "9", "10"]


def test_a_practice_without_an_answer_is_not_performed() -> None:
    found = scored(
        "c2m2", {"RISK-1a": "FI"}, {"RISK-1a": Stated(level=1), "RISK-1b": Stated(level=1)}
    )
    assert found.sections["RISK"].score == 0


def test_levels_have_no_overall_and_say_so() -> None:
    found = scored("c2m2", {"RISK-1a": "FI"}, {"RISK-1a": Stated(level=1)})
    assert found.overall is None
    assert "none overall" in found.remarks[0]


def test_a_rule_in_no_group_is_a_member_of_the_benchmark_by_its_weight() -> None:
    stated = {"a": Stated(Fraction(3)), "b": Stated(Fraction(9), "g", Fraction(1))}
    found = scored("xccdf-default", {"a": "pass", "b": "fail"}, stated)
    assert whole(found).score == 75
    assert list(found.sections) == ["a", "g"]


def test_a_benchmark_whose_only_group_weighs_nothing_has_no_score() -> None:
    found = scored("xccdf-default", {"a": "pass"}, {"a": Stated(Fraction(1), "g", Fraction())})
    assert whole(found).percent is None
    assert found.sections["g"].percent == 100.0


# --- the workbooks of SAMM ------------------------------------------------------------------

SAMM = ["s00_blank", "s01_excellent", "s03_poor", "s05_mixed"]
WORDS = ("no", "some", "half", "most")


def samm_words(book: CalamineWorkbook, answers: dict[str, str]) -> dict[str, str]:
    """Name each answer by its place in the list that the workbook has for the question."""
    lists = {row[0]: row for row in book.get_sheet_by_name("imp-answers").to_python()[1:]}
    asked = book.get_sheet_by_name("imp-questions").to_python()[1:]
    own = {row[0]: [str(text).lower() for text in lists[row[7]][1:5]] for row in asked if row[0]}
    return {
        question: WORDS[own[question].index(text.lower())]
        for question, text in answers.items()
        if text.lower() in own[question]
    }


def samm_book(shared: Path, name: str) -> tuple[CalamineWorkbook, dict[str, Any]]:
    folder = shared / "workbooks/samm2"
    case: dict[str, Any] = json.loads((folder / f"{name}.json").read_text("utf-8"))
    return CalamineWorkbook.from_path(str(folder / f"{name}.xlsx")), case


@pytest.mark.parametrize("name", SAMM)
def test_samm_is_what_the_workbook_computed(shared: Path, name: str) -> None:
    book, case = samm_book(shared, name)
    found = scored("samm", samm_words(book, case["answers"]))
    shown = case["scores"]
    practices = [each.score for parts in found.parts.values() for each in parts.values()]
    assert practices == [each["score"] for each in shown["practices"].values()]
    functions = [float(each.score) for each in found.sections.values()]
    assert functions == pytest.approx(list(shown["functions"].values()), abs=1e-12)
    assert float(whole(found).score) == pytest.approx(shown["overall"], abs=1e-12)


@pytest.mark.parametrize("name", SAMM)
def test_samm_is_the_same_from_the_cells_of_the_workbook(shared: Path, name: str) -> None:
    book, case = samm_book(shared, name)
    known = set(load_method("samm").rules.asks)
    rows = book.get_sheet_by_name("Interview").to_python(skip_empty_area=False)
    typed = {str(row[0]): str(row[5]) for row in rows if row[0] in known and row[5] != ""}
    found = scored("samm", samm_words(book, typed))
    assert found == scored("samm", samm_words(book, case["answers"]))


def test_samm_knows_the_questions_of_the_workbook_and_no_others(shared: Path) -> None:
    book, _ = samm_book(shared, "s00_blank")
    rows = book.get_sheet_by_name("imp-questions").to_python()[1:]
    assert {row[0] for row in rows if row[0]} == set(load_method("samm").rules.asks)


def test_samm_has_fifteen_practices_in_five_functions() -> None:
    assert [len(names) for names in FUNCTIONS.values()] == [3] * 5
