"""Workbooks of other authors: read whole by a layout, or refused at the cell that is in doubt."""

from __future__ import annotations

import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.intake.cells import cell_position
from assess.intake.formats import open_book
from questionnaires import codes
from questionnaires.library import load_questionnaire
from questionnaires.problems import InvalidDocumentError
from tests.foreign_case import (
    HEADER,
    IDS,
    layout_data,
    read,
    read_rows,
    rows,
    saved,
    told,
    values,
    workbook,
    write_layout,
)

THREE = ["Yes", "No", "N/A"]
READ = dict(zip(IDS, ["Yes", "No", "Not applicable"], strict=False))


def expected(shared: Path) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads(
        (shared / "workbooks/hecvat-expected.json").read_text("utf-8")
    )
    return cases


# --- the real files ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "layout", "given"),
    [
        ("caiq-4.0.3-filled.xlsx", "caiq-4", {"Yes": 107, "No": 122, "Not applicable": 32}),
        ("caiq-4.0.1-blank.xlsx", "caiq-4-table", {}),
        ("caiq-3.0.1-filled.xlsx", "caiq-3", {"Yes": 295}),
        ("caiq-3.0.1-2016-blank.xlsx", "caiq-3", {}),
        ("hecvat-4.1.4-blank.xlsx", "hecvat-4", {}),
    ],
)
def test_every_answer_of_a_real_file_is_read_and_every_blank_counted(
    shared: Path, file: str, layout: str, given: dict[str, int]
) -> None:
    outcome = read((shared / "workbooks" / file).read_bytes())
    assert Counter(values(outcome).values()) == given
    assert outcome.submission is not None
    assert outcome.submission.layout == f"{layout}@1.0.0"
    questions = len(outcome.submission.texts)
    assert outcome.counts == {
        "questions": questions,
        "answered": sum(given.values()),
        "not_applicable": given.get("Not applicable", 0),
        "blank": questions - sum(given.values()),
        "absent": 0,
        "problems": 0,
    }


@pytest.mark.slow
def test_every_hecvat_answer_is_the_one_put_in_and_every_score_the_workbooks_own(
    shared: Path,
) -> None:
    for case in expected(shared):
        outcome = read((shared / "workbooks" / case["file"]).read_bytes())
        assert outcome.submission is not None, outcome.problems
        given = {each.question: each.answer for each in outcome.submission.responses if each.answer}
        assert given == case["answers"]
        assert outcome.native is not None
        scores = {name: [p["max"], p["score"]] for name, p in outcome.native["sections"].items()}
        assert scores == {name: each[:2] for name, each in case["scores"]["sections"].items()}
        assert not [each for each in outcome.notices if each.code == "native.differs"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["s00_blank", "s01_excellent", "s03_poor", "s05_mixed"])
def test_every_samm_answer_is_the_one_put_in_and_worth_what_the_workbook_says(
    shared: Path, name: str
) -> None:
    folder = shared / "workbooks/samm2"
    case = json.loads((folder / f"{name}.json").read_text("utf-8"))
    data = (folder / f"{name}.xlsx").read_bytes()
    outcome = read(data)
    assert outcome.submission is not None
    given = {each.question: each.answer for each in outcome.submission.responses}
    assert given == {question: text for question, text in case["answers"].items() if text}
    interview = open_book(data).read("Interview").grid
    worth = {row[0]: row[6] for row in interview if row[0] in given}
    points = [
        level.points for level in load_questionnaire("samm@2.0.10").questions[0].answer.levels
    ]
    for each in outcome.submission.responses:
        assert points[each.code] == 1000 * float(str(worth[each.question]))


def test_each_answer_says_the_cell_in_which_it_stands(shared: Path) -> None:
    data = (shared / "workbooks/hecvat-01-good.xlsx").read_bytes()
    submission = read(data).submission
    book = open_book(data)
    assert submission is not None
    for response in submission.responses:
        sheet, _, cell = response.cell.rpartition("!")
        row, column = cell_position(cell)
        assert book.read(sheet).grid[row][column] == response.answer


