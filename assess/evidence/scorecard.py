"""A result of OpenSSF Scorecard, as its JSON says (`scorecard --format json`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from questionnaires.observations import ObservationKind, load_kinds

SOURCE = "OpenSSF Scorecard"


def is_scorecard(found: Any) -> bool:
    """Tell whether JSON data is such a result."""
    return (
        isinstance(found, dict)
        and isinstance(found.get("checks"), list)
        and isinstance(found.get("repo"), dict)
    )


def scorecard_rows(found: Any) -> Iterator[dict[str, str]]:
    """Yield one observation for each check that says something about an answer.

    A check without a score (-1) was inconclusive and says nothing.
    """
    known = {kind.scorecard: kind for kinds in load_kinds() for kind in kinds.kinds.values()}
    for check in found["checks"]:
        if not isinstance(check, dict):
            continue
        kind, score = known.get(str(check.get("name"))), check.get("score")
        if kind is None or not kind.scorecard or not isinstance(score, int) or score < 0:
            continue
        yield {
            "kind": kind.id,
            "result": _result(kind, score),
            "subject": str(found["repo"].get("name", "")),
            "observed_on": str(found.get("date", ""))[:10],
            "source": SOURCE,
            "detail": f"score {score}, {check.get('reason', '')}".strip(" ,"),
        }


def _result(kind: ObservationKind, score: int) -> str:
    """Return the result of the highest score that is reached."""
    reached = [each for each in kind.results.values() if (each.least or 0) <= score]
    return max(reached, key=lambda each: each.least or 0).id
