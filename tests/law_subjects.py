"""What the laws are tried on: each published method, and our own ways of scoring."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import cache, partial
from typing import Any

import numpy as np

from assess.native import SHIPPED, load_method
from questionnaires.documents import Document, read_document
from questionnaires.model import PRINCIPLES
from questionnaires.profiles import Profile
from scoring.assessment import assess_partners
from scoring.compiled import Model, compile_model
from scoring.contributions import contributions
from scoring.native import (
    SCHEMA,
    Given,
    Native,
    NativePolicy,
    Points,
    Stated,
    build_native,
    native_scores,
)
from scoring.results import Assessment
from tests import oracle, worlds
from tests.method_laws import BLANK, Filling, Form, Shares, Subject

SIZES = 3
"""What weights are multiplied by."""

# --- published methods ----------------------------------------------------------------------

ASKED: dict[str, tuple[str, ...]] = {
    "hecvat@4.1.4": ("REQU-01", "DATA-01", "DATA-02", "DCTR-02", "COMP-01"),
    "caiq@3.0.1": ("AIS-01.1", "AIS-01.2", "IAM-02.1"),
    "caiq@4.0.3": ("AIS-01.1", "AIS-01.2", "IAM-02.1"),
    "nist-800-171@1.2.1": ("3.12.4", "3.5.3", "3.1.1", "3.1.3"),
    "cmmc-l2@2.0.0": ("3.12.4", "3.5.3", "3.1.1", "3.1.3"),
    "vda-isa@6.0.0": ("1.1.1", "1.2.1", "5.1.1"),
    "samm@2.0.10": ("G-SM-A-1-1", "G-SM-B-1-1", "G-PC-A-1-1", "D-TA-B-3-1"),
    "c2m2@2.1.0": ("RISK-1a", "RISK-1b", "RISK-1c", "ASSET-1a"),
    "xccdf-default@1.2.0": ("r1", "r2", "r3", "r4"),
    "xccdf-flat@1.2.0": ("r1", "r2", "r3", "r4"),
    "xccdf-flat-unweighted@1.2.0": ("r1", "r2", "r3", "r4"),
    "xccdf-absolute@1.2.0": ("r1", "r2", "r3", "r4"),
}
"""The few questions of each method that are filled in every way; the others are at their best."""

STATED = {
    "RISK-1a": Stated(level=1),
    "RISK-1b": Stated(level=1),
    "RISK-1c": Stated(level=2),
    "ASSET-1a": Stated(level=1),
    "1.2.1": Stated(target=4),
    "r1": Stated(Fraction(1), "g1", Fraction(1)),
    "r2": Stated(Fraction(3), "g1", Fraction(1)),
    "r3": Stated(Fraction(2), "g2", Fraction(4)),
    "r4": Stated(Fraction(2)),
}


def published(name: str) -> Subject:
    """Return a published method as a subject; `name` is one of ASKED."""
    policy = load_method(name)
    form = _form(policy, ASKED[name])
    heavier = _heavier(name)
    return Subject(
        form,
        shares=lambda fillings: [_shares(_scored(policy, each)) for each in fillings],
        reordered=lambda fillings: [
            _shares(_scored(policy, dict(reversed(each.items())))) for each in fillings
        ],
        scaled=heavier and partial(_scale, *heavier),
        gap=None if policy.method == "indicator-levels" else partial(_gap, policy),
    )


def _scale(
    policy: NativePolicy, stated: dict[str, Stated], fillings: Sequence[Filling]
) -> list[Shares]:
    return [_shares(_scored(policy, each, stated)) for each in fillings]


def _form(policy: NativePolicy, questions: Sequence[str]) -> Form:
    scales = {question: policy.rules.scale(question) for question in questions}
    known = {name: scale for name, scale in scales.items() if scale is not None}
    assert len(known) == len(questions)
    (word,) = {scale.not_applicable for scale in known.values()}
    few = {"xccdf": ("fail", "pass")}.get(policy.method)
    answers = {name: few or scale.answers for name, scale in known.items()}
    return Form(answers, word, gates=("yes", "no"))


def _scored(
    policy: NativePolicy, filling: Filling, stated: dict[str, Stated] | None = None
) -> Native:
    whole = {**_best(str(policy.reference)), **filling}
    answers = {name: word for name, word in whole.items() if word != BLANK}
    told = STATED if stated is None else stated
    about = {name: told[name] for name in filling if name in told}
    return native_scores(policy, Given(answers, stated=about))


@cache
def _best(name: str) -> Filling:
    policy = load_method(name)
    scales = {question: policy.rules.scale(question) for question in policy.rules.asks}
    return {name: each.answers[-1] for name, each in scales.items() if each and each.answers}


def _shares(found: Native) -> Shares:
    figures = {"overall": found.overall, "critical": found.critical, **found.sections}
    return {name: _percent(points) for name, points in figures.items()}


def _percent(points: Points | None) -> Fraction | None:
    return Fraction(100 * points.score) / points.max if points and points.max else None


def _gap(policy: NativePolicy, filling: Filling) -> str:
    found = _scored(policy, filling)
    if found.overall is None:
        return ""
    for figure in ("score", "max"):
        parts = sum(
            getattr(points, figure) * found.weights.get(name, 1)
            for name, points in found.sections.items()
        )
        whole = getattr(found.overall, figure)
        if parts != whole:
            return f"the {figure} of the sections is {parts}, overall it is {whole}"
    return ""


def _heavier(name: str) -> tuple[NativePolicy, dict[str, Stated]] | None:
    """Return a method and what is stated with all weights multiplied; None without weights."""
    identity, _, version = name.partition("@")
    document = read_document(SHIPPED / identity / f"{version}.json", SCHEMA)
    rules = copy.deepcopy(document.data["rules"])
    weights = [rules[key] for key in ("importance", "values", "partly") if key in rules]
    if not weights and "model" not in rules:
        return None
    for each in weights:
        each.update({word: SIZES * weight for word, weight in each.items()})
    made = Document(document.reference, {**document.data, "rules": rules}, document.path)
    stated = {
        name: Stated(SIZES * each.weight, each.group, SIZES * each.group_weight)
        for name, each in STATED.items()
    }
    return build_native(made), stated


# --- ours -----------------------------------------------------------------------------------

LEVELS = ("no", "planned", "partially", "yes")
PARTNER = Profile("made", "Made")
DAY = date(2026, 9, 30)
SPREAD = {"confidentiality": 40, "integrity": 60}


def ours(aggregation: str) -> Subject:
    """Return our own scoring under the standard policy, with a way to sum up the principles."""
    questions = [
        worlds.question("access", must_have=True, weight=3),
        worlds.question("backup", weight=2, principles={"availability": 100}),
        worlds.question("review", principles=SPREAD),
    ]
    policy = worlds.standard_policy() | {"aggregation": aggregation}
    model = _model(questions, policy)
    turned = _model(questions[::-1], policy)
    heavy = _model([each | {"weight": SIZES * each["weight"]} for each in questions], policy)
    form = Form({question["id"]: LEVELS for question in questions}, oracle.CLAIMED)
    return Subject(
        form,
        shares=partial(_ours, model),
        reordered=partial(_ours, turned),
        scaled=partial(_ours, heavy),
        gap=partial(_our_gap, model),
    )


def _model(questions: Sequence[worlds.Raw], policy: worlds.Raw) -> Model:
    raw = worlds.questionnaire(*questions)
    return compile_model(worlds.build(raw), worlds.policy_of(policy))


def _assessed(model: Model, fillings: Sequence[Filling]) -> Iterator[Assessment]:
    words = {level: index for index, level in enumerate(reversed(LEVELS))}
    known = worlds.CODES | words | {BLANK: worlds.CODES[oracle.UNANSWERED]}
    codes = [
        [known[filling[question.id]] for question in model.questionnaire.questions]
        for filling in fillings
    ]
    table = np.array(codes, dtype=np.int8)
    return assess_partners(model, [PARTNER] * len(fillings), table, "2026Q3", DAY)


def _ours(model: Model, fillings: Sequence[Filling]) -> list[Shares]:
    return [
        {
            **{name: each.exact("decisive") for name, each in found.scores.items()},
            "tier": Fraction(-1 if found.achieved is None else _height(model, found)),
        }
        for found in _assessed(model, fillings)
    ]


def _height(model: Model, found: Assessment) -> int:
    return [tier.id for tier in model.policy.tiers].index(
        found.achieved.id if found.achieved else ""
    )


def _our_gap(model: Model, filling: Filling) -> str:
    (found,) = _assessed(model, [filling])
    parts = contributions(model, found.codes)
    for name in ("overall", *PRINCIPLES):
        earned = [part.earned[name] for part in parts if name in part.earned]
        whole = found.scores[name].exact()
        if earned and sum(earned, Fraction()) != whole:
            return f"the contributions to {name} sum to {sum(earned, Fraction())}, not {whole}"
    return ""


SUBJECTS: dict[str, Callable[[], Subject]] = {
    **{name: partial(published, name) for name in ASKED},
    **{
        f"ours, {each}": partial(ours, each)
        for each in ("pooled", "arithmetic", "geometric", "minimum")
    },
}
"""All that the laws are tried on, by name."""


def document_of(name: str) -> dict[str, Any]:
    """Return what a shipped method's file says."""
    identity, _, version = name.partition("@")
    return read_document(SHIPPED / identity / f"{version}.json", SCHEMA).data
