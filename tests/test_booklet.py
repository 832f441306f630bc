"""A questionnaire shown for review: everything is there, in every format."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from assess.booklet import html, pdf
from assess.booklet.content import booklet
from questionnaires.library import load_questionnaire
from tests.program import Run, runner
from tests.raw_answers import multi, number
from tests.worlds import build, question, questionnaire

HOSTILE = "<script>alert(1)</script> #let x = [*a*] [bold]x[/bold]"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    return runner(capsys, monkeypatch)


def pdf_text(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_every_question_and_level_stands_in_page_and_pdf() -> None:
    asked = load_questionnaire("partner-security@1.1.0")
    book = booklet(asked)
    page, paper = html.page(book).decode(), squeezed(pdf_text(pdf.document(book)))
    for each in asked.questions:
        assert each.id in page
        assert squeezed(each.id) in paper
        for level in each.answer.levels:
            assert level.text.replace("&", "&amp;") in page


def test_values_weights_and_conditions_are_told_in_words() -> None:
    asked = build(
        questionnaire(
            question("a.num", number(24, 72, minimum=0, maximum=720), weight=7, must_have=True),
            question(
                "a.opt",
                multi(3, 1),
                weight=0,
                na_allowed=True,
                applies_if={"field": "access", "in": ["portal", "api"]},
            ),
        )
    )
    first, second = booklet(asked).chapters[0].entries
    assert first.answer == "a number from 0 to 720, in hours"
    assert [each.reached for each in first.outcomes] == [
        "at most 24 hours",
        "at most 72 hours",
        "all else",
    ]
    assert (first.worth, first.shares, first.applies) == (
        "weight 7",
        "confidentiality 100 %",
        "every partner",
    )
    assert second.outcomes[0].reached == "at least 3 ticked"
    assert (second.worth, second.applies) == (
        "not scored",
        "partners where the access includes portal or api",
    )


def test_principles_carry_a_hundred_per_cent_together() -> None:
    book = booklet(load_questionnaire("partner-security@1.1.0"))
    assert abs(sum(share or 0 for _, share in book.principles) - 100) < 0.3


def test_texts_of_a_questionnaire_are_shown_and_never_run() -> None:
    asked = build(questionnaire(question("a.one", text=HOSTILE, guidance=HOSTILE)))
    page = html.page(booklet(asked)).decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "#letx=[*a*]" in squeezed(pdf_text(pdf.document(booklet(asked))))


def test_a_question_as_long_as_allowed_loses_nothing_on_paper() -> None:
    text = " ".join(f"word{i}" for i in range(280))
    asked = build(questionnaire(question("a.one", guidance=text, why=text, evidence=text)))
    assert pdf_text(pdf.document(booklet(asked))).count("word279") == 3


def test_the_same_questionnaire_gives_the_same_bytes() -> None:
    book = booklet(load_questionnaire("partner-security@1.1.0"))
    assert html.page(book) == html.page(book)
    assert pdf.document(book) == pdf.document(book)


def test_the_terminal_shows_guidance_levels_and_conditions(run: Run) -> None:
    done = run("questionnaire", "show", "partner-security@1.1.0")
    assert done.code == 0
    for words in (
        "Count a person whose duty is written down",
        "700  A named person below top management",
        "the answer to ot.connected is “Yes”",
        "weight 6 · must-have",
    ):
        assert words in done.out


def test_the_terminal_shows_markup_as_written(run: Run, tmp_path: Path) -> None:
    data = questionnaire(question("a.one", text=HOSTILE)) | {"title": HOSTILE}
    data["sections"][0]["title"] = "Main [bold]"
    (tmp_path / "1.0.0.json").write_text(json.dumps(data), "utf-8")
    done = run("questionnaire", "show", "1.0.0.json")
    assert done.out.count(HOSTILE) == 2
    assert "Main [bold]" in done.out


def test_json_has_every_question_with_its_section(run: Run) -> None:
    data = run("questionnaire", "show", "partner-security@1.1.0", "--format", "json").data
    assert len(data["questions"]) == 80
    assert data["questions"][0]["section"] == "governance"


@pytest.mark.parametrize(("name", "start"), [("r.html", b"<!DOCTYPE html>"), ("r.PDF", b"%PDF")])
def test_show_writes_the_format_that_the_ending_names(
    name: str, start: bytes, run: Run, tmp_path: Path
) -> None:
    done = run("questionnaire", "show", "partner-security@1.1.0", "--out", name)
    assert (done.code, done.out) == (0, "")
    assert (tmp_path / name).read_bytes().startswith(start)


def test_another_ending_is_refused(run: Run) -> None:
    assert run("questionnaire", "show", "partner-security", "--out", "r.txt").code == 3