def test_the_questions_own_words_are_those_beside_their_ids(shared: Path) -> None:
    data = (shared / "workbooks/caiq-4.0.3-filled.xlsx").read_bytes()
    submission = read(data).submission
    assert submission is not None
    grid = open_book(data).read("CAIQv4.0.3").grid
    assert dict(submission.texts) == {
        str(row[0]): str(row[1]).strip() for row in grid[2:] if row[0] in IDS
    }


@pytest.mark.slow
def test_answers_of_a_file_that_nobody_calculated_are_read_all_the_same(shared: Path) -> None:
    with pytest.warns(UserWarning, match="extension"):
        book = openpyxl.load_workbook(shared / "workbooks/hecvat-4.1.4-blank.xlsx")
    book["START HERE"]["C29"] = "Yes"
    book["Organization"]["C22"] = "No"
    outcome = read(saved(book))
    assert values(outcome) == {"REQU-01": "Yes", "DOCU-01": "No"}
    assert [each.code for each in outcome.notices] == ["file.layout", "native.not-calculated"]


# --- partner and period -----------------------------------------------------------------------


def test_without_a_partner_the_file_is_refused_and_still_counted_and_scored() -> None:
    outcome = read_rows(rows(THREE), partner="")
    assert outcome.submission is None
    assert told(outcome) == [("file.no-partner", "")]
    assert outcome.counts["answered"] == 3
    assert outcome.native is not None
    assert outcome.native["overall"]["max"] == 2


def test_without_a_period_it_counts_for_the_quarter_of_the_day_and_says_so() -> None:
    outcome = read_rows(rows(THREE), period="")
    assert outcome.period == "2026Q3"
    assert [each.code for each in outcome.notices] == ["file.layout", "file.no-period"]


# --- answers ----------------------------------------------------------------------------------


def test_words_of_the_layout_are_levels_and_not_applicable_needs_no_reason() -> None:
    outcome = read_rows(rows(THREE))
    assert values(outcome) == READ
    assert outcome.submission is not None
    assert outcome.submission.responses[2].code == codes.NA_CLAIMED


@pytest.mark.parametrize("answer", ["Not really", "Yes and no", "Yes, but only in the EU", "Maybe"])
def test_free_text_is_never_scored_by_guessing(answer: str) -> None:
    outcome = read_rows(rows(["Yes", answer, "No"]))
    assert outcome.submission is None
    assert [cell for _, cell in told(outcome)] == ["C3"]


def test_a_note_after_a_clear_answer_is_kept_as_the_comment() -> None:
    outcome = read_rows(rows(["Yes – since 2024", "No", "No"]))
    assert outcome.submission is not None
    assert outcome.submission.responses[0][1:5] == (0, "Yes – since 2024", "Yes", "since 2024")


def test_who_owns_the_control_is_the_last_line_of_the_comment() -> None:
    header = [*HEADER, "SSRM Control Ownership"]
    table: list[list[Any]] = [
        header,
        [IDS[0], "?", "Yes", "See policy", "Shared"],
        [IDS[1], "?", "No", None, "CSP"],
    ]
    table.append([IDS[2], "?", "No", None, None])
    outcome = read_rows(table)
    assert outcome.submission is not None
    comments = [each.comment for each in outcome.submission.responses]
    assert comments == ["See policy\nOwnership: Shared", "Ownership: CSP", ""]


def test_an_answer_typed_in_the_comment_while_its_cell_is_blank_is_a_problem() -> None:
    outcome = read_rows(rows(["Yes", None, "No"], comments=[None, "Yes"]))
    assert told(outcome) == [("answer.in-comment", "C3")]


def test_an_answer_typed_in_the_nameless_column_beside_is_a_problem() -> None:
    table = rows(["Yes", None, "No"])
    table[2] = [*table[2], "Yes"]
    assert told(read_rows(table)) == [("answer.beside", "C3")]


