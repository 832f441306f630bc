"""Signals between files: the same answers, the same comments, the same person who saved them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from assess.signals.near import Words, near_groups
from assess.signals.returned import Returned, fact, words_of
from assess.signals.signal import Fact, Signal
from assess.signals.watch import Rule
from assess.submission import Response
from questionnaires import codes as states

_NAMED = 3

Stands: TypeAlias = tuple[int, Response, str]
"""The position of a file among all, and a response of it with the text in question."""


def same_answers(files: Sequence[Returned], rule: Rule) -> Iterator[Signal]:
    """Find the files of one questionnaire version with the same answer to every question."""
    groups: dict[object, list[Returned]] = defaultdict(list)
    for each in files:
        codes = [response.code for response in each.levels()]
        below = len(codes) - codes.count(0)
        if len(codes) >= rule.limits["answers"] and below >= rule.limits["below_best"]:
            groups[each.questionnaire.reference, each.stored.codes].append(each)
    for group in groups.values():
        for each in group if len(group) > 1 else ():
            levels = [response.code for response in each.levels()]
            others = [other.partner for other in group if other is not each]
            yield Signal(
                each.partner,
                rule.id,
                "strong",
                f"all {len(levels)} answers, {len(levels) - levels.count(0)} below the best level "
                f"among them, are the same as in the file of {_names(others)}",
            )


def same_hand(files: Sequence[Returned], rule: Rule) -> Iterator[Signal]:
    """Find the files that were last saved under one name, where that is a person's."""
    groups: dict[str, list[Returned]] = defaultdict(list)
    for each in files:
        name = str((each.stored.properties or {}).get("modified_by", ""))
        if name and name.casefold() not in rule.names:
            groups[name.casefold()].append(each)
    for group in groups.values():
        for each in group if 1 < len(group) <= rule.limits["partners"] else ():
            name = (each.stored.properties or {})["modified_by"]
            others = [other.partner for other in group if other is not each]
            says = f"last saved by “{name}”, as was the file of {_names(others)}"
            yield Signal(each.partner, rule.id, "weak", says)


@dataclass
class _Shared:
    """What one file has in common with others: how many comments with each, and which."""

    with_whom: Counter[str] = field(default_factory=Counter)
    facts: list[Fact] = field(default_factory=list)


def same_comments(files: Sequence[Returned], rule: Rule) -> Iterator[Signal]:
    """Find the files with several comments that stand in another file, a few words aside."""
    limits = rule.limits
    shared: dict[int, _Shared] = defaultdict(_Shared)
    for group in _groups(files, rule):
        _note(group, files, shared)
    for at, found in sorted(shared.items()):
        most = max(found.with_whom.values())
        if most >= limits["comments"]:
            others = sorted(found.with_whom, key=lambda name: (-found.with_whom[name], name))
            yield Signal(
                files[at].partner,
                rule.id,
                "strong" if most >= limits["strong_comments"] else "moderate",
                f"{most} comments of {limits['words']} words or more stand, word for word or "
                f"nearly, in the file of {_names(others)}",
                tuple(found.facts),
            )


def _groups(files: Sequence[Returned], rule: Rule) -> Iterator[list[Stands]]:
    """Yield where each text stands that several partners write alike, but not too many."""
    limits = rule.limits
    stands: dict[Words, list[Stands]] = defaultdict(list)
    for at, each in enumerate(files):
        for response, text in _texts(each):
            words = words_of(text)
            if len(words) >= limits["words"]:
                stands[words].append((at, response, text))
    texts = list(stands)
    near = near_groups(texts, limits["alike"], limits["common_to"])
    together = {at for group in near for at in group}
    alone = ([at] for at in range(len(texts)) if at not in together)
    for group in (*near, *alone):
        found = [one for at in group for one in stands[texts[at]]]
        if 1 < len({at for at, _, _ in found}) <= limits["common_to"]:
            yield found


def _note(group: Sequence[Stands], files: Sequence[Returned], shared: dict[int, _Shared]) -> None:
    holders = {at for at, _, _ in group}
    noted = set()
    for at, response, text in group:
        shared[at].facts.append(fact(response, text))
        if at not in noted:
            noted.add(at)
            shared[at].with_whom.update(files[other].partner for other in holders - {at})


def _texts(returned: Returned) -> Iterator[tuple[Response, str]]:
    for response in returned.responses:
        if response.comment:
            yield response, response.comment
        if response.code == states.NOTED and response.value:
            yield response, response.value


def _names(others: Sequence[str]) -> str:
    """Name a few of several partners, and say how many more there are."""
    more = len(others) - _NAMED
    named = others if more <= 0 else [*others[:_NAMED], f"{more} more"]
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
