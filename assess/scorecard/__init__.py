"""The quarterly scorecard: pages for the portfolio and each partner, a PDF and a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TypeAlias

from assess.scorecard.charts import advice_by_period, distribution
from assess.scorecard.document import document
from assess.scorecard.pages import partner_html, portfolio_page
from assess.scorecard.partner import partner_page
from assess.scorecard.portfolio import Row
from assess.scorecard.publish import publish
from assess.scorecard.quarter import Quarter
from assess.scorecard.report import Report, build_report
from assess.scorecard.workbook import workbook

__all__ = ["Quarter", "write_scorecard"]

Progress: TypeAlias = Callable[[Sequence[Row]], AbstractContextManager[Iterable[Row]]]
"""Shows how far the partners' pages are: the rows in, the same rows back out."""


def write_scorecard(quarter: Quarter, folder: Path, progress: Progress | None = None) -> list[Path]:
    """Write a quarter's scorecard to a folder and return the files written.

    `index.html`, `partners/<id>.html`, `scorecard.pdf`, `scorecard.xlsx`, and `scorecard.json`
    that names them; the same quarter gives the same bytes. Raises ValueError for a quarter that
    is not whole (see `check_quarter`), InputError where foreign files are in the way.
    """
    return publish(_files(build_report(quarter), progress or nullcontext), folder)


def _files(report: Report, progress: Progress) -> Iterator[tuple[str, bytes]]:
    quarter = report.quarter
    charts = {
        "distribution": distribution(report.portfolio.spreads["overall"], quarter.policy),
        "advice": advice_by_period(report.advice),
    }
    yield "index.html", portfolio_page(report, charts).encode()
    yield "scorecard.pdf", document(report, charts)
    yield "scorecard.xlsx", workbook(report)
    with progress(report.portfolio.rows) as rows:
        for row in rows:
            partner = row.profile.id
            responses = quarter.responses.get(partner, {})
            page = partner_page(row, responses, quarter.files.get(partner, ""))
            yield f"partners/{partner}.html", partner_html(report, page).encode()