def test_an_error_cell_is_a_problem_and_never_blank() -> None:
    assert told(read_rows(rows(["Yes", "#N/A", "No"]))) == [("answer.error-cell", "C3")]


def test_one_answer_merged_over_several_questions_is_a_problem() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook({"A": rows(["Yes", "Yes", None, "No"])})))
    book["A"].merge_cells("C3:C4")
    assert told(read(saved(book))) == [("sheet.merged", "C3")]


# --- ids and rows -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spelled",
    [" A&A-01.1", "A&A- 01.1", "a&a-01.1", "A&A–01.1", "A&A-01.1\u00a0", "A&A\u200b-01.1"],
)
def test_ids_are_read_however_they_are_spelled(spelled: str) -> None:
    table = rows(THREE)
    table[1] = [spelled, *table[1][1:]]
    assert values(read_rows(table)) == READ


def test_the_same_question_twice_with_one_answer_is_one_and_with_two_a_problem() -> None:
    table = rows(THREE)
    assert values(read_rows([*table, table[1]])) == READ
    blank = [IDS[0], "?", None, None]
    assert values(read_rows([table[0], blank, *table[1:]])) == READ
    outcome = read_rows([*table, [IDS[0], "?", "No", None]])
    assert told(outcome) == [("row.duplicate", "C5")]


def test_an_answer_to_an_unknown_id_is_a_problem_and_an_unanswered_one_is_none() -> None:
    table = rows([*THREE, None, None])
    assert values(read_rows([*table, ["A&A-99.9", "?", None, None]])) == READ
    outcome = read_rows([*table, ["A&A-01.3", "?", "Yes", None]])
    assert told(outcome) == [("row.unknown-id", "C7")]
    assert "“A&A-01.3”" in outcome.problems[0].message
    assert "A&A-01." in outcome.problems[0].hint


def test_many_unknown_ids_have_one_cause_and_are_told_once() -> None:
    unknown = [[f"A&A-{at}.1", "?", "Yes", None] for at in range(70, 85)]
    outcome = read_rows([*rows(["Yes"] * 261), *unknown])
    assert told(outcome) == [("row.unknown-ids", "C263")]
    assert outcome.problems[0].message.startswith("15 rows")


def test_an_answer_in_a_row_without_an_id_is_a_problem_and_a_footer_is_none() -> None:
    footer: list[Any] = ["End of Standard", None, "Yes", None]
    assert values(read_rows([*rows(THREE), footer])) == READ
    assert told(read_rows([*rows(THREE), [None, None, "Yes", None]])) == [("row.no-id", "C5")]
    lost = [[None, None, "Yes", None]] * 20
    assert told(read_rows([*rows(THREE), *lost])) == [("row.no-ids", "C5")]


def test_a_header_repeated_between_the_rows_is_no_answer() -> None:
    table = rows(THREE)
    assert values(read_rows([*table[:2], HEADER, *table[2:]])) == READ


# --- sheets and headers -----------------------------------------------------------------------


def test_the_header_is_found_wherever_it_stands() -> None:
    moved: list[Any] = [[None], ["Form 7"], *[[None, None, *row] for row in rows(THREE)]]
    assert values(read_rows(moved)) == READ


def test_a_title_with_line_breaks_and_other_case_is_the_same_title() -> None:
    assert (
        values(read_rows(rows(THREE, header=["Question\nID", "QUESTION", " answer:", None])))
        == READ
    )


def test_the_order_of_columns_does_not_matter() -> None:
    assert values(read_rows([row[::-1] for row in rows(THREE)])) == READ


def test_a_hidden_sheet_is_read_if_no_other_has_the_answers() -> None:
    sheets: dict[str, Any] = {"Cover": [["Hello"]], "Assessment": rows(THREE)}
    assert values(read(workbook(sheets, hidden=["Assessment"]))) == READ


