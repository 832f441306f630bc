"""The plan as one HTML page that needs nothing but itself."""

from __future__ import annotations

from assess.look.environment import render
from assess.planning import gantt
from assess.planning import sentences as say
from assess.planning.report import PlanReport


def page(report: PlanReport) -> bytes:
    """Return the page as UTF-8: no script, no font, no picture and no request from anywhere."""
    on = gantt.axis(report) if report.lines else None
    words = {"report": report, "say": say, "gantt": gantt, "axis": on}
    return render("assess.planning", "page.html.j2", **words).encode()
