"""The whole watch: every rule on every file, and what could not be looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from assess.signals.alike import same_answers, same_comments, same_hand
from assess.signals.repeated import copied_comments, one_date, one_reference
from assess.signals.returned import Returned, seconds_spent
from assess.signals.rises import just_above, sharp_rise
from assess.signals.shares import all_best, hurried, not_applicable_share
from assess.signals.signal import STRENGTHS, Signal
from assess.signals.watch import Rule, Watch

Finder: TypeAlias = Callable[[Sequence[Returned], Rule], Iterator[Signal]]

FINDERS: dict[str, Finder] = {
    "not-applicable-share": not_applicable_share,
    "same-answers": same_answers,
    "same-comments": same_comments,
    "same-hand": same_hand,
    "hurried": hurried,
    "copied-comments": copied_comments,
    "all-best": all_best,
    "one-reference": one_reference,
    "one-date": one_date,
    "sharp-rise": sharp_rise,
    "just-above": just_above,
}
"""What finds the signals of each rule of the watch."""


def signals_of(files: Sequence[Returned], watch: Watch) -> list[Signal]:
    """Return every signal, by partner, the strongest first, then in the order of the watch."""
    order = list(watch.rules)
    found = [one for rule in watch.rules.values() for one in FINDERS[rule.id](files, rule)]
    return sorted(
        found,
        key=lambda one: (one.partner, STRENGTHS.index(one.strength), order.index(one.rule)),
    )


def untold(files: Sequence[Returned], watch: Watch) -> list[str]:
    """Return, in words, what the watch could not look at: no signal is not the same as no look."""
    said = []
    least = watch.rules["not-applicable-share"].limits["partners"]
    asked = Counter(str(each.questionnaire.reference) for each in files)
    few = [f"{name} ({count})" for name, count in sorted(asked.items()) if count < least]
    if few:
        said.append(
            f"shares of “not applicable” are compared among {least} partners or more, "
            f"and fewer answered {', '.join(few)}"
        )
    timeless = sum(seconds_spent(each.stored.properties) is None for each in files)
    if timeless:
        said.append(f"{timeless} of {len(files)} files do not say how long they were worked on")
    new = sum(each.before is None for each in files)
    if new:
        said.append(f"{new} of {len(files)} partners did not answer the quarter before")
    return said
