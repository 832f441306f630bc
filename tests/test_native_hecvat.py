"""The HECVAT's own scores: what its workbook computes, to the last point."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from assess.native import load_native
from questionnaires.library import load_questionnaire
from questionnaires.model import Reference
from scoring.native import Given, Native, NativePolicy, Points, native_scores
from tests import native_oracle
from tests.native_case import whole
from tests.worlds import ROOT

RULES: dict[str, Any] = json.loads(
    (ROOT / "scoring/policies/native/hecvat/4.1.4.json").read_text("utf-8")
)["rules"]

WANTED: dict[str, tuple[str, str] | None] = {
    question: (asked["compliant"], asked["importance"]) if asked else None
    for section in RULES["sections"].values()
    for question, asked in section["questions"].items()
}

ASKED = {question: asked for question, asked in WANTED.items() if asked}
"""What is scored."""

FILES = (
    "hecvat-00-excellent.xlsx",
    "hecvat-01-good.xlsx",
    "hecvat-02-mixed.xlsx",
    "hecvat-03-poor.xlsx",
    "hecvat-04-blank.xlsx",
    "hecvat-05-na.xlsx",
    "hecvat-07-good.xlsx",
    "hecvat-11-na.xlsx",
)


def policy() -> NativePolicy:
    found = load_native(Reference("hecvat", "4.1.4", ""))
    assert found is not None
    return found


def score(
    answers: Mapping[str, str] | None = None,
    compliance: Mapping[str, str] | None = None,
    importance: Mapping[str, str] | None = None,
    included: Mapping[str, bool] | None = None,
) -> Native:
    given = Given(answers or {}, compliance or {}, importance or {}, included or {})
    return native_scores(policy(), given)


def every(native: Native) -> dict[str, Points]:
    """Every score by its name, but the critical one."""
    parts = native.parts["Privacy (aggregated)"]
    return {**native.sections, **parts, "overall": whole(native)}


def exact(points: Points) -> native_oracle.Row:
    return Fraction(points.max), Fraction(points.score)


def best() -> dict[str, str]:
    return {question: compliant for question, (compliant, _) in ASKED.items()}


# --- the workbook's own figures -------------------------------------------------------------


def expected(shared: Path, file: str) -> dict[str, Any]:
    cases = json.loads((shared / "workbooks/hecvat-expected.json").read_text("utf-8"))
    found: dict[str, Any] = next(case for case in cases if case["file"] == file)
    return found


def given_of(case: dict[str, Any]) -> Given:
    def texts(kind: str) -> dict[str, str]:
        overrides = case["overrides"].items()
        return {question: marks[kind] for question, marks in overrides if kind in marks}

    return Given(case["answers"], texts("compliance"), texts("importance"))


@pytest.mark.parametrize("file", FILES)
def test_every_section_is_what_the_workbook_computed(shared: Path, file: str) -> None:
    case = expected(shared, file)
    native = native_scores(policy(), given_of(case))
    scores = case["scores"]
    found = {name: [each.max, each.score] for name, each in native.sections.items()}
    assert found == {name: figures[:2] for name, figures in scores["sections"].items()}
    assert list(found) == list(scores["sections"])


@pytest.mark.parametrize("file", FILES)
def test_every_privacy_section_is_what_the_workbook_computed(shared: Path, file: str) -> None:
    case = expected(shared, file)
    native = native_scores(policy(), given_of(case))
    parts = native.parts["Privacy (aggregated)"]
    found = {name: [each.max, each.score] for name, each in parts.items()}
    shown = {
        name: [max_ or 0, got or 0] for name, (max_, got, _) in case["scores"]["privacy"].items()
    }
    assert found | {"Privacy Score": shown["Privacy Score"]} == shown


@pytest.mark.parametrize("file", FILES)
def test_overall_and_the_critical_share_are_what_the_workbook_computed(
    shared: Path, file: str
) -> None:
    case = expected(shared, file)
    native = native_scores(policy(), given_of(case))
    overall, critical = whole(native), native.critical
    assert critical is not None
    assert [overall.max, overall.score] == case["scores"]["overall"][:2]
    counted = [native.critical_questions, critical.max, critical.score]
    assert counted == case["scores"]["critical"][:3]


@pytest.mark.parametrize("file", FILES)
def test_percentages_are_the_workbooks_ratios_rounded(shared: Path, file: str) -> None:
    case = expected(shared, file)
    native = native_scores(policy(), given_of(case))
    for name, (_, _, ratio) in case["scores"]["sections"].items():
        percent = native.sections[name].percent
        if ratio == "N/A":
            assert percent is None
        else:
            assert percent == pytest.approx(100 * ratio, abs=0.05 + 1e-9)


def test_each_question_wants_what_the_workbook_says_it_wants(shared: Path) -> None:
    book = CalamineWorkbook.from_path(str(shared / "workbooks/hecvat-4.1.4-blank.xlsx"))
    listed = {
        str(row[0]): None if str(row[11]).lower() == "not scored" else (str(row[20]), str(row[22]))
        for row in book.get_sheet_by_name("Questions").to_python(skip_empty_area=False)[2:333]
    }
    assert listed == WANTED


def test_every_question_that_is_asked_has_its_place_in_the_score() -> None:
    assert {question.id for question in load_questionnaire("hecvat@4.1.4").questions} == set(WANTED)


# --- the rules, one by one ------------------------------------------------------------------


def test_all_compliant_answers_give_every_point_there_is() -> None:
    assert score(best()).overall == Points(3410, 3410)


def test_an_empty_form_earns_nothing_of_all_points_but_those_of_the_data_centre() -> None:
    empty = score()
    assert empty.overall == Points(3240, 0)
    assert empty.sections["DCTR"] == Points(0, 0)
    assert empty.critical_questions == 87
    assert empty.critical == Points(1700, 0)


def test_a_blank_data_centre_answer_stays_out_even_when_marked_compliant() -> None:
    marked = score(compliance={"DCTR-02": "Mark as Compliant"})
    assert marked.sections["DCTR"] == Points(0, 0)


def test_no_scores_where_the_question_wants_it() -> None:
    before, after = score(), score({"DATA-01": "No"})
    gained = after.sections["DATA"].score - before.sections["DATA"].score
    assert gained == RULES["importance"][ASKED["DATA-01"][1]]


@pytest.mark.parametrize("text", ["yes", "YES", "Yes"])
def test_answers_compare_without_case(text: str) -> None:
    assert score({"COMP-01": text}).sections["COMP"].score > 0


@pytest.mark.parametrize("text", ["Yes ", "Y", "Yes, since 2024", "True", "NA", "N/A "])
def test_any_other_text_earns_nothing_of_the_full_points(text: str) -> None:
    assert score({"COMP-01": text}).sections["COMP"] == Points(20, 0)


def test_not_applicable_leaves_both_sums() -> None:
    sections = score({"COMP-01": "n/a", "COMP-03": "Yes"}).sections
    assert sections["COMP"].max < 20
    assert sections["COMP"].score > 0


@pytest.mark.parametrize("gate", sorted(native_oracle.CLOSES))
def test_a_gate_answered_no_closes_its_sections_and_no_other(gate: str) -> None:
    closed = score(best() | {gate: "no"})
    parts = {name: part for parts in closed.parts.values() for name, part in parts.items()}
    empty = {name for name, each in (closed.sections | parts).items() if not each.max}
    scored = {question[:4] for question in ASKED}
    assert empty & scored == scored.intersection(native_oracle.CLOSES[gate])


@pytest.mark.parametrize("text", ["", "N/A", "unclear"])
def test_a_gate_without_a_clear_no_leaves_its_sections_open(text: str) -> None:
    assert score({"REQU-05": text}).sections["HIPA"].max == 325


def test_an_override_of_compliance_decides_over_the_answer() -> None:
    answers = {"COMP-01": "Yes", "COMP-03": "No"}
    marks = {"COMP-01": "Mark as Non-Compliant", "COMP-03": "Mark as Compliant"}
    plain, marked = score(answers), score(answers, marks)
    assert plain.sections["COMP"].score != marked.sections["COMP"].score
    assert score({}, {"COMP-01": "maybe"}).sections["COMP"].score == 0


def test_an_override_cannot_bring_back_what_is_not_applicable_or_closed() -> None:
    answers = {"COMP-01": "N/A", "REQU-05": "No"}
    marks = {"COMP-01": "Mark as Compliant", "HIPA-01": "Mark as Compliant"}
    assert every(score(answers, marks)) == every(score(answers))


def test_an_override_of_importance_replaces_the_points() -> None:
    heavier = score(best(), importance={"COMP-01": "critical importance"})
    lighter = score(best(), importance={"COMP-01": "Does Not Apply/Do Not Score"})
    assert heavier.sections["COMP"].max - lighter.sections["COMP"].max == 20
    assert heavier.critical_questions == 88


def test_a_critical_question_counts_even_where_it_is_out_of_the_sums() -> None:
    chosen = next(name for name, (_, importance) in ASKED.items() if "Crit" in importance)
    found = score({chosen: "N/A"})
    assert (found.critical_questions, found.critical) == (87, Points(1680, 0))


def test_what_the_analyst_leaves_out_counts_in_no_total_but_the_critical_one() -> None:
    all_in = score(best())
    left = score(best(), included={"HIPA": False, "AI (aggregated)": False, "PDAT": False})
    out = sum(all_in.sections[name].max for name in ("HIPA", "AI (aggregated)"))
    out += all_in.parts["Privacy (aggregated)"]["PDAT"].max
    assert whole(left).max == whole(all_in).max - out
    assert left.critical == all_in.critical


# --- what must hold for every input ---------------------------------------------------------

QUESTIONS = st.sampled_from(sorted(WANTED))
SCORED = st.sampled_from(sorted(ASKED))
GATES = st.sampled_from(sorted(native_oracle.CLOSES))
WORDS = st.sampled_from(["Yes", "No", "N/A", "yes", "NO", "n/a", " Yes", "text", ""])
ANSWERS = st.builds(
    lambda base, several, gates: base | several | gates,
    st.sampled_from([{}, best(), dict.fromkeys(WANTED, "Yes"), dict.fromkeys(WANTED, "No")]),
    st.dictionaries(QUESTIONS, WORDS, max_size=60),
    st.dictionaries(GATES, WORDS, max_size=4),
)
COMPLIANCE = st.dictionaries(
    QUESTIONS, st.sampled_from(["Mark as Compliant", "mark as non-compliant", "?", ""]), max_size=20
)
IMPORTANCE = st.dictionaries(
    QUESTIONS,
    st.sampled_from([*RULES["importance"], "Does Not Apply/Do Not Score", ""]),
    max_size=20,
)
INCLUDED = st.dictionaries(
    st.sampled_from([*native_oracle.OWN, *native_oracle.PRIVACY, *RULES["scorecard"]]),
    st.booleans(),
    max_size=6,
)


@given(ANSWERS, COMPLIANCE, IMPORTANCE, INCLUDED)
def test_a_second_scorer_written_from_the_description_agrees(
    answers: dict[str, str],
    compliance: dict[str, str],
    importance: dict[str, str],
    included: dict[str, bool],
) -> None:
    native = score(answers, compliance, importance, included)
    rows, (count, critical) = native_oracle.scorecard(
        WANTED, answers, compliance, importance, included
    )
    assert {name: exact(each) for name, each in every(native).items()} == rows
    assert native.critical is not None
    assert (native.critical_questions, exact(native.critical)) == (count, critical)


@given(ANSWERS, COMPLIANCE, IMPORTANCE, SCORED)
def test_a_compliant_answer_never_lowers_a_score(
    answers: dict[str, str], compliance: dict[str, str], importance: dict[str, str], question: str
) -> None:
    better = answers | {question: ASKED[question][0]}
    before = every(score(answers, compliance, importance))
    after = every(score(better, compliance, importance))
    marked = compliance.get(question, "")
    for name, points in before.items():
        if not marked and points.max:
            assert after[name].score * points.max >= points.score * after[name].max


@given(ANSWERS, SCORED, WORDS)
def test_a_blank_never_scores_above_an_answer_outside_the_data_centre(
    answers: dict[str, str], question: str, word: str
) -> None:
    if question.startswith("DCTR"):
        return
    blank, filled = every(score(answers | {question: ""})), every(score(answers | {question: word}))
    if word.upper() != "N/A":
        assert all(blank[name].score <= filled[name].score for name in blank)
        assert all(blank[name].max == filled[name].max for name in blank)


@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_nothing(answers: dict[str, str], random: Any) -> None:
    shuffled = list(answers.items())
    random.shuffle(shuffled)
    assert score(dict(shuffled)).as_dict() == score(answers).as_dict()


@given(ANSWERS, COMPLIANCE, IMPORTANCE, INCLUDED)
def test_sections_add_up_to_overall_and_parts_to_their_section(
    answers: dict[str, str],
    compliance: dict[str, str],
    importance: dict[str, str],
    included: dict[str, bool],
) -> None:
    native = score(answers, compliance, importance, included)
    assert sum(each.max for each in native.sections.values()) == whole(native).max
    assert sum(each.score for each in native.sections.values()) == whole(native).score
    for name, parts in native.parts.items():
        if included.get(name, True):
            assert sum(each.score for each in parts.values()) == native.sections[name].score
