"""A second scoring engine, written from scoring/METHOD.md alone: slow, plain, exact.

It reads questionnaires and policies as raw JSON and one partner at a time, with fractions and
words where the engine has packed floats and codes, and shares no code with it. What both say
is either right or a misreading of METHOD.md that two writers share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import floor
from typing import Any, TypeAlias

Raw: TypeAlias = Mapping[str, Any]
Ratio: TypeAlias = Fraction | None
Found: TypeAlias = tuple[str, str, int, int, str, Fraction, int]
"""A finding: question, state, points, loss, severity, gain in per cent, days until due."""

PRINCIPLES = ["confidentiality", "integrity", "availability", "compliance", "accountability"]
ELEMENTS = ["data-types", "security-standards", "partner-responsibilities"]
ELEMENTS += ["audit-rights", "incident-response", "termination"]
CRITICALITY = SEVERITIES = ["low", "moderate", "high", "critical"]

UNANSWERED, CLAIMED, ACCEPTED = "?unanswered", "?claimed", "?accepted"
OUTSIDE, NOTED = "?out-of-scope", "?noted"
"""The states of a question; any other answer is the id of a level. No level id has a `?`."""


@dataclass(frozen=True)
class Verdict:
    """All that METHOD.md derives for one partner; ratios are exact, in per cent."""

    states: dict[str, str]
    value: dict[str, Ratio]
    low: dict[str, Ratio]
    high: dict[str, Ratio]
    decisive: dict[str, Ratio]
    coverage: Ratio
    counts: dict[str, int]
    required: str
    achieved: str | None
    recommendation: str | None
    findings: list[Found]
    contributions: dict[str, dict[str, Fraction]]
    plain: str | None
    kept: bool
    conditional_days: int | None
    provisional: bool


@dataclass(frozen=True)
class Beside:
    """What METHOD.md calls the standing: by question id, and of the partner.

    `assurance` is 0 where not named; `held` is a tier's id; `plan_age` is in days.
    """

    assurance: Mapping[str, int] = field(default_factory=dict)
    contradicted: frozenset[str] = frozenset()
    held: str | None = None
    plan_age: int | None = None


def judge(
    questionnaire: Raw,
    policy: Raw,
    profile: Raw,
    answers: Mapping[str, str],
    beside: Beside = Beside(),
) -> Verdict:
    """Judge one partner; `answers` maps question ids to a level's id or a state."""
    verdict = _judge(questionnaire, policy, profile, answers, beside)
    best = dict(answers)
    for raw in questionnaire["questions"]:
        levels = Question(raw, questionnaire, policy).levels
        if raw["weight"] and verdict.states[raw["id"]] in {UNANSWERED, CLAIMED}:
            best[raw["id"]] = levels[0]
    top = _judge(questionnaire, policy, profile, best, beside)
    return replace(verdict, provisional=top.achieved != verdict.achieved)


def _judge(
    questionnaire: Raw, policy: Raw, profile: Raw, answers: Mapping[str, str], beside: Beside
) -> Verdict:
    asked = {q["id"]: Question(q, questionnaire, policy) for q in questionnaire["questions"]}
    states: dict[str, str] = {}
    for name in asked:
        _settle(name, asked, profile, answers, states)
    sums = {column: _sums(column, asked, states) for column in columns()}
    counts = {
        state: sum(q.weight > 0 and _kind(states[q.id]) == state for q in asked.values())
        for state in ("answered", UNANSWERED, CLAIMED, ACCEPTED, OUTSIDE)
    }
    value = {c: _ratio(s.earned, s.answered) for c, s in sums.items()}
    low = {c: _ratio(s.earned, s.answered + s.open) for c, s in sums.items()}
    high = {c: _ratio(s.earned + s.open, s.answered + s.open) for c, s in sums.items()}
    decisive = {c: _ratio(s.earned, s.in_scope) for c, s in sums.items()}
    given = Fraction(counts["answered"])
    coverage = _ratio(given, given + counts[UNANSWERED])
    found = list(_findings(policy, asked, states, sums))
    case = Case(policy, asked, states, decisive, coverage, found, beside)
    plain, kept, achieved = _tiers(case)
    required = _required(policy, profile)
    if policy.get("aggregation", "pooled") != "pooled":
        for figures in (value, low, high, decisive):
            figures["overall"] = aggregated(policy, figures)
    anything = counts["answered"] + counts[UNANSWERED] + counts[CLAIMED]
    tiers = [tier["id"] for tier in policy["tiers"]]
    return Verdict(
        states=states,
        value=value,
        low=low,
        high=high,
        decisive=decisive,
        coverage=coverage,
        counts=counts,
        required=tiers[required],
        achieved=None if achieved < 0 else tiers[achieved],
        recommendation=_advice(policy, required - achieved, found) if anything else None,
        findings=sorted(found, key=lambda f: _urgency(f, asked)),
        contributions=_contributions(policy, asked, states, sums),
        plain=None if plain < 0 else tiers[plain],
        kept=achieved == kept > plain,
        conditional_days=_days_left(policy, achieved, beside) if achieved > kept else None,
        provisional=False,
    )


