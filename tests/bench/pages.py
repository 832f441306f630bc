"""One partner's page of the scorecard."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import matplotlib.pyplot as plt

from assess.policies import load_policy
from assess.scorecard.pages import partner_html
from assess.scorecard.partner import partner_page
from assess.scorecard.quarter import Quarter
from assess.scorecard.report import build_report
from questionnaires.library import load_questionnaire
from scoring.assessment import assess_partners
from scoring.compiled import compile_model
from scoring.results import Assessment
from tests.bench import subjects
from tests.bench.clock import best

PERIOD, AS_OF = "2026Q3", dt.date(2026, 10, 1)


def measure(_folder: Path) -> Iterator[tuple[str, float, str, float]]:
    """Compare a whole page with its pictures to the three pictures alone, by pyplot as PNG."""
    model = compile_model(load_questionnaire("partner-security@1.1.0"), load_policy("standard"))
    partners = subjects.profiles(1)
    codes = subjects.codes(model.questionnaire, 1)
    codes[:, [not question.scored for question in model.questionnaire.questions]] = -1
    [found] = assess_partners(model, partners, codes, PERIOD, AS_OF)
    report = build_report(Quarter(PERIOD, AS_OF, model.policy, partners, [found]))

    def ours() -> None:
        page = partner_page(report.portfolio.rows[0], {}, "0" * 64)
        assert "<svg" in partner_html(report, page)

    ours()
    mine, plain = best(ours, lambda: _pictures(found), rounds=9)
    yield (
        "three pictures by pyplot as PNG ÷ a partner's page, pictures included",
        plain / mine,
        (">="),
        20,
    )


def _pictures(found: Assessment) -> None:
    for columns in (list(found.scores)[:6], list(found.scores)[6:], ["overall"]):
        figure, axes = plt.subplots(figsize=(6, 3))
        axes.barh(columns, [found.scores[column].value or 0 for column in columns])
        axes.set_xlim(0, 100)
        figure.savefig(io.BytesIO(), format="png")
        plt.close(figure)
