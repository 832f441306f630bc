"""What an outline of another author's questionnaire promises: its structure, and no words."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.library import SHIPPED, load_questionnaire
from questionnaires.lint import lint
from questionnaires.model import Questionnaire
from questionnaires.outline import need_texts, with_texts, without_texts
from questionnaires.problems import InputError, InvalidDocumentError
from questionnaires.reading import read_questionnaire
from questionnaires.translation import load_texts
from scoring.change import ids_stay, same_questions
from tests.outline_case import GATE, GATED, SECTION, Raw, outline, read, with_section, write

OUTLINES = ("caiq@3.0.1", "caiq@4.0.3", "hecvat@4.1.4")


# --- what it stands for ------------------------------------------------------------------------


def test_a_question_is_judged_as_its_section_says(tmp_path: Path) -> None:
    asked = read(tmp_path, outline()).question("A&A-01.1")
    assert (asked.section, asked.weight, asked.na_allowed) == ("A&A", 4, True)
    assert (asked.shares, asked.element) == ((0, 0, 0, 60, 40), "audit-rights")
    assert (asked.why, asked.evidence) == (SECTION["why"], SECTION["evidence"])
    assert asked.remediation.text == "As a start, agree a date."
    assert [level.id for level in asked.answer.levels] == ["yes", "no"]


def test_what_differs_is_said_beside_the_question(tmp_path: Path) -> None:
    found = read(tmp_path, outline())
    assert (found.question("A&A-01.2").weight, found.question("A&A-01.2").na_allowed) == (8, False)
    assert [level.id for level in found.question("COMP-01").answer.levels] == ["no", "yes"]


def test_free_text_weighs_nothing(tmp_path: Path) -> None:
    asked = read(tmp_path, outline()).question("COMP-02")
    assert (asked.answer.type, asked.scored) == ("text", False)


def test_a_section_applies_where_its_gate_is_open(tmp_path: Path) -> None:
    found = read(tmp_path, outline())
    gated = [question.id for question in found.questions if question.applies_if is not None]
    assert gated == ["COMP-01", "COMP-02"]


def test_questions_stand_in_the_order_written_and_name_their_questionnaire(tmp_path: Path) -> None:
    found = read(tmp_path, outline())
    assert [question.text for question in found.questions] == [
        "MADE question GATE-01",
        "MADE question A&A-01.1",
        "MADE question A&A-01.2",
        "MADE question COMP-01",
        "MADE question COMP-02",
    ]


def test_questions_refer_to_the_control_that_their_id_begins_with(tmp_path: Path) -> None:
    found = read(tmp_path, outline(controls="csa-ccm-4"))
    assert found.question("A&A-01.2").references == (("csa-ccm-4", ("A&A-01",)),)
    assert read(tmp_path, outline()).question("A&A-01.2").references == ()


def test_the_reference_is_that_of_the_outline_s_bytes(tmp_path: Path) -> None:
    path = write(tmp_path, outline())
    one = read_questionnaire(path).reference
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    assert read_questionnaire(path).reference != one


# --- what is refused, and where ----------------------------------------------------------------

REFUSED: dict[str, tuple[Raw, str, str]] = {
    "unknown answer": (
        with_section(questions=["A&A-01.1", {"id": "A&A-01.2", "answer": "maybe"}]),
        "answer.unknown-scale",
        "$.sections[1].questions[1]",
    ),
    "shares": (
        with_section(principles={"compliance": 90}),
        "shares.sum",
        "$.sections[1].questions[0]",
    ),
    "scored text": (
        with_section(questions=[{"id": "A&A-01.1", "answer": "text", "weight": 3}]),
        "weight.text",
        "$.sections[1].questions[0]",
    ),
    "an id twice, in another case": (
        with_section(questions=["A&A-01.1", "a&a-01.1"]),
        "id.duplicate",
        "$.sections[1].questions[1]",
    ),
    "a condition on nothing": (
        outline(sections=[SECTION, GATED]),
        "condition.unknown-question",
        "$.sections[1].applies_if",
    ),
    "a condition on a scored question": (
        outline(sections=[{**GATE, "questions": ["GATE-01"]}, GATED]),
        "condition.scored-question",
        "$.sections[1].applies_if",
    ),
    "a section twice": (
        outline(sections=[SECTION, GATE, SECTION]),
        "id.duplicate",
        "$.sections[2].id",
    ),
    "a scale called text": (
        outline(scales={"text": outline()["scales"]["yes-no"]}),
        "schema.not",
        "$.scales",
    ),
    "words of the author": (
        with_section(questions=[{"id": "A&A-01.1", "text": "Is it so?"}]),
        "schema.additionalProperties",
        "$.sections[1].questions[0]",
    ),
    "an object that says nothing": (
        with_section(questions=[{"id": "A&A-01.1"}]),
        "schema.minProperties",
        "$.sections[1].questions[0]",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_broken_outline_is_refused_at_the_place_in_its_file(what: str, tmp_path: Path) -> None:
    data, code, path = REFUSED[what]
    with pytest.raises(InvalidDocumentError) as refused:
        read(tmp_path, data)
    assert (code, path) in [(each.code, each.place.path) for each in refused.value.problems]


def test_what_a_section_says_wrong_is_told_once_for_all_its_questions(tmp_path: Path) -> None:
    with pytest.raises(InvalidDocumentError) as refused:
        read(tmp_path, outline(sections=[SECTION, GATED]))
    assert len(refused.value.problems) == 1


@given(st.text(max_size=8))
def test_an_id_can_be_no_formula_no_path_and_no_markup(name: str) -> None:
    schema = json.loads((SHIPPED.parent / "schema/outline.schema.json").read_text("utf-8"))
    if re.search(schema["$defs"]["foreignId"]["pattern"], name):
        assert name[0] not in "=+-@.\t\r"
        assert not set(name) & set("/\\<>\"'|:*? \n")


def test_a_bad_reference_is_remarked_at_the_question(tmp_path: Path) -> None:
    path = write(
        tmp_path, outline(controls="csa-ccm-4", sections=[{**SECTION, "questions": ["ZZ-01.1"]}])
    )
    [remark] = lint(read_questionnaire(path), path)
    assert (remark.code, remark.place.path) == (
        "lint.unknown-reference",
        "$.sections[0].questions[0]",
    )


# --- one partner's words -----------------------------------------------------------------------


def test_a_file_s_words_are_shown_and_nothing_else_changes(tmp_path: Path) -> None:
    plain = read(tmp_path, outline())
    worded = with_texts(plain, {"A&A-01.1": "Is it so?"})
    assert worded.question("A&A-01.1").text == "Is it so?"
    assert worded.question("A&A-01.2") == plain.question("A&A-01.2")
    assert worded.reference == plain.reference
    assert plain.question("A&A-01.1").text == "MADE question A&A-01.1"


def test_words_for_everyone_are_the_outline_s_again(tmp_path: Path) -> None:
    plain = read(tmp_path, outline())
    worded = with_texts(plain, {"A&A-01.1": "Is it so?"})
    assert without_texts(worded.question("A&A-01.1"), worded) == plain.question("A&A-01.1")


def test_our_own_words_are_never_replaced() -> None:
    ours = load_questionnaire("partner-security@1.0.0")
    first = ours.questions[0]
    assert with_texts(ours, {first.id: "Something else?"}) is ours
    assert without_texts(first, ours) is first


@given(st.text(st.characters(codec=None)))
def test_a_file_s_words_become_one_printable_paragraph(text: str) -> None:
    asked = load_questionnaire("caiq@4.0.3")
    shown = with_texts(asked, {"A&A-01.1": text}).questions[0].text
    assert shown.strip() == shown != ""
    assert not re.search("[\x00-\x1f\x7f-\x9f\ud800-\udfff]", shown)


# --- what it cannot be used for ----------------------------------------------------------------


def test_an_outline_is_refused_where_words_are_needed(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"made@1\.0\.0 .* cannot be issued .*do this"):
        need_texts(read(tmp_path, outline()), "issued", "do this")
    need_texts(load_questionnaire("partner-security"), "issued", "do this")


def test_texts_in_a_language_are_refused_beside_an_outline(tmp_path: Path) -> None:
    asked = read(tmp_path, outline())
    texts = tmp_path / "made" / "texts" / "1.0.0.de.json"
    texts.parent.mkdir()
    texts.write_text("{}", "utf-8")
    with pytest.raises(InputError, match=r"cannot be translated \(remove .*1\.0\.0\.de\.json"):
        load_texts(asked, "de", [tmp_path])


def test_an_id_of_another_version_is_another_question(tmp_path: Path) -> None:
    old, new = read(tmp_path, outline()), read(tmp_path, outline(version="2.0.0"))
    assert same_questions(old, new) == {}
    assert len(same_questions(old, old)) == len(old.questions)
    assert ids_stay(old, old)
    assert not ids_stay(old, new)
    ours = [load_questionnaire(f"partner-security@{each}") for each in ("1.0.0", "1.1.0")]
    assert ids_stay(*ours)
    assert not ids_stay(ours[0], old)


# --- the shipped ones, against their authors' files --------------------------------------------

ID = re.compile(r"[A-Z&]{3}-\d\d\.\d+")


def column(path: Path, sheet: str, index: int) -> list[str]:
    rows = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()
    return ["".join(str(row[index]).split()) for row in rows]


@pytest.mark.parametrize(
    ("name", "file", "sheet", "index"),
    [
        ("caiq@4.0.3", "caiq-4.0.3-filled.xlsx", "CAIQv4.0.3", 0),
        ("caiq@4.0.3", "caiq-4.0.1-blank.xlsx", "Sheet1", 0),
        ("caiq@3.0.1", "caiq-3.0.1-filled.xlsx", "CSA CAIQ v3.0.1", 2),
        ("caiq@3.0.1", "caiq-3.0.1-2016-blank.xlsx", "CSA CAIQ v3.0.1", 2),
    ],
)
def test_a_caiq_has_the_ids_of_its_file_in_their_order(
    name: str, file: str, sheet: str, index: int, shared: Path
) -> None:
    printed = [
        each for each in column(shared / "workbooks" / file, sheet, index) if ID.fullmatch(each)
    ]
    asked = load_questionnaire(name)
    assert [question.id for question in asked.questions] == printed
    assert all(question.section == question.id[:3] for question in asked.questions)


@pytest.mark.parametrize(("name", "count"), [("caiq@3.0.1", 295), ("caiq@4.0.3", 261)])
def test_all_questions_of_a_caiq_weigh_the_same_and_may_be_declined(name: str, count: int) -> None:
    asked = load_questionnaire(name).questions
    assert len(asked) == count
    assert len({question.weight for question in asked}) == 1
    assert all(question.na_allowed for question in asked)
    assert {tuple(level.id for level in q.answer.levels) for q in asked} == {("yes", "no")}


@pytest.fixture(scope="module")
def constants(shared: Path) -> dict[str, tuple[str, str]]:
    """The compliant answer and the importance of every question that the HECVAT asks."""
    path = shared / "workbooks/hecvat-4.1.4-blank.xlsx"
    sheet = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_name("Questions")
    rows = [row for row in sheet.to_python() if re.fullmatch(r"[A-Z]{4}-\d\d", str(row[0]))]
    # The last one stands on this sheet and is never asked.
    return {str(row[0]): (str(row[20]), str(row[22])) for row in rows if row[0] != "AILM-07"}


@pytest.fixture(scope="module")
def hecvat() -> Questionnaire:
    return load_questionnaire("hecvat@4.1.4")


def test_a_hecvat_has_every_id_once_below_its_letters(
    constants: dict[str, tuple[str, str]], hecvat: Questionnaire
) -> None:
    assert sorted(hecvat.positions) == sorted(constants)
    assert len(hecvat.questions) == 331
    assert all(question.section == question.id[:4] for question in hecvat.questions)


NOT_SCORED_HERE = "HIPA-23"
"""Its answer is free text; the form itself scores a bare Yes."""


def test_hecvat_weights_are_in_the_ratio_of_its_importance(
    constants: dict[str, tuple[str, str]], hecvat: Questionnaire
) -> None:
    weights = {"Critical Importance": 8, "Standard Importance": 4, "Minor Importance": 2, "": 0}
    wrong = [q.id for q in hecvat.questions if q.weight != weights[constants[q.id][1]]]
    assert wrong == [NOT_SCORED_HERE]
    assert sum(question.scored for question in hecvat.questions) == 285


def test_the_compliant_answer_of_a_hecvat_is_its_best_level(
    constants: dict[str, tuple[str, str]], hecvat: Questionnaire
) -> None:
    best = {q.id: q.answer.levels[0].text for q in hecvat.questions if q.scored}
    assert best == {name: constants[name][0] for name in best}
    assert Counter(best.values())["No"] == 40


def test_a_hecvat_section_is_left_out_by_its_gate_alone(hecvat: Questionnaire) -> None:
    always = {question.section for question in hecvat.questions if question.applies_if is None}
    assert always == {"GNRL", "COMP", "REQU", "DOCU", "THRD", "CHNG", "PPPR"}


@pytest.mark.parametrize("name", OUTLINES)
def test_no_words_of_its_author_are_in_an_outline(name: str, shared: Path) -> None:
    asked = load_questionnaire(name)
    identity, version = name.split("@")
    held = " ".join((SHIPPED / identity / f"{version}.json").read_text("utf-8").split()).casefold()
    for path in sorted((shared / "workbooks").glob(f"{identity}-*.xlsx"))[:5]:
        book = python_calamine.CalamineWorkbook.from_path(path)
        for sheet in book.sheet_names:
            for row in book.get_sheet_by_name(sheet).to_python():
                for cell in row:
                    words = " ".join(str(cell).split()).casefold()
                    # Titles of domains and forms are facts; sentences are not.
                    assert len(words.split()) < 10 or words not in held
    assert all(question.text.endswith(question.id) for question in asked.questions)
