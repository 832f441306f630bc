"""Why a score changed between two quarters: an exact split over the four things it rests on.

A score rests on the answers, the questionnaire, the policy and the profile. Each of the four
can be that of the earlier or of the later quarter, so there are 16 mixes, and each is scored as
any portfolio is. `scoring.split` then charges each of the four with its part.

Derivation and worked example: METHOD.md; second implementation: tests/change_oracle.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from questionnaires import codes as states
from questionnaires.applicability import scope, tabulate
from questionnaires.model import PRINCIPLES, Question, Questionnaire
from questionnaires.profiles import Profile
from scoring.aggregation import overall_score
from scoring.compiled import compile_model
from scoring.engine import Sums, score
from scoring.policy import Policy
from scoring.split import FACTORS, MIXES, Mix, Split, split

if TYPE_CHECKING:
    import numpy.typing as npt

    Codes = npt.NDArray[np.int8]
    Integers = npt.NDArray[np.int64]

FIGURES = ("overall", *PRINCIPLES, "decisive")
"""The scores that are split: those over what is answered, and the decisive overall score."""

JUDGED = FACTORS.index("policy")

BLOCK = 2048
"""Partners split at once: 16 mixes of the sums of so many stay small."""


@dataclass(frozen=True)
class Side:
    """One of two quarters: what the scores of n partners rest on.

    `codes` is (n, questions of `questionnaire`), accepted claims marked and not yet scoped.
    """

    questionnaire: Questionnaire
    policy: Policy
    profiles: Sequence[Profile]
    codes: Codes


@dataclass(frozen=True, slots=True)
class Common:
    """One quarter on the common questions alone: exact per cent, None where there is none."""

    score: Fraction | None
    coverage: Fraction | None


@dataclass(frozen=True, slots=True)
class Change:
    """How one partner's scores changed; `splits` by FIGURES.

    `common` is like for like: both quarters on those questions whose answers carry over, under
    the later questionnaire, policy and profile.
    """

    splits: dict[str, Split]
    common: tuple[Common, Common]


def ids_stay(old: Questionnaire, new: Questionnaire) -> bool:
    """Tell whether an id names the same subject in both questionnaires.

    So it is between versions of one of ours; other authors give an id to another question.
    """
    if old.outline_of or new.outline_of:
        return old.reference == new.reference
    return old.reference.id == new.reference.id


def same_questions(old: Questionnaire, new: Questionnaire) -> dict[str, str]:
    """Return the questions whose answers carry over between two versions, old id to new id.

    They have the same id and the same form of answer: type, unit, levels with their bounds, and
    options; their points and weights may differ. Where ids mean nothing to one another (see
    `ids_stay`) nothing carries over.
    """
    if not ids_stay(old, new):
        return {}
    return {
        question.id: question.id
        for question in old.questions
        if question.id in new.positions and _form(question) == _form(new.question(question.id))
    }


def changes(old: Side, new: Side, carried: Mapping[str, str]) -> Iterator[Change]:
    """Yield each partner's Change, in the order of the two sides, which have the same partners.

    `carried` maps the questions whose answers mean the same, old id to new id, and is used both
    ways; under the other questionnaire all else is unanswered. Raises ValueError where it maps
    two questions onto one, InvalidDocumentError where a policy does not fit a questionnaire.
    """
    back = {new_id: old_id for old_id, new_id in carried.items()}
    if len(back) < len(carried):
        message = "two questions carry over to the same one"
        raise ValueError(message)
    for start in range(0, len(old.codes), BLOCK):
        block = slice(start, start + BLOCK)
        yield from _block_changes(_cut(old, block), _cut(new, block), (carried, back))


def _form(question: Question) -> tuple[object, ...]:
    answer = question.answer
    return (
        answer.type,
        answer.unit,
        answer.lower_is_better,
        [(level.id, level.bound) for level in answer.levels],
        [(option.id, option.exclusive) for option in answer.options],
    )


def _cut(side: Side, block: slice) -> Side:
    return Side(side.questionnaire, side.policy, side.profiles[block], side.codes[block])


Ways: TypeAlias = tuple[Mapping[str, str], Mapping[str, str]]
"""The questions whose answers carry over, from old to new and back."""


def _block_changes(old: Side, new: Side, ways: Ways) -> Iterator[Change]:
    sides = (old, new)
    answers = (
        (old.codes, _carry(old, new, ways[0])),
        (_carry(new, old, ways[1]), new.codes),
    )
    keys = [_distinct(mix, sides) for mix in MIXES]
    figures = {
        key: _figures(sides[key[JUDGED]].policy, _score(key, sides, answers))
        for key in sorted(set(keys))
    }
    common = [_common(new, answers[given][1], ways[1]) for given in (0, 1)]
    for row in range(len(old.codes)):
        found = {key: each[row] for key, each in figures.items()}
        splits = {
            name: split([found[key][column] for key in keys]) for column, name in enumerate(FIGURES)
        }
        yield Change(splits, (common[0][row], common[1][row]))


def _distinct(mix: Mix, sides: tuple[Side, Side]) -> Mix:
    """Return the first mix that is the same: one whose factors that nobody changed are 0."""
    old, new = sides
    differs = (
        True,
        old.questionnaire != new.questionnaire,
        old.policy != new.policy,
        old.profiles != new.profiles,
    )
    return tuple(later * other for later, other in zip(mix, differs, strict=True))


def _score(mix: Mix, sides: tuple[Side, Side], answers: Sequence[Sequence[Codes]]) -> Sums:
    given, asked, judged, known = mix
    questionnaire = sides[asked].questionnaire
    scoped = scope(questionnaire, tabulate(sides[known].profiles), answers[given][asked])
    return score(compile_model(questionnaire, sides[judged].policy), scoped)


def _figures(policy: Policy, sums: Sums) -> list[list[Fraction | None]]:
    """Return FIGURES of each partner, in per cent."""
    plain = len(FIGURES) - 1
    earned = sums.earned[:, :plain].tolist()
    values = (10 * sums.answered[:, :plain]).tolist()
    decisives = (10 * sums.decisive[:, :plain]).tolist()
    found = []
    for part, answered, in_scope in zip(earned, values, decisives, strict=True):
        value = [_ratio(*pair) for pair in zip(part, answered, strict=True)]
        decisive = [_ratio(*pair) for pair in zip(part, in_scope, strict=True)]
        overall = overall_score(policy, value[0], value[1:])
        found.append([overall, *value[1:], overall_score(policy, decisive[0], decisive[1:])])
    return found


def _ratio(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def _common(new: Side, codes: Codes, common: Mapping[str, str]) -> list[Common]:
    """Score answers to the later questionnaire on the common questions alone."""
    scoped = scope(new.questionnaire, tabulate(new.profiles), codes)
    rest = [q.id not in common for q in new.questionnaire.questions]
    scoped[:, rest] = states.OUT_OF_SCOPE
    sums = score(compile_model(new.questionnaire, new.policy), scoped)
    figures = zip(_figures(new.policy, sums), sums.counts.tolist(), strict=True)
    return [
        Common(figure[0], _ratio(100 * given, given + unanswered))
        for figure, (given, unanswered, _) in figures
    ]


def _carry(source: Side, target: Side, carried: Mapping[str, str]) -> Codes:
    """Write the answers of one side as answers to the other side's questionnaire."""
    asked, other = source.questionnaire, target.questionnaire
    codes = np.full((len(source.codes), len(other.questions)), states.UNANSWERED, dtype=np.int8)
    for question, counterpart in carried.items():
        meant = _meaning(asked.question(question), other.question(counterpart))
        given = source.codes[:, asked.positions[question]].astype(np.intp)
        codes[:, other.positions[counterpart]] = meant[given - states.LOWEST]
    return codes


def _meaning(question: Question, counterpart: Question) -> Codes:
    """Return what each code from LOWEST up means for the counterpart: levels go by their id."""
    levels = {level.id: code for code, level in enumerate(counterpart.answer.levels)}
    noted = states.UNANSWERED if levels else states.NOTED
    stated = (noted, states.UNANSWERED, states.NA_ACCEPTED, states.NA_CLAIMED, states.UNANSWERED)
    reached = [levels.get(level.id, states.UNANSWERED) for level in question.answer.levels]
    return np.array([*stated, *reached], dtype=np.int8)
