"""The four scoring models of XCCDF 1.2.

Over rules whose result counts (pass, fixed, fail, error, unknown; not: notapplicable, notchecked,
notselected, informational), `pass` and `fixed` being met:

    default          a rule is 100 or 0; a group is the mean of its members that count, by their
                     weights; the benchmark is the mean of its own members likewise    0 to 100
    flat             sum of the weights of the rules met, of the sum of all weights
    flat-unweighted  number of rules met, of their number
    absolute         1 if every rule of weight above 0 is met, else 0

A rule without a result is not checked. Where nothing counts there is no score here; the reference
tools show 0, and absolute 1. A file states each rule's weight, and the group it is in with the
group's own weight; deeper groups are for callers of these functions.

Source: NIST IR 7275 revision 4, XCCDF 1.2 (2011), section 7.3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from questionnaires.model import Reference
from scoring.native.result import WEIGHT, Given, Native, Points, Scale, Span, Stated

MET = frozenset({"pass", "fixed"})
COUNTED = MET | {"fail", "error", "unknown"}
RESULTS = Scale(
    ("fail", "error", "unknown", "fixed", "pass"),
    "notapplicable",
    ("notchecked", "notselected", "informational"),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its result and its weight, 0 or more."""

    result: str
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Group:
    """Rules and groups that are weighed together."""

    members: tuple[Node, ...]
    weight: Fraction


Node: TypeAlias = Rule | Group


def default(members: Sequence[Node]) -> Fraction | None:
    """Score 0 to 100 by the default model; None where nothing counts."""
    parts = [(score, node.weight) for node in members if (score := _score(node)) is not None]
    whole = sum((weight for _, weight in parts), Fraction())
    if not whole:
        return None
    return sum((score * weight for score, weight in parts), Fraction()) / whole


def flat(members: Sequence[Node]) -> tuple[Fraction, Fraction]:
    """Return the weight met and the whole weight; both 0 where nothing counts."""
    rules = [rule for rule in _rules(members) if rule.result in COUNTED]
    met = sum((rule.weight for rule in rules if rule.result in MET), Fraction())
    return met, sum((rule.weight for rule in rules), Fraction())


def flat_unweighted(members: Sequence[Node]) -> tuple[int, int]:
    """Return the number of rules of weight above 0 that are met, and their number."""
    rules = [rule for rule in _rules(members) if rule.result in COUNTED and rule.weight]
    return sum(rule.result in MET for rule in rules), len(rules)


def absolute(members: Sequence[Node]) -> bool | None:
    """Tell whether every rule that counts is met; None where none counts."""
    met, whole = flat(members)
    return None if not whole else met == whole


def _score(node: Node) -> Fraction | None:
    if isinstance(node, Group):
        return default(node.members)
    if node.result not in COUNTED:
        return None
    return Fraction(100 if node.result in MET else 0)


def _rules(members: Sequence[Node]) -> Iterator[Rule]:
    for node in members:
        if isinstance(node, Group):
            yield from _rules(node.members)
        else:
            yield node


@dataclass(frozen=True, slots=True)
class Xccdf:
    """One of the models, by its name."""

    model: str
    asks: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()

    @property
    def states(self) -> Mapping[str, Span]:
        """A rule's weight, its group, and what that weighs."""
        return {"weight": WEIGHT, "group": (0, 0), "group_weight": WEIGHT}

    def scale(self, question: str) -> Scale | None:
        """Return the results of XCCDF, for every rule."""
        del question
        return RESULTS

    def scores(self, given: Given, policy: Reference, title: str) -> Native:
        """Score a benchmark; its sections are the groups, and the rules that are in none."""
        members = _members(given)
        count = MODELS[self.model]
        sections = {name: count([_alone(node)]) for name, node in members.items()}
        return Native(
            policy=policy,
            title=title,
            sections=sections,
            overall=count(list(members.values())),
            weights=_weights(members, sections) if self.model == "default" else {},
        )


def _members(given: Given) -> dict[str, Node]:
    """Return what a benchmark consists of, by name, names in order."""
    grouped: dict[str, list[Node]] = {}
    found: dict[str, Node] = {}
    weights: dict[str, Fraction] = {}
    for name in sorted({**given.stated, **given.answers}):
        about = given.stated.get(name, Stated())
        rule = Rule(given.answers.get(name, "notchecked").strip().lower(), about.weight)
        if about.group:
            grouped.setdefault(about.group, []).append(rule)
            weights[about.group] = about.group_weight
        else:
            found[name] = rule
    found |= {name: Group(tuple(rules), weights[name]) for name, rules in grouped.items()}
    return dict(sorted(found.items()))


def _weights(members: dict[str, Node], sections: dict[str, Points]) -> dict[str, Fraction]:
    counting = {name: node.weight for name, node in members.items() if sections[name].max}
    whole = sum(counting.values(), Fraction())
    return {name: counting.get(name, Fraction()) / whole for name in members} if whole else {}


def _default(members: Sequence[Node]) -> Points:
    score = default(members)
    return Points(0, 0) if score is None else Points(100, score)


def _alone(node: Node) -> Node:
    """Return a member as it is by itself, whatever its group weighs among others."""
    return Group((node,) if isinstance(node, Rule) else node.members, Fraction(1))


def _absolute(members: Sequence[Node]) -> Points:
    met = absolute(members)
    return Points(0, 0) if met is None else Points(1, int(met))


def _flat(members: Sequence[Node]) -> Points:
    met, whole = flat(members)
    return Points(whole, met)


def _flat_unweighted(members: Sequence[Node]) -> Points:
    met, whole = flat_unweighted(members)
    return Points(whole, met)


MODELS: dict[str, Callable[[Sequence[Node]], Points]] = {
    "default": _default,
    "flat": _flat,
    "flat-unweighted": _flat_unweighted,
    "absolute": _absolute,
}
"""By their names in XCCDF, with what comes out of what."""


def broken(rules: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield nothing: the schema says all there is to say."""
    del rules
    yield from ()


def read(rules: dict[str, Any]) -> Xccdf:
    """Read the checked rules of a policy."""
    return Xccdf(rules["model"])
