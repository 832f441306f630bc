"""The gap report as one HTML page that needs nothing but itself."""

from __future__ import annotations

from assess.gaps import objections, rulings, sentences
from assess.gaps.report import GapReport
from assess.look.environment import render


def page(report: GapReport) -> bytes:
    """Return the page as UTF-8: no script, no font, no picture and no request from anywhere."""
    words = {
        "report": report,
        "say": sentences,
        "objections": objections,
        "rulings": rulings,
        "t": report.say,
        "language": report.language,
    }
    return render("assess.gaps", "page.html.j2", **words).encode()
