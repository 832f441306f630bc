"""What the scorecard's files promise, whatever their form."""

from __future__ import annotations

import dataclasses
import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from assess.look.words import printable
from assess.policies import load_policy
from assess.scorecard import write_scorecard
from assess.scorecard.charts import Chart, advice_by_period, distribution
from assess.scorecard.document import document
from assess.scorecard.pages import partner_html, portfolio_page
from assess.scorecard.partner import partner_page
from assess.scorecard.quarter import Quarter
from assess.scorecard.report import Report, build_report
from assess.scorecard.states import COUNTED, LEFT_OUT, NOTED
from assess.scorecard.workbook import workbook
from questionnaires import codes as states
from questionnaires.library import load_questionnaire
from questionnaires.profiles import Profile
from scoring.assessment import assess_partners
from scoring.compiled import compile_model
from tests.scorecard_sample import AS_OF, PROFILES, quarter

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

HOSTILE_NAME = '<script>alert(1)</script></style>=HYPERLINK("http://x.example") \u202etxet'
HOSTILE_COMMENT = '=cmd|"/c calc"!A1 </bdi><img src=x onerror=alert(1)> {{ 7*7 }} #text("x") $x$'


@pytest.fixture(scope="module")
def sample() -> Quarter:
    return quarter()


@pytest.fixture(scope="module")
def report(sample: Quarter) -> Report:
    return build_report(sample)


def page_of(report: Report, partner: str) -> str:
    row = next(row for row in report.portfolio.rows if row.profile.id == partner)
    quarter = report.quarter
    responses = quarter.responses.get(partner, {})
    return partner_html(report, partner_page(row, responses, quarter.files.get(partner, "")))


def index_of(report: Report) -> str:
    return portfolio_page(report, charts_of(report))


def charts_of(report: Report) -> dict[str, Chart]:
    overall = report.portfolio.spreads["overall"]
    return {
        "distribution": distribution(overall, report.quarter.policy),
        "advice": advice_by_period(report.advice),
    }


def book_of(report: Report) -> Workbook:
    return load_workbook(BytesIO(workbook(report)))


def pdf_text(report: Report) -> str:
    content = document(report, charts_of(report))
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def lone(codes: list[int], profile: Profile | None = None) -> Quarter:
    """One partner with given codes, the rest of the questionnaire unanswered."""
    questionnaire = load_questionnaire("partner-security@1.1.0")
    policy = load_policy("standard")
    who = profile or PROFILES[0]
    matrix = np.array([codes], dtype=np.int8)
    model = compile_model(questionnaire, policy)
    found = list(assess_partners(model, [who], matrix, "2026Q3", AS_OF))
    return Quarter("2026Q3", AS_OF, policy, [who], found)


def every(code: int) -> list[int]:
    """The same code for every question that may have it, else unanswered."""
    questions = load_questionnaire("partner-security@1.1.0").questions
    return [code if code < 0 or question.scored else states.UNANSWERED for question in questions]


def test_every_partner_has_a_page_and_a_line_in_every_form(
    sample: Quarter, report: Report, tmp_path: Path
) -> None:
    paths = write_scorecard(sample, tmp_path / "out")
    pages = {path.stem for path in paths if path.parent.name == "partners"}
    names = {profile.name for profile in PROFILES}
    overview = {cell.value for cell in book_of(report)["Overview"]["A"]}
    index, pdf = index_of(report), pdf_text(report)
    assert pages == {profile.id for profile in PROFILES}
    assert names <= overview
    assert [name for name in names if name not in index or name not in pdf] == []


def test_the_page_the_pdf_and_the_workbook_show_the_same_scores(report: Report) -> None:
    index, pdf = index_of(report), pdf_text(report)
    sheet = book_of(report)["Overview"]
    for number, row in enumerate(report.portfolio.answered, 5):
        assert row.now is not None
        value = row.now.scores["overall"].value
        assert sheet.cell(number, 8).value == value
        assert f"<strong>{value:.1f}</strong>" in index
        assert f"{value:.1f}" in pdf


