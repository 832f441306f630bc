"""Promises of the words around the questions: complete, nothing stale, fields never lost."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from assess.look.words import day, gained, percent, quarter, score, short_day
from assess.wordings import texts_in, wording
from assess.workbook_format import COLUMNS, HEADERS, PREFILLED_COLUMNS
from questionnaires.model import PRINCIPLES
from questionnaires.profiles import LANGUAGES

TRANSLATED = LANGUAGES[1:]
REPO = Path(__file__).parent.parent
MODULES = [*sorted((REPO / "assess").rglob("*.py")), *sorted((REPO / "scoring").rglob("*.py"))]
TEMPLATE = (REPO / "assess" / "gaps" / "page.html.j2").read_text(encoding="utf-8")
IN_TEMPLATE = set(re.findall(r'\bt\("([^"]+)"', TEMPLATE))
POLICY = json.loads((REPO / "scoring" / "policies" / "standard" / "1.0.0.json").read_bytes())
OF_POLICY = {tier[key] for tier in POLICY["tiers"] for key in ("title", "allows")}
SHORT_DATE = "{day} {short} {year}"


@cache
def constants() -> set[str]:
    """Return every string that stands in a module."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in MODULES]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    return {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def said() -> Iterator[str]:
    """Yield every text that a module hands over to be said in a language.

    What the commands say on the screen is another `say`, and in English.
    """
    for path in MODULES:
        if path.parent.name == "cli":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                function = node.func
                name = getattr(function, "attr", getattr(function, "id", ""))
                position = {"say": 0, "wording": 1}.get(name)
                if position is not None and len(node.args) > position:
                    yield from _literals(node.args[position])


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_literals(node.body), *_literals(node.orelse))


def fields(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


@pytest.mark.parametrize("language", TRANSLATED)
def test_everything_that_is_said_is_translated(language: str) -> None:
    wanted = {*said()} | IN_TEMPLATE | OF_POLICY | {*PRINCIPLES}
    assert wanted <= texts_in(language).keys()


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_translated_that_nobody_says(language: str) -> None:
    assert texts_in(language).keys() <= constants() | IN_TEMPLATE | OF_POLICY | {*PRINCIPLES}


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_the_fields(language: str) -> None:
    for english, text in texts_in(language).items():
        if english != SHORT_DATE:
            assert fields(text) == fields(english), english


def test_all_languages_say_the_same() -> None:
    assert len({frozenset(texts_in(language)) for language in TRANSLATED}) == 1


@pytest.mark.parametrize("language", ["", "en", "xx"])
def test_what_is_in_no_file_is_english(language: str) -> None:
    assert wording(language, "{done} of {all} answered", done=1, all=2) == "1 of 2 answered"


def test_braces_of_a_text_without_fields_stay() -> None:
    assert wording("de", "a {brace} in a title") == "a {brace} in a title"


def test_a_header_names_one_column_in_every_language() -> None:
    names = (*COLUMNS, *PREFILLED_COLUMNS)
    for language in LANGUAGES:
        assert [HEADERS[wording(language, name)] for name in names] == list(names)


@pytest.mark.parametrize(
    ("language", "long", "short", "period"),
    [
        ("en", "9 March 2026", "9 Mar 2026", "Q1 2026"),
        ("de", "9. März 2026", "09.03.2026", "1. Quartal 2026"),
        ("es", "9 de marzo de 2026", "09/03/2026", "T1 de 2026"),
    ],
)
def test_dates_are_written_as_the_language_does(
    language: str, long: str, short: str, period: str
) -> None:
    when = date(2026, 3, 9)
    assert (day(when, language), short_day(when, language)) == (long, short)
    assert quarter("2026Q1", language) == period


@pytest.mark.parametrize(("language", "mark"), [("en", "."), ("de", ","), ("es", ",")])
def test_figures_have_the_decimal_mark_of_the_language(language: str, mark: str) -> None:
    assert score(81.3, language) == f"81{mark}3"
    assert percent(92.5, language) == f"92{mark}5 %"
    assert gained(Fraction(21, 10), language) == f"+2{mark}1"


@pytest.mark.parametrize("title", ["Not in the list", "Tick or leave empty", "Still true?"])
@pytest.mark.parametrize("language", TRANSLATED)
def test_titles_of_messages_fit_what_excel_takes(language: str, title: str) -> None:
    assert len(wording(language, title)) <= 32
