"""Gap reports: what they say, in every format.

The expected files are in tests/golden. After a wanted change, write them anew and read the
difference before committing it: `UPDATE_GOLDEN=1 pytest tests/test_gaps.py`.
"""

from __future__ import annotations

import json
import os
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from assess.gaps import FORMATS, GapReport, write
from assess.submission import Response
from questionnaires import codes as states
from questionnaires.catalogues import titles
from questionnaires.library import load_questionnaire, versions
from questionnaires.problems import InputError
from scoring.rounding import shown
from tests.gaps_case import HOSTILE, MIXED, SHA256, all_in_state, report_for

GOLDEN = Path(__file__).parent / "golden"
SUFFIXES = [*FORMATS]


def text_of(report: GapReport, suffix: str) -> str:
    """Return what a reader of that format reads, white space folded."""
    content = FORMATS[suffix](report)
    if suffix == ".pdf":
        raw = "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    elif suffix == ".xlsx":
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        rows = [
            row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()
        ]
        raw = "\n".join(str(cell) for row in rows for cell in row)
    else:
        raw = content.decode()
    return " ".join(raw.split())


@pytest.mark.parametrize("suffix", [".md", ".json", ".html"])
def test_the_report_is_the_golden_one(suffix: str) -> None:
    golden = GOLDEN / f"gaps{suffix}"
    content = FORMATS[suffix](report_for(MIXED))
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_bytes(content)
    assert content.decode() == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_report_gives_the_same_bytes(suffix: str) -> None:
    assert FORMATS[suffix](report_for(MIXED)) == FORMATS[suffix](report_for(MIXED))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_finding_stands_in_every_format(suffix: str) -> None:
    report = report_for(MIXED)
    text = text_of(report, suffix)
    assert [gap.question for gap in report.gaps if gap.question not in text] == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_missing_failed_and_claimed_not_applicable_have_words_of_their_own(suffix: str) -> None:
    text = text_of(report_for(MIXED), suffix).lower()
    assert "not met" in text
    assert "partly met" in text
    assert "unanswered" in text
    assert "not applicable, not accepted" in text


@pytest.mark.parametrize("suffix", [".xlsx", ".html", ".pdf", ".md"])
def test_what_scores_leave_out_is_counted(suffix: str) -> None:
    text = text_of(report_for(MIXED), suffix)
    assert "1 question is accepted as not applicable and 1 question is out of scope" in text


@pytest.mark.parametrize("suffix", [".xlsx", ".html", ".pdf", ".md"])
def test_a_score_never_stands_without_its_coverage_and_bounds(suffix: str) -> None:
    report = report_for(MIXED)
    text = text_of(report, suffix)
    assert "Coverage 75.0 %: 3 of 4 questions answered." in text
    assert f"Between {report.overall.score.low} and {report.overall.score.high}" in text


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_partner_without_gaps_is_thanked(suffix: str) -> None:
    report = all_in_state(0)
    assert report.gaps == ()
    text = text_of(report, suffix)
    assert '"findings": []' in text if suffix == ".json" else "Nothing falls short" in text


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (states.NA_ACCEPTED, "No question applies to this partner, so there is no score."),
        (states.NA_CLAIMED, "Every question that applies is claimed not applicable"),
        (states.UNANSWERED, "None of the questions that apply is answered yet"),
    ],
)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_score_says_why_and_is_never_a_number(suffix: str, code: int, reason: str) -> None:
    report = all_in_state(code)
    text = text_of(report, suffix)
    assert reason in text
    assert report.overall.score.value is None
    assert '"score": null' in text if suffix == ".json" else "No score" in text


@pytest.mark.parametrize("suffix", [".html", ".pdf", ".md", ".xlsx"])
def test_the_report_names_what_it_rests_on(suffix: str) -> None:
    report = report_for(MIXED)
    text = text_of(report, suffix)
    assert f"Questionnaire gaps@1.0.0 ({report.questionnaire.sha256[:12]})" in text
    assert f"policy standard@1.0.0 ({report.policy.sha256[:12]})" in text
    assert f"method 1 · file {SHA256[:12]}" in text


def test_json_holds_whole_hashes() -> None:
    report = report_for(MIXED)
    basis = json.loads(FORMATS[".json"](report))["basis"]
    assert basis["questionnaire"]["sha256"] == report.questionnaire.sha256
    assert basis["policy"]["sha256"] == report.policy.sha256
    assert basis["file_sha256"] == SHA256


def test_gains_add_up_to_what_the_decisive_score_lacks() -> None:
    report = report_for(MIXED)
    total = 100 - sum(gap.gain for gap in report.gaps)
    assert shown(total.numerator * 10, total.denominator) == report.overall.score.decisive


def test_an_answer_judged_in_other_words_shows_both() -> None:
    gaps = {gap.question: gap for gap in report_for(MIXED).gaps}
    assert (gaps["incidents.notify"].answer, gaps["incidents.notify"].level) == ("96", "Later")


def test_an_answer_in_the_level_s_own_words_is_shown_once() -> None:
    same = {"data.encrypted": Response("data.encrypted", 1, "PARTIALLY", "Partially")}
    gaps = {gap.question: gap for gap in report_for(MIXED | same).gaps}
    assert (gaps["data.encrypted"].answer, gaps["data.encrypted"].level) == ("PARTIALLY", "")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_a_partner_wrote_stays_text(suffix: str) -> None:
    text = text_of(report_for(MIXED), suffix)
    written = {
        ".json": json.dumps(HOSTILE)[1:-1],
        ".html": "=HYPERLINK(&#34;https://evil.example&#34;,&#34;x&#34;)|&lt;script&gt;alert(1)",
        ".md": r'\=HYPERLINK("https://evil.example","x")\|&lt;script&gt;alert(1)',
        ".pdf": "alert(1)</script></style> @all `a` **b**",
        ".xlsx": HOSTILE,
    }
    assert written[suffix] in text


def test_an_unknown_format_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.xlsx, \.html, \.pdf, \.md, \.json"):
        write(report_for(MIXED), tmp_path / "report.docx")
    assert list(tmp_path.iterdir()) == []


def test_the_suffix_is_read_in_any_case(tmp_path: Path) -> None:
    write(report_for(MIXED), tmp_path / "Report.MD")
    assert (tmp_path / "Report.MD").read_bytes() == FORMATS[".md"](report_for(MIXED))


def test_every_framework_of_the_library_has_a_name() -> None:
    used = {
        framework
        for name, version, _ in versions()
        for question in load_questionnaire(f"{name}@{version}").questions
        for framework, _ in question.references
    }
    assert used <= titles().keys()
