"""What a gap report says, whatever its format: built once, so that no two formats disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import partial

from assess.look.words import ELEMENT_WORDS, printable
from assess.submission import Response
from assess.wordings import wording
from questionnaires.catalogues import titles
from questionnaires.codes import OUT_OF_SCOPE, UNANSWERED
from questionnaires.model import PRINCIPLES, Question, Questionnaire, Reference
from questionnaires.profiles import ENGLISH
from scoring.findings import given
from scoring.method import METHOD_VERSION
from scoring.policy import Severity, Tier
from scoring.reasons import Say, reasons
from scoring.results import Assessment, Coverage, Finding, FindingState, Score

FIRST = 5
"""How many findings stand under what to do first."""

STATES: tuple[FindingState, ...] = (
    "not met",
    "partly met",
    "unanswered",
    "not applicable, not accepted",
)
"""States of a finding, in the order in which reports list them."""


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One score beside what the required tier needs of it.

    `needed` is whole per cent; `met` compares the exact `score.decisive` with it, and is True
    where nothing counts and so nothing is held against the partner.
    """

    name: str
    score: Score
    needed: int
    met: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """One finding as a partner reads it, texts safe to print.

    `answer` is the cell as given ("" where blank), `level` what it was judged as ("" where it
    says the same, or was not judged); `carried_from` is the period of an answer that was carried
    over and not confirmed, else "". `gain` is points of 100 on the score the tier rests on.
    """

    number: int
    question: str
    section: str
    text: str
    must_have: bool
    state: FindingState
    severity: Severity
    answer: str
    level: str
    carried_from: str
    comment: str
    evidence: str
    needed: str
    evidence_wanted: str
    why: str
    element: str
    action: str
    effort: str
    days: int
    due: date
    gain: Fraction
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GapReport:
    """One partner's gap report: who and when, tiers, scores, what to do, and what it rests on.

    Texts are in `language`; states, severities, efforts and the recommendation are codes.

    `carried` counts the answers in scope that were carried over and not confirmed.
    `achieved` and `recommendation` are None where there is none; `no_score` says why there is
    no score ("" where there is one); `gaps` are in the order in which to act on them.
    """

    partner: str
    name: str
    period: str
    as_of: date
    required: Tier
    achieved: Tier | None
    recommendation: str | None
    reasons: tuple[str, ...]
    overall: ScoreLine
    principles: tuple[ScoreLine, ...]
    coverage: Coverage
    carried: int
    no_score: str
    gaps: tuple[Gap, ...]
    questionnaire: Reference
    policy: Reference
    method: str
    file_sha256: str
    language: str = ENGLISH

    def say(self, english: str, /, **values: object) -> str:
        """Return what the report says, in its language."""
        return wording(self.language, english, **values)

    @property
    def scores(self) -> tuple[ScoreLine, ...]:
        """The overall score, then the principles."""
        return (self.overall, *self.principles)

    @property
    def first(self) -> tuple[Gap, ...]:
        """What to do first."""
        return self.gaps[:FIRST]

    @property
    def severities(self) -> dict[Severity, int]:
        """How many gaps there are of each severity, worst first."""
        counts = Counter(gap.severity for gap in self.gaps)
        words: tuple[Severity, ...] = ("critical", "high", "moderate", "low")
        return {word: counts[word] for word in words}

    @property
    def states(self) -> dict[FindingState, int]:
        """How many gaps there are in each state."""
        counts = Counter(gap.state for gap in self.gaps)
        return {state: counts[state] for state in STATES}


def gap_report(
    assessment: Assessment,
    responses: Mapping[str, Response],
    as_of: date,
    file_sha256: str,
    language: str = ENGLISH,
    shown: Questionnaire | None = None,
) -> GapReport:
    """Gather what a partner's gap report says, in a language; "" is English.

    `responses` are by question id, as the partner gave them in the file of that SHA-256;
    `shown` is the questionnaire in the language, where it has texts in it.
    """
    say = partial(wording, language)
    return GapReport(
        partner=assessment.profile.id,
        name=printable(assessment.profile.name),
        period=assessment.period,
        as_of=as_of,
        required=_tier(assessment.required, say),
        achieved=_tier(assessment.achieved, say) if assessment.achieved else None,
        recommendation=assessment.recommendation,
        reasons=_reasons(assessment, say),
        overall=_score_line(assessment, "overall"),
        principles=tuple(_score_line(assessment, principle) for principle in PRINCIPLES),
        coverage=assessment.coverage,
        carried=_carried(assessment, responses),
        no_score=say(_no_score(assessment)),
        gaps=_gaps(assessment, responses, shown or assessment.questionnaire, say),
        questionnaire=assessment.questionnaire.reference,
        policy=assessment.policy.reference,
        method=METHOD_VERSION,
        file_sha256=file_sha256,
        language=language or ENGLISH,
    )


