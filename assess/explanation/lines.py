"""How lines of plain text are laid out: wrapped, cut, and under a title, in 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

from assess.look.words import printable

WIDTH = 80
LABEL = 16
"""Columns of a heading before its text."""


def titled(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield a part of the text under its title; nothing where it has no lines."""
    held = list(lines)
    if held:
        yield from ("", title, "─" * len(title), *held)


def wrapped(line: str, first: str = "", rest: str = "") -> list[str]:
    """Return words in lines; `first` stands before the first line and `rest` before the others."""
    words = " ".join(printable(line).split())
    return wrap(words, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def labelled(label: str, line: str) -> list[str]:
    """Return words beside their heading."""
    return wrapped(line, f"  {label:<{LABEL}}", " " * (LABEL + 2))


def item(line: str) -> list[str]:
    """Return words as an entry of a list."""
    return wrapped(line, "· ", "  ")


def cut(words: str, width: int) -> str:
    """Return words on one line of a width, the end left out where there is no room."""
    line = " ".join(printable(words).split())
    return line if len(line) <= width else f"{line[: width - 1]}…"
