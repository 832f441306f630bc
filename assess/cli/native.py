"""The scores by a questionnaire's own method, for the terminal; from their JSON-ready data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from assess.cli.screen import say, show_table

NUMBERS = ("Points", "Of", "%")


def say_native(native: dict[str, Any], file: str, partner: str) -> None:
    """Say a file's own scores in one line, and where to see them whole."""
    told = [f"overall {_counted(native['overall'])}"]
    if critical := native["critical"]:
        told.append(f"critical questions {_counted(critical)}")
    way = f"assess explain {partner}, or --format json" if partner else "--format json"
    say(f"{file}, {native['title']}: {', '.join(told)}. Each section: {way}")


def show_native(native: dict[str, Any], titles: Mapping[str, str], source: str) -> None:
    """Show every section with its parts, overall and the critical questions as a table.

    `titles` are what the sections are about, by their ids; `source` says whose method it is.
    """
    rows = [
        (name, titles.get(name.strip(), ""), points["score"], points["max"], points["percent"])
        for name, points in _rows(native)
    ]
    title = f"{native['title']}, by {native['policy']['id']}@{native['policy']['version']}"
    show_table(("Section", "About", *NUMBERS), rows, title=title, right="|".join(NUMBERS))
    if any(native["parts"].values()):
        say("Indented sections are parts of the one above them; the others add up to overall.")
    say(f"Method: {source}")


def _rows(native: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, points in native["sections"].items():
        yield name, points
        for part, inner in native["parts"].get(name, {}).items():
            yield f"  {part}", inner
    yield "Overall", native["overall"]
    if critical := native["critical"]:
        yield f"Critical questions: {critical['questions']}", critical


def _counted(points: dict[str, Any]) -> str:
    share = "nothing counts" if points["percent"] is None else f"{points['percent']:.1f} %"
    return f"{share} ({points['score']} of {points['max']} points)"
