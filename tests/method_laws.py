"""Which laws a way of scoring keeps: every filling of a small form, held to each of them.

A law that does not hold comes with the first filling that breaks it, best answers first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product

from scoring.rounding import nearest

Filling = dict[str, str]
Shares = Mapping[str, Fraction | None]
"""Every figure that is shown, in per cent, by its name; None where nothing counts."""

BLANK = ""


@dataclass(frozen=True)
class Form:
    """A few questions with their answers, worst first, and the word for "not applicable", if any.

    A question without answers is not scored; `gate` says what may stand there.
    """

    answers: dict[str, tuple[str, ...]]
    not_applicable: str = ""
    gates: tuple[str, ...] = ()

    def fillings(self) -> list[Filling]:
        """Return every way to fill it, with the best answers first."""
        words = [
            (*reversed(given), *filter(None, [self.not_applicable]), BLANK)
            if given
            else (*self.gates, BLANK)
            for given in self.answers.values()
        ]
        return [dict(zip(self.answers, row, strict=True)) for row in product(*words)]


@dataclass(frozen=True)
class Subject:
    """A way of scoring under test.

    `shares` scores many fillings at once; `reordered` does so from shuffled input, and `scaled`
    with all weights three times as large, None where there are none. `gap` says how the figures
    of a filling fail to add up, "" where they do; None where there is nothing to add up.
    """

    form: Form
    shares: Callable[[Sequence[Filling]], list[Shares]]
    reordered: Callable[[Sequence[Filling]], list[Shares]]
    scaled: Callable[[Sequence[Filling]], list[Shares]] | None
    gap: Callable[[Filling], str] | None


@dataclass(frozen=True)
class Verdict:
    """Whether a law holds; None where it has nothing to say. `broken_by` is a counterexample."""

    kept: bool | None
    broken_by: str = ""


Step = tuple[Filling, str, str]
"""A filling, one of its questions, and the answer that takes its place."""


class Laws:
    """The five laws, over all fillings of a subject's form, each scored once."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.form = subject.form
        self.fillings = self.form.fillings()
        scored = subject.shares(self.fillings)
        self._found = {_key(each): found for each, found in zip(self.fillings, scored, strict=True)}

    def verdicts(self) -> dict[str, Verdict]:
        """Return what holds, by the name of the law."""
        return {
            "better": self._never_lowers(self._better()),
            "blank": self._never_raises(self._replacing(BLANK)),
            "na": self._na(),
            "order": self._same(self.subject.reordered, "shuffled"),
            "scale": self._scale(),
            "trace": self._adds_up(),
        }

    def _better(self) -> Iterator[Step]:
        for filling in self.fillings:
            for question, answers in self.form.answers.items():
                for worse, better in pairwise(answers):
                    if filling[question] == worse:
                        yield filling, question, better

    def _replacing(self, word: str) -> Iterator[Step]:
        """Yield each step from a question's worst answer to a word."""
        for filling in self.fillings:
            for question, answers in self.form.answers.items():
                if answers and filling[question] == answers[0]:
                    yield filling, question, word

    def _never_lowers(self, steps: Iterator[Step]) -> Verdict:
        return self._hold(steps, lambda before, after: after >= before)

    def _never_raises(self, steps: Iterator[Step]) -> Verdict:
        return self._hold(steps, lambda before, after: after <= before)

    def _hold(self, steps: Iterator[Step], fits: Callable[[Fraction, Fraction], bool]) -> Verdict:
        for filling, question, word in steps:
            before = self._found[_key(filling)]
            after = self._found[_key({**filling, question: word})]
            for name, share in before.items():
                now = after.get(name)
                if share is not None and now is not None and not fits(share, now):
                    change = f"{question}: {_word(filling[question])} → {_word(word)}"
                    moved = f"{name} {nearest(share)} → {nearest(now)}"
                    return Verdict(
                        kept=False, broken_by=f"{change}{_beside(filling, question)}: {moved}"
                    )
        return Verdict(kept=True)

    def _na(self) -> Verdict:
        word = self.form.not_applicable
        return self._never_raises(self._replacing(word)) if word else Verdict(None)

    def _same(self, other: Callable[[Sequence[Filling]], list[Shares]], how: str) -> Verdict:
        for filling, found in zip(self.fillings, other(self.fillings), strict=True):
            for name, share in self._found[_key(filling)].items():
                if found[name] != share:
                    figures = f"{name} {_percent(share)} → {_percent(found[name])}"
                    return Verdict(kept=False, broken_by=f"{how}{_beside(filling)}: {figures}")
        return Verdict(kept=True)

    def _scale(self) -> Verdict:
        scaled = self.subject.scaled
        return self._same(scaled, "all weights times 3") if scaled else Verdict(None)

    def _adds_up(self) -> Verdict:
        if self.subject.gap is None:
            return Verdict(None)
        for filling in self.fillings:
            if gap := self.subject.gap(filling):
                return Verdict(kept=False, broken_by=f"{gap}{_beside(filling)}")
        return Verdict(kept=True)


def _key(filling: Filling) -> tuple[str, ...]:
    return tuple(filling.values())


def _word(text: str) -> str:
    return text or "blank"


def _percent(share: Fraction | None) -> str:
    return "none" if share is None else f"{nearest(share)}"


def _beside(filling: Filling, but: str = "") -> str:
    told = ", ".join(f"{name} {_word(text)}" for name, text in filling.items() if name != but)
    return f" (with {told})"
