"""Signals from what one file repeats: a comment, a piece of evidence, a date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from assess.signals.returned import Returned, fact, words_of
from assess.signals.signal import Signal
from assess.signals.watch import Rule
from assess.submission import Response
from questionnaires import codes as states

Key: TypeAlias = tuple[str, ...]


def copied_comments(files: Sequence[Returned], rule: Rule) -> Iterator[Signal]:
    """Find a comment that stands on many questions; reasons for "not applicable" may repeat."""
    limits = rule.limits
    for each in files:
        groups = _groups(each.responses, _comment)
        comments = sum(map(len, groups.values()))
        for words, same in groups.items():
            if (
                len(words) >= limits["words"]
                and len(same) >= limits["questions"]
                and 100 * len(same) >= limits["share"] * comments
            ):
                yield Signal(
                    each.partner,
                    rule.id,
                    "moderate",
                    f"the same comment stands on {len(same)} questions, of {comments} comments",
                    tuple(fact(response, response.comment) for response in same),
                )


def one_reference(files: Sequence[Returned], rule: Rule) -> Iterator[Signal]:
    """Find the files in which one reference is the evidence of nearly everything."""
    for each in files:
        groups = _groups(each.responses, lambda response: words_of(response.evidence))
        backed = sum(map(len, groups.values()))
        same = max(groups.values(), key=len, default=[])
        if len(same) >= rule.limits["answers"] and 100 * len(same) >= rule.limits["share"] * backed:
            yield Signal(
                each.partner,
                rule.id,
                "weak",
                f"{len(same)} of the {backed} answers with evidence name the same",
                tuple(fact(response, response.evidence) for response in same),
            )


def one_date(files: Sequence[Returned], rule: Rule) -> Iterator[Signal]:
    """Find the files in which several pieces of evidence all have one date."""
    for each in files:
        dated = [response for response in each.responses if response.evidence_date]
        dates = {response.evidence_date for response in dated}
        references = {words_of(response.evidence) for response in dated}
        if (
            len(dates) == 1
            and len(dated) >= rule.limits["answers"]
            and len(references) >= rule.limits["references"]
        ):
            yield Signal(
                each.partner,
                rule.id,
                "weak",
                f"all {len(dated)} dates of evidence, of {len(references)} documents, are "
                f"{min(dates)}",
                tuple(fact(response, response.evidence) for response in dated),
            )


def _comment(response: Response) -> Key:
    return () if response.code == states.NA_CLAIMED else words_of(response.comment)


def _groups(
    responses: Sequence[Response], key: Callable[[Response], Key]
) -> dict[Key, list[Response]]:
    """Return the responses with the same words together, those with none left out."""
    groups: dict[Key, list[Response]] = defaultdict(list)
    for response in responses:
        if words := key(response):
            groups[words].append(response)
    return groups