def test_a_hidden_sheet_is_read_for_questions_that_stand_nowhere_else() -> None:
    more = [HEADER, ["LOG-01.1", "?", "No", None]]
    stale = rows(["No", "No", "No"])
    sheets: dict[str, Any] = {"Assessment": rows(THREE), "More": more, "Old": stale}
    outcome = read(workbook(sheets, hidden=["More", "Old"]))
    assert values(outcome) == READ | {"LOG-01.1": "No"}


def test_a_sheet_with_questions_and_without_their_columns_is_a_problem() -> None:
    lost: list[Any] = [
        ["Nr", "Text", "What we do"],
        ["LOG-01.1", "?", "Yes"],
        ["LOG-01.2", "?", "No"],
    ]
    outcome = read(workbook({"Part 1": rows(THREE), "Part 2": lost}))
    assert [(each.code, each.place.sheet) for each in outcome.problems] == [
        ("sheet.columns", "Part 2")
    ]


def test_two_columns_of_answers_are_a_problem() -> None:
    table = [[*row, "No"] for row in rows(THREE, header=[*HEADER[:3], "Comment"])]
    table[0] = [*HEADER, "Answer"]
    assert told(read_rows(table)) == [("sheet.columns", "E1")]


# --- what a layout of one's own can say -------------------------------------------------------


def read_house(tmp_path: Path, book: dict[str, Any], **changes: Any) -> Any:
    folder = write_layout(tmp_path / "layouts", layout_data(**changes))
    return read(workbook(book), layouts=(folder,))


def columns(**changes: Any) -> dict[str, Any]:
    found = layout_data()["columns"] | changes
    return {name: column for name, column in found.items() if column is not None}


def test_a_layout_of_ones_own_reads_what_no_shipped_one_does(tmp_path: Path) -> None:
    outcome = read_house(tmp_path, {"S": rows(THREE, header=["Key", "Words", "Reply"])})
    assert outcome.submission.layout == "house@1.0.0"
    assert values(outcome) == READ


MARKED = [
    ["Key", "Words", "Our answer", None, None, "Why"],
    [None, None, "Yes", "No", "n/a", None],
    [IDS[0], "?", "x", None, None, "first"],
    [IDS[1], "?", None, "✓", None, None],
    [IDS[2], "?", None, None, "X", None],
    [IDS[3], "?", None, None, None, None],
]
MARKS: dict[str, Any] = {
    "header_rows": 2,
    "columns": columns(
        answer=None,
        marks={"yes": ["Yes"], "no": ["No"], "not-applicable": ["N/A"]},
        comment=[{"titles": ["Why"], "label": "Reason"}],
    ),
}


def test_marks_under_several_columns_are_answers(tmp_path: Path) -> None:
    outcome = read_house(tmp_path, {"S": MARKED}, **MARKS)
    assert values(outcome) == READ
    assert outcome.counts["blank"] == 1
    assert outcome.submission.responses[0].comment == "Reason: first"


@pytest.mark.parametrize(
    ("marks", "code"),
    [
        (["x", "x", None], "answer.several"),
        (["perhaps", None, None], "answer.unclear-tick"),
    ],
)
def test_marks_that_say_two_things_or_none_are_a_problem(
    tmp_path: Path, marks: list[str | None], code: str
) -> None:
    table = [*MARKED[:2], [IDS[0], "?", *marks, None], *MARKED[3:]]
    assert told(read_house(tmp_path, {"S": table}, **MARKS)) == [(code, "C3")]


def test_an_id_may_count_within_its_parent_which_holds_until_the_next(tmp_path: Path) -> None:
    under = {"titles": ["Control"], "joined_by": "."}
    ids = {"titles": ["Part"], "pattern": r"[A-Z&]{3}-\d{2}\.\d", "under": under}
    table = [
        ["Control", "Part", "Words", "Reply"],
        ["A&A-01", "1", "?", "Yes"],
        [None, 2, "?", "No"],
        ["A&A-02", "1", "?", "N/A"],
    ]
    assert values(read_house(tmp_path, {"S": table}, columns=columns(id=ids))) == READ