def test_no_score_is_never_shown_without_its_coverage(report: Report) -> None:
    table = index_of(report).split('id="partner-table"')[1].split("</table>")[0]
    for line in table.split("<tr>")[2:]:
        has_score = "no score" not in line
        assert has_score == (" %</td>" in line)


def test_nothing_applicable_gives_no_score_never_0_or_100() -> None:
    report = build_report(lone(every(states.NA_ACCEPTED)))
    page, index = page_of(report, "northgate"), index_of(report)
    assert "No score" in page
    assert "nothing applies" in page
    assert "No recommendation" in page
    assert "heat-none" in index
    assert not re.search(r'class="cell heat-\d', index)
    assert book_of(report)["Principles heat map"]["C5"].value == "no score: nothing applies"
    assert "nothing applies" in pdf_text(report)


def test_unanswered_gives_no_score_and_another_reason_than_nothing_applicable() -> None:
    page = page_of(build_report(lone(every(states.UNANSWERED))), "northgate")
    assert "nothing answered" in page
    assert "nothing applies" not in page


def test_a_score_of_0_looks_unlike_a_missing_one() -> None:
    questions = load_questionnaire("partner-security@1.1.0").questions
    worst = [len(q.answer.levels) - 1 if q.scored else states.UNANSWERED for q in questions]
    index = index_of(build_report(lone(worst)))
    assert 'class="cell heat-0"' in index
    assert 'class="cell heat-none"' not in index


def test_every_state_of_an_answer_is_named_in_its_own_words() -> None:
    questions = load_questionnaire("partner-security@1.1.0").questions
    scored = [index for index, question in enumerate(questions) if question.scored]
    codes = every(0)
    always = [i for i in scored if questions[i].applies_if is None and questions[i].weight]
    worst = len(questions[always[1]].answer.levels) - 1
    for index, code in zip(
        always, (1, worst, states.UNANSWERED, states.NA_CLAIMED, states.NA_ACCEPTED), strict=False
    ):
        codes[index] = code
    notes = [i for i, q in enumerate(questions) if not q.answer.levels and q.applies_if is None]
    codes[notes[0]] = states.NOTED
    public = Profile("osprey", "Osprey", "reseller", ("public",), ("none",), "low", ("eu",))
    page = page_of(build_report(lone(codes, public)), "osprey")
    shown = set(re.findall(r'class="state state-[a-z-]+">([^<]+)<', page))
    assert shown == {word[:1].upper() + word[1:] for word in (*COUNTED, *LEFT_OUT, NOTED)}


def test_who_has_not_answered_is_listed_with_when_it_last_did(sample: Quarter) -> None:
    late = [a for a in sample.assessments if a.profile.id != "cobalt"]
    report = build_report(dataclasses.replace(sample, assessments=late))
    row = next(row for row in report.portfolio.silent if row.profile.id == "cobalt")
    assert row.last_answered == "2026Q2"
    assert "Q2 2026" in index_of(report).split('id="silent-caption"')[1]
    assert "there is no answer for Q3 2026" in page_of(report, "cobalt")


def test_a_change_is_the_difference_of_the_two_scores_shown(report: Report) -> None:
    for row in report.portfolio.answered:
        if row.change is not None and row.now and row.before:
            now, before = (a.scores["overall"].value for a in (row.now, row.before))
            assert now is not None
            assert before is not None
            assert row.change == round(10 * now) - round(10 * before)


def test_a_lost_tier_is_a_fall_even_where_the_score_rose(report: Report) -> None:
    osprey = next(move for move in report.moves if move.row.profile.id == "osprey")
    assert osprey.change is not None
    assert osprey.change > 0
    assert osprey.direction == -1


def test_weakest_controls_count_every_partner_they_apply_to(report: Report) -> None:
    for control in report.controls:
        applying = [
            row.now
            for row in report.portfolio.answered
            if row.now
            and row.now.codes[row.now.questionnaire.positions[control.question.id]]
            not in (states.OUT_OF_SCOPE, states.NA_ACCEPTED)
        ]
        short = [a for a in applying if any(f.question == control.question for f in a.findings)]
        assert (control.applicable, control.short) == (len(applying), len(short))


