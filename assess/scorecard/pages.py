"""The scorecard's HTML: one page for the portfolio, one for each partner, nothing outside them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from assess.certainty import certain, share_bar
from assess.look import palette
from assess.look.environment import render
from assess.look.words import ELEMENT_WORDS
from assess.periods import previous
from assess.scorecard import badges, figures, pictures
from assess.scorecard.charts import Chart
from assess.scorecard.partner import PartnerPage
from assess.scorecard.portfolio import ADVICE_ORDER
from assess.scorecard.report import Report
from assess.scorecard.states import COUNTED, LEFT_OUT, state_counts
from questionnaires.model import ELEMENTS, PRINCIPLES
from scoring.findings import judged_as
from scoring.method import METHOD_VERSION
from scoring.policy import SEVERITIES
from scoring.reasons import marks

HERE = Path(__file__).parent

SHOWN_CONTROLS = 12
"""How many of the weakest controls the page lists; the workbook has all."""

DECISION_WORDS = {
    "accept-na": "the claim that it is not applicable is accepted",
    "refuse-na": "the claim that it is not applicable is refused",
    "override": "overridden",
    "compensate": "a compensating control",
}
"""What an assessor decided, in the page's words."""

SHARED: dict[str, Any] = {
    "decision_words": DECISION_WORDS,
    "judged_as": judged_as,
    "badges": badges,
    "figures": figures,
    "pictures": pictures,
    "principles": PRINCIPLES,
    "elements": ELEMENTS,
    "element_words": ELEMENT_WORDS,
    "counted_states": COUNTED,
    "left_out_states": LEFT_OUT,
    "marks": marks,
    "method": METHOD_VERSION,
}


def portfolio_page(report: Report, charts: Mapping[str, Chart]) -> str:
    """Render the portfolio's page; `charts` are drawn by `charts`, by name."""
    return render(
        __package__,
        "index.html.j2",
        **SHARED,
        **_texts(),
        report=report,
        charts={name: (picture_source(chart), chart.words) for name, chart in charts.items()},
        heat=heat,
        advice_order=advice_order,
        previous=previous(report.quarter.period),
        shown_controls=report.controls[:SHOWN_CONTROLS],
    )


def partner_html(report: Report, page: PartnerPage) -> str:
    """Render one partner's page."""
    return render(
        __package__,
        "partner.html.j2",
        **SHARED,
        **_texts(),
        report=report,
        page=page,
        states=state_counts(page.row.now) if page.row.now else {},
        severity_order=SEVERITIES.index,
        certain=certain,
        share_bar=share_bar,
    )


def picture_source(chart: Chart) -> str:
    """Return a chart as the source of an image: inside the page, apart from its names."""
    return "data:image/svg+xml;base64," + base64.b64encode(chart.svg.encode()).decode()


def heat(value: float) -> int:
    """Return the step of the palette's sequence that a score of 0 to 100 is painted in."""
    return palette.SEQUENCE.index(palette.shade(value)[0])


def advice_order(advice: str | None) -> int:
    """Return where a recommendation stands, most to attend to first; what is none comes last."""
    return ADVICE_ORDER.index(advice) if advice in ADVICE_ORDER else len(ADVICE_ORDER)


@cache
def _texts() -> dict[str, Any]:
    script = (HERE / "scorecard.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    style = (HERE / "scorecard.css").read_text(encoding="utf-8")
    steps = "\n".join(
        f".heat-{step} {{ background: {colour}; color: {ink}; }}"
        for step, (colour, ink) in enumerate(
            zip(palette.SEQUENCE, palette.SEQUENCE_INK, strict=True)
        )
    )
    return {
        "script": Markup(script),  # noqa: S704 - ours
        "script_digest": digest,
        "scorecard_style": Markup(f"{style}\n{steps}"),  # noqa: S704 - ours
    }
