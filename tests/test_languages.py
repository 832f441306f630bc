"""Promises to a partner who reads German or Spanish: workbook out, answers back, report."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from assess.carrying import Prefill, prefill
from assess.gaps import FORMATS, GapReport, gap_report
from assess.intake.outcome import Context, Outcome
from assess.intake.reading import read_workbook
from assess.issue import write_workbooks
from assess.issue.plan import HEADER_ROW
from assess.partners import read_partners, read_profile
from assess.policies import load_policy
from assess.store import load_partners, open_store, save_partners
from assess.store.tables import partners
from assess.submission import Response
from assess.wordings import wording
from assess.workbook_format import COLUMNS, NOT_APPLICABLE, QUESTIONS_SHEET
from questionnaires import codes as states
from questionnaires.library import load_questionnaire
from questionnaires.maps import load_migration
from questionnaires.model import Questionnaire
from questionnaires.problems import InputError
from questionnaires.profiles import LANGUAGES, Profile
from questionnaires.translation import in_any_language, in_language, translations
from scoring.assessment import assess_partners
from scoring.compiled import compile_model
from tests.test_issue_libreoffice import convert

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

PERIOD = "2026Q3"
DAY = dt.date(2026, 9, 30)
ASKED = load_questionnaire("partner-security@1.1.0")
READ = in_any_language(ASKED)
SHOWN = {"en": ASKED} | translations(ASKED)
CHOICES = [q.id for q in ASKED.questions if q.answer.type == "choice" and q.applies_if is None]
PARTNERS = {
    language: Profile(f"acme-{language}", "Acme", "hosting", language=language)
    for language in LANGUAGES
}


@cache
def issued(language: str) -> bytes:
    """Return the workbook as it is issued to a partner of a language."""
    with TemporaryDirectory() as folder:
        to = [PARTNERS[language]]
        sent, problems = write_workbooks(ASKED, to, PERIOD, Path(folder), translations=SHOWN)
        assert problems == []
        return sent[0].path.read_bytes()


def opened(language: str) -> Workbook:
    return openpyxl.load_workbook(BytesIO(issued(language)))


def rows_of(book: Workbook, language: str) -> dict[str, int]:
    sheet = book[wording(language, QUESTIONS_SHEET)]
    return {str(cell.value): cell.row for cell in sheet["A"] if cell.row > HEADER_ROW}


def read(data: bytes) -> Outcome:
    return read_workbook("answers.xlsx", data, Context(lambda _id, _version: READ, DAY))


def returned(language: str, answers: dict[str, Any], comment: str = "") -> Outcome:
    """Read the workbook of a language, filled in by question id."""
    book = opened(language)
    rows = rows_of(book, language)
    sheet = book[wording(language, QUESTIONS_SHEET)]
    for question, value in answers.items():
        sheet.cell(rows[question], 4).value = value
        sheet.cell(rows[question], 5).value = comment or None
    saved = BytesIO()
    book.save(saved)
    return read(saved.getvalue())


def judged(outcome: Outcome) -> dict[str, tuple[int, str]]:
    assert outcome.problems == ()
    assert outcome.notices == ()
    assert outcome.submission is not None
    return {each.question: (each.code, each.value) for each in outcome.submission.responses}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheets_and_headers_are_in_the_partners_language(language: str) -> None:
    book = opened(language)
    sheet = book[wording(language, QUESTIONS_SHEET)]
    heads = [cell.value for cell in sheet[HEADER_ROW]]
    assert heads == [wording(language, name) for name in COLUMNS]
    owner = sheet.cell(rows_of(book, language)["governance.owner"], 2).value
    assert SHOWN[language].question("governance.owner").text in str(owner)


def test_a_question_without_translation_is_asked_in_english() -> None:
    book = opened("de")
    question = next(q for q in ASKED.questions if q.id == "data.classification")
    cell = book["Fragen"].cell(rows_of(book, "de")[question.id], 2)
    assert question.text in str(cell.value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_blank_workbook_of_any_language_reads_as_blank(language: str) -> None:
    assert judged(read(issued(language))) == {}


@settings(max_examples=6, deadline=None)
@given(
    st.dictionaries(st.sampled_from(CHOICES), st.integers(0, 1), min_size=1),
    st.sampled_from(LANGUAGES[1:]),
    st.sampled_from(LANGUAGES),
)
def test_levels_in_any_language_give_the_codes_of_the_english_ones(
    picked: dict[str, int], workbook: str, words: str
) -> None:
    def texts(questionnaire: Questionnaire) -> dict[str, str]:
        return {
            question: questionnaire.question(question).answer.levels[level].text
            for question, level in picked.items()
        }

    answered = judged(returned(workbook, texts(SHOWN[words])))
    assert answered == judged(returned("en", texts(ASKED)))
    assert {question: code for question, (code, _) in answered.items()} == picked


@pytest.mark.parametrize(
    "claim", ["Nicht zutreffend", "entfällt", "No aplica", "no aplicable", "Not applicable"]
)
def test_not_applicable_is_read_in_every_language(claim: str) -> None:
    question = next(
        q.id for q in ASKED.questions if q.na_allowed and q.id in rows_of(opened("de"), "de")
    )
    answered = judged(returned("de", {question: claim}, "Kein eigener Standort."))
    assert answered[question] == (states.NA_CLAIMED, NOT_APPLICABLE)


@pytest.mark.parametrize(("language", "never"), [("de", "Nie"), ("es", "Nunca"), ("de", "Never")])
def test_words_in_place_of_a_date_are_read_in_every_language(language: str, never: str) -> None:
    answered = judged(returned(language, {"backup.restore-test": never}))
    assert answered["backup.restore-test"][0] == 3


def filled_from(given_answers: dict[str, Response]) -> Prefill:
    migration = load_migration("partner-security@1.0.0", "partner-security@1.1.0")
    return prefill(migration, given_answers.values(), "2026Q2", PERIOD)


def test_carried_answers_come_in_the_partners_language_and_stay_carried(tmp_path: Path) -> None:
    given_answers = {
        "encryption.at-rest": Response("encryption.at-rest", 1, "x", "Most (at least 80 %)"),
    }
    filled = filled_from(given_answers)
    partner = PARTNERS["de"]
    (sent,), problems = write_workbooks(
        ASKED, [partner], PERIOD, tmp_path, {partner.id: filled}, SHOWN
    )
    assert problems == []
    book = openpyxl.load_workbook(sent.path)
    cell = book["Fragen"].cell(rows_of(book, "de")["encryption.at-rest"], 4)
    assert cell.value == "Die meisten (mindestens 80 %)"
    outcome = read(sent.path.read_bytes())
    assert outcome.submission is not None
    (response,) = outcome.submission.responses
    assert (response.code, response.carried_from) == (1, "2026Q2")


@pytest.mark.parametrize(("language", "yes"), [("de", "Ja"), ("es", "Sí")])
def test_a_carried_answer_is_confirmed_in_the_partners_language(
    language: str, yes: str, tmp_path: Path
) -> None:
    filled = filled_from({"encryption.at-rest": Response("encryption.at-rest", 0, "All", "All")})
    partner = PARTNERS[language]
    (sent,), _ = write_workbooks(ASKED, [partner], PERIOD, tmp_path, {partner.id: filled}, SHOWN)
    book = openpyxl.load_workbook(sent.path)
    sheet = book[wording(language, QUESTIONS_SHEET)]
    sheet.cell(rows_of(book, language)["encryption.at-rest"], 9).value = yes
    saved = BytesIO()
    book.save(saved)
    outcome = read(saved.getvalue())
    assert outcome.submission is not None
    (response,) = outcome.submission.responses
    assert response.carried_from == ""


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_the_workbook_opens_and_counts_in_libreoffice(language: str, tmp_path: Path) -> None:
    sent = tmp_path / "sent.xlsx"
    sent.write_bytes(issued(language))
    saved = openpyxl.load_workbook(convert(sent, "xlsx", tmp_path / "out"), data_only=True)
    sheet = saved[wording(language, QUESTIONS_SHEET)]
    asked = len([name for name in rows_of(saved, language) if name in ASKED.positions])
    counted = wording(language, "{done} of {all} answered", done=0, all=asked)
    assert sheet["D1"].value == counted
    assert "Acme" in str(sheet["A2"].value)


def report(language: str) -> GapReport:
    policy = load_policy("standard@1.0.0")
    codes = np.full((1, len(ASKED.questions)), states.UNANSWERED, dtype=np.int8)
    codes[0, ASKED.positions["encryption.at-rest"]] = 1
    answers = {"encryption.at-rest": Response("encryption.at-rest", 1, "Most", "Most")}
    model = compile_model(ASKED, policy)
    (assessment,) = assess_partners(model, [PARTNERS[language]], codes, PERIOD, DAY)
    return gap_report(assessment, answers, DAY, "0" * 64, language, in_language(ASKED, language))


@cache
def text_of(language: str, suffix: str) -> str:
    content = FORMATS[suffix](report(language))
    if suffix != ".pdf":
        return " ".join(content.decode().split())
    pages = PdfReader(BytesIO(content)).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("suffix", [".md", ".html", ".pdf"])
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ("Was zuerst zu tun ist", "Kritisch", "Keine Stufe")),
        ("es", ("Qué hacer primero", "Crítica", "nivel")),
    ],
)
def test_the_gap_report_speaks_the_partners_language(
    language: str, words: tuple[str, ...], suffix: str
) -> None:
    told = text_of(language, suffix)
    owner = SHOWN[language].question("governance.owner")
    for wanted in (*words, owner.text, SHOWN[language].question("encryption.at-rest").text):
        assert wanted in told
    assert "What to do first" not in told


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_the_gap_report_falls_back_to_english_where_a_text_is_missing(language: str) -> None:
    assert ASKED.question("data.classification").text in text_of(language, ".md")


def test_the_gap_report_keeps_its_codes_in_every_language() -> None:
    found = {each: json.loads(FORMATS[".json"](report(each))) for each in LANGUAGES}
    keys = ("question", "severity", "state", "effort", "gain", "due")
    rows = {
        each: [[finding[key] for key in keys] for finding in data["findings"]]
        for each, data in found.items()
    }
    assert rows["de"] == rows["es"] == rows["en"]
    assert found["de"]["tier"]["required"]["id"] == found["en"]["tier"]["required"]["id"]


def test_a_list_of_partners_may_say_their_language(tmp_path: Path) -> None:
    path = tmp_path / "partners.csv"
    path.write_text("id,name,Language\na,A,Deutsch\nb,B,Español\nc,C,\nd,D,EN\n", "utf-8")
    assert [each.language for each in read_partners(path)] == ["de", "es", "", "en"]


def test_a_language_that_nothing_is_written_in_is_refused() -> None:
    with pytest.raises(InputError, match="Klingon"):
        read_profile({"id": "a", "name": "A", "language": "Klingon"})


def test_a_profile_from_before_languages_loads_and_stays_unchanged(tmp_path: Path) -> None:
    partner = Profile("acme", "Acme", "hosting")
    old = {key: value for key, value in partner.as_dict().items() if key != "language"}
    engine = open_store(f"sqlite:///{tmp_path / 'assess.db'}")
    save_partners(engine, [partner], DAY)
    with engine.begin() as connection:
        connection.execute(partners.update().values(profile=old))
    assert load_partners(engine) == [partner]
    assert save_partners(engine, [partner], DAY).unchanged == 1
    engine.dispose()
