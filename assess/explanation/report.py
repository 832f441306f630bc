"""All that explains one partner's score and tier, collected once for every format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from assess.explanation.changes import Since
from assess.explanation.conditions import Condition
from assess.explanation.next_tier import NextTier
from assess.pipeline import Scored
from assess.submission import Response
from scoring.results import Assessment
from scoring.tree import Tree


@dataclass(frozen=True)
class Explanation:
    """One partner's explanation.

    `since` is None where there is no quarter before, `native` where the questionnaire has no
    method of its own; `unconfirmed` are answers that came filled in and were left so.
    """

    scored: Scored
    as_of: date
    tree: Tree
    conditions: tuple[Condition, ...]
    next_tier: NextTier
    since: Since | None
    unconfirmed: tuple[Response, ...]
    native: dict[str, Any] | None

    @property
    def found(self) -> Assessment:
        """What is explained."""
        return self.scored.assessment
