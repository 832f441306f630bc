"""Partners whose gap reports the tests look at, from a small questionnaire of our own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np

from assess.gaps import GapReport, gap_report
from assess.policies import load_policy
from assess.submission import Response
from questionnaires import codes as states
from questionnaires.profiles import Profile
from questionnaires.reading import read_questionnaire
from scoring.assessment import assess_partners
from scoring.compiled import compile_model

AS_OF = date(2026, 9, 30)
SHA256 = "0123456789abcdef" * 4
QUESTIONNAIRE = read_questionnaire(Path(__file__).parent / "data" / "gaps" / "1.0.0.json")
MODEL = compile_model(QUESTIONNAIRE, load_policy("standard@1.0.0"))

HOSTILE = '=HYPERLINK("https://evil.example","x")|<script>alert(1)</script></style> @all `a` **b**'

MIXED = {
    "data.encrypted": Response("data.encrypted", 1, "partly", "Partially", "Head office\nis done."),
    "data.channels": Response(
        "data.channels", states.NA_CLAIMED, "N/A", "Not applicable", "We send nothing."
    ),
    "data.sites": Response("data.sites", states.NA_ACCEPTED, "N/A", "Not applicable", "No site."),
    "incidents.notify": Response(
        "incidents.notify", 2, "96", "96 hours", HOSTILE, "+49 of the handbook"
    ),
    "incidents.audit": Response("incidents.audit", 0, "Yes", "Yes"),
}
"""Every state: partly met, not met, met, unanswered, claimed, accepted, and out of scope."""

PROFILE = Profile(
    "harbour-lane",
    "Harbour & Lane",
    kind="logistics",
    data_classes=("internal", "confidential"),
    access=("portal",),
    criticality="high",
    regions=("eu",),
)


def report_for(responses: Mapping[str, Response], profile: Profile = PROFILE) -> GapReport:
    """Return the gap report for a partner's responses; what they lack is unanswered."""
    row = [
        responses[question.id].code if question.id in responses else states.UNANSWERED
        for question in QUESTIONNAIRE.questions
    ]
    codes = np.array([row], dtype=np.int8)
    (assessment,) = assess_partners(MODEL, [profile], codes, "2026Q3", AS_OF)
    return gap_report(assessment, responses, AS_OF, SHA256)


def all_in_state(code: int) -> GapReport:
    """Return the gap report of a partner who gives every scored question the same code."""
    scored = [question.id for question in QUESTIONNAIRE.questions if question.scored]
    return report_for({question: Response(question, code) for question in scored})
