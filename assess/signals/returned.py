"""What the rules look at: one returned file, how it was judged, and the quarter before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from assess.signals.signal import Fact
from assess.store import StoredSubmission
from assess.submission import Response
from questionnaires import codes as states
from questionnaires.model import Questionnaire
from scoring.results import Assessment

_WORDS = re.compile(r"\w+")
_SHOWN = 80
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Returned:
    """One partner's file of the period, as given, beside its assessments of then and now.

    `carried` leads from the earlier to the later id of the questions whose answers mean the same;
    `earlier` fetches the file of the quarter before, which few rules need.
    """

    stored: StoredSubmission
    now: Assessment = field(repr=False)
    before: Assessment | None = field(repr=False)
    carried: Mapping[str, str] = field(repr=False)
    earlier: Callable[[], StoredSubmission | None] = field(repr=False)

    @property
    def partner(self) -> str:
        """The id of the partner."""
        return self.stored.submission.partner

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire version that was answered."""
        return self.now.questionnaire

    @property
    def responses(self) -> tuple[Response, ...]:
        """All that stands in the file, answers carried from an earlier quarter included."""
        return self.stored.submission.responses

    def levels(self) -> Iterator[Response]:
        """Yield the answers that are a level of a scored question."""
        scored = {question.id for question in self.questionnaire.questions if question.scored}
        return (each for each in self.responses if each.code >= 0 and each.question in scored)


def given_now(returned: Returned) -> list[Response]:
    """Return the answers that were typed or confirmed in this file, not carried into it."""
    return [
        each
        for each in returned.responses
        if each.code != states.UNANSWERED and not each.carried_from
    ]


def seconds_spent(properties: Mapping[str, str | int] | None) -> tuple[int, bool] | None:
    """Return how long a file was worked on, and whether it says so itself; None where unknown.

    Else it is the time from its making to its last save, where that is within a day: a longer one
    says nothing, nor does none, for some programs stamp both at once.
    """
    known = properties or {}
    if told := int(known.get("editing_seconds", 0)):
        return told, True
    created, modified = (str(known.get(key, "")) for key in ("created", "modified"))
    if not (created and modified):
        return None
    span = datetime.fromisoformat(modified) - datetime.fromisoformat(created)
    seconds = int(span.total_seconds())
    return (seconds, False) if 0 < seconds <= _DAY else None


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, in small letters, without what stands between them."""
    return tuple(_WORDS.findall(text.casefold()))


def fact(response: Response, said: str) -> Fact:
    """Return what a signal points at, a long text cut."""
    line = " ".join(said.split())
    cut = line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
    return Fact(response.question, response.cell, cut)
