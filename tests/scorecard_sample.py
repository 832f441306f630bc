"""A portfolio for the scorecard's tests: a dozen partners, three quarters, all from a seed."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from assess.periods import last_day
from assess.policies import load_policy
from assess.scorecard.quarter import Quarter
from assess.submission import Response
from questionnaires import codes as states
from questionnaires.library import load_questionnaire
from questionnaires.model import Questionnaire
from questionnaires.profiles import Profile
from scoring.assessment import assess_partners
from scoring.compiled import compile_model
from scoring.results import Assessment

PERIODS = {
    "2026Q1": "partner-security@1.0.0",
    "2026Q2": "partner-security@1.0.0",
    "2026Q3": "partner-security@1.1.0",
}
AS_OF = date(2026, 10, 5)


def profile(line: str) -> Profile:
    """Read id, name, kind, data classes, access, criticality, regions and stage."""
    partner, name, kind, classes, access, criticality, regions, stage = line.split("|")
    data_classes, accesses, held = (
        tuple(part for part in several.split(", ") if part)
        for several in (classes, access, regions)
    )
    return Profile(partner, name, kind, data_classes, accesses, criticality, held, stage)


PROFILES = tuple(
    profile(line)
    for line in """
northgate|Northgate Cloud Hosting|hosting|confidential, personal|hosts-data|critical|eu|active
baltic-freight|Baltic Freight Logistics|logistics|internal|portal|high|eu|active
cobalt|Cobalt Channel Partners|reseller|confidential|portal|high|us|active
fennel-pay|Fennel Payments|software|payment, personal|api|critical|uk, eu|active
greyline|Greyline Machine Works|manufacturing|design-ip|network|high|jp|active
harbour|Harbour Data Services|services|personal|network|moderate|sg|active
juniper-hr|Juniper Payroll Services|services|personal, special-category|hosts-data|high|eu|active
kestrel|Kestrel Software|software|internal|api|moderate|us-ca|onboarding
lumen|Lumen Print|services|public|none|low|uk|active
meridian|Meridian Components|manufacturing|internal, confidential|portal|moderate|in|active
osprey|Osprey Resale|reseller|internal|portal|low|ca|active
quarry|Quarry Diagnostics|software|health|hosts-data|critical|us|active
tamarind|Tamarind Support Centre|services|personal|portal|moderate|br|active
willow|Willow Warehousing|logistics||||au|prospect
""".strip().splitlines()
)

SKILL = {
    "northgate": (0.86, 0.9, 0.95), "baltic-freight": (0.5, 0.58, 0.76), "cobalt": (0.6, 0.7, 0.8),
    "fennel-pay": (0.9, 0.96, 1.0), "greyline": (0.66, 0.62, 0.4), "harbour": (0.4, 0.35, 0.3),
    "juniper-hr": (0.75, 0.8, 0.84), "kestrel": (0.0, 0.7, 0.78), "lumen": (0.2, 0.2, 0.3),
    "meridian": (0.2, 0.25, 0.15), "osprey": (0.6, 0.6, 0.6), "quarry": (0.8, 0.84, 0.9),
}  # fmt: skip
"""How good each partner's answers are by quarter; who is missing here has never answered."""

COMMENTS = (
    "Covered by our group policy; reviewed every spring.",
    "Rolled out to all sites but the two that joined this year.",
    "Contract with the new provider starts next quarter.",
    "",
)


def answer_codes(questionnaire: Questionnaire, skill: float, seed: str) -> list[int]:
    """Return seeded codes: the better the skill, the more best answers and the fewer gaps."""
    draw = random.Random(seed)
    found = []
    for question in questionnaire.questions:
        levels = len(question.answer.levels)
        chance = draw.random()
        if draw.random() > 0.88 + skill / 8:
            found.append(states.UNANSWERED)
        elif not levels:
            found.append(states.NOTED)
        elif question.na_allowed and chance > 0.97:
            found.append(draw.choice((states.NA_CLAIMED, states.NA_ACCEPTED)))
        else:
            found.append(0 if chance < skill else draw.randrange(levels))
    return found


def assessments(period: str, profiles: Sequence[Profile] = PROFILES) -> list[Assessment]:
    """Assess everyone who answered in a period."""
    questionnaire = load_questionnaire(PERIODS[period])
    number = list(PERIODS).index(period)
    answering = [p for p in profiles if SKILL.get(p.id, (0, 0, 0))[number]]
    matrix = [answer_codes(questionnaire, SKILL[p.id][number], p.id) for p in answering]
    model = compile_model(questionnaire, load_policy("standard"))
    codes = np.array(matrix, dtype=np.int8)
    return list(assess_partners(model, answering, codes, period, last_day(period)))


def responses(assessment: Assessment) -> Mapping[str, Response]:
    """Write what a partner may have written beside its codes."""
    draw = random.Random(assessment.profile.id)
    found = {}
    for question, code in zip(assessment.questionnaire.questions, assessment.codes, strict=True):
        if code in (states.UNANSWERED, states.OUT_OF_SCOPE):
            continue
        answer = question.answer.levels[code].text if code >= 0 else "Not applicable"
        comment = draw.choice(COMMENTS) if code != states.NA_CLAIMED else "We do not do this."
        evidence, day = ("ISMS-014", "2026-05-12") if draw.random() > 0.6 else ("", "")
        found[question.id] = Response(question.id, code, answer, answer, comment, evidence, day)
    return found


def quarter(profiles: Sequence[Profile] = PROFILES) -> Quarter:
    """Build the sample quarter, 2026Q3 with two earlier ones."""
    now = assessments("2026Q3", profiles)
    return Quarter(
        period="2026Q3",
        as_of=AS_OF,
        policy=load_policy("standard"),
        profiles=profiles,
        assessments=now,
        history={period: assessments(period, profiles) for period in list(PERIODS)[:-1]},
        issued=[profile.id for profile in profiles if profile.id != "willow"],
        responses={each.profile.id: responses(each) for each in now},
        files={each.profile.id: f"{number:064x}" for number, each in enumerate(now, 1)},
    )
