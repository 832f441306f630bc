"""A list as rows of texts, each with its place, whatever file it came from."""

from __future__ import annotations

from dataclasses import dataclass

from questionnaires.problems import Place


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds anything: the text of each column from the first on, and its place."""

    texts: tuple[str, ...]
    places: tuple[Place, ...]


def place_in(row: Row, column: int) -> Place:
    """Return where a column of a row is, also where the row ends before it."""
    return row.places[column] if column < len(row.places) else row.places[0]