def mirrored(home: Any, mirror: Any) -> dict[str, Any]:
    header = ["Key", "Words", "Reply"]
    return {
        "Home": [header, [IDS[0], "?", home], [IDS[1], "?", "No"], [IDS[2], "?", "N/A"]],
        "Copy": [header, [IDS[0], "?", mirror]],
    }


MIRRORS: dict[str, Any] = {
    "answers": {"levels": {"yes": ["Yes"], "no": ["No"]}, "formulas": "mirrors"}
}


def test_a_formula_that_repeats_an_answer_is_not_one(tmp_path: Path) -> None:
    outcome = read_house(tmp_path, mirrored("Yes", "=Home!C2"), **MIRRORS)
    assert values(outcome) == READ
    assert read_house(tmp_path, mirrored(None, "=Home!C2"), **MIRRORS).counts["blank"] == 1


def test_an_answer_typed_over_its_mirror_is_held_against_the_first(tmp_path: Path) -> None:
    assert values(read_house(tmp_path, mirrored("Yes", "Yes"), **MIRRORS)) == READ
    assert values(read_house(tmp_path, mirrored(None, "Yes"), **MIRRORS)) == READ
    outcome = read_house(tmp_path, mirrored("Yes", "No"), **MIRRORS)
    assert told(outcome) == [("row.duplicate", "C2")]


def test_an_answer_that_stands_nowhere_but_as_a_formula_is_not_lost(tmp_path: Path) -> None:
    outcome = read_house(tmp_path, mirrored("=Copy!C2", "=Home!C2"), **MIRRORS)
    assert told(outcome) == [("answer.formula-without-value", "C2")]


def test_sheets_that_mirror_others_are_not_read_and_renamed_ones_are(tmp_path: Path) -> None:
    sheets = mirrored("Yes", "No")
    named = {"read": ["Home"], "mirrors": ["Copy"]}
    assert values(read_house(tmp_path, sheets, sheets=named)) == READ
    renamed = {"My home": sheets["Home"], "Copy": sheets["Copy"]}
    assert values(read_house(tmp_path, renamed, sheets=named)) == READ


def test_a_column_without_a_title_is_found_beside_the_ids(tmp_path: Path) -> None:
    ids = {"pattern": r"[A-Z&]{3}-\d{2}\.\d"}
    table = rows(THREE, header=[None, None, "Reply"])
    outcome = read_house(tmp_path, {"S": table}, columns=columns(id=ids, question={"offset": 1}))
    assert dict(outcome.submission.texts)[IDS[0]] == f"What about {IDS[0]}?"


def test_words_that_the_workbook_lists_for_each_question_are_levels(tmp_path: Path) -> None:
    lists = {
        "questions": {
            "sheet": "Sets",
            "id": {"titles": ["Id"]},
            "list": {"titles": ["Set"]},
        },
        "lists": {
            "sheet": "Words*",
            "list": {"titles": ["Set"]},
            "levels": {"yes": {"titles": ["Best"]}, "no": {"titles": ["Worst"]}},
        },
    }
    sheets: dict[str, Any] = {
        "S": rows(["Always", "Seldom", "Daily"], header=["Key", "Words", "Reply"]),
        "Sets": [["Id", "Set"], [IDS[0], 1], [IDS[1], 1], [IDS[2], 2]],
        "Words of answers": [["Set", "Worst", "Best"], [1, "Seldom", "Always"], [2, "No", "Daily"]],
    }
    answers = {"levels": {"yes": ["Yes"], "no": ["No"]}, "lists": lists}
    named = {"read": ["S"], "mirrors": ["Sets", "Words*"]}
    outcome = read_house(tmp_path, sheets, answers=answers, sheets=named)
    assert values(outcome) == dict(zip(IDS, ["Yes", "No", "Yes"], strict=False))
    sheets["S"][3] = [IDS[2], "?", "Always"]
    assert told(read_house(tmp_path, sheets, answers=answers, sheets=named)) == [
        ("answer.unknown", "C4")
    ]
    del sheets["Words of answers"]
    outcome = read_house(tmp_path, sheets, answers=answers, sheets=named)
    assert told(outcome) == [("sheet.no-lists", "")]


