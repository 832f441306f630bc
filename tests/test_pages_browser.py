"""The scorecard's pages in a real browser: links, sorting, filters, axe, phone, print."""

from __future__ import annotations

import dataclasses
import shutil
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from assess.look.words import printable
from assess.scorecard import write_scorecard
from assess.scorecard.quarter import Quarter
from tests.scorecard_sample import PROFILES, quarter

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Route

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium (apt install chromium)"),
]

HOSTILE = '<script>document.title = "taken"</script></style>=1+1 \u202edesrever'
SAMPLED = ("index.html", "partners/greyline.html", "partners/willow.html")
PHONE = {"width": 380, "height": 800}


@pytest.fixture(scope="module")
def sample() -> Quarter:
    profiles = [dataclasses.replace(p, name=HOSTILE) if p.id == "cobalt" else p for p in PROFILES]
    return quarter(profiles)


@pytest.fixture(scope="module")
def folder(sample: Quarter, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages") / "scorecard"
    write_scorecard(sample, folder)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # The sandbox needs rights that a container's root has not; the pages are our own.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a page that fails the test on any error, and on any request that leaves the files."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    trouble: list[str] = []

    def only_files(route: Route) -> None:
        if route.request.url.startswith(("file:", "data:")):
            route.continue_()
        else:
            trouble.append(f"request to {route.request.url}")
            route.abort()

    page.route("**/*", only_files)
    page.on("console", lambda message: trouble.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("requestfailed", lambda request: trouble.append(f"failed: {request.url[:100]}"))
    yield page
    page.close()
    assert trouble == []


def column(table: Locator, index: int) -> list[str]:
    """Return what a column sorts by, from top to bottom."""
    values: list[str] = table.evaluate(
        "(table, i) => [...table.tBodies[0].rows].map((row) => row.cells[i].dataset.order)", index
    )
    return values


def ordered(values: list[str], *, rising: bool) -> list[str]:
    """Order as promised: numbers as numbers, words as words, and what is missing last."""
    known = [value for value in values if value != ""]
    try:
        known.sort(key=float, reverse=not rising)
    except ValueError:
        known.sort(key=str.casefold, reverse=not rising)
    return known + [""] * (len(values) - len(known))


def test_every_link_leads_to_a_page_and_back(page: Page, folder: Path) -> None:
    index = (folder / "index.html").as_uri()
    page.goto(index)
    links: list[str] = page.locator("a").evaluate_all(HREFS)
    assert len([link for link in links if "#" not in link]) == len(PROFILES)
    for link in links:
        page.goto(index)
        follow(page, link)
        if "#" in link:
            assert page.locator(f"[id='{link.split('#')[1]}']").is_visible()
            continue
        back: list[str] = page.locator("a").evaluate_all(HREFS)
        assert [each for each in back if "#" not in each] == [index]
        follow(page, index)


HREFS = "all => [...new Set(all.map((link) => link.href))]"


def follow(page: Page, link: str) -> None:
    """Follow a link by keyboard, as not every one is on the screen."""
    number = page.locator("a").evaluate_all(
        "(all, link) => all.findIndex((each) => each.href === link)", link
    )
    page.locator("a").nth(number).press("Enter")
    page.wait_for_url(link)


def test_every_column_sorts_both_ways_by_click_and_by_keyboard(page: Page, folder: Path) -> None:
    for name in SAMPLED[:2]:
        page.goto((folder / name).as_uri())
        tables = page.locator("table.sortable")
        assert tables.count() == (3 if name == "index.html" else 1)
        for number in range(tables.count()):
            table = tables.nth(number)
            buttons = table.locator("thead button")
            for index in range(buttons.count()):
                button, heading = buttons.nth(index), table.locator("thead th").nth(index)
                button.click()
                assert heading.get_attribute("aria-sort") == "ascending"
                values = column(table, index)
                assert values == ordered(values, rising=True)
                button.focus()
                page.keyboard.press("Enter")
                assert heading.get_attribute("aria-sort") == "descending"
                values = column(table, index)
                assert values == ordered(values, rising=False)
                assert table.locator("[aria-sort=ascending], [aria-sort=descending]").count() == 1


def test_a_sort_is_said_aloud(page: Page, folder: Path) -> None:
    page.goto((folder / "index.html").as_uri())
    page.get_by_role("button", name="Coverage").first.click()
    assert page.locator("#partners-sorted").text_content() == "Sorted by Coverage, rising"


def test_the_filter_shows_what_fits_and_says_how_many(page: Page, folder: Path) -> None:
    page.goto((folder / "index.html").as_uri())
    page.get_by_label("Find").fill("greyLINE")
    rows = page.locator("#partner-table tbody tr:visible")
    assert rows.count() == 1
    assert page.get_by_text(f"1 of {len(PROFILES)} partners").is_visible()
    page.get_by_label("Find").fill("")
    page.get_by_label("Recommendation").select_option("Not answered")
    assert rows.count() == 2


@pytest.mark.parametrize("name", SAMPLED)
def test_axe_finds_no_serious_violation(page: Page, folder: Path, name: str) -> None:
    page.goto((folder / name).as_uri())
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
    found = Axe().run(page).response["violations"]
    serious = [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]
    assert serious == []


@pytest.mark.parametrize("name", SAMPLED)
def test_nothing_overflows_on_a_phone(browser: Browser, folder: Path, name: str) -> None:
    page = browser.new_page(viewport={"width": PHONE["width"], "height": PHONE["height"]})
    page.goto((folder / name).as_uri())
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
    width = page.evaluate("document.scrollingElement.scrollWidth")
    page.close()
    assert width <= PHONE["width"]


def test_a_wide_table_can_be_scrolled_by_keyboard(browser: Browser, folder: Path) -> None:
    page = browser.new_page(viewport={"width": PHONE["width"], "height": PHONE["height"]})
    page.goto((folder / "index.html").as_uri())
    region = page.get_by_role("region", name="Every partner")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 0")
    page.close()


def test_paper_shows_every_partner_though_some_are_filtered_away(page: Page, folder: Path) -> None:
    page.goto((folder / "index.html").as_uri())
    page.get_by_label("Find").fill("greyline")
    text = printed(page)
    names = [profile.name for profile in PROFILES if profile.id != "cobalt"]
    assert [name for name in names if squeezed(name) not in text] == []


def test_paper_shows_every_finding_and_every_answer(
    page: Page, folder: Path, sample: Quarter
) -> None:
    now = next(each for each in sample.assessments if each.profile.id == "greyline")
    page.goto((folder / "partners" / "greyline.html").as_uri())
    text = printed(page)
    assert [f.question.id for f in now.findings if squeezed(f.question.text) not in text] == []
    comments = {r.comment for r in sample.responses["greyline"].values()}
    assert [comment for comment in comments if squeezed(comment) not in text] == []
    for question in now.questionnaire.questions:
        assert squeezed(question.text) in text


def test_a_table_repeats_its_header_on_every_sheet_of_paper(page: Page, folder: Path) -> None:
    page.goto((folder / "partners" / "greyline.html").as_uri())
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    with_findings = [text for each in sheets if "Due" in (text := each.extract_text())]
    assert len(with_findings) > 1


def test_without_script_everything_is_there(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "partners" / "greyline.html").as_uri())
    assert page.locator(".answers li:visible").count() == 80
    page.goto((folder / "index.html").as_uri())
    assert not page.locator("form.filter").is_visible()
    assert page.locator("#partner-table tbody tr:visible").count() == len(PROFILES)
    context.close()


def test_a_hostile_name_is_shown_and_not_run(page: Page, folder: Path) -> None:
    page.goto((folder / "partners" / "cobalt.html").as_uri())
    heading = page.get_by_role("heading", level=1).text_content()
    assert heading == printable(HOSTILE)
    assert page.title() == f"{printable(HOSTILE)}, Q3 2026"
    assert page.evaluate("document.scripts.length") == 1


def printed(page: Page) -> str:
    """Return the text of a page on paper, white space squeezed out."""
    reader = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    return squeezed(" ".join(sheet.extract_text() for sheet in reader.pages))


def squeezed(text: str) -> str:
    """Take out white space and ligatures, which a PDF puts where it likes."""
    return "".join(unicodedata.normalize("NFKC", text).split())
