"""Workbooks filled from a partner's CAIQ or HECVAT: what is derived, and what becomes of it."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.carrying import Prefill, nothing_carried, prefill, with_derived
from assess.deriving import Derived, derive
from assess.intake.outcome import Context, Outcome
from assess.intake.reading import read_workbook
from assess.issue import Issued, write_workbooks
from assess.store import load_partners, open_store, save_submission
from assess.submission import Response, Submission
from assess.workbook_format import COLUMNS, PREFILLED_COLUMNS, QUESTIONS_SHEET
from questionnaires.crosswalk import Crosswalk, load_crosswalks
from questionnaires.library import load_questionnaire
from questionnaires.migration import unchanged
from questionnaires.model import Questionnaire
from questionnaires.profiles import Profile
from tests.crosswalk_case import OURS, WALK, sent, walk
from tests.issue_sample import rows
from tests.program import Run, runner

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

PARTNER = Profile("north-freight", "North Freight", kind="logistics")
AS_OF = dt.date(2026, 9, 30)
ANSWER, COMMENT, SINCE, CONFIRM = 4, 5, 8, 9
THERE = "From your theirs"
SHIPPED = load_questionnaire("partner-security@2.1.0")
SETTLED = sent(q1="no", q2="yes", q3="yes", q4="yes", q5="yes", q6="yes", q7="no")
NAMES = [f"q{number}" for number in range(1, 8)]
DERIVED = 5
"""How many questions of ours the real CAIQ 3.0.1 settles for this partner."""


def answers(**said: str) -> dict[str, Response]:
    return dict(derive(walk(), sent(**said)).answers)


def filled(*derived: Derived, own: Prefill | None = None) -> Prefill:
    return with_derived(own or nothing_carried(OURS, "2026Q3"), derived)


def issued(
    folder: Path, prefilled: Prefill, profile: Profile = PARTNER, asked: Questionnaire = OURS
) -> Issued:
    found, problems = write_workbooks(
        asked, [profile], "2026Q3", folder, {profile.id: prefilled} if prefilled.derived else {}
    )
    assert problems == []
    return found[0]


def read(path: Path, asked: Questionnaire = OURS) -> Outcome:
    context = Context(lambda _id, _version: asked, AS_OF)
    return read_workbook(path.name, path.read_bytes(), context)


def responses(path: Path, asked: Questionnaire = OURS) -> dict[str, Response]:
    outcome = read(path, asked)
    assert outcome.problems == ()
    assert outcome.submission is not None
    return {each.question: each for each in outcome.submission.responses}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return issued(tmp_path, filled(derive(walk(), SETTLED))).path


def changed(path: Path, change: Callable[[Worksheet, dict[str, int]], None]) -> Path:
    """Change the sheet of derived answers as a partner would."""
    book = openpyxl.load_workbook(path)
    change(book[THERE], rows(book[THERE]))
    book.save(path)
    return path


# --- what is derived -----------------------------------------------------------------------------


def test_a_level_that_a_line_maps_is_our_answer() -> None:
    found = answers(q1="no", q4="yes")
    assert (found["own.locked"].code, found["own.locked"].value) == (3, "no")
    assert (found["own.count"].code, found["own.count"].value) == (0, "None")


@pytest.mark.parametrize(
    "said",
    [
        {"q2": "yes"},
        {"q2": "yes", "q3": "no"},
        {"q2": "yes", "q3": "n/a"},
        {"q2": "no", "q3": "no"},
    ],
)
def test_what_not_all_needed_questions_say_stays_open(said: dict[str, str]) -> None:
    assert answers(**said) == {}


def test_a_line_that_is_only_narrower_fills_nothing_in() -> None:
    assert "own.open" not in answers(q5="yes")


def test_an_answer_names_its_source_to_the_cell_and_the_period() -> None:
    found = answers(q2="yes", q3="yes")["own.both"]
    assert found.source == "theirs@1.0.0 their.q2, Their sheet!C2; their.q3, Their sheet!C3"
    assert found.carried_from == "2026Q2"


def test_what_was_said_beside_an_answer_is_kept_with_where_it_stood() -> None:
    found = answers(q2="yes", q3="yes")["own.both"]
    assert found.comment == "theirs their.q2: see q2\ntheirs their.q3: see q3"
    assert found.evidence == "theirs their.q2: =policy\ntheirs their.q3: =policy"
    assert found.evidence_date == "2026-01-31"


@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, st.sampled_from(["yes", "no", "n/a"])))
)
def test_nothing_is_derived_that_no_line_promises(said: dict[str, str]) -> None:
    lines = {line["question"]: line for line in WALK["lines"]}
    found = answers(**said)
    for question, answer in found.items():
        line = lines[question]
        level = OURS.question(question).answer.levels[answer.code].id
        for their in line["theirs"]:
            assert line["answers"][said[their.removeprefix("their.")]] == level
    for question, line in lines.items():
        given_there = [said.get(each.removeprefix("their.")) for each in line["theirs"]]
        mapped = {line.get("answers", {}).get(each) for each in given_there}
        assert (question in found) == (len(mapped) == 1 and None not in mapped)


# --- who wins ------------------------------------------------------------------------------------


def own(*given: Response) -> Prefill:
    return prefill(unchanged(OURS), given, "2026Q2", "2026Q3")


def test_a_partners_own_answer_wins_over_a_derived_one() -> None:
    mine = Response("own.locked", 0, "yes", "yes")
    found = filled(derive(walk(), SETTLED), own=own(mine))
    assert found.carried["own.locked"].value == "yes"
    assert "own.locked" not in found.derived[0].answers


def test_an_answer_that_was_derived_and_never_confirmed_is_derived_anew() -> None:
    old = Response("own.locked", 0, "yes", "yes", carried_from="2026Q1", source="theirs@1.0.0 q")
    found = filled(derive(walk(), SETTLED), own=own(old))
    assert "own.locked" not in found.carried
    assert found.derived[0].answers["own.locked"].value == "no"


def test_it_stays_as_it_was_where_nothing_derives_it_any_more() -> None:
    old = Response("own.open", 0, "yes", "yes", carried_from="2026Q1", source="theirs@1.0.0 q")
    found = filled(derive(walk(), SETTLED), own=own(old))
    kept = found.carried["own.open"]
    assert (kept.carried_from, kept.source) == ("2026Q1", "theirs@1.0.0 q")


def test_the_first_of_two_questionnaires_wins() -> None:
    newer, older = derive(walk(), sent(q1="no")), derive(walk(), SETTLED)
    found = filled(newer, older)
    assert set(found.derived[0].answers) == {"own.locked"}
    assert "own.locked" not in found.derived[1].answers


@pytest.mark.parametrize(
    ("since", "filled_in"), [("2026Q1", False), ("2026Q2", False), ("2026Q3", True)]
)
def test_what_one_questionnaire_denies_no_older_one_fills_in(since: str, filled_in: bool) -> None:
    denying = derive(walk(), sent("2026Q2", q6="no"))
    other = derive(walk(), sent(since, q1="yes", q6="yes"))
    found = filled(*sorted((other, denying), key=lambda each: each.period, reverse=True))
    assert ("own.here" in found.derived[0].answers) is filled_in
    assert "own.locked" in found.derived[0].answers


# --- the workbook --------------------------------------------------------------------------------


def test_what_is_derived_stands_on_a_sheet_of_its_own_and_the_rest_on_the_first(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Instructions", "Questions", THERE, "lists", "meta"]
    there = ["own.locked", "own.both", "own.count", "own.here", "own.gate-there"]
    assert list(rows(book[THERE])) == there
    assert list(rows(book[QUESTIONS_SHEET])) == ["own.gate", "own.tested", "own.open", "own.hangs"]


def test_the_sheet_has_the_columns_of_a_prefilled_one_and_says_where_from(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)[THERE]
    assert tuple(cell.value for cell in sheet[3]) == (*COLUMNS, *PREFILLED_COLUMNS)
    said = sheet.cell(rows(sheet)["own.locked"], SINCE).value
    assert said == (
        "From your theirs of 2026Q2: their.q1, Their sheet!C1. Please confirm, or correct it."
    )


def test_an_open_question_says_what_the_partner_said_on_the_matter(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)[QUESTIONS_SHEET]
    assert tuple(cell.value for cell in sheet[3]) == (*COLUMNS, PREFILLED_COLUMNS[0])
    said = sheet.cell(rows(sheet)["own.open"], SINCE).value
    assert said == "In your theirs of 2026Q2: their.q5 “Yes”."


def test_both_sheets_are_set_up_to_work_in_and_to_print(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    for name, last in ((QUESTIONS_SHEET, "H"), (THERE, "I")):
        sheet = book[name]
        bottom = sheet.max_row
        assert sheet.freeze_panes == "C4"
        assert sheet.print_title_rows == "$3:$3"
        assert sheet.print_area == f"'{name}'!$A$1:${last}${bottom}"
        assert sheet.auto_filter.ref == f"A3:{last}{bottom}"
        assert sheet.protection.sheet
        ruled = {cell for rule in sheet.data_validations.dataValidation for cell in rule.sqref}
        assert ruled


def test_every_derived_answer_has_its_dropdown_and_its_confirmation(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)[THERE]
    rules = sheet.data_validations.dataValidation
    for row in rows(sheet).values():
        for column in "DI":
            assert any(f"{column}{row}" in rule.sqref for rule in rules), (column, row)
        assert not sheet.cell(row, CONFIRM).protection.locked


def test_what_the_partner_wrote_there_stays_a_text(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)[THERE]
    cell = sheet.cell(rows(sheet)["own.locked"], COMMENT + 1)
    assert (cell.value, cell.data_type) == ("theirs their.q1: =policy", "s")


def test_the_instructions_say_how_many_are_answered_and_how_many_are_to_go(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)["Instructions"]
    # `own.hangs` is not asked: the derived answer to its gate is no.
    assert sheet["C6"].value == "5 of 8 questions answered from your theirs; 3 to go"


def test_the_numbers_tell_own_answers_from_derived_ones(tmp_path: Path) -> None:
    mine = own(Response("own.open", 0, "yes", "yes"), Response("own.gate", 1, "No", "No"))
    found = issued(tmp_path, filled(derive(walk(), SETTLED), own=mine))
    assert (found.questions, found.carried, found.derived) == (9, 2, 5)
    # With the gate closed, `own.here` is not asked, though it is derived.
    assert found.filled_in == (
        "4 of 7 questions answered from your theirs, 2 from your earlier answers; 1 to go"
    )


def test_all_derived_leaves_one_sheet(tmp_path: Path) -> None:
    everything = {each.id: Response(each.id, 0, source="x") for each in OURS.questions}
    best = {
        key: each._replace(value=OURS.question(key).answer.levels[0].text, carried_from="2026Q2")
        for key, each in everything.items()
    }
    whole = filled(Derived("theirs", "2026Q2", best, {}))
    path = issued(tmp_path, whole).path
    assert QUESTIONS_SHEET not in openpyxl.load_workbook(path).sheetnames
    assert responses(path).keys() == everything.keys()


def test_without_a_derived_answer_the_workbook_is_the_blank_one(tmp_path: Path) -> None:
    nothing = filled(derive(walk(), sent(q2="yes", q5="yes")))
    assert nothing.derived == ()
    blank, _ = write_workbooks(OURS, [PARTNER], "2026Q3", tmp_path / "blank")
    same = issued(tmp_path / "same", nothing)
    assert same.path.read_bytes() == blank[0].path.read_bytes()


def test_the_same_input_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    again = issued(tmp_path / "again", filled(derive(walk(), SETTLED))).path
    assert again.read_bytes() == path.read_bytes()


def test_a_name_that_no_sheet_can_have_is_made_to_fit(tmp_path: Path) -> None:
    settled = derive(walk(), SETTLED)
    odd = Derived("[CAIQ]/'*' of a very long name", "2026Q2", settled.answers, {})
    path = issued(tmp_path, filled(odd)).path
    assert openpyxl.load_workbook(path).sheetnames[2] == "From your CAIQ of a very"
    assert len(responses(path)) == len(settled.answers)


# --- questions that hang on an answer of another sheet -------------------------------------------


def test_a_question_that_hangs_on_another_sheet_is_coloured_by_name(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    named = {name: each.attr_text for name, each in book.defined_names.items()}
    assert set(named) == {"asked_4", "asked_8"}
    lists = book["lists"]
    formulas = {lists[f"A{row}"].value: lists[f"B{row}"].value for row in (5, 9)}
    assert named == {"asked_4": "lists!$B$5", "asked_8": "lists!$B$9"}
    assert f"'{THERE}'!$D$" in formulas["own.hangs"]
    assert "Questions!$D$5" in formulas["own.here"]
    for name, asked in ((THERE, "asked_8"), (QUESTIONS_SHEET, "asked_4")):
        rules = [rule for each in book[name].conditional_formatting for rule in each.rules]
        assert [f"NOT({asked}=1)"] in [rule.formula for rule in rules]
        assert not any("!" in formula for rule in rules for formula in rule.formula)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("gate", "progress", "must_haves"),
    [("No", "5 of 7 answered", "All must-haves answered"), ("Yes", "6 of 8 answered", "")],
)
def test_libreoffice_counts_over_both_sheets(
    path: Path, tmp_path: Path, gate: str, progress: str, must_haves: str
) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("needs LibreOffice (soffice) to open the workbooks")
    book = openpyxl.load_workbook(path)
    sheet = book[QUESTIONS_SHEET]
    sheet.cell(rows(sheet)["own.gate"], ANSWER).value = gate
    book.save(path)
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    out = tmp_path / "saved"
    command = ["soffice", home, "--headless", "--convert-to", "xlsx", "--outdir", out, path]
    subprocess.run(list(map(str, command)), check=True, capture_output=True, timeout=120)
    saved = openpyxl.load_workbook(out / path.name, data_only=True)
    for name in (QUESTIONS_SHEET, THERE):
        assert saved[name]["D1"].value == progress
        assert saved[name]["D2"].value == (must_haves or "All must-haves answered")
    assert saved[THERE]["H1"].value == "0 of 5 confirmed"
    assert responses(out / path.name)["own.locked"].source == SOURCE


# --- what it comes back as -----------------------------------------------------------------------

SOURCE = "theirs@1.0.0 their.q1, Their sheet!C1"


def test_returned_untouched_every_derived_answer_counts_and_keeps_its_source(path: Path) -> None:
    derived = derive(walk(), SETTLED).answers
    found = responses(path)
    assert found.keys() == derived.keys()
    for question, answer in found.items():
        assert (answer.code, answer.value) == (derived[question].code, derived[question].value)
        assert answer.comment == derived[question].comment
        assert (answer.carried_from, answer.source) == ("2026Q2", derived[question].source)


def test_the_import_tells_how_many_were_derived_and_not_confirmed(path: Path) -> None:
    (notice,) = read(path).notices
    assert notice.code == "answer.unconfirmed"
    assert notice.message.startswith("5 answers were derived from theirs@1.0.0 of 2026Q2")


def test_a_confirmed_answer_is_the_partners_own(path: Path) -> None:
    def confirm(sheet: Worksheet, row: dict[str, int]) -> None:
        sheet.cell(row["own.locked"], CONFIRM).value = "Yes"

    found = responses(changed(path, confirm))
    assert (found["own.locked"].carried_from, found["own.locked"].source) == ("", "")
    assert found["own.both"].source


def test_a_corrected_answer_loses_its_source(path: Path) -> None:
    def correct(sheet: Worksheet, row: dict[str, int]) -> None:
        sheet.cell(row["own.locked"], ANSWER).value = "partially"

    found = responses(changed(path, correct))["own.locked"]
    assert (found.value, found.carried_from, found.source) == ("partially", "", "")


@pytest.mark.parametrize("language", ["", "de", "es"])
def test_without_the_hidden_sheet_the_row_itself_says_what_was_derived(
    tmp_path: Path, language: str
) -> None:
    profile = Profile("north-freight", "North Freight", kind="logistics", language=language)
    path = issued(tmp_path, filled(derive(walk(), SETTLED)), profile).path
    book = openpyxl.load_workbook(path)
    del book["meta"]
    book.save(path)
    context = Context(
        lambda name, version: OURS if name == "own" else load_questionnaire(f"{name}@{version}"),
        AS_OF,
        partner=PARTNER.id,
        period="2026Q3",
        issued=(("2026Q3", OURS.reference),),
    )
    outcome = read_workbook(path.name, path.read_bytes(), context)
    assert outcome.submission is not None
    found = {each.question: each for each in outcome.submission.responses}
    assert found["own.locked"].source == "theirs their.q1, Their sheet!C1"
    assert found["own.locked"].carried_from == "2026Q2"


def test_in_german_it_is_asked_and_read_as_in_english(tmp_path: Path) -> None:
    profile = Profile("north-freight", "Nordfracht", kind="logistics", language="de")
    path = issued(tmp_path, filled(derive(walk(), SETTLED)), profile).path
    assert openpyxl.load_workbook(path).sheetnames[2] == "Aus Ihrem theirs"
    assert responses(path)["own.locked"].source == SOURCE


@pytest.mark.parametrize("each", load_crosswalks(SHIPPED), ids=lambda each: each.reference.id)
def test_whatever_a_shipped_crosswalk_fills_in_is_read_as_it_was(
    each: Crosswalk, tmp_path: Path
) -> None:
    best = count(1)
    said = tuple(
        Response(question.id, level, "Yes", "Yes", cell=f"C{next(best)}")
        for question in each.source.questions
        for level, found in enumerate(question.answer.levels)
        if found.id == "yes"
    )
    whole = Submission("p", "2026Q3", each.source.reference, "f.xlsx", "0" * 64, said)
    derived = derive(each, whole)
    assert derived.answers.keys() == {line.question for line in each.filling}
    all_of_it = with_derived(nothing_carried(SHIPPED, "2026Q3"), [derived])
    everything = Profile("north-freight", "North Freight")
    found = responses(issued(tmp_path, all_of_it, everything, SHIPPED).path, SHIPPED)
    assert {key: one.code for key, one in found.items()} == {
        key: one.code for key, one in derived.answers.items()
    }
    assert {one.source for one in found.values()} == {
        one.source for one in derived.answers.values()
    }


# --- the command ---------------------------------------------------------------------------------


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    assess = runner(capsys, monkeypatch)
    assert assess("init", ".").code == 0
    assert assess("partner", "add", "stack", "--name", "Stack", "--kind", "hosting").code == 0
    return assess


def keep_caiq(folder: Path, period: str, version: str = "4.0.3") -> None:
    """Store a CAIQ of `stack` in which all is Yes."""
    caiq = load_questionnaire(f"caiq@{version}")
    given = tuple(
        Response(each.id, 0, "Yes", "Yes", cell=f"CAIQ!C{row}")
        for row, each in enumerate(caiq.questions, 5)
    )
    stored = Submission(
        "stack", period, caiq.reference, "caiq.xlsx", "c" * 64, given, layout="caiq-4@1.0.0"
    )
    engine = open_store(f"sqlite:///{folder / 'assess.db'}")
    (profile,) = load_partners(engine)
    save_submission(engine, stored, profile, bytes(len(given)), AS_OF)
    engine.dispose()


@pytest.mark.parametrize("period", ["2026Q1", "2026Q3"])
def test_issue_derives_from_a_caiq_of_this_or_an_earlier_period(
    run: Run, tmp_path: Path, period: str
) -> None:
    keep_caiq(tmp_path, period)
    done = run("issue", "--period", "2026Q3", "--format", "json")
    (one,) = done.data
    assert (one["carried"], one["derived"]) == (0, 8)
    table = run("issue", "--period", "2026Q3", "--out", "again")
    left = one["questions"] - 8
    said = f"8 of {one['questions']} questions answered from your CAIQ; {left} to go"
    assert said in table.err


def test_issue_leaves_a_caiq_of_a_later_period_alone(run: Run, tmp_path: Path) -> None:
    keep_caiq(tmp_path, "2026Q4")
    assert run("issue", "--period", "2026Q3", "--format", "json").data[0]["derived"] == 0


def test_fresh_leaves_out_what_could_be_derived(run: Run, tmp_path: Path) -> None:
    keep_caiq(tmp_path, "2026Q1")
    done = run("issue", "--period", "2026Q3", "--fresh", "--format", "json")
    assert done.data[0]["derived"] == 0


def test_a_questionnaire_without_a_crosswalk_is_told(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "questionnaires" / "caiq"
    folder.mkdir(parents=True)
    shipped = Path(load_crosswalks.__code__.co_filename).parent / "library" / "caiq" / "4.0.3.json"
    text = shipped.read_text("utf-8").replace('"version": "4.0.3"', '"version": "4.9.9"')
    (folder / "4.9.9.json").write_text(text, "utf-8")
    keep_caiq_of_workspace(tmp_path, folder / "4.9.9.json")
    done = run("issue", "--period", "2026Q3")
    assert done.code == 0
    assert "no crosswalk leads from caiq@4.9.9 to partner-security@2.1.0" in done.err


def keep_caiq_of_workspace(folder: Path, path: Path) -> None:
    caiq = load_questionnaire("caiq@4.9.9", (path.parents[1],))
    given = (Response(caiq.questions[0].id, 0, "Yes", "Yes", cell="C5"),)
    stored = Submission("stack", "2026Q1", caiq.reference, "c.xlsx", "d" * 64, given, layout="x@1")
    engine = open_store(f"sqlite:///{folder / 'assess.db'}")
    (profile,) = load_partners(engine)
    save_submission(engine, stored, profile, bytes(len(caiq.questions)), AS_OF)
    engine.dispose()


def test_a_real_caiq_goes_all_the_way(run: Run, shared: Path, tmp_path: Path) -> None:
    """From the partner's file to the export: each derived answer is marked with its cell."""
    file = shared / "workbooks" / "caiq-3.0.1-filled.xlsx"
    day = ("--as-of", "2026-09-30")
    imported = run("import", file, "--partner", "stack", "--period", "2026Q2", *day)
    assert imported.code == 0
    (one,) = run("issue", "--period", "2026Q3", "--format", "json", *day).data
    assert one["derived"] == DERIVED
    returned = run("import", one["path"], *day)
    assert f"{DERIVED} answers were derived from caiq@3.0.1 of 2026Q2" in returned.err
    explained = run("explain", "stack", "--format", "json", *day).data
    sources = {each["question"]: each["source"] for each in explained["unconfirmed"]}
    name, source = min(sources.items())
    assert source.startswith("caiq@3.0.1 ")
    assert ", CSA CAIQ v3.0.1!" in source
    assert run("export", "responses", "--period", "2026Q3", "--out", "r.csv").code == 0
    assert f"{name}," in (tmp_path / "r.csv").read_text("utf-8-sig")
    assert source in (tmp_path / "r.csv").read_text("utf-8-sig")
    report = run("gaps", "stack", "--format", "json", *day).data
    (gaps,) = report if isinstance(report, list) else [report]
    assert gaps["coverage"]["derived_unconfirmed"] == DERIVED


def test_an_answer_whose_note_takes_something_back_is_shown_and_not_filled_in(
    run: Run, shared: Path
) -> None:
    """The partner says Yes to MFA for administrators, and beside it that it is optional."""
    file = shared / "workbooks" / "caiq-4.0.3-filled.xlsx"
    run("import", file, "--partner", "stack", "--period", "2026Q2")
    (one,) = run("issue", "--period", "2026Q3", "--format", "json").data
    assert one["derived"] == 0


def test_a_note_that_takes_something_back_keeps_its_question_open() -> None:
    said = sent(q2="yes", q3="yes", q4="yes")
    found = derive(walk(), said, frozenset({"their.q3"}))
    assert set(found.answers) == {"own.count"}
    assert found.bearing["own.both"] == (("their.q2", "Yes"), ("their.q3", "Yes"))
