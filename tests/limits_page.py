"""Writes `docs/limits.md` from `assess/intake/limits.py`: `python -m tests.limits_page`."""

from __future__ import annotations

import ast
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/limits.md"
_SOURCE = ROOT / "assess/intake/limits.py"
_TOP = """# Limits of a returned file

Whatever a file claims, reading it takes bounded time and memory: what holds more than this is
refused with the reason, before it is unzipped or laid out. Nothing in it is executed and nothing
is fetched. The limits stand in `assess/intake/limits.py`, from which this page is written; each
has a test that goes one over it, and `tests/hostile.py` makes the files that try.

| limit | at most | of what, and why |
| --- | ---: | --- |
"""


def limits() -> dict[str, tuple[float, str]]:
    """Return value and reason of each limit, by its name, in the order of the source."""
    found = {}
    body = ast.parse(_SOURCE.read_text("utf-8")).body
    for statement, said in pairwise(body):
        if isinstance(statement, ast.Assign) and isinstance(said, ast.Expr):
            (name,) = (each.id for each in statement.targets if isinstance(each, ast.Name))
            value, reason = ast.literal_eval(statement.value), ast.literal_eval(said.value)
            found[name] = value, " ".join(reason.split())
    return found


def page() -> str:
    """Return the text of the page."""
    rows = (f"| `{name}` | {value:,} | {reason} |\n" for name, (value, reason) in limits().items())
    return _TOP + "".join(rows)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
