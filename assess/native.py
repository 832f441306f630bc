"""Scores by a questionnaire's own method: finding the method, and doubting what a file shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import scoring
from questionnaires.documents import read_document
from questionnaires.library import check_identity, find, frozen, versions
from questionnaires.model import Reference
from questionnaires.problems import Place, Problem, UnknownNameError
from scoring.native import (
    SCHEMA,
    Given,
    Native,
    NativePolicy,
    Points,
    build_native,
    native_scores,
    plain,
)

SHIPPED = Path(scoring.__file__).parent / "policies" / "native"

OVERALL, CRITICAL = "overall", "critical"
"""What the totals are called among shown scores, beside the sections by their names."""

FEW = 5
"""Shown scores that are each told; more of them have one cause, and are told in one line."""

RELY = "rely on the score computed here, and ask the partner if it matters"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a workbook shows as one score: points of points, and their share of 1; None unshown.

    `cell` is where the score stands.
    """

    max: float | None
    score: float | None
    sheet: str = ""
    cell: str = ""
    share: float | None = None


def method_names() -> list[str]:
    """Return every published method that ships, as `id@version`, in order."""
    return [f"{name}@{version}" for name, version, _ in versions((SHIPPED,))]


def path_of_method(name: str) -> Path:
    """Return the file of a published method, by `id@version` or a bare id.

    Raises UnknownNameError for a name that is none.
    """
    return find("method", name, (SHIPPED,))[0]


def load_method(name: str) -> NativePolicy:
    """Load a published method by `id@version`, or the newest version for a bare id.

    Raises UnknownNameError for a name that is none, InvalidDocumentError as `load_native` does.
    """
    path, expected = find("method", name, (SHIPPED,))
    policy = build_native(read_document(path, SCHEMA))
    check_identity(policy.reference, expected, path, frozen(SHIPPED / "frozen.json"))
    return policy


@cache
def load_native(reference: Reference) -> NativePolicy | None:
    """Load how a questionnaire's author scores it; None where we know no method for it.

    Raises InvalidDocumentError for a file of ours that is broken or was changed.
    """
    try:
        return load_method(str(reference))
    except UnknownNameError:
        return None


def native_notices(
    policy: NativePolicy, given: Given, native: Native, shown: Mapping[str, Shown], file: str
) -> list[Problem]:
    """Say what to know about a file's own scores: what it overrides, and what it shows wrongly.

    `shown` is by section, part of a section, OVERALL and CRITICAL; `file` is what problems call
    it. Nothing of this stops a file.
    """
    wrong = differences(native, shown)
    return [
        *_overrides(policy, given, native, file),
        *(_differing(policy, native, shown, wrong, file) if wrong else ()),
    ]


def differences(native: Native, shown: Mapping[str, Shown]) -> list[str]:
    """Name the scores that a workbook shows and its answers do not give, in their order."""
    return [
        name
        for name, points in _by_name(native).items()
        if name in shown and _differs(points, shown[name])
    ]


def _by_name(native: Native) -> dict[str, Points]:
    parts = {name: points for each in native.parts.values() for name, points in each.items()}
    totals = {OVERALL: native.overall, CRITICAL: native.critical}
    given = {name: points for name, points in totals.items() if points is not None}
    return {**native.sections, **parts, **given}


def _differs(points: Points, shown: Shown) -> bool:
    if ((shown.max or 0), (shown.score or 0)) != (points.max, points.score):
        return True
    if shown.share is None or not points.max:
        return False
    return abs(shown.share - points.score / points.max) > 0.0005  # noqa: PLR2004 - as displayed


def _differing(
    policy: NativePolicy, native: Native, shown: Mapping[str, Shown], wrong: list[str], file: str
) -> Iterator[Problem]:
    total = shown.get(OVERALL, Shown(None, None))
    place = Place(file, total.sheet, total.cell)
    if all(each.score is None for each in shown.values()):
        yield _not_calculated(place, "the workbook shows no scores")
    elif not differences(native_scores(policy, Given()), shown):
        yield _not_calculated(place, "the workbook still shows the scores of the empty form")
    elif len(wrong) > FEW:
        message = f"{len(wrong)} of {len(shown)} scores that the workbook shows are not what its "
        message += f"answers give ({_first(wrong)}); overall, it shows {_as_shown(total)}, its "
        message += f"answers give {_as_counted(native.overall)}: changed or stale formulas"
        yield Problem(place, "native.differs", message, RELY)
    else:
        found = _by_name(native)
        for name in wrong:
            seen = shown[name]
            message = f"{name}: the workbook shows {_as_shown(seen)}, its answers give "
            message += f"{_as_counted(found[name])}: changed or stale formulas"
            yield Problem(Place(file, seen.sheet, seen.cell), "native.differs", message, RELY)


def _not_calculated(place: Place, message: str) -> Problem:
    reason = f"{message}: it was filled in and saved without calculating"
    return Problem(place, "native.not-calculated", reason, RELY)


def _as_shown(shown: Shown) -> str:
    if shown.score is None or shown.max is None:
        return "nothing"
    share = "" if shown.share is None else f" ({100 * shown.share:.1f} %)"
    return f"{shown.score:g} of {shown.max:g}{share}"


def _as_counted(points: Points | None) -> str:
    if points is None or not points.max:
        return "nothing"
    return f"{plain(points.score):g} of {plain(points.max):g} ({points.percent} %)"


def _first(names: list[str]) -> str:
    more = f" and {len(names) - FEW} more" if len(names) > FEW else ""
    return ", ".join(names[:FEW]) + more


def _overrides(policy: NativePolicy, given: Given, native: Native, file: str) -> Iterator[Problem]:
    """Tell of what an analyst, or the partner in an analyst's place, put over the answers."""
    alone = native_scores(policy, Given(given.answers))
    marked = sorted(
        {name for texts in (given.compliance, given.importance) for name in texts if texts[name]}
    )
    omitted = [
        name
        for name, points in _by_name(alone).items()
        if points.max and not given.included.get(name, True)
    ]
    if marked or omitted:
        message = f"its scores follow {_listed(marked, omitted)}; on its answers alone, overall "
        message += f"would be {_as_counted(alone.overall)}, not {_as_counted(native.overall)}"
        hint = "a partner does not fill these in; look whose they are"
        yield Problem(Place(file), "native.overrides", message, hint)


def _listed(marked: list[str], omitted: list[str]) -> str:
    parts = []
    if marked:
        parts.append(f"an analyst's overrides of {_first(marked)}")
    if omitted:
        parts.append(f"boxes that leave out {_first(omitted)}")
    return " and ".join(parts)
