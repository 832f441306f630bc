"""Workbooks out: the bytes of a file, the folder it goes into, and its way back."""

from __future__ import annotations

import datetime as dt
import os
import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from python_calamine import CalamineWorkbook

from assess.intake.outcome import Context
from assess.intake.reading import read_workbook
from assess.issue import Issued, write_workbooks
from assess.issue.hidden_sheet import meta_values, sheet_xml
from assess.issue.template import EPOCH, for_partner
from assess.issue.wording import printable
from assess.workbook_format import (
    HIDDEN_SHEET,
    INSTRUCTIONS_SHEET,
    META_KEYS,
    NOT_APPLICABLE,
    QUESTIONS_SHEET,
)
from questionnaires.model import Questionnaire
from questionnaires.profiles import Profile
from tests.issue_sample import ASKED, HOSTER, PERIOD, RESELLER, parts, rows

META_PART = "xl/worksheets/sheet4.xml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("outbox")
    _, problems = write_workbooks(ASKED, [RESELLER, HOSTER], PERIOD, out)
    assert problems == []
    return out


@pytest.fixture(scope="module")
def path(folder: Path) -> Path:
    return folder / f"north-shop-{PERIOD}.xlsx"


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return openpyxl.load_workbook(path)


# --- the file ---------------------------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_workbooks(ASKED, [HOSTER, RESELLER], PERIOD, tmp_path)
    for path in folder.glob("*.xlsx"):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_every_part_bears_the_same_date(path: Path) -> None:
    with ZipFile(path) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {EPOCH}


def test_partners_with_the_same_questions_differ_in_the_hidden_sheet_alone(tmp_path: Path) -> None:
    profiles = [Profile(f"partner-{i}", f"Partner {i}", kind="reseller") for i in range(500)]
    issued, problems = write_workbooks(ASKED, profiles, PERIOD, tmp_path)
    assert (len(issued), problems) == (500, [])
    first, *others = (parts(one.path) for one in issued)
    for other in others:
        assert {name for name, part in other.items() if part != first[name]} == {META_PART}
        assert first.keys() == other.keys()


def test_the_hidden_sheet_says_what_the_file_is(book: Workbook) -> None:
    hidden = book[HIDDEN_SHEET]
    assert hidden.sheet_state == "veryHidden"
    said = {row[0].value: row[1].value for row in hidden.iter_rows()}
    assert said == meta_values(ASKED.reference, RESELLER, PERIOD)
    assert tuple(said) == META_KEYS


def test_the_issue_id_is_short_and_names_questionnaire_partner_and_period(tmp_path: Path) -> None:
    def issue(partner: Profile, period: str) -> str:
        issued, _ = write_workbooks(ASKED, [partner], period, tmp_path)
        return issued[0].issue

    ids = {issue(RESELLER, "2026Q3"), issue(RESELLER, "2026Q4"), issue(HOSTER, "2026Q3")}
    assert len(ids) == 3
    assert all(re.fullmatch("[0-9a-f]{12}", each) for each in ids)


TEMPLATES: dict[str, bytes] = {}


def bare_template() -> bytes:
    """Return a workbook whose hidden sheet is still to come, made once."""
    if not TEMPLATES:
        saved, bare = BytesIO(), BytesIO()
        book = Workbook()
        for _ in range(3):
            book.create_sheet()
        book.save(saved)
        with ZipFile(saved) as source, ZipFile(bare, "w") as target:
            for name in source.namelist():
                if name != META_PART:
                    target.writestr(name, source.read(name))
        TEMPLATES["bare"] = bare.getvalue()
    return TEMPLATES["bare"]


@given(name=st.text())
@example(name="a_x0041_b")
@example(name=" </t>\r\n\x07=1+1 ")
def test_any_partner_name_comes_back_from_the_hidden_sheet(name: str) -> None:
    values = dict.fromkeys(META_KEYS, "") | {"partner_name": name}
    data = for_partner(bare_template(), values)
    row = META_KEYS.index("partner_name")
    grid = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(3).to_python()
    assert grid[row][1] == printable(name)


def test_a_partner_name_cannot_break_out_of_its_cell() -> None:
    values = dict.fromkeys(META_KEYS, "") | {"partner_name": "</t></is></c><f>1+1</f>"}
    assert b"<f>" not in sheet_xml(values)


def test_progress_is_stored_for_viewers_that_do_not_calculate(path: Path) -> None:
    shown = openpyxl.load_workbook(path, data_only=True)
    assert shown[QUESTIONS_SHEET]["D1"].value == "0 of 11 answered"
    assert shown[QUESTIONS_SHEET]["D2"].value == "3 must-haves still open"
    assert shown[INSTRUCTIONS_SHEET]["B5"].value == "0 of 11 answered"


# --- the folder -------------------------------------------------------------------------------


