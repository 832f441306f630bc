"""From a workspace to what explains one partner, or one of its questions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from assess.explanation.changes import Since, since
from assess.explanation.conditions import conditions
from assess.explanation.next_tier import why_not_next
from assess.explanation.report import Explanation
from assess.explanation.story import Story, story
from assess.pipeline import Scored, native_of, responses_of
from assess.store import load_submissions, periods
from assess.trend import partner_steps
from assess.workspace import Workspace
from scoring.tree import tree

if TYPE_CHECKING:
    from sqlalchemy import Engine


def explanation(workspace: Workspace, engine: Engine, scored: Scored, as_of: date) -> Explanation:
    """Collect what explains one partner's assessment as of a day."""
    found = scored.assessment
    given = responses_of(engine, found.profile.id, found.period)
    return Explanation(
        scored=scored,
        as_of=as_of,
        tree=tree(found.model, found.codes),
        conditions=conditions(found),
        next_tier=why_not_next(found, as_of),
        since=_since(workspace, engine, scored),
        unconfirmed=tuple(each for each in given.values() if each.carried_from),
        native=native_of(engine, scored),
    )


def question_story(engine: Engine, scored: Scored, question: str) -> Story:
    """Collect one question's story; raises UnknownNameError for one that was not asked."""
    found = scored.assessment
    given, file = None, ""
    for stored in load_submissions(engine, found.period, found.profile.id):
        for response in stored.submission.responses:
            if response.question == question:
                given, file = response, stored.submission.file
    return story(found, question, given, file)


def _since(workspace: Workspace, engine: Engine, scored: Scored) -> Since | None:
    """Compare with the last quarter before in which the partner answered, by the same policy."""
    found = scored.assessment
    partner = found.profile.id
    earlier = [each for each in periods(engine, partner) if each < found.period]
    if not earlier:
        return None
    quarters = (earlier[-1], found.period)
    policies = (found.policy, found.policy)
    step = partner_steps(workspace, engine, partner, quarters, policies)[-1]
    then, now = (responses_of(engine, partner, period) for period in quarters)
    return since(step, found, (then, now))