# --- which layout -----------------------------------------------------------------------------


def test_of_two_layouts_the_more_specific_one_reads(tmp_path: Path) -> None:
    header = ["Key", "Words", "Reply", "Why"]
    write_layout(tmp_path, layout_data())
    more = columns(comment=[{"titles": ["Why"]}])
    write_layout(tmp_path, layout_data(id="better", columns=more))
    outcome = read(workbook({"S": rows(THREE, header=header)}), layouts=(tmp_path,))
    assert outcome.submission is not None
    assert outcome.submission.layout == "better@1.0.0"


def test_two_equally_specific_layouts_are_a_problem(tmp_path: Path) -> None:
    write_layout(tmp_path, layout_data())
    write_layout(tmp_path, layout_data(id="other"))
    header = ["Key", "Words", "Reply"]
    outcome = read(workbook({"S": rows(THREE, header=header)}), layouts=(tmp_path,))
    assert told(outcome) == [("file.ambiguous-layout", "")]


def test_a_layout_that_asks_for_sheets_reads_no_workbook_without_them(tmp_path: Path) -> None:
    recognise = {"known_ids": 80, "sheets": ["Cover"]}
    sheets = {"S": rows(THREE, header=["Key", "Words", "Reply"])}
    outcome = read_house(tmp_path, sheets, recognise=recognise)
    assert [each.code for each in outcome.problems] == ["file.foreign"]
    assert values(read_house(tmp_path, sheets | {"Cover": [["Hi"]]}, recognise=recognise)) == READ


def test_a_workbook_that_no_layout_recognises_is_refused_with_the_way_to_find_out() -> None:
    outcome = read(workbook({"S": [["Ref", "Answer"], ["Q-1", "Yes"], ["Q-2", "No"]]}))
    assert [each.code for each in outcome.problems] == ["file.foreign"]
    assert "assess layout check" in outcome.problems[0].hint


def test_a_layout_of_a_questionnaire_that_is_not_there_is_invalid(tmp_path: Path) -> None:
    with pytest.raises(InvalidDocumentError, match="there is no questionnaire mine@1"):
        read_house(tmp_path, {"S": rows(THREE)}, questionnaire="mine@1.0.0")


# --- for every input --------------------------------------------------------------------------

GIVEN: dict[Any, str] = {
    "Yes": "Yes",
    " yes ": "Yes",
    "Y": "Yes",
    True: "Yes",
    "No": "No",
    "NO": "No",
    "n": "No",
    "N/A": "Not applicable",
    "na": "Not applicable",
    "Not Applicable": "Not applicable",
    None: "",
    "  ": "",
}
DOUBTS = ["Not implemented", "yes?", "see SOC 2", "partially", 7, "No, yes", "Nope"]


@given(
    st.lists(st.sampled_from([*GIVEN, *DOUBTS]), min_size=3, max_size=40),
    st.randoms(use_true_random=False),
    st.integers(0, 5),
    st.integers(0, 4),
)
def test_what_is_accepted_is_the_truth_and_all_else_is_a_problem_at_its_cell(
    answers: list[Any], shuffled: Any, down: int, right: int
) -> None:
    body = rows(answers)[1:]
    shuffled.shuffle(body)
    outcome = read_rows([[]] * down + [[None] * right + [*row] for row in [HEADER, *body]])
    doubted = {
        f"{'CDEFG'[right]}{number}" for number, row in enumerate(body, down + 2) if row[2] in DOUBTS
    }
    assert {cell for _, cell in told(outcome)} == doubted
    if not doubted:
        truth = {str(row[0]): GIVEN[row[2]] for row in body if GIVEN[row[2]]}
        assert values(outcome) == truth
        assert outcome.counts["blank"] == len(body) - len(truth)
