"""The scores by a questionnaire's own method, for the terminal; from their JSON-ready data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from assess.cli.screen import say, show_table

NUMBERS = ("Points", "Of", "%")
NO_POINTS: dict[str, Any] = {"max": 0, "score": 0, "percent": None}
NO_SCORE: dict[str, Any] = dict.fromkeys(NO_POINTS)


def say_native(native: dict[str, Any], file: str, partner: str) -> None:
    """Say a file's own scores in one line, and where to see them whole."""
    told = [f"overall {_counted(native['overall'] or NO_POINTS)}"]
    if critical := native["critical"]:
        told.append(f"critical questions {_counted(critical)}")
    way = f"assess explain {partner}, or --format json" if partner else "--format json"
    say(f"{file}, {native['title']}: {', '.join(told)}. Each section: {way}")


def show_native(native: dict[str, Any], titles: Mapping[str, str], source: str) -> None:
    """Show every section with its parts, overall and the critical questions as a table.

    `titles` are what the sections are about, by their ids; `source` says whose method it is.
    """
    weights = native.get("weights") or {}
    rows = [
        (
            name,
            *((titles.get(name.strip(), ""),) if titles else ()),
            _number(points["score"]),
            _number(points["max"]),
            points["percent"],
            *((_share(weights.get(name)),) if weights else ()),
        )
        for name, points in _rows(native)
    ]
    title = f"{native['title']}, by {native['policy']['id']}@{native['policy']['version']}"
    counts = ("Counts, %",) if weights else ()
    headings = ("Section", *(("About",) if titles else ()), *NUMBERS, *counts)
    show_table(headings, rows, title=title, right="|".join((*NUMBERS, *counts)))
    if any(native["parts"].values()):
        rest = "add up, each by what it counts," if weights else "add up"
        say(f"Indented sections are parts of the one above them; the others {rest} to overall.")
    for remark in native.get("remarks", ()):
        say(f"· {remark}")
    say(f"Method: {source}")


def _rows(native: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, points in native["sections"].items():
        yield name, points
        for part, inner in native["parts"].get(name, {}).items():
            yield f"  {part}", inner
    yield "Overall", native["overall"] or NO_SCORE
    if critical := native["critical"]:
        yield f"Critical questions: {critical['questions']}", critical


def _counted(points: dict[str, Any]) -> str:
    share = "nothing counts" if points["percent"] is None else f"{points['percent']:.1f} %"
    return f"{share} ({_number(points['score'])} of {_number(points['max'])} points)"


def _number(points: Any) -> str | None:
    """Write points: whole ones as they are, others with two decimals."""
    from scoring.native import two_decimals  # noqa: PLC0415 - not for `assess --help`

    if points is None:
        return None
    return two_decimals(points) if isinstance(points, float) else f"{points}"


def _share(weight: float | None) -> float | None:
    return None if weight is None else 100.0 * weight
