"""Layout files: what makes one valid, which of several counts, and that none can run away."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.layouts import (
    SHIPPED,
    check_levels,
    id_pattern,
    layout_versions,
    load_layout,
    newest_layouts,
    read_layout,
)
from questionnaires.library import load_questionnaire
from questionnaires.problems import InvalidDocumentError, UnknownNameError
from tests.foreign_case import layout_data, write_layout

SHIPPED_FILES = sorted(SHIPPED.glob("*/*.json"))


def written(folder: Path, data: dict[str, Any]) -> Path:
    path = folder / "layout.json"
    path.write_text(json.dumps(data), "utf-8")
    return path


def problems(folder: Path, data: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidDocumentError) as caught:
        read_layout(written(folder, data))
    return [(problem.code, problem.place.path) for problem in caught.value.problems]


@pytest.mark.parametrize("path", SHIPPED_FILES, ids=lambda path: path.parent.name)
def test_every_shipped_layout_fits_the_questionnaire_that_it_reads(path: Path) -> None:
    layout = read_layout(path)
    check_levels(layout, load_questionnaire(layout.questionnaire))


def test_a_small_layout_is_enough(tmp_path: Path) -> None:
    layout = read_layout(written(tmp_path, layout_data()))
    assert str(layout.reference) == "house@1.0.0"
    assert layout.header_rows == 1


def test_a_key_that_means_nothing_is_refused_at_its_path(tmp_path: Path) -> None:
    data = layout_data(recognise={"known_ids": 80, "sheet": ["One"]})
    assert problems(tmp_path, data) == [("schema.additionalProperties", "$.recognise")]


def test_answers_stand_in_one_column_or_as_marks_not_both(tmp_path: Path) -> None:
    columns = layout_data()["columns"] | {"marks": {"yes": ["Y"], "no": ["N"]}}
    assert problems(tmp_path, layout_data(columns=columns)) == [("schema.oneOf", "$.columns")]


def test_a_word_means_one_level(tmp_path: Path) -> None:
    data = layout_data(answers={"levels": {"yes": ["Met"], "no": ["Not met", "MET"]}})
    assert problems(tmp_path, data) == [("layout.word-twice", "$.answers.levels.no")]


def test_a_level_that_no_question_has_is_refused(tmp_path: Path) -> None:
    data = layout_data(answers={"levels": {"yes": ["Yes"], "often": ["Mostly"]}})
    with pytest.raises(InvalidDocumentError) as caught:
        check_levels(read_layout(written(tmp_path, data)), load_questionnaire("caiq@4.0.3"))
    assert [problem.place.path for problem in caught.value.problems] == ["$.answers.levels.often"]


def test_a_drafted_layout_is_refused_until_its_gaps_are_filled_in(tmp_path: Path) -> None:
    data = layout_data(title="TODO whose workbook this is")
    assert problems(tmp_path, data) == [("layout.unfinished", "$.title")]


@pytest.mark.parametrize(
    "pattern",
    [
        "a+",
        "a*",
        ".",
        r"\w",
        "(?=a)",
        "(a{1,3}){1,2}",
        "[^a]",
        "a|b)",
        "(a",
        "a?" * 11,
        "[a",
        "[[a]",
    ],
)
def test_an_id_pattern_that_could_run_away_is_refused(tmp_path: Path, pattern: str) -> None:
    columns = layout_data()["columns"] | {"id": {"pattern": pattern}}
    found = problems(tmp_path, layout_data(columns=columns))
    assert found == [("layout.pattern", "$.columns.id.pattern")]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"[A-Z]{3}-\d{2}\.\d{1,2}", "ais-01.12"),
        (r"(GV|ID)\.[A-Z]{2}-\d{2}", "GV.OC-01"),
        (r"\d{1,2}(\.\d{1,2})?", "5.10"),
    ],
)
def test_the_ids_of_known_questionnaires_can_be_described(pattern: str, text: str) -> None:
    assert id_pattern(pattern).fullmatch(text)


PIECES = st.sampled_from(
    ["a", "[ab]", "a?", "a{1,9}", "[ab]{0,30}", "(", ")", ")?", "|", r"\d", "+", "*", "b", "{2}"]
)


@given(st.lists(PIECES, max_size=20).map("".join))
def test_no_pattern_that_is_taken_repeats_without_end(pattern: str) -> None:
    try:
        found = id_pattern(pattern)
    except ValueError:
        return
    assert not set("*+") & set(found.pattern)
    assert "){" not in found.pattern


def test_of_several_versions_files_are_read_by_the_newest(tmp_path: Path) -> None:
    write_layout(tmp_path, layout_data())
    write_layout(tmp_path, layout_data(version="1.10.0"))
    write_layout(tmp_path, layout_data(version="1.9.0"))
    names = [str(each.reference) for each in newest_layouts([tmp_path])]
    assert [name for name in names if name.startswith("house")] == ["house@1.10.0"]
    listed = [str(each.reference) for each in layout_versions([tmp_path])]
    ours = [name for name in listed if name.startswith("house")]
    assert ours == ["house@1.0.0", "house@1.9.0", "house@1.10.0"]


def test_a_published_layout_that_was_changed_is_refused(tmp_path: Path) -> None:
    shipped = json.loads((SHIPPED / "caiq-4/1.0.0.json").read_text("utf-8"))
    write_layout(tmp_path, shipped | {"title": "Another"})
    with pytest.raises(InvalidDocumentError, match="changed since"):
        load_layout("caiq-4", [tmp_path])


def test_a_layout_is_what_its_name_says(tmp_path: Path) -> None:
    path = tmp_path / "house" / "2.0.0.json"
    path.parent.mkdir()
    path.write_text(json.dumps(layout_data()), "utf-8")
    with pytest.raises(InvalidDocumentError, match=r"house@1\.0\.0, its name says house@2\.0\.0"):
        load_layout("house", [tmp_path])


def test_an_unknown_layout_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match=r"known: caiq-3@1\.0\.0"):
        load_layout("caiq")
