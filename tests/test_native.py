"""Scores by a questionnaire's own method: how policies are read, and what a file shows wrongly."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.cli.native import say_native, show_native
from assess.native import CRITICAL, OVERALL, SHIPPED, Shown, load_native, native_notices
from questionnaires.documents import read_document
from questionnaires.library import load_questionnaire
from questionnaires.model import Reference
from questionnaires.problems import InvalidDocumentError, Problem
from scoring.native import (
    SCHEMA,
    Given,
    Native,
    NativePolicy,
    Points,
    build_native,
    native_scores,
)
from tests.native_case import whole

FORM: dict[str, Any] = {
    "id": "form",
    "version": "1.0.0",
    "title": "Form",
    "description": "A small form.",
    "source": "Made for this test.",
    "published": "2026-01-01",
    "method": "compliance",
    "rules": {
        "importance": {"High": 20, "Low": 5},
        "critical": "High",
        "marked_compliant": "Accept",
        "not_applicable": "N/A",
        "closing": "No",
        "scorecard": {"ONE": ["ONE"], "Rest": ["TWO", "SIX"]},
        "sections": {
            "GATE": {"questions": {"GATE-1": {}}},
            "ONE": {"questions": {"ONE-1": {"compliant": "Yes", "importance": "High"}}},
            "TWO": {
                "gates": ["GATE-1"],
                "questions": {
                    "TWO-1": {"compliant": "Yes", "importance": "Low"},
                    "TWO-2": {"compliant": "No", "importance": "Low"},
                },
            },
            "SIX": {"questions": {"SIX-1": {"compliant": "Yes", "importance": "Low"}}},
        },
    },
}

YES_SHARE = FORM | {
    "method": "yes-share",
    "rules": {"yes": ["Yes"], "no": ["No"], "domains": ["A&A", "IAM"]},
}


def written(tmp_path: Path, data: dict[str, Any]) -> NativePolicy:
    path = tmp_path / "policy.json"
    path.write_text(json.dumps(data), "utf-8")
    return build_native(read_document(path, SCHEMA))


@pytest.fixture
def form(tmp_path: Path) -> NativePolicy:
    return written(tmp_path, FORM)


@pytest.fixture
def shares(tmp_path: Path) -> NativePolicy:
    return written(tmp_path, YES_SHARE)


# --- policies -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["hecvat@4.1.4", "caiq@4.0.3", "caiq@3.0.1"])
def test_a_shipped_questionnaires_own_method_is_found_by_its_reference(name: str) -> None:
    questionnaire, version = name.split("@")
    policy = load_native(Reference(questionnaire, version, "of the questionnaire"))
    assert policy is not None
    assert str(policy.reference) == name
    assert policy.source


@pytest.mark.parametrize("name", ["partner-security@2.0.0", "hecvat@3.0.0", "../x@1.0.0"])
def test_a_questionnaire_without_a_method_of_its_own_has_none(name: str) -> None:
    questionnaire, version = name.split("@")
    assert load_native(Reference(questionnaire, version, "")) is None


@pytest.mark.parametrize("name", ["hecvat@4.1.4", "caiq@4.0.3", "caiq@3.0.1"])
def test_every_section_that_is_asked_is_scored_and_no_other(name: str) -> None:
    asked = load_questionnaire(name)
    policy = load_native(asked.reference)
    assert policy is not None
    native = native_scores(policy, Given())
    parts = {part for parts in native.parts.values() for part in parts}
    scored = {name for name in native.sections if "aggregated" not in name} | parts
    assert scored == {section.id for section in asked.sections} - {"GNRL", "REQU"}


def test_a_shipped_policy_that_was_changed_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "caiq").mkdir()
    text = (SHIPPED / "caiq/4.0.3.json").read_text("utf-8")
    (tmp_path / "caiq/4.0.3.json").write_text(text.replace('["Yes"]', '["Yes", "Ja"]'), "utf-8")
    (tmp_path / "frozen.json").write_bytes((SHIPPED / "frozen.json").read_bytes())
    monkeypatch.setattr("assess.native.SHIPPED", tmp_path)
    with pytest.raises(InvalidDocumentError, match=r"document\.frozen"):
        load_native(Reference("caiq", "4.0.3", "another, so that nothing is cached"))


def broken(tmp_path: Path, *steps: str, value: Any, of: dict[str, Any] = FORM) -> list[Problem]:
    """Set one value deep in a policy; return what reading it says."""
    data = copy.deepcopy(of)
    spot = data
    for step in steps[:-1]:
        spot = spot[step]
    spot[steps[-1]] = value
    with pytest.raises(InvalidDocumentError) as refused:
        written(tmp_path, data)
    return refused.value.problems


HIGH = {"compliant": "Yes", "importance": "High"}


@pytest.mark.parametrize(
    ("steps", "value", "path"),
    [
        (("critical",), "Highest", "$.rules.critical"),
        (("sections", "TWO", "gates"), ["GATE-2"], "$.rules.sections.TWO.gates"),
        (("sections", "SIX", "questions", "ONE-1"), HIGH, "$.rules.sections.SIX.questions.ONE-1"),
        (
            ("sections", "SIX", "questions", "SIX-1"),
            {"compliant": "Yes", "importance": "Middling"},
            "$.rules.sections.SIX.questions.SIX-1",
        ),
        (("scorecard", "Rest"), ["TWO", "SIX", "TEN"], "$.rules.scorecard.Rest"),
        (("scorecard", "Rest"), ["TWO"], "$.rules.scorecard"),
        (("scorecard", "Rest"), ["ONE", "TWO", "SIX"], "$.rules.scorecard"),
    ],
)
def test_a_name_that_stands_for_nothing_or_for_two_things_is_refused_at_its_path(
    tmp_path: Path, steps: tuple[str, ...], value: Any, path: str
) -> None:
    (problem,) = broken(tmp_path, "rules", *steps, value=value)
    assert (problem.code, problem.place.path) == ("native.rule", path)


def test_a_word_for_both_yes_and_no_is_refused(tmp_path: Path) -> None:
    (problem,) = broken(tmp_path, "rules", "no", value=["no", "yes"], of=YES_SHARE)
    assert (problem.code, problem.place.path) == ("native.rule", "$.rules.no")


@pytest.mark.parametrize("key", ["critical", "sections", "scorecard"])
def test_a_rule_that_is_missing_or_misspelt_is_refused_by_the_schema(
    tmp_path: Path, key: str
) -> None:
    rules = {name: value for name, value in FORM["rules"].items() if name != key}
    problems = broken(tmp_path, "rules", value=rules | {"misspelt": 1})
    assert {problem.code for problem in problems} == {
        "schema.required",
        "schema.additionalProperties",
    }


# --- the share of Yes -----------------------------------------------------------------------


def test_only_yes_and_no_count_in_a_share_of_yes(shares: NativePolicy) -> None:
    answers = {"A&A-01.1": "Yes", "A&A-01.2": "No", "A&A-02.1": "NA", "IAM-01.1": "maybe"}
    native = native_scores(shares, Given(answers))
    assert native.sections == {"A&A": Points(2, 1), "IAM": Points(0, 0)}
    assert whole(native).percent == 50.0
    assert native.sections["IAM"].percent is None


def test_case_and_outer_blanks_make_no_difference_to_a_yes_or_no(shares: NativePolicy) -> None:
    answers = {"A&A-01.1": " YES\n", "A&A-01.2": "no "}
    assert native_scores(shares, Given(answers)).overall == Points(2, 1)


def test_a_share_of_yes_has_no_critical_questions(shares: NativePolicy) -> None:
    assert native_scores(shares, Given({})).as_dict()["critical"] is None


def test_answers_of_a_questionnaires_other_domains_do_not_count(shares: NativePolicy) -> None:
    assert native_scores(shares, Given({"XYZ-01.1": "Yes", "A&A": "no"})).overall == Points(1, 0)


def test_a_domain_that_is_left_out_counts_nothing(shares: NativePolicy) -> None:
    answers = {"A&A-01.1": "Yes", "IAM-01.1": "No"}
    native = native_scores(shares, Given(answers, included={"IAM": False}))
    assert native.overall == Points(1, 1)


YES_OR_NO = st.dictionaries(
    st.from_regex(r"(A&A|IAM)-0[1-9]\.[1-9]", fullmatch=True),
    st.sampled_from(["Yes", "no", " YES ", "NA", ""]),
    max_size=40,
)


@given(YES_OR_NO, st.sampled_from(["A&A-01.1", "IAM-09.9"]))
def test_a_yes_never_lowers_the_share_of_yes(answers: dict[str, str], question: str) -> None:
    policy = load_native(Reference("caiq", "4.0.3", ""))
    assert policy is not None
    before = whole(native_scores(policy, Given(answers)))
    after = whole(native_scores(policy, Given(answers | {question: "Yes"})))
    assert after.score * before.max >= before.score * after.max


# --- what a workbook shows ------------------------------------------------------------------

ANSWERS = {"GATE-1": "Yes", "ONE-1": "Yes", "TWO-1": "Yes", "TWO-2": "Yes", "SIX-1": "Yes"}


def as_shown(native: Native) -> dict[str, Shown]:
    """What a workbook with sound formulas shows."""
    parts = {name: part for parts in native.parts.values() for name, part in parts.items()}
    totals = {OVERALL: whole(native), CRITICAL: native.critical or Points(0, 0)}
    every = native.sections | parts | totals
    return {
        name: Shown(
            float(points.max),
            float(points.score),
            "Scores",
            f"E{row}",
            float(points.score / points.max) if points.max else None,
        )
        for row, (name, points) in enumerate(every.items(), 2)
    }


def notices(
    policy: NativePolicy, given_: Given, changed: dict[str, Shown], *, keep: bool = True
) -> list[Problem]:
    native = native_scores(policy, given_)
    shown = (as_shown(native) if keep else {}) | changed
    return native_notices(policy, given_, native, shown, "in.xlsx")


def test_a_workbook_that_shows_what_its_answers_give_needs_no_notice(form: NativePolicy) -> None:
    assert notices(form, Given(ANSWERS), {}) == []


def test_a_workbook_that_shows_nothing_where_nothing_counts_needs_no_notice(
    form: NativePolicy,
) -> None:
    closed = Given({"GATE-1": "No", "ONE-1": "Yes", "SIX-1": "N/A"})
    blank = Shown(None, None, "Scores", "E3")
    assert notices(form, closed, {"Rest": blank, "TWO": blank, "SIX": blank}) == []


def test_a_score_that_the_answers_do_not_give_is_told_at_its_cell(form: NativePolicy) -> None:
    (notice,) = notices(form, Given(ANSWERS), {"ONE": Shown(20.0, 0.0, "Scores", "E2")})
    assert (notice.code, str(notice.place)) == ("native.differs", "in.xlsx, Scores!E2")
    assert "the workbook shows 0 of 20" in notice.message
    assert "its answers give 20 of 20" in notice.message


def test_a_percentage_typed_over_is_told(form: NativePolicy) -> None:
    native = native_scores(form, Given(ANSWERS))
    over = replace(as_shown(native)[OVERALL], share=0.99)
    (notice,) = notices(form, Given(ANSWERS), {OVERALL: over})
    assert "99.0 %" in notice.message


def test_a_workbook_filled_without_recalculation_gets_one_notice(form: NativePolicy) -> None:
    empty = as_shown(native_scores(form, Given()))
    (notice,) = notices(form, Given(ANSWERS), empty)
    assert notice.code == "native.not-calculated"
    assert "empty form" in notice.message


def test_a_workbook_without_calculated_scores_gets_one_notice(form: NativePolicy) -> None:
    none = {name: Shown(None, None, "Scores", "E2") for name in ("ONE", "Rest", OVERALL)}
    (notice,) = notices(form, Given(ANSWERS), none, keep=False)
    assert notice.code == "native.not-calculated"


def test_many_differences_are_one_notice_that_names_them(form: NativePolicy) -> None:
    native = native_scores(form, Given(ANSWERS))
    wrong = {name: replace(each, score=1.0, cell="E9") for name, each in as_shown(native).items()}
    (notice,) = notices(form, Given(ANSWERS), wrong)
    assert notice.code == "native.differs"
    assert "6 of 6 scores" in notice.message
    assert "ONE, Rest, TWO, SIX, overall and 1 more" in notice.message
    assert "its answers give 30 of 35 (85.7 %)" in notice.message


def test_overrides_are_told_with_the_score_on_the_answers_alone(form: NativePolicy) -> None:
    marked = Given(ANSWERS, compliance={"TWO-2": "Accept"}, included={"SIX": False})
    (notice,) = notices(form, marked, {})
    assert notice.code == "native.overrides"
    assert "TWO-2" in notice.message
    assert "SIX" in notice.message
    alone = whole(native_scores(form, Given(ANSWERS)))
    assert f"{alone.score} of {alone.max}" in notice.message


def test_a_box_that_leaves_out_what_has_no_points_is_not_told(form: NativePolicy) -> None:
    answers = ANSWERS | {"SIX-1": "N/A"}
    assert notices(form, Given(answers, included={"SIX": False}), {}) == []


# --- as people and programs see it ----------------------------------------------------------


def test_scores_are_json_with_sections_overall_and_critical(form: NativePolicy) -> None:
    data = json.loads(json.dumps(native_scores(form, Given(ANSWERS)).as_dict()))
    assert data == {
        "policy": form.reference.as_dict(),
        "title": "Form",
        "sections": {
            "ONE": {"max": 20, "score": 20, "percent": 100.0},
            "Rest": {"max": 15, "score": 10, "percent": 66.7},
        },
        "parts": {
            "Rest": {
                "TWO": {"max": 10, "score": 5, "percent": 50.0},
                "SIX": {"max": 5, "score": 5, "percent": 100.0},
            }
        },
        "weights": {},
        "overall": {"max": 35, "score": 30, "percent": 85.7},
        "critical": {"questions": 1, "max": 20, "score": 20, "percent": 100.0},
        "remarks": [],
    }


def test_the_table_shows_every_section_part_and_total(
    form: NativePolicy, capsys: pytest.CaptureFixture[str]
) -> None:
    show_native(native_scores(form, Given(ANSWERS)).as_dict(), {"TWO": "The second"}, form.source)
    table, said = capsys.readouterr()
    assert "Made for this test." in said
    for name in ("ONE", "Rest", "TWO", "SIX", "The second", "Overall", "Critical questions: 1"):
        assert name in table


def test_one_line_tells_overall_and_critical_and_how_to_see_more(
    form: NativePolicy, capsys: pytest.CaptureFixture[str]
) -> None:
    say_native(native_scores(form, Given(ANSWERS)).as_dict(), "in.xlsx", "acme")
    (line,) = capsys.readouterr().err.splitlines()
    assert "overall 85.7 % (30 of 35 points)" in line
    assert "100.0 % (20 of 20 points)" in line
    assert "assess explain acme" in line


def test_nothing_that_counts_is_said_so_and_is_no_zero(
    form: NativePolicy, capsys: pytest.CaptureFixture[str]
) -> None:
    none = Given({"GATE-1": "No", "ONE-1": "N/A", "SIX-1": "N/A"})
    say_native(native_scores(form, none).as_dict(), "in.xlsx", "acme")
    assert "overall nothing counts" in capsys.readouterr().err
