"""C2M2: the maturity indicator level (MIL) of each domain.

A practice is performed when it is fully (FI) or largely implemented (LI). A domain has the
highest level of which every practice, and every practice of the levels below, is performed; 0
where not all of level 1 are. Levels are cumulative, so nothing above makes up for a gap below.
There is no overall level. A practice's domain is what stands before the last hyphen of its id
(`THIRD-PARTIES-1a`); which level it belongs to, the file states.

Source: U.S. Department of Energy, C2M2 version 2.1 (2022), section 4.2.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from questionnaires.model import Reference
from scoring.native.result import Given, Native, Points, Scale, Span, Stated


def indicator_level(practices: Sequence[Collection[str]], performed: frozenset[str]) -> int:
    """Return the level of a domain; `practices` are the answers at level 1, 2 and so on.

    A level without practices is no gap.
    """
    for reached, level in enumerate(practices):
        if not performed.issuperset(level):
            return reached
    return len(practices)


@dataclass(frozen=True, slots=True)
class IndicatorLevels:
    """The domains in their author's order, and the answers, worst first, with those that perform.

    `levels` is the number of levels above 0.
    """

    domains: tuple[str, ...]
    answers: tuple[str, ...]
    performed: frozenset[str]
    levels: int
    asks: tuple[str, ...] = ()

    @property
    def states(self) -> Mapping[str, Span]:
        """The level that a practice belongs to."""
        return {"level": (1, self.levels)}

    def scale(self, question: str) -> Scale | None:
        """Return the degrees of implementation, for every practice of a domain."""
        return Scale(self.answers) if question.rpartition("-")[0] in self.domains else None

    def scores(self, given: Given, policy: Reference, title: str) -> Native:
        """Find the level of each domain that the file asks about; a blank is not performed."""
        asked: dict[str, list[list[str]]] = {}
        for practice in {**given.stated, **given.answers}:
            domain = practice.rpartition("-")[0]
            level = given.stated.get(practice, Stated()).level
            if domain in self.domains and level is not None and 1 <= level <= self.levels:
                by_level = asked.setdefault(domain, [[] for _ in range(self.levels)])
                by_level[level - 1].append(given.answers.get(practice, "").strip().lower())
        sections = {
            domain: Points(self.levels, indicator_level(asked[domain], self.performed))
            for domain in self.domains
            if domain in asked
        }
        remark = "each domain has its own level; the method gives none overall"
        return Native(policy, title, sections, None, remarks=(remark,))


def broken(rules: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield a least answer that is none."""
    if rules["performed_from"] not in rules["answers"]:
        message = f"no answer is called `{rules['performed_from']}`"
        yield ".performed_from", message, "use one of the words in `answers`"


def read(rules: dict[str, Any]) -> IndicatorLevels:
    """Read the checked rules of a policy."""
    answers = tuple(word.lower() for word in rules["answers"])
    performed = answers[answers.index(rules["performed_from"].lower()) :]
    return IndicatorLevels(tuple(rules["domains"]), answers, frozenset(performed), rules["levels"])
