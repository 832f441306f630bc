"""From an assessment and the answers behind it to a gap report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from assess.certainty import certain_of
from assess.gaps.beside import contradicted, disputed, lapsed, ruled
from assess.gaps.report import Gap, GapReport, ScoreLine
from assess.look.words import ELEMENT_WORDS, printable
from assess.submission import Response
from assess.wordings import wording
from questionnaires.catalogues import titles
from questionnaires.codes import OUT_OF_SCOPE, UNANSWERED
from questionnaires.model import PRINCIPLES, Question, Questionnaire
from questionnaires.profiles import ENGLISH
from scoring.findings import given
from scoring.method import METHOD_VERSION
from scoring.policy import Tier
from scoring.reasons import Say, reasons
from scoring.results import Assessment, Finding
from scoring.reviewed import AsAnswered


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
        reasons=reasons(assessment, say=say),
        overall=_score_line(assessment, "overall"),
        principles=tuple(_score_line(assessment, principle) for principle in PRINCIPLES),
        coverage=assessment.coverage,
        carried=_carried(assessment, responses, derived=False),
        derived=_carried(assessment, responses, derived=True),
        no_score=say(_no_score(assessment)),
        gaps=_gaps(assessment, responses, shown or assessment.questionnaire, say),
        questionnaire=assessment.questionnaire.reference,
        policy=assessment.policy.reference,
        method=METHOD_VERSION,
        file_sha256=file_sha256,
        aggregation=assessment.policy.aggregation,
        basis=assessment.basis,
        language=language or ENGLISH,
        certainty=certain_of(assessment, language),
        contradictions=contradicted(assessment, shown or assessment.questionnaire, say),
        lapsed=lapsed(assessment),
        decisions=ruled(assessment, shown or assessment.questionnaire, say),
        as_answered=_as_answered(assessment, say),
        disputes=disputed(assessment),
    )


def _as_answered(assessment: Assessment, say: Say) -> AsAnswered | None:
    plain = assessment.as_answered
    if plain is None or plain.achieved is None:
        return plain
    return replace(plain, achieved=_tier(plain.achieved, say))


def _tier(tier: Tier, say: Say) -> Tier:
    return replace(tier, title=say(tier.title), allows=say(tier.allows))


def _score_line(assessment: Assessment, column: str) -> ScoreLine:
    required = assessment.policy.tiers.index(assessment.required)
    need = next(
        need
        for need in assessment.needs
        if (need.tier, need.kind, need.column) == (required, "score", column)
    )
    return ScoreLine(column, assessment.scores[column], need.needed, need.met)


def _carried(assessment: Assessment, responses: Mapping[str, Response], *, derived: bool) -> int:
    scoped = zip(assessment.questionnaire.questions, assessment.codes, strict=True)
    asked = [question.id for question, code in scoped if code != OUT_OF_SCOPE]
    given = [responses[each] for each in asked if each in responses]
    return sum(bool(each.carried_from) and bool(each.source) is derived for each in given)


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
        source=printable(response.source),
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