def test_weakest_controls_lose_together_what_the_findings_lose(report: Report) -> None:
    lost = sum(f.loss for a in report.quarter.assessments for f in a.findings)
    assert sum(control.loss for control in report.controls) == lost


def test_hostile_text_stays_text_in_every_form() -> None:
    profiles = [
        dataclasses.replace(p, name=HOSTILE_NAME) if p.id == "cobalt" else p for p in PROFILES
    ]
    hostile = quarter(profiles)
    responses = {
        question: r._replace(comment=HOSTILE_COMMENT, evidence=HOSTILE_COMMENT)
        for question, r in hostile.responses["cobalt"].items()
    }
    responses_of_all = {**hostile.responses, "cobalt": responses}
    report = build_report(dataclasses.replace(hostile, responses=responses_of_all))
    page, index = page_of(report, "cobalt"), index_of(report)
    for html in (page, index):
        assert html.count("<script") == 1
        assert html.count("</style>") == 1
        assert "<img src=x" not in html
        assert "&lt;script&gt;alert(1)" in html
    assert "{{ 7*7 }}" in page
    cells = [c for c in book_of(report)["Overview"]["A"] if c.value == printable(HOSTILE_NAME)]
    assert [cell.data_type for cell in cells] == ["s"]
    assert "<script>alert(1)</script>" in pdf_text(report)


def test_text_that_starts_like_a_formula_is_text_in_the_workbook() -> None:
    profiles = [dataclasses.replace(p, name=f"=1+{p.id}") for p in PROFILES]
    for sheet in book_of(build_report(quarter(profiles))):
        assert [cell.coordinate for row in sheet for cell in row if cell.data_type == "f"] == []


def test_nothing_outside_the_page_is_named_in_it(report: Report) -> None:
    for html in (index_of(report), page_of(report, "greyline")):
        links = re.findall(r'(?:href|src)="([^"]*)"', html)
        assert [each for each in links if re.match(r"(https?:)?//", each)] == []
        assert "default-src 'none'" in html
        assert "@import" not in html


def test_the_footer_names_what_a_result_rests_on(report: Report) -> None:
    page = page_of(report, "greyline")
    now = next(a for a in report.quarter.assessments if a.profile.id == "greyline")
    assert now.questionnaire.reference.sha256 in page
    assert now.policy.reference.sha256 in page
    assert report.quarter.files["greyline"] in page
    assert "Method version" in page


def test_the_workbook_can_be_filtered_read_and_printed(report: Report) -> None:
    book = book_of(report)
    assert book.sheetnames == [
        "Overview",
        "Principles heat map",
        "Elements",
        "Findings",
        "Movers",
        "Weakest controls",
        "Not answered",
    ]
    for sheet in book:
        assert sheet.auto_filter.ref
        assert sheet.freeze_panes == "B5"
        assert sheet.print_title_rows == "$4:$4"
        assert sheet.page_setup.fitToWidth == 1


def test_the_pdf_is_tagged_titled_and_carries_no_date(report: Report) -> None:
    reader = PdfReader(BytesIO(document(report, charts_of(report))))
    assert {"/Lang", "/MarkInfo", "/StructTreeRoot"} <= set(reader.root_object)
    assert reader.metadata is not None
    assert reader.metadata.title == "Partner security scorecard Q3 2026"
    assert "/CreationDate" not in reader.metadata


def test_charts_have_words_and_no_date(report: Report) -> None:
    for chart in charts_of(report).values():
        assert len(chart.words) > 20
        assert "<dc:date>" not in chart.svg


def test_a_partner_that_stands_twice_is_refused(sample: Quarter) -> None:
    twice = dataclasses.replace(sample, profiles=[*PROFILES, PROFILES[0]])
    with pytest.raises(ValueError, match="stands twice: northgate"):
        build_report(twice)


def test_an_assessment_of_another_period_is_refused(sample: Quarter) -> None:
    mixed = dataclasses.replace(sample, assessments=sample.history["2026Q2"])
    with pytest.raises(ValueError, match="is assessed for 2026Q2"):
        build_report(mixed)
