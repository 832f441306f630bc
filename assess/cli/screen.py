"""What people see in the terminal: tables and JSON on stdout, talk and progress on stderr."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, TypeVar

if TYPE_CHECKING:
    from questionnaires.problems import Problem

Item = TypeVar("Item")

LONGEST_WORD = 14
"""Characters up to which a word is kept whole where a column is made narrower."""

NOTHING = "–"
"""Shown where there is no value, which is not the same as zero."""


def show_json(data: Any) -> None:
    """Write data to stdout as JSON, keys as given."""
    plain_only = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    show_text(json.dumps(data, ensure_ascii=plain_only, indent=2) + "\n")


def show_text(text: str) -> None:
    """Write text to stdout as it is."""
    with _reader_may_leave():
        sys.stdout.write(text)
        sys.stdout.flush()


def show_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    title: str = "",
    right: str = "",
    spare: str = "",
) -> None:
    """Write an aligned table to stdout; the columns whose names are in `right` align right.

    Cells are text, never markup: what a partner wrote is shown as written. Figures and the
    first column, by which a row is known, are never folded; where the terminal is too narrow,
    the columns named in `spare` are left out, the first of them first, and that is said.
    """
    from rich.table import Table  # noqa: PLC0415 - only where a table is shown
    from rich.text import Text  # noqa: PLC0415

    screen = console()
    texts = [[cell_text(cell) for cell in row] for row in rows]
    shown, left_out = _that_fit(columns, texts, spare, screen.width)
    table = Table(title=Text(title) if title else None, title_justify="left", expand=False)
    for place in shown:
        name, words = columns[place], " ".join(row[place] for row in texts).split()
        aligned: Literal["left", "right"] = "right" if name in right.split("|") else "left"
        whole = aligned == "right" or place == 0
        least = None if whole else min(LONGEST_WORD, max(map(len, words), default=1))
        table.add_column(name, justify=aligned, overflow="fold", no_wrap=whole, min_width=least)
    for row in texts:
        table.add_row(*(Text(row[place]) for place in shown))
    with screen.capture() as drawn:
        screen.print(table)
    show_text(drawn.get())
    if left_out:
        say(f"Left out, as the terminal is narrow: {', '.join(left_out)}. --format json has all.")


def _that_fit(
    columns: Sequence[str], texts: Sequence[Sequence[str]], spare: str, width: int
) -> tuple[list[int], list[str]]:
    """Return the positions of the columns to show, and the names of those left out."""
    places, left_out = list(range(len(columns))), []
    for name in filter(None, spare.split("|")):
        if _width(columns, texts, places) <= width:
            break
        places.remove(columns.index(name))
        left_out.append(name)
    return places, left_out


def _width(columns: Sequence[str], texts: Sequence[Sequence[str]], places: Sequence[int]) -> int:
    """Return how wide a table is if nothing is folded: text, a blank either side, the lines."""
    texts = [columns, *texts]
    return 1 + sum(3 + max(len(row[place]) for row in texts) for place in places)


@contextmanager
def _reader_may_leave() -> Iterator[None]:
    """End quietly where the reader (head, less) has gone: what it wanted has been written."""
    try:
        yield
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def console() -> Any:
    """Return a console on stdout; where that is no terminal, wide enough not to fold a table."""
    from rich.console import Console  # noqa: PLC0415

    return Console(width=None if sys.stdout.isatty() else 160, highlight=False)


def cell_text(value: Any) -> str:
    """Write a value for a person: one decimal for a score, a dash for nothing."""
    if value is None or value == "":
        return NOTHING
    return plain(f"{value:.1f}" if isinstance(value, float) else str(value))


def plain(text: str) -> str:
    """Return text without control characters, which could rewrite the terminal."""
    return "".join(each if each.isprintable() or each == "\n" else "�" for each in text)


def say(text: str) -> None:
    """Write a line to stderr."""
    sys.stderr.write(f"{plain(text)}\n")


def show_problems(problems: Iterable[Problem], file: str = "") -> None:
    """Write problems to stderr, one a line, indented; those of `file` without its name."""
    for problem in problems:
        place = replace(problem.place, file="") if problem.place.file == file else problem.place
        say(f"  {replace(problem, place=place)}")


@contextmanager
def progress(items: Sequence[Item], label: str) -> Iterator[Iterator[Item]]:
    """Yield the items, with a bar on stderr while it is a terminal and there is much to do."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    shown = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=shown, disable=not shown.is_terminal, transient=True) as bar:
        yield iter(bar.track(items, description=label))


@contextmanager
def counting(total: int, label: str) -> Iterator[Callable[[int, str], None]]:
    """Yield a function that tells how many are done, and what of it; a bar on stderr.

    Shown only while stderr is a terminal, and gone in the end.
    """
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    shown = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[told]}", markup=False),
    )
    with Progress(*columns, console=shown, disable=not shown.is_terminal, transient=True) as bar:
        task = bar.add_task(label, total=total, told="")
        yield lambda done, told: bar.update(task, completed=done, told=told)
