"""The flow from stored responses to assessments, and from files to the store.

Each function is one arrow of the design's picture; nothing here judges or scores by itself.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from assess.backing import Backing, back, holding, load_record, reached
from assess.decisions import Decisions, decided, load_decisions, with_decisions
from assess.disputes import load_disputed
from assess.periods import previous
from assess.policies import load_policy
from assess.store import (
    Portfolio,
    load_partners,
    load_portfolio,
    load_submissions,
    periods,
    unknown_partner,
)
from assess.submission import Response
from assess.workspace import Workspace
from questionnaires.library import load_questionnaire
from questionnaires.model import Questionnaire, Reference
from questionnaires.outline import with_texts
from questionnaires.problems import InputError, Place, Problem, UnknownNameError
from questionnaires.profiles import Profile
from scoring.assessment import assess_partners
from scoring.compiled import compile_model
from scoring.policy import Policy
from scoring.results import Assessment
from scoring.reviewed import AsAnswered, Disputed

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Scored:
    """An assessment and the hash of the file that its answers came from."""

    assessment: Assessment
    file_sha256: str


def questionnaire_of(workspace: Workspace, reference: Reference) -> Questionnaire:
    """Load the exact questionnaire that responses refer to.

    Raises InputError where the file of that version is no longer the one that was answered.
    """
    questionnaire = load_questionnaire(str(reference), workspace.questionnaires)
    if questionnaire.reference != reference:
        message = f"{reference} is not the file that was answered: its hash differs"
        hint = "restore the file, whose SHA-256 starts with " + reference.sha256[:12]
        raise InputError([Problem(Place(), "questionnaire.changed", message, hint)])
    return questionnaire


def find_partner(engine: Engine, partner: str) -> Profile:
    """Return a partner's current profile; raises UnknownNameError with the command to add it."""
    for profile in load_partners(engine):
        if profile.id == partner:
            return profile
    raise UnknownNameError([unknown_partner(partner)])


def choose_partners(engine: Engine, wanted: Sequence[str]) -> list[Profile]:
    """Return the profiles of the partners named, or of all; raises UnknownNameError."""
    if wanted:
        return [find_partner(engine, partner) for partner in dict.fromkeys(wanted)]
    profiles = load_partners(engine)
    if not profiles:
        hint = "add some: assess partner import PARTNERS.csv"
        raise InputError([Problem(Place(), "store.empty", "there are no partners yet", hint)])
    return profiles


def newest_period(engine: Engine, partner: str | None = None) -> str:
    """Return the newest period with responses, of all partners or of one.

    Raises InputError where there is none yet.
    """
    known = periods(engine, partner)
    if not known:
        whose = f"of {partner} " if partner else ""
        hint = "import returned workbooks first: assess import PATH"
        problem = Problem(Place(), "store.empty", f"no responses {whose}are stored yet", hint)
        raise InputError([problem])
    return known[-1]


def assess_period(
    workspace: Workspace,
    engine: Engine,
    period: str,
    as_of: date,
    policy: Policy,
    partners: Container[str] | None = None,
) -> Iterator[Scored]:
    """Yield the assessment of every partner that answered in a period, questionnaire by version.

    Within a version partners come sorted by id. `partners`, if given, are the only ones assessed.
    """
    reviewed = load_decisions(engine, period)
    as_given = _as_given(workspace, engine, (period, as_of), policy, partners, reviewed)
    disputes = load_disputed(engine, period)
    for chosen, backing, found in judged(workspace, engine, period, as_of, policy, partners):
        files = zip(found, chosen.file_sha256, chosen.texts, strict=True)
        for row, (assessment, sha256, texts) in enumerate(files):
            beside = _with_record(backing.beside(assessment, row), as_given, reviewed, disputes)
            yield Scored(in_own_words(beside, dict(texts)), sha256)


def _as_given(
    workspace: Workspace,
    engine: Engine,
    when: tuple[str, date],
    policy: Policy,
    partners: Container[str] | None,
    reviewed: Decisions,
) -> dict[str, tuple[AsAnswered, Sequence[int]]]:
    """Return what the answers of each partner with decisions come to without, and their codes."""
    chosen = {key[0] for key in reviewed if partners is None or key[0] in partners}
    if not chosen:
        return {}
    found: dict[str, tuple[AsAnswered, Sequence[int]]] = {}
    for portfolio, _, results in _judged(workspace, engine, when, policy, chosen, {}):
        for each, codes in zip(results, portfolio.codes.tolist(), strict=True):
            overall = each.scores["overall"]
            plain = AsAnswered(overall.value, overall.decisive, each.achieved, each.recommendation)
            found[each.profile.id] = (plain, codes)
    return found


