"""NIST SP 800-171 scored by deduction, and the conditional status of CMMC level 2.

    score = 110 - sum of the values of the requirements that are not met

Values are 5, 3 and 1, in the policy file. Partial credit, as the policy says: multi-factor
authentication for remote and privileged users only, and encryption that is not FIPS-validated,
lose 3 in place of 5. Without a system security plan there is no score. A requirement that does
not apply counts as met; one that is not assessed as not met. A family (`3.1`) has the number of
its requirements less what they lose, so that the families add up to the score.

Sources: DoD, NIST SP 800-171 DoD Assessment Methodology 1.2.1 (2020), section 5 and annex A;
32 CFR 170.24 (scoring) and 170.21(a)(2) (conditional status, closed out within 180 days), 2024.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from questionnaires.model import Reference
from scoring.native.result import Given, Native, Points, Scale, Span

NOT_MET, PARTLY, MET, NOT_APPLICABLE = "not met", "partly", "met", "not applicable"


@dataclass(frozen=True, slots=True)
class Conditional:
    """When what is open may stay open for a while, and for how many days.

    It needs the least `share` of all requirements as score; nothing open is worth more than
    `open_value`, but for the `exceptions` with a highest value of their own; nothing of
    `never_open` is open.
    """

    share: Fraction
    open_value: int
    exceptions: Mapping[str, int]
    never_open: frozenset[str]
    lapses_after: int


@dataclass(frozen=True, slots=True)
class Deducted:
    """The score, None without a plan, and what each requirement that is not met costs."""

    score: int | None
    lost: dict[str, int]


@dataclass(frozen=True, slots=True)
class Deductions:
    """The figures of a policy: `values` lost by requirement, and `partly` where there is credit.

    `plan` is the requirement without which there is no score; it has no value of its own.
    """

    values: Mapping[str, int]
    partly: Mapping[str, int]
    plan: str
    conditional: Conditional | None = None
    domains: tuple[str, ...] = ()

    @property
    def asks(self) -> tuple[str, ...]:
        """The ids of the requirements."""
        return tuple(self.values)

    @property
    def states(self) -> Mapping[str, Span]:
        """Nothing: all figures are the policy's."""
        return {}

    def scale(self, question: str) -> Scale | None:
        """Return the findings of a requirement; only two of them can be met partly."""
        if question not in self.values:
            return None
        credit = (PARTLY,) if question in self.partly else ()
        words = (NOT_MET, *credit, MET)
        return Scale(words, NOT_APPLICABLE, weight=self.values[question])

    def scores(self, given: Given, policy: Reference, title: str) -> Native:
        """Score an assessment by family; any text but those of the scale is not met."""
        words = {name: text.strip().lower() for name, text in given.answers.items()}
        found = deduct(self, words)
        families: dict[str, Points] = {}
        for name in self.values:
            family = name.rpartition(".")[0]
            before = families.get(family, Points(0, 0))
            families[family] = Points(before.max + 1, before.score + 1 - found.lost.get(name, 0))
        overall = None if found.score is None else Points(len(self.values), found.score)
        return Native(policy, title, families, overall, remarks=tuple(_remarks(self, found)))


def deduct(rules: Deductions, assessed: Mapping[str, str]) -> Deducted:
    """Score an assessment by requirement id; one that is absent is not met."""
    lost = {
        requirement: value
        for requirement in rules.values
        if (value := _lost(rules, requirement, assessed.get(requirement, NOT_MET)))
    }
    if assessed.get(rules.plan) != MET:
        return Deducted(None, lost)
    return Deducted(len(rules.values) - sum(lost.values()), lost)


def obstacles(rules: Deductions, found: Deducted) -> list[str]:
    """Say what stands against a conditional status: 32 CFR 170.21(a)(2); nothing where nothing.

    Raises ValueError for rules that know no such status.
    """
    clause = rules.conditional
    if clause is None:
        message = "these rules know no conditional status"
        raise ValueError(message)
    least = clause.share * len(rules.values)
    against = []
    if found.score is None:
        against.append(f"without {rules.plan} there is no score")
    elif found.score < least:
        against.append(f"the score is below {float(least):g}")
    for name, value in found.lost.items():
        if name in clause.never_open:
            against.append(f"{name} may never be open")
        elif value > clause.exceptions.get(name, clause.open_value):
            against.append(f"{name} is worth {value}")
    return against


def last_day(clause: Conditional, since: date) -> date:
    """Return the last day of a conditional status that began on a day.

    The rule gives the number of days; that the first day is day 0 is our reading.
    """
    return since + timedelta(days=clause.lapses_after)


def _lost(rules: Deductions, requirement: str, word: str) -> int:
    if word in {MET, NOT_APPLICABLE}:
        return 0
    value = rules.values[requirement]
    return rules.partly.get(requirement, value) if word == PARTLY else value


def _remarks(rules: Deductions, found: Deducted) -> Iterator[str]:
    if found.score is None:
        yield f"no system security plan ({rules.plan}), so there is no score"
    if found.lost:
        costs = ", ".join(f"{name} (-{value})" for name, value in found.lost.items())
        yield f"{len(found.lost)} not fully met: {costs}"
    clause = rules.conditional
    if clause is not None and (found.lost or found.score is None):
        against = obstacles(rules, found)
        if against:
            yield f"no conditional status: {'; '.join(against)}"
        else:
            yield f"conditional status, for {clause.lapses_after} days at most"


def broken(rules: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield each requirement that is named and has no value, and a credit that is none."""
    clause = rules.get("conditional", {})
    named = [(".plan", rules["plan"]), *((".partly", name) for name in rules["partly"])]
    named += [(".conditional.exceptions", name) for name in clause.get("exceptions", {})]
    named += [(".conditional.never_open", name) for name in clause.get("never_open", [])]
    for path, name in named:
        if name not in rules["values"]:
            yield path, f"there is no requirement {name}", "correct the id, or give it a value"
    for name, value in rules["partly"].items():
        if value > rules["values"].get(name, value):
            yield ".partly", f"{name} loses more when it is met partly", "lower it"


def read(rules: dict[str, Any]) -> Deductions:
    """Read the checked rules of a policy."""
    clause = rules.get("conditional")
    return Deductions(rules["values"], rules["partly"], rules["plan"], clause and _clause(clause))


def _clause(data: dict[str, Any]) -> Conditional:
    return Conditional(
        share=Fraction(data["percent"], 100),
        open_value=data["open_value"],
        exceptions=data["exceptions"],
        never_open=frozenset(data["never_open"]),
        lapses_after=data["lapses_after"],
    )
