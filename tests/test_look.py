"""The look all reports share: colours that everyone can tell apart, figures written one way."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from jinja2 import UndefinedError

import assess.look
from assess.look import palette, words
from assess.look.environment import render
from assess.look.files import write_whole
from assess.look.svg import score_bar

LOOK = Path(assess.look.__file__).parent
READABLE = 4.5
"""Contrast that WCAG AA asks of text."""


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


PAIRS = [
    *palette.SEVERITY.values(),
    *palette.RECOMMENDATION.values(),
    *zip(palette.SEQUENCE, palette.SEQUENCE_INK, strict=True),
    (palette.PAPER, palette.INK),
    (palette.PAPER, palette.MUTED),
    (palette.SURFACE, palette.MUTED),
    (palette.PAPER, palette.ACCENT),
]


@pytest.mark.parametrize(("background", "text"), PAIRS)
def test_text_is_readable_on_its_background(background: str, text: str) -> None:
    assert contrast(background, text) >= READABLE


def test_severities_and_scores_stay_in_order_in_grey() -> None:
    severities = [luminance(background) for background, _ in palette.SEVERITY.values()]
    assert severities == sorted(severities)
    sequence = [luminance(colour) for colour in palette.SEQUENCE]
    assert sequence == sorted(sequence, reverse=True)


@pytest.mark.parametrize("name", ["page.css", "report.typ"])
def test_style_sheets_use_the_colours_of_the_palette(name: str) -> None:
    style = (LOOK / name).read_text(encoding="utf-8")
    named = {palette.INK, palette.MUTED, palette.LINE, palette.SURFACE, palette.ACCENT}
    named |= {colour for pair in palette.SEVERITY.values() for colour in pair[:1]}
    named |= {colour for pair in palette.RECOMMENDATION.values() for colour in pair[:1]}
    used = set(re.findall(r"#[0-9a-f]{6}", style))
    assert named <= used


@pytest.mark.parametrize(
    ("score", "index"), [(0.0, 0), (16.6, 0), (16.7, 1), (99.9, 5), (100.0, 5)]
)
def test_a_heat_map_has_a_colour_for_every_score(score: float, index: int) -> None:
    assert palette.shade(score)[0] == palette.SEQUENCE[index]


def test_a_missing_score_is_never_written_as_a_number() -> None:
    assert (words.score(None), words.percent(None)) == ("no score", "–")


@pytest.mark.parametrize(
    ("gain", "written"),
    [
        (Fraction(21, 10), "+2.1"),
        (Fraction(205, 100), "+2.1"),
        (Fraction(1, 20), "+0.1"),
        (Fraction(1, 21), "under +0.1"),
    ],
)
def test_a_gain_is_rounded_half_up_and_never_written_as_nothing(
    gain: Fraction, written: str
) -> None:
    assert words.gained(gain) == written


def test_dates_and_periods_read_the_same_in_every_locale() -> None:
    assert words.day(date(2026, 3, 1)) == "1 March 2026"
    assert words.short_day(date(2026, 9, 30)) == "30 Sep 2026"
    assert words.quarter("2026Q3") == "Q3 2026"


def test_a_bar_says_in_words_what_it_draws() -> None:
    assert 'aria-label="81.3 of 100, between 70.0 and 90.0 once all is answered; 65 needed"' in (
        score_bar(81.3, 70.0, 90.0, 65)
    )
    assert 'aria-label="no score"' in score_bar(None, None, None)


def test_a_template_that_lacks_a_value_fails() -> None:
    with pytest.raises(UndefinedError):
        render("assess.gaps", "page.html.j2")


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.md"
    path.write_bytes(b"old")

    def refuse(_descriptor: int) -> None:
        message = "disk full"
        raise OSError(message)

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(OSError, match="disk full"):
        write_whole(path, b"new")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [
        ("report.md", b"old")
    ]