def columns() -> list[str]:
    """Return the names of all scores, in the order of every table."""
    return ["overall", *PRINCIPLES, *ELEMENTS]


def display(ratio: Ratio) -> str | None:
    """Write a figure as people see it: one decimal, half up."""
    if ratio is None:
        return None
    whole, tenth = divmod(floor(ratio * 10 + Fraction(1, 2)), 10)
    return f"{whole}.{tenth}"


def level_for(levels: list[dict[str, Any]], value: Any) -> str:
    """Return the id of the level that a number, an age in days or a count reaches."""
    for level in levels[:-1]:
        if "at_most" in level and value <= Fraction(level["at_most"]):
            return str(level["id"])
        if "at_least" in level and value >= Fraction(level["at_least"]):
            return str(level["id"])
    return str(levels[-1]["id"])


class Question:
    """One raw question under a policy: its levels' points as shares of 1, its weights."""

    def __init__(self, raw: Raw, questionnaire: Raw, policy: Raw) -> None:
        answer = raw["answer"]
        levels = answer.get("levels") or questionnaire.get("scales", {}).get(answer.get("scale"))
        self.id: str = raw["id"]
        self.levels = [level["id"] for level in levels or ()]
        self.points: dict[str, int] = {
            level["id"]: policy["points"].get(level["id"], level["points"])
            for level in levels or ()
        }
        self.must_have: bool = raw.get("must_have", False)
        factor = policy["weights"]["must_have_factor"] if self.must_have else 1
        self.weight: int = raw["weight"] * factor
        self.days: int = raw["remediation"]["days"]
        self.applies_if = raw.get("applies_if")
        shares = {p: Fraction(raw["principles"].get(p, 0), 100) for p in PRINCIPLES}
        mix = policy["weights"]["principles"]
        self.weights = {p: self.weight * share for p, share in shares.items()}
        self.weights |= {e: Fraction(self.weight * (e == raw["element"])) for e in ELEMENTS}
        self.weights["overall"] = sum(
            (self.weight * share * Fraction(mix[p], 100) for p, share in shares.items()),
            Fraction(0),
        )


def _settle(
    name: str,
    asked: dict[str, Question],
    profile: Raw,
    answers: Mapping[str, str],
    states: dict[str, str],
) -> str:
    if name not in states:
        condition = asked[name].applies_if

        def state_of(other: str) -> str:
            return _settle(other, asked, profile, answers, states)

        truth = condition is None or _holds(condition, asked, profile, state_of)
        states[name] = OUTSIDE if truth is False else answers.get(name, UNANSWERED)
    return states[name]


def _holds(condition: Raw, asked: dict[str, Question], profile: Raw, state_of: Any) -> bool | None:
    """Return whether a condition is true, false or (None) not known."""
    if "not" in condition:
        inner = _holds(condition["not"], asked, profile, state_of)
        return None if inner is None else not inner
    for word, decided in (("all", False), ("any", True)):
        if word in condition:
            parts = [_holds(part, asked, profile, state_of) for part in condition[word]]
            if decided in parts:
                return decided
            return None if None in parts else not decided
    if "field" in condition:
        held = profile.get(condition["field"]) or None
        given = [held] if isinstance(held, str) else held
        order = CRITICALITY[::-1]
    else:
        state = state_of(condition["question"])
        given = None if state in {UNANSWERED, CLAIMED} else [state]
        order = asked[condition["question"]].levels
    return None if given is None else not _accepted(condition, order).isdisjoint(given)


def _accepted(condition: Raw, best_first: list[str]) -> set[str]:
    if "equals" in condition:
        return {condition["equals"]}
    if "in" in condition:
        return set(condition["in"])
    return set(best_first[: best_first.index(condition["at_least"]) + 1])


def _kind(state: str) -> str:
    return state if state.startswith("?") else "answered"


@dataclass(frozen=True)
class _Sums:
    earned: Fraction
    answered: Fraction
    open: Fraction
    claimed: Fraction

    @property
    def in_scope(self) -> Fraction:
        return self.answered + self.open + self.claimed