def _tier(tier: Tier, say: Say) -> Tier:
    return replace(tier, title=say(tier.title), allows=say(tier.allows))


def _reasons(assessment: Assessment, say: Say) -> tuple[str, ...]:
    tiers = assessment.policy.tiers
    achieved = -1 if assessment.achieved is None else tiers.index(assessment.achieved)
    return reasons(
        assessment.policy,
        assessment.profile,
        (tiers.index(assessment.required), achieved, assessment.recommendation),
        assessment.needs,
        assessment.findings,
        assessment.coverage,
        say=say,
    )


def _score_line(assessment: Assessment, column: str) -> ScoreLine:
    required = assessment.policy.tiers.index(assessment.required)
    need = next(
        need
        for need in assessment.needs
        if (need.tier, need.kind, need.column) == (required, "score", column)
    )
    return ScoreLine(column, assessment.scores[column], need.needed, need.met)


def _carried(assessment: Assessment, responses: Mapping[str, Response]) -> int:
    scoped = zip(assessment.questionnaire.questions, assessment.codes, strict=True)
    asked = [question.id for question, code in scoped if code != OUT_OF_SCOPE]
    return sum(bool(responses[each].carried_from) for each in asked if each in responses)


def _no_score(assessment: Assessment) -> str:
    coverage = assessment.coverage
    if coverage.answered:
        return ""
    if coverage.unanswered:
        return "None of the questions that apply is answered yet, so there is no score."
    if coverage.claimed:
        return (
            "Every question that applies is claimed not applicable and no assessor has "
            "accepted that yet, so there is no score."
        )
    return "No question applies to this partner, so there is no score."


def _gaps(
    assessment: Assessment, responses: Mapping[str, Response], shown: Questionnaire, say: Say
) -> tuple[Gap, ...]:
    sections = {section.id: section.title for section in shown.sections}
    gaps = []
    for number, finding in enumerate(assessment.findings, 1):
        position = shown.positions[finding.question.id]
        question = shown.questions[position]
        response = responses.get(question.id) or Response(question.id, UNANSWERED)
        level = given(question, assessment.codes[position])
        gap = _gap(finding, question, response, level, say)
        gaps.append(replace(gap, number=number, section=sections[question.section]))
    return tuple(gaps)


def _gap(finding: Finding, question: Question, response: Response, judged: str, say: Say) -> Gap:
    answer = printable(response.answer).strip() or judged
    return Gap(
        number=0,
        question=question.id,
        section=question.section,
        text=question.text,
        must_have=question.must_have,
        state=finding.state,
        severity=finding.severity,
        answer=answer,
        carried_from=response.carried_from,
        level="" if answer.casefold() == judged.casefold() else judged,
        comment=printable(response.comment).strip(),
        evidence=printable(response.evidence).strip(),
        needed=question.answer.levels[0].text,
        evidence_wanted=question.evidence,
        why=question.why,
        element=say(ELEMENT_WORDS[question.element]),
        action=_action(finding, question, say),
        effort=question.remediation.effort,
        days=question.remediation.days,
        due=finding.due,
        gain=finding.gain,
        references=tuple(
            f"{titles().get(framework, framework)} {', '.join(ids)}"
            for framework, ids in question.references
        ),
    )


def _action(finding: Finding, question: Question, say: Say) -> str:
    """Say what closes the gap: a missing answer is not a missing control."""
    work = question.remediation.text
    if finding.state == "unanswered":
        return say("Answer the question. If the control is not in place: {work}", work=work)
    if finding.state == "not applicable, not accepted":
        text = "Agree with your assessor that it does not apply. If it does: {work}"
        return say(text, work=work)
    return work
