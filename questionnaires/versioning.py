"""Which step of the version number each kind of change demands.

    patch    only words were corrected: every answer means what it meant
    minor    there is more, or it is arranged anew: every earlier answer still stands
    major    an earlier answer is judged otherwise, or is no longer asked for

RULES is the whole rule. Whether a question that was reworded still asks the same thing is for
people to say; a migration map that calls it `changed` makes it a major change.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias, get_args

Bump: TypeAlias = Literal["patch", "minor", "major"]

BUMPS: tuple[Bump, ...] = ("patch", "minor", "major")
"""The steps of a version number, smallest first."""

Kind: TypeAlias = Literal[
    "removed",
    "split",
    "merged",
    "renamed",
    "changed in meaning",
    "re-levelled",
    "re-weighted",
    "re-mapped",
    "applicability changed",
    "added",
    "reworded",
    "re-planned",
    "moved",
    "document",
]

KINDS: tuple[Kind, ...] = get_args(Kind)
"""What people call the changes, gravest first."""


class Rule(NamedTuple):
    """What a change is called, which step it demands, and why."""

    kind: Kind
    bump: Bump
    reason: str


_NEW_WORDS = "only the words changed"
_MORE_HELP = "partners are told more or other things about how to answer"
_JUDGED = "the same answer is judged otherwise"
_WEIGHED = "the same answers add up to another score"
_POINTED_OUT = "other answers are found to contradict each other; each is judged as before"
_CONCERNED = "other partners are asked"

RULES: dict[str, Rule] = {
    "question removed": Rule("removed", "major", "its answers no longer count"),
    "question added": Rule("added", "minor", "earlier answers stand; there is one more to give"),
    "must-have added": Rule("added", "major", "a new must-have alone can lower a tier"),
    "question split": Rule("split", "major", "one answer cannot stand for several"),
    "questions merged": Rule("merged", "major", "several answers cannot stand for one"),
    "question renamed": Rule("renamed", "major", "its answers are found only through a map"),
    "meaning": Rule("changed in meaning", "major", "the migration map says it asks another thing"),
    "answer type": Rule("re-levelled", "major", "earlier answers have another form"),
    "unit": Rule("re-levelled", "major", "the same number means something else"),
    "range widened": Rule("re-levelled", "minor", "more is taken, and judged as before"),
    "range narrowed": Rule("re-levelled", "major", "an earlier answer may now be refused"),
    "level added": Rule("re-levelled", "major", _JUDGED),
    "level removed": Rule("re-levelled", "major", _JUDGED),
    "levels reordered": Rule("re-levelled", "major", _JUDGED),
    "points": Rule("re-levelled", "major", _JUDGED),
    "bound": Rule("re-levelled", "major", _JUDGED),
    "synonyms widened": Rule("re-levelled", "minor", "more words are understood"),
    "synonyms narrowed": Rule("re-levelled", "major", "words once taken are now refused"),
    "words exchanged": Rule("re-levelled", "major", "the same words now mean another answer"),
    "option added": Rule(
        "re-levelled", "major", "more can be ticked, so levels are reached sooner"
    ),
    "option removed": Rule("re-levelled", "major", "less can be ticked"),
    "option exclusive": Rule(
        "re-levelled", "major", "earlier answers may now contradict themselves"
    ),
    "weight": Rule("re-weighted", "major", _WEIGHED),
    "must-have": Rule("re-weighted", "major", "the same answers reach another tier"),
    "not applicable": Rule("re-weighted", "major", "other questions may leave the sums"),
    "shares": Rule("re-mapped", "major", _WEIGHED),
    "element": Rule("re-mapped", "major", _WEIGHED),
    "references": Rule("re-mapped", "minor", "no answer is judged by them"),
    "applicability": Rule("applicability changed", "major", _CONCERNED),
    "question text": Rule("reworded", "patch", _NEW_WORDS),
    "guidance": Rule("reworded", "minor", _MORE_HELP),
    "reason": Rule("reworded", "patch", _NEW_WORDS),
    "evidence": Rule("reworded", "minor", _MORE_HELP),
    "level text": Rule("reworded", "patch", _NEW_WORDS),
    "option text": Rule("reworded", "patch", _NEW_WORDS),
    "remediation text": Rule("reworded", "patch", _NEW_WORDS),
    "effort": Rule("re-planned", "minor", "plans change, scores do not"),
    "days": Rule("re-planned", "minor", "plans change, scores do not"),
    "section": Rule("moved", "minor", "partners find it in another place"),
    "order": Rule("moved", "minor", "partners find it in another place"),
    "options reordered": Rule("moved", "minor", "partners find them in another place"),
    "title": Rule("document", "patch", _NEW_WORDS),
    "description": Rule("document", "patch", _NEW_WORDS),
    "section title": Rule("document", "patch", _NEW_WORDS),
    "section intro": Rule("document", "patch", _NEW_WORDS),
    "section added": Rule("document", "minor", "partners find questions in another place"),
    "section removed": Rule("document", "minor", "partners find questions in another place"),
    "sections reordered": Rule("document", "minor", "partners find questions in another place"),
    "consistency rule added": Rule("document", "minor", _POINTED_OUT),
    "consistency rule removed": Rule("document", "minor", _POINTED_OUT),
    "consistency rule changed": Rule("document", "minor", _POINTED_OUT),
    "notation": Rule("document", "patch", "the same questionnaire, written down in another way"),
    "other": Rule("document", "major", "what it means is not known"),
}
"""Every aspect in which two versions can differ."""


def version_numbers(version: str) -> tuple[int, ...]:
    """Return the three numbers of a checked version."""
    return tuple(int(part) for part in version.split("."))


def raised(before: str, after: str) -> Bump | None:
    """Return which step leads from one version to the other; None where it is not higher."""
    old, new = version_numbers(before), version_numbers(after)
    if new <= old:
        return None
    if new[0] > old[0]:
        return "major"
    return "minor" if new[1] > old[1] else "patch"


def least_version(before: str, bump: Bump) -> str:
    """Return the lowest version that is that step above another."""
    major, minor, patch = version_numbers(before)
    if bump == "major":
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if bump == "minor" else f"{major}.{minor}.{patch + 1}"


def suffices(step: Bump | None, demanded: Bump) -> bool:
    """Return whether a step of the number is as large as what the changes demand."""
    return step is not None and BUMPS.index(step) >= BUMPS.index(demanded)