def issue_one(folder: Path, partner: str = "acme") -> list[str]:
    """Issue one workbook and return the codes of the problems."""
    _, problems = write_workbooks(ASKED, [Profile(partner, "Acme")], PERIOD, folder)
    return [problem.code for problem in problems]


def test_a_file_that_may_hold_answers_is_never_overwritten(tmp_path: Path) -> None:
    answered = tmp_path / f"acme-{PERIOD}.xlsx"
    answered.write_bytes(b"answers")
    assert issue_one(tmp_path) == ["issue.exists"]
    assert answered.read_bytes() == b"answers"


def test_issuing_again_leaves_the_same_file_alone(tmp_path: Path) -> None:
    assert issue_one(tmp_path) == []
    path = tmp_path / f"acme-{PERIOD}.xlsx"
    before = path.stat()
    assert issue_one(tmp_path) == []
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert list(tmp_path.iterdir()) == [path]


def test_files_are_written_where_links_are_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    assert issue_one(tmp_path) == []
    assert [path.name for path in tmp_path.iterdir()] == [f"acme-{PERIOD}.xlsx"]


@pytest.mark.parametrize("partner", ["", "../acme", "a/b", "Acme", ".acme", "acme\n", "a b", "ä"])
def test_an_id_that_is_no_safe_file_name_is_refused(tmp_path: Path, partner: str) -> None:
    out = tmp_path / "outbox"
    assert issue_one(out, partner) == ["issue.unsafe-id"]
    assert list(tmp_path.rglob("*")) == [out]


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder not even root may fill")
def test_a_file_that_cannot_be_written_is_a_problem_and_the_next_is_tried() -> None:
    profiles = [Profile("acme", "Acme"), Profile("bolt", "Bolt")]
    issued, problems = write_workbooks(ASKED, profiles, PERIOD, Path("/proc/self"))
    assert [problem.code for problem in problems] == ["issue.unwritable"] * 2
    assert issued == []


def test_something_else_of_that_name_is_a_problem_and_the_rest_goes_on(tmp_path: Path) -> None:
    profiles = [Profile("blocked", "Blocked"), Profile("acme", "Acme")]
    (tmp_path / f"blocked-{PERIOD}.xlsx").mkdir()
    issued, problems = write_workbooks(ASKED, profiles, PERIOD, tmp_path)
    assert [problem.code for problem in problems] == ["issue.exists"]
    assert [one.partner for one in issued] == ["acme"]


def test_a_partner_that_nothing_applies_to_gets_no_workbook(tmp_path: Path) -> None:
    hosting = ASKED.question("more.hosting")
    only = Questionnaire(
        ASKED.reference, ASKED.title, ASKED.description, ASKED.published, ASKED.sections, (hosting,)
    )
    issued, problems = write_workbooks(only, [RESELLER], PERIOD, tmp_path)
    assert issued == []
    assert [problem.code for problem in problems] == ["issue.nothing-to-ask"]


def test_workbooks_are_reported_in_the_order_asked_for(tmp_path: Path) -> None:
    profiles = [
        Profile("c", "C", kind="reseller"),
        Profile("b", "B", kind="hosting"),
        Profile("a", "A", kind="reseller"),
    ]
    issued, _ = write_workbooks(ASKED, profiles, "2026q3", tmp_path)
    assert [(one.partner, one.period) for one in issued] == [
        ("c", PERIOD),
        ("b", PERIOD),
        ("a", PERIOD),
    ]
    assert issued[0] == Issued(
        "c", PERIOD, ASKED.reference, issued[0].issue, tmp_path / f"c-{PERIOD}.xlsx", 11
    )


def test_a_malformed_period_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="2026Q3"):
        write_workbooks(ASKED, [RESELLER], "../2026", tmp_path / "outbox")
    assert list(tmp_path.iterdir()) == []


# --- and back ---------------------------------------------------------------------------------


ANSWERS = {
    "basics.gate": "Yes",
    "basics.vault": "No",
    "basics.mfa": "Partly, with a plan",
    "basics.laptops": 97.5,
    "basics.hours": NOT_APPLICABLE,
    "basics.test": dt.date(2026, 3, 31),
    "basics.where": "=2+3",
    "more.channels:web": "x",
}


def test_an_answered_workbook_is_read_without_a_word(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book[QUESTIONS_SHEET]
    for name, row in rows(sheet).items():
        sheet[f"D{row}"].value = ANSWERS.get(name)
        if ANSWERS.get(name) in {NOT_APPLICABLE, "=2+3"}:
            sheet[f"D{row}"].data_type = "s"
            sheet[f"E{row}"].value = "Because."
    saved = BytesIO()
    book.save(saved)
    outcome = read_workbook(
        path.name, saved.getvalue(), Context(lambda _id, _version: ASKED, dt.date(2026, 10, 1))
    )
    assert (outcome.problems, outcome.notices) == ((), ())
    assert outcome.submission is not None
    assert outcome.partner == "north-shop"
    assert outcome.counts["answered"] == 8
    assert outcome.counts["not_applicable"] == 1
