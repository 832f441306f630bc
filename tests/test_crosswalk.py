"""Crosswalks: what they promise when they load, and that ours copy nobody's words."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from questionnaires.crosswalk import CERTAIN, SCHEMA, SHIPPED, Crosswalk, load_crosswalks
from questionnaires.documents import read_document
from questionnaires.library import load_questionnaire
from questionnaires.problems import InvalidDocumentError, UnknownNameError
from tests.crosswalk_case import WALK, Raw, walk

OURS = load_questionnaire("partner-security@2.0.0")
WALKS = load_crosswalks(OURS)
BORROWED = 7
"""As many words in a row are no accident."""


def problems(change: Callable[[Raw], object]) -> list[tuple[str, str]]:
    """Return code and place of what is wrong with a changed crosswalk."""
    data = copy.deepcopy(WALK)
    change(data)
    with pytest.raises(InvalidDocumentError) as caught:
        walk(data)
    return [(each.code, each.place.path) for each in caught.value.problems]


# --- the shipped ones ----------------------------------------------------------------------------


def test_one_leads_from_each_questionnaire_that_partners_send() -> None:
    assert [str(each.source.reference) for each in WALKS] == [
        "caiq@3.0.1",
        "caiq@4.0.3",
        "hecvat@4.1.4",
    ]


def test_each_fills_something_in() -> None:
    assert [len(each.filling) for each in WALKS] == [5, 8, 5]


@pytest.mark.parametrize("each", WALKS, ids=lambda each: each.reference.id)
def test_only_equal_and_broader_lines_fill_in(each: Crosswalk) -> None:
    assert {line.relation for line in each.filling} <= CERTAIN


@pytest.mark.parametrize("each", WALKS, ids=lambda each: each.reference.id)
def test_a_no_is_never_taken_for_an_answer_that_has_shades(each: Crosswalk) -> None:
    for line in each.filling:
        levels = each.target.question(line.question).answer.levels
        assert len(levels) == 2 or "no" not in line.answers, line.question


@pytest.mark.parametrize("each", WALKS, ids=lambda each: each.reference.id)
def test_lines_stand_in_the_order_of_our_questions(each: Crosswalk) -> None:
    places = [each.target.positions[line.question] for line in each.lines]
    assert places == sorted(places)


def test_the_controls_that_our_question_names_are_where_the_caiq_is_asked() -> None:
    """A line outside the controls of our own references is a slip, or has its reason here."""
    (caiq,) = [each for each in WALKS if str(each.source.reference) == "caiq@4.0.3"]
    for line in caiq.filling:
        ours = dict(OURS.question(line.question).references).get("csa-ccm-4", ())
        controls = {each.partition(".")[0] for each in line.theirs}
        assert controls & {*ours} or line.question in {"network.zones", "logs.protection"}


def test_no_words_of_other_authors_are_copied(shared: Path) -> None:
    theirs: set[tuple[str, ...]] = set()
    for name in ("caiq-3.0.1-filled", "caiq-4.0.3-filled", "hecvat-4.1.4-blank"):
        book = CalamineWorkbook.from_path(str(shared / "workbooks" / f"{name}.xlsx"))
        for sheet in book.sheet_names:
            rows = book.get_sheet_by_name(sheet).to_python()
            for text in {cell for row in rows for cell in row if isinstance(cell, str)}:
                theirs |= runs(text)
    for each in WALKS:
        for line in each.lines:
            assert not runs(line.because) & theirs, (each.reference.id, line.question)


def runs(text: str) -> set[tuple[str, ...]]:
    """Return every run of BORROWED words."""
    words = [word.strip(".,;:?!()").casefold() for word in text.split()]
    return {tuple(words[at : at + BORROWED]) for at in range(len(words) - BORROWED + 1)}


# --- loading -------------------------------------------------------------------------------------


def test_a_published_one_that_has_changed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "caiq-4-partner-security" / "1.0.0.json"
    path.parent.mkdir()
    text = (SHIPPED / "caiq-4-partner-security" / "1.0.0.json").read_text("utf-8")
    path.write_text(text.replace('"broader"', '"equal"', 1), "utf-8")
    with pytest.raises(InvalidDocumentError) as caught:
        load_crosswalks(OURS, (tmp_path, SHIPPED))
    assert [each.code for each in caught.value.problems] == ["document.frozen"]


def test_the_newest_version_of_one_counts_and_a_workspace_can_have_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "caiq-4-partner-security"
    folder.mkdir()
    data = json.loads((SHIPPED / "caiq-4-partner-security" / "1.0.0.json").read_text("utf-8"))
    data |= {"version": "1.0.10", "lines": data["lines"][:1]}
    (folder / "1.0.10.json").write_text(json.dumps(data), "utf-8")
    (folder / "1.0.9.json").write_text(json.dumps(data | {"version": "1.0.9"}), "utf-8")
    found = load_crosswalks(OURS, (tmp_path, SHIPPED))
    assert [str(each.reference).partition("@")[2] for each in found] == ["1.0.0", "1.0.10", "1.0.0"]
    assert len(found[1].lines) == 1


def test_one_to_another_version_of_ours_is_left_alone() -> None:
    assert load_crosswalks(load_questionnaire("partner-security@1.1.0")) == []


def test_one_from_an_unknown_questionnaire_is_refused(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED / "caiq-3-partner-security", tmp_path / "made")
    path = tmp_path / "made" / "1.0.0.json"
    data = json.loads(path.read_text("utf-8")) | {"id": "made", "from": "unheard-of@1.0.0"}
    path.write_text(json.dumps(data), "utf-8")
    with pytest.raises(UnknownNameError):
        load_crosswalks(OURS, (tmp_path,))


# --- the rules, each at its place ----------------------------------------------------------------


def test_what_keeps_the_rules_is_built() -> None:
    assert [line.question for line in walk().filling] == [
        "own.locked",
        "own.both",
        "own.count",
        "own.here",
        "own.gate-there",
    ]


def test_questions_exist() -> None:
    def change(data: Raw) -> None:
        data["lines"][0]["question"] = "own.none"
        data["lines"][1]["theirs"][1] = "their.none"

    code = "crosswalk.unknown-question"
    assert problems(change) == [(code, "$.lines[0].question"), (code, "$.lines[1].theirs[1]")]


def test_no_question_of_ours_stands_twice() -> None:
    def change(data: Raw) -> None:
        data["lines"][3]["question"] = "own.locked"

    twice = "crosswalk.twice"
    assert problems(change) == [(twice, "$.lines[0].question"), (twice, "$.lines[3].question")]


def test_levels_exist_on_both_sides() -> None:
    def change(data: Raw) -> None:
        data["lines"][0]["answers"] = {"maybe": "yes", "no": "never"}

    code = "crosswalk.unknown-level"
    assert problems(change) == [
        (code, "$.lines[0].answers.maybe"),
        (code, "$.lines[0].answers.no"),
    ]


@pytest.mark.parametrize(("line", "relation"), [(0, "narrower"), (0, "related"), (3, "equal")])
def test_a_line_says_answers_where_and_only_where_it_is_certain(line: int, relation: str) -> None:
    def change(data: Raw) -> None:
        data["lines"][line]["relation"] = relation

    assert problems(change) == [("crosswalk.answers", f"$.lines[{line}]")]


def test_a_date_is_never_filled_in_by_a_level() -> None:
    def change(data: Raw) -> None:
        data["lines"][0] |= {"question": "own.tested", "answers": {"yes": "year"}}

    assert problems(change) == [("crosswalk.not-a-level", "$.lines[0].answers")]


@pytest.mark.parametrize("answers", [{"no": "no"}, {"yes": "partially"}])
def test_a_broader_line_says_nothing_but_best_of_best(answers: dict[str, str]) -> None:
    def change(data: Raw) -> None:
        data["lines"][1]["answers"] = answers

    (where,) = answers
    assert problems(change) == [("crosswalk.broader", f"$.lines[1].answers.{where}")]


def test_it_leads_between_the_versions_it_names() -> None:
    def change(data: Raw) -> None:
        data["from"] = "theirs@2.0.0"

    assert problems(change) == [("crosswalk.identity", "$.from")]


def test_the_schema_knows_four_relations(tmp_path: Path) -> None:
    path = tmp_path / "walk.json"
    lines = [WALK["lines"][3] | {"relation": "similar"}]
    path.write_text(json.dumps(WALK | {"lines": lines}), "utf-8")
    with pytest.raises(InvalidDocumentError) as caught:
        read_document(path, SCHEMA)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.path) == ("schema.enum", "$.lines[0].relation")
