"""A questionnaire of ours, one of somebody else, a crosswalk between them, and answers to both."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from assess.submission import Response, Submission
from questionnaires import codes as states
from questionnaires.crosswalk import Crosswalk, build_crosswalk
from questionnaires.model import Questionnaire, Reference
from tests.worlds import build, question, questionnaire

Raw = dict[str, Any]

YES_NO = [
    {"id": "yes", "text": "Yes", "points": 1000},
    {"id": "no", "text": "No", "points": 0},
]
COUNT = {
    "type": "number",
    "levels": [
        {"id": "zero", "text": "None", "points": 1000, "at_most": 0},
        {"id": "more", "text": "More", "points": 0},
    ],
}
TESTED = {
    "type": "date",
    "levels": [
        {"id": "year", "text": "In the last 365 days", "points": 1000, "at_most": 365},
        {"id": "older", "text": "Longer ago, or never", "points": 0, "synonyms": ["never"]},
    ],
}


def _choice(**changes: Any) -> Raw:
    return {"type": "choice", "levels": copy.deepcopy(YES_NO), **changes}


def _question(name: str, **changes: Any) -> Raw:
    return question(name, _choice(), **changes)


OURS: Questionnaire = build(
    questionnaire(
        question("own.gate", _choice(), weight=0),
        question("own.locked"),
        question("own.both", must_have=True),
        question("own.count", COUNT),
        question("own.tested", TESTED),
        question("own.open"),
        question("own.here", applies_if={"question": "own.gate", "equals": "yes"}),
        question("own.gate-there", _choice(), weight=0),
        question("own.hangs", applies_if={"question": "own.gate-there", "equals": "yes"}),
    )
    | {"id": "own"}
)
"""`own.here` hangs on a question that is not derived; `own.hangs` on one that is."""

THEIRS: Questionnaire = build(
    questionnaire(*(_question(f"their.q{number}", na_allowed=True) for number in range(1, 8)))
    | {"id": "theirs"}
)

WALK: Raw = {
    "id": "theirs-own",
    "version": "1.0.0",
    "from": "theirs@1.0.0",
    "to": "own@1.0.0",
    "lines": [
        {
            "question": "own.locked",
            "theirs": ["their.q1"],
            "relation": "equal",
            "answers": {"yes": "yes", "no": "no"},
            "because": "Both ask for the lock.",
        },
        {
            "question": "own.both",
            "theirs": ["their.q2", "their.q3"],
            "relation": "broader",
            "answers": {"yes": "yes"},
            "because": "Together they ask for both, and for more.",
        },
        {
            "question": "own.count",
            "theirs": ["their.q4"],
            "relation": "equal",
            "answers": {"yes": "zero"},
            "because": "Both ask whether there is any.",
        },
        {
            "question": "own.open",
            "theirs": ["their.q5"],
            "relation": "narrower",
            "because": "It asks for a part only.",
        },
        {
            "question": "own.here",
            "theirs": ["their.q6"],
            "relation": "equal",
            "answers": {"yes": "yes"},
            "because": "Both ask the same.",
        },
        {
            "question": "own.gate-there",
            "theirs": ["their.q7"],
            "relation": "equal",
            "answers": {"yes": "yes", "no": "no"},
            "because": "Both ask the same.",
        },
    ],
}


def walk(data: Raw | None = None) -> Crosswalk:
    """Build the crosswalk, or another one's data."""
    reference = Reference("theirs-own", "1.0.0", "0" * 64)
    return build_crosswalk(data or WALK, THEIRS, OURS, reference, Path("walk.json"))


def sent(period: str = "2026Q2", /, **answers: str) -> Submission:
    """Return a submission to the other questionnaire: q1="yes", q2="n/a"; the rest is blank."""
    codes = {"yes": 0, "no": 1, "n/a": states.NA_CLAIMED}
    responses = tuple(
        Response(
            f"their.{name}",
            codes[said],
            said,
            said.capitalize(),
            f"see {name}",
            "=policy",
            "2026-01-31",
            f"Their sheet!C{name[1:]}",
        )
        for name, said in answers.items()
    )
    return Submission(
        "north-freight",
        period,
        THEIRS.reference,
        "theirs.xlsx",
        "a" * 64,
        responses,
        layout="theirs@1.0.0",
    )