def _sums(column: str, asked: dict[str, Question], states: dict[str, str]) -> _Sums:
    by_kind = {"answered": Fraction(0), UNANSWERED: Fraction(0), CLAIMED: Fraction(0)}
    earned = Fraction(0)
    for question in asked.values():
        state = states[question.id]
        if _kind(state) in by_kind:
            by_kind[_kind(state)] += question.weights[column]
        if _kind(state) == "answered" and question.weight:
            earned += question.weights[column] * Fraction(question.points[state], 1000)
    return _Sums(earned, by_kind["answered"], by_kind[UNANSWERED], by_kind[CLAIMED])


def _ratio(part: Fraction, whole: Fraction) -> Ratio:
    return None if whole == 0 else 100 * part / whole


def _required(policy: Raw, profile: Raw) -> int:
    tiers = [tier["id"] for tier in policy["tiers"]]
    demanded = [0]
    for name, table in policy["exposure"].items():
        held = profile.get(name) or list(table)
        values = [held] if isinstance(held, str) else held
        demanded += [tiers.index(table[value]) for value in values]
    return max(demanded)


@dataclass(frozen=True)
class Case:
    """All that the tiers of one partner rest on."""

    policy: Raw
    asked: dict[str, Question]
    states: dict[str, str]
    decisive: dict[str, Ratio]
    coverage: Ratio
    found: list[Found]
    beside: Beside

    def counts(self, name: str) -> bool:
        """Whether a question is in scope and not accepted as not applicable."""
        return self.states[name] not in {OUTSIDE, ACCEPTED}


def aggregated(policy: Raw, figures: Mapping[str, Ratio]) -> Ratio:
    """Combine the principles' figures into the overall one, a root taken down to billionths."""
    parts, whole = _weighted(policy, figures)
    if not parts:
        return None
    if policy["aggregation"] == "minimum":
        return min(score for score, _ in parts)
    if policy["aggregation"] == "arithmetic":
        return sum((score * weight for score, weight in parts), Fraction(0)) / whole
    power = Fraction(1)
    for score, weight in parts:
        power *= score**weight
    low, high = 0, 100 * 10**9 + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if Fraction(middle, 10**9) ** whole <= power else (low, middle)
    return Fraction(low, 10**9)


def _weighted(policy: Raw, figures: Mapping[str, Ratio]) -> tuple[list[tuple[Fraction, int]], int]:
    weights = policy["weights"]["principles"]
    parts = [(s, weights[p]) for p in PRINCIPLES if (s := figures[p]) is not None and weights[p]]
    return parts, sum(weight for _, weight in parts)


def _overall_reaches(case: Case, least: int) -> bool:
    kind = case.policy.get("aggregation", "pooled")
    if kind != "geometric":
        score = aggregated(case.policy, case.decisive) if kind != "pooled" else None
        score = case.decisive["overall"] if kind == "pooled" else score
        return score is None or score >= least
    parts, whole = _weighted(case.policy, case.decisive)
    power = Fraction(1)
    for score, weight in parts:
        power *= score**weight
    return not parts or power >= Fraction(least) ** whole


def _tiers(case: Case) -> tuple[int, int, int]:
    """Return the plain, the kept and the achieved tier; -1 for none."""
    names = [tier["id"] for tier in case.policy["tiers"]]
    before = -1 if case.beside.held is None else names.index(case.beside.held)
    plain = _climb(case, 0)
    kept = max(plain, min(_climb(case, case.policy.get("hysteresis", 0)), before))
    if kept + 1 < len(names) and _on_conditions(case, kept + 1):
        return plain, kept, kept + 1
    return plain, kept, kept


def _answered_any(case: Case) -> bool:
    return any(q.weight and _kind(case.states[q.id]) == "answered" for q in case.asked.values())


def _climb(case: Case, lowered: int) -> int:
    """Climb from the lowest tier until a need is not met; -1 where the first is not."""
    if not _answered_any(case):
        return -1
    must = [_points(q, case.states[q.id]) for q in case.asked.values() if q.must_have]
    for index, tier in enumerate(case.policy["tiers"]):
        needs = tier["needs"]
        met = (
            _covered(case, index)
            and _overall_reaches(case, max(0, needs["overall"] - lowered))
            and all(
                (score := case.decisive[p]) is None or score >= max(0, least - lowered)
                for p, least in needs["principles"].items()
            )
            and all(p is None or p >= needs["must_have_points"] for p in must)
            and _assured(case, needs.get("assurance", {}))
            and _settled(case, index)
        )
        if not met:
            return index - 1
    return len(case.policy["tiers"]) - 1


def _covered(case: Case, index: int) -> bool:
    least = case.policy["tiers"][index]["needs"]["coverage"]
    return case.coverage is not None and case.coverage >= least


