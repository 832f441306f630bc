"""The share of Yes by domain: `score / max = yes / (yes + no)`.

A domain is what stands before the first hyphen of a question's id. Answers compare without
case and outer blanks; not applicable, blank and any other text count on neither side. Overall
pools all domains. Each policy says whose reading this is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from questionnaires.model import Reference
from scoring.native.result import Given, Native, Points, Scale, Span, pooled


@dataclass(frozen=True, slots=True)
class YesShare:
    """The words for Yes and No, in small letters, and the domains in their author's order."""

    yes: frozenset[str]
    no: frozenset[str]
    domains: tuple[str, ...]
    asks: tuple[str, ...] = ()

    @property
    def states(self) -> Mapping[str, Span]:
        """Nothing: all figures are the policy's."""
        return {}

    def scale(self, question: str) -> Scale | None:
        """Return No and Yes, for every question of a domain."""
        if question.partition("-")[0] not in self.domains:
            return None
        return Scale((*sorted(self.no), *sorted(self.yes)), "na", free=True)

    def scores(self, given: Given, policy: Reference, title: str) -> Native:
        """Count Yes and No by domain; a domain that is not included counts nothing."""
        marks: dict[str, list[bool]] = {
            domain: [] for domain in self.domains if given.included.get(domain, True)
        }
        for question, text in given.answers.items():
            domain, word = question.partition("-")[0], text.strip().lower()
            if domain in marks and word in self.yes | self.no:
                marks[domain].append(word in self.yes)
        counted = {name: Points(len(each), sum(each)) for name, each in marks.items()}
        sections = {domain: counted.get(domain, Points(0, 0)) for domain in self.domains}
        return Native(policy, title, sections, pooled(sections.values()))


def broken(rules: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield a word that would mean both."""
    for word in sorted(_words(rules["yes"]) & _words(rules["no"])):
        yield ".no", f"`{word}` is among `yes` as well", "a word means one of them"


def read(rules: dict[str, Any]) -> YesShare:
    """Read the checked rules of a policy."""
    return YesShare(_words(rules["yes"]), _words(rules["no"]), tuple(rules["domains"]))


def _words(words: list[str]) -> frozenset[str]:
    return frozenset(word.lower() for word in words)
