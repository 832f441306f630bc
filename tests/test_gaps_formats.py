"""What each format of the gap report promises of its own."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from assess.gaps import html, markdown, pdf, xlsx
from assess.gaps.plan_sheet import COLUMNS, STATUSES
from assess.submission import Response
from questionnaires.profiles import Profile
from tests.gaps_case import HOSTILE, MIXED, report_for

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


class Outline(HTMLParser):
    """Collects what a page is made of: (tag, attributes) in order."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def having(self, name: str) -> list[str]:
        return [str(attrs[name]) for _, attrs in self.tags if name in attrs]


@pytest.fixture(scope="module")
def outline() -> Outline:
    return Outline(html.page(report_for(MIXED)))


@pytest.fixture(scope="module")
def book() -> Workbook:
    return load_workbook(BytesIO(xlsx.workbook(report_for(MIXED))))


# --- HTML -----------------------------------------------------------------------------------


def test_a_page_loads_and_runs_nothing(outline: Outline) -> None:
    active = {"script", "link", "img", "iframe", "object", "embed", "form"}
    assert [tag for tag, _ in outline.tags if tag in active] == []
    assert outline.having("src") == []
    assert [link for link in outline.having("href") if not link.startswith("#")] == []


def test_headings_descend_one_level_at_a_time(outline: Outline) -> None:
    levels = [int(tag[1]) for tag, _ in outline.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(lower <= level + 1 for level, lower in pairwise(levels))


def test_every_link_and_label_of_a_page_has_its_target(outline: Outline) -> None:
    ids = outline.having("id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in outline.having("href")} <= set(ids)
    assert set(outline.having("aria-labelledby")) <= set(ids)


def test_a_page_has_landmarks_and_captioned_tables(outline: Outline) -> None:
    tags = [tag for tag, _ in outline.tags]
    assert [tags.count(tag) for tag in ("header", "main", "footer")] == [1, 1, 1]
    assert tags.count("caption") == tags.count("table")
    assert all("scope" in attrs for tag, attrs in outline.tags if tag == "th")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the machine")
def test_nothing_of_a_page_overflows_a_phone(tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    path = tmp_path / "report.html"
    long = Response("data.encrypted", 3, "No", "No", "x" * 400)
    path.write_bytes(html.page(report_for(MIXED | {"data.encrypted": long})))
    with playwright.sync_playwright() as api:
        browser = api.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 380, "height": 800})
        page.goto(path.as_uri())
        width = page.evaluate("document.scrollingElement.scrollWidth")
        browser.close()
    assert width == 380


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the machine")
def test_axe_finds_no_violation_in_a_page(tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    path = tmp_path / "report.html"
    path.write_bytes(html.page(report_for(MIXED)))
    with playwright.sync_playwright() as api:
        browser = api.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(path.as_uri())
        found = axe.Axe().run(page).response["violations"]
        browser.close()
    assert [violation["id"] for violation in found] == []


# --- PDF ------------------------------------------------------------------------------------


def test_a_pdf_is_tagged_titled_a4_and_declares_universal_access() -> None:
    reader = PdfReader(BytesIO(pdf.document(report_for(MIXED))))
    root: Any = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == "Gap report for Harbour & Lane, Q3 2026"
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_the_first_page_of_a_pdf_says_what_to_do_and_how_the_scores_stand() -> None:
    page = PdfReader(BytesIO(pdf.document(report_for(MIXED)))).pages[0].extract_text()
    assert "What to do first" in page
    assert "Accountability" in page


@pytest.mark.parametrize(
    "comment", ["日本語のコメント", "עברית العربية", "😀", "a\x00b\x07", "#panic()"]
)
def test_a_pdf_is_made_whatever_script_a_partner_writes_in(comment: str) -> None:
    response = Response("data.encrypted", 1, "Partially", "Partially", comment)
    assert pdf.document(report_for({"data.encrypted": response})).startswith(b"%PDF")


# --- Markdown -------------------------------------------------------------------------------


@given(st.text())
def test_any_text_is_one_table_cell_without_markup(words: str) -> None:
    cell = markdown.escaped(words)
    assert "\n" not in cell
    assert re.search(r"(?<!\\)(\\\\)*[|`*_\[\]~$]", cell) is None
    assert "<" not in cell.replace("<br>", "")
    assert re.search(r"(?<![A-Za-z0-9])@(?!&#8203;)", cell) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [("87.3", "87.3"), ("1. first", "1\\. first"), ("# x", "\\# x"), ("-5", "\\-5"), ("", "")],
)
def test_only_what_would_be_markup_is_escaped(words: str, expected: str) -> None:
    assert markdown.escaped(words) == expected


# --- xlsx -----------------------------------------------------------------------------------


def test_the_plan_has_a_row_a_finding_and_columns_for_the_partner(book: Workbook) -> None:
    sheet = book["Findings"]
    header = [cell.value for cell in sheet[1]]
    assert sheet.max_row == 1 + len(report_for(MIXED).gaps)
    assert {"Owner", "Target date", "Status"} <= set(header)


def test_the_plan_is_ready_to_work_in_and_to_print(book: Workbook) -> None:
    sheet = book["Findings"]
    assert sheet.freeze_panes == "E2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    choices = [each.formula1 for each in sheet.data_validations.dataValidation]
    assert f'"{",".join(STATUSES)}"' in choices


def test_no_cell_of_the_workbook_is_a_formula(book: Workbook) -> None:
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_a_name_that_starts_like_a_formula_stays_text(start: str) -> None:
    name = f"{start}1+1"
    written = load_workbook(BytesIO(xlsx.workbook(report_for(MIXED, Profile("p", name)))))
    cell = written["Summary"]["A1"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", True)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice on the machine")
def test_the_plan_survives_libreoffice(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(xlsx.workbook(report_for(MIXED)))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "xlsx", "--outdir", "out", str(path)]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    saved = CalamineWorkbook.from_path(tmp_path / "out" / "report.xlsx")
    header, *rows = saved.get_sheet_by_name("Findings").to_python()
    assert header == [column.header for column in COLUMNS]
    assert HOSTILE in [row[header.index("Your comment")] for row in rows]