def _with_record(
    assessment: Assessment,
    as_given: Mapping[str, tuple[AsAnswered, Sequence[int]]],
    reviewed: Decisions,
    disputes: Mapping[str, tuple[Disputed, ...]],
) -> Assessment:
    """Return an assessment with what was decided about its answers, and what was disputed."""
    partner = assessment.profile.id
    assessment = replace(assessment, disputes=disputes.get(partner, ()))
    if partner not in as_given:
        return assessment
    key = (partner, assessment.period, assessment.questionnaire.reference.id)
    plain, codes = as_given[partner]
    made = decided(assessment, codes, reviewed.get(key, {}))
    return replace(assessment, decisions=made, as_answered=plain if made else None)


def judged(
    workspace: Workspace,
    engine: Engine,
    period: str,
    as_of: date,
    policy: Policy,
    partners: Container[str] | None = None,
) -> Iterator[tuple[Portfolio, Backing, Iterator[Assessment]]]:
    """Yield what was answered in a period, what stands beside it, and the assessments of both.

    By questionnaire version, as `answers_of` does.
    """
    return _judged(workspace, engine, (period, as_of), policy, partners)


def _judged(
    workspace: Workspace,
    engine: Engine,
    when: tuple[str, date],
    policy: Policy,
    partners: Container[str] | None,
    decisions: Decisions | None = None,
) -> Iterator[tuple[Portfolio, Backing, Iterator[Assessment]]]:
    period, as_of = when
    record = load_record(engine)
    held: dict[str, int] = {}
    if policy.hysteresis:
        before = previous(period)
        earlier = answers_of(workspace, engine, before, partners)
        held = reached(record, earlier, before, policy)
    for questionnaire, chosen in answers_of(workspace, engine, period, partners, decisions):
        model = compile_model(questionnaire, policy)
        beside = back(record, questionnaire, chosen, period, as_of)
        backing = holding(beside, chosen.partners, held)
        codes, standing = chosen.codes, backing.standing
        found = assess_partners(model, chosen.profiles, codes, period, as_of, standing)
        yield chosen, backing, found


def in_own_words(assessment: Assessment, texts: Mapping[str, str]) -> Assessment:
    """Return one partner's assessment with the questions in the words of its own file.

    Only where that is another author's questionnaire; what was judged, and how, stays.
    """
    worded = with_texts(assessment.questionnaire, texts)
    if worded is assessment.questionnaire:
        return assessment
    return replace(
        assessment,
        model=replace(assessment.model, questionnaire=worded),
        findings=tuple(
            replace(finding, question=worded.question(finding.question.id))
            for finding in assessment.findings
        ),
    )


def answers_of(
    workspace: Workspace,
    engine: Engine,
    period: str,
    partners: Container[str] | None = None,
    decisions: Decisions | None = None,
) -> Iterator[tuple[Questionnaire, Portfolio]]:
    """Yield what was answered in a period, decisions laid over, by questionnaire version.

    Partners come sorted by id. `partners`, if given, are the only ones; so are `decisions`, else
    those that are stored.
    """
    laid = load_decisions(engine, period) if decisions is None else decisions
    for portfolio in load_portfolio(engine, period):
        chosen = portfolio if partners is None else _only(portfolio, partners)
        if chosen.partners:
            questionnaire = questionnaire_of(workspace, chosen.questionnaire)
            answered = [(partner, period) for partner in chosen.partners]
            codes = with_decisions(questionnaire, answered, chosen.codes, laid)
            yield questionnaire, replace(chosen, codes=codes)


def assess_partner(
    workspace: Workspace, engine: Engine, partner: str, period: str, as_of: date, policy: str = ""
) -> Scored:
    """Return one partner's assessment for a period ("" for the newest) under a policy by name.

    Raises UnknownNameError for an unknown partner, InputError where it has not answered.
    """
    find_partner(engine, partner)
    period = period or newest_period(engine, partner)
    chosen = load_policy(policy or workspace.policy, workspace.policies)
    for scored in assess_period(workspace, engine, period, as_of, chosen, {partner}):
        return scored
    hint = f"import its workbook, or see: assess score --period {period}"
    message = f"{partner} has not answered for {period}"
    raise InputError([Problem(Place(), "partner.not-answered", message, hint)])


def responses_of(engine: Engine, partner: str, period: str) -> dict[str, Response]:
    """Return what a partner answered in a period, as given, by question id."""
    stored = load_submissions(engine, period, partner)
    return {r.question: r for each in stored for r in each.submission.responses}


def native_of(engine: Engine, scored: Scored) -> dict[str, Any] | None:
    """Return the scores that the assessed file has by its questionnaire's own method, if any."""
    found = scored.assessment
    for stored in load_submissions(engine, found.period, found.profile.id):
        if stored.submission.file_sha256 == scored.file_sha256:
            return stored.native
    return None


def _only(portfolio: Portfolio, partners: Container[str]) -> Portfolio:
    keep = [row for row, each in enumerate(portfolio.partners) if each in partners]
    return replace(
        portfolio,
        partners=tuple(portfolio.partners[row] for row in keep),
        profiles=tuple(portfolio.profiles[row] for row in keep),
        file_sha256=tuple(portfolio.file_sha256[row] for row in keep),
        codes=portfolio.codes[keep],
        texts=tuple(portfolio.texts[row] for row in keep),
    )
