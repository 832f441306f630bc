"""What holds of every set of decisions: order is irrelevant, the given level changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assess.decisions import decisions_about, with_decisions
from assess.store import Review, StoredSubmission
from assess.submission import Response, Submission
from questionnaires import codes as states
from questionnaires.library import load_questionnaire
from questionnaires.profiles import Profile
from tests.program import SHIPPED

ASKED = load_questionnaire("partner-security", SHIPPED)
QUESTIONS = [question for question in ASKED.questions if question.scored][:8]
DAY = date(2026, 10, 1)
PARTNER = Profile("north", "North", "logistics")
ANSWERED = [("north", "2026Q3")]
REASONS = ("None on site", "Another reason")


@st.composite
def responses(draw: st.DrawFn) -> tuple[Response, ...]:
    """Answers to a few questions: a level, a claim with one of two reasons, or nothing."""
    made = []
    for question in QUESTIONS:
        levels = question.answer.levels
        code = draw(st.sampled_from([*range(len(levels)), states.NA_CLAIMED, states.UNANSWERED]))
        value = levels[code].text if code >= 0 else ""
        comment = draw(st.sampled_from(REASONS)) if code == states.NA_CLAIMED else ""
        made.append(Response(question.id, code, value, value, comment))
    return tuple(made)


@st.composite
def reviews(draw: st.DrawFn) -> list[Review]:
    """Decisions about those questions, each about some answer that may or may not be the one."""
    made = []
    for _ in range(draw(st.integers(0, 12))):
        question = draw(st.sampled_from(QUESTIONS))
        levels = question.answer.levels
        decision = draw(st.sampled_from(["accept-na", "refuse-na", "override", "compensate"]))
        texts = ["", *(level.text for level in levels), f"Not applicable: {REASONS[0]}"]
        is_claim = decision.endswith("na")
        made.append(
            Review(
                partner="north",
                period="2026Q3",
                questionnaire_id=ASKED.reference.id,
                question=question.id,
                decision=decision,  # type: ignore[arg-type] # one of those above
                claim=draw(st.sampled_from(REASONS if is_claim else texts)),
                reason="Seen",
                reviewer="Assessor",
                reviewed_on=DAY + timedelta(days=draw(st.integers(0, 2))),
                level="" if is_claim else draw(st.sampled_from(levels)).id,
            )
        )
    return made


def laid(given_responses: tuple[Response, ...], made: list[Review]) -> list[int]:
    codes = np.full((1, len(ASKED.questions)), states.UNANSWERED, dtype=np.int8)
    for each in given_responses:
        codes[0, ASKED.positions[each.question]] = each.code
    submission = Submission("north", "2026Q3", ASKED.reference, "f.xlsx", "0" * 64, given_responses)
    stored = StoredSubmission(submission, PARTNER, codes.tobytes(), 1, DAY)
    decisions = decisions_about(made, [stored])
    found: list[int] = with_decisions(ASKED, ANSWERED, codes, decisions)[0].tolist()
    return found


@given(responses(), reviews(), st.randoms(use_true_random=False))
def test_the_order_of_decisions_is_irrelevant(
    answers: tuple[Response, ...], made: list[Review], chance: object
) -> None:
    shuffled = list(made)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert laid(answers, shuffled) == laid(answers, made)


@given(responses())
def test_an_override_to_the_given_level_changes_nothing(answers: tuple[Response, ...]) -> None:
    made = [
        Review("north", "2026Q3", ASKED.reference.id, each.question, "override", each.value,
               "Seen", "Assessor", DAY, ASKED.question(each.question).answer.levels[each.code].id)
        for each in answers if each.code >= 0
    ]  # fmt: skip
    assert laid(answers, made) == laid(answers, [])


@given(responses(), reviews())
def test_what_was_decided_about_another_answer_changes_nothing(
    answers: tuple[Response, ...], made: list[Review]
) -> None:
    elsewhere = [replace(each, claim=f"{each.claim} (another)") for each in made]
    assert laid(answers, elsewhere) == laid(answers, [])


@given(responses(), reviews())
def test_a_decision_changes_no_other_question(
    answers: tuple[Response, ...], made: list[Review]
) -> None:
    reviewed = {ASKED.positions[each.question] for each in made}
    before, after = laid(answers, []), laid(answers, made)
    assert all(before[k] == after[k] for k in range(len(before)) if k not in reviewed)