def _assured(case: Case, wanted: Raw) -> bool:
    words = ["self-attested", "documented", "verified"]
    least = dict(wanted.get("controls", {}))
    pairs = [(name, words.index(word)) for name, word in least.items()]
    if "must_haves" in wanted:
        must = [q.id for q in case.asked.values() if q.must_have]
        pairs += [(name, words.index(wanted["must_haves"])) for name in must]
    return all(
        _kind(case.states[name]) in {"answered", NOTED}
        and case.beside.assurance.get(name, 0) >= grade
        for name, grade in pairs
        if case.counts(name)
    )


def _settled(case: Case, index: int) -> bool:
    names = [tier["id"] for tier in case.policy["tiers"]]
    cap = names.index(case.policy.get("contradicted_up_to", names[0]))
    return index <= cap or not any(case.counts(name) for name in case.beside.contradicted)


def _on_conditions(case: Case, index: int) -> bool:
    clause = case.policy["tiers"][index].get("conditional")
    if clause is None or not _answered_any(case):
        return False
    allowed = SEVERITIES[: SEVERITIES.index(clause["open_up_to"]) + 1]
    must = [q.id for q in case.asked.values() if q.must_have]
    closed = [n for each in clause["closed"] for n in (must if each == "must-haves" else [each])]
    age = case.beside.plan_age
    return (
        _overall_reaches(case, clause["overall"])
        and all(severity in allowed for _, _, _, _, severity, _, _ in case.found)
        and all(
            _points(case.asked[name], case.states[name]) == 1000
            for name in closed
            if case.counts(name) and case.states[name] != NOTED
        )
        and _covered(case, index)
        and _settled(case, index)
        and age is not None
        and age <= clause["lapses_after"]
    )


def _days_left(policy: Raw, achieved: int, beside: Beside) -> int:
    lapses: int = policy["tiers"][achieved]["conditional"]["lapses_after"]
    return lapses - (beside.plan_age or 0)


def _points(question: Question, state: str) -> int | None:
    if state in {UNANSWERED, CLAIMED}:
        return 0
    return question.points.get(state)


def _findings(
    policy: Raw, asked: dict[str, Question], states: dict[str, str], sums: dict[str, _Sums]
) -> Iterator[Found]:
    scored = {q.id: _points(q, states[q.id]) for q in asked.values() if q.weight}
    for name, points in scored.items():
        if points is None or points == 1000:
            continue
        words = {UNANSWERED: "unanswered", CLAIMED: "not applicable, not accepted"}
        word = words.get(states[name], "partly met" if points else "not met")
        loss = asked[name].weight * (1000 - points)
        severity = ["low", *(w for w in SEVERITIES[1:] if loss >= policy["severity"][w])][-1]
        whole = {column: each.in_scope for column, each in sums.items()}
        missing = Fraction(1000 - points, 1000)
        gain = 100 * missing * _share(policy, asked[name], whole)
        yield name, word, points, loss, severity, gain, policy["due_days"][severity]


def _share(policy: Raw, question: Question, whole: dict[str, Fraction]) -> Fraction:
    """Return the part of 1 that a question is of the overall score, or of the mean for it."""
    if policy.get("aggregation", "pooled") == "pooled":
        over = whole["overall"]
        return question.weights["overall"] / over if over else Fraction(0)
    mix = {p: w for p, w in policy["weights"]["principles"].items() if w and whole[p]}
    parts = (w * question.weights[p] / whole[p] for p, w in mix.items())
    return sum(parts, Fraction(0)) / (sum(mix.values()) or 1)


def _urgency(finding: Found, asked: dict[str, Question]) -> tuple[int, Fraction, str]:
    name, _, _, _, severity, gain, _ = finding
    return -SEVERITIES.index(severity), -gain / asked[name].days, name


def _advice(policy: Raw, short: int, found: list[Found]) -> str:
    rule = policy["recommendation"]
    if short <= 0:
        words = SEVERITIES[SEVERITIES.index(rule["conditions_from"]) :]
        serious = any(finding[4] in words for finding in found)
        return "approve with conditions" if serious else "approve"
    if short <= rule["remediate_up_to"]:
        return "remediate"
    return "restrict" if short <= rule["restrict_up_to"] else "suspend"


def _contributions(
    policy: Raw, asked: dict[str, Question], states: dict[str, str], sums: dict[str, _Sums]
) -> dict[str, dict[str, Fraction]]:
    """Return, per answered question, what it brings to each score in which anything counts."""
    whole = {column: each.answered for column, each in sums.items()}
    found = {}
    for q in asked.values():
        if q.weight and _kind(states[q.id]) == "answered":
            points = Fraction(q.points[states[q.id]], 10)
            found[q.id] = {
                column: points * q.weights[column] / whole[column]
                for column in sums
                if whole[column] and column != "overall"
            }
            if whole["overall"] and policy.get("aggregation", "pooled") in {"pooled", "arithmetic"}:
                found[q.id]["overall"] = points * _share(policy, q, whole)
    return found
