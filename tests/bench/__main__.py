"""`make bench`: the speed ratios that the project holds itself to, each measured in one run.

Both sides of a ratio run in turn in this process, the best of several rounds counts, and the
machine's speed cancels out. Nothing here is a test: a busy machine may miss a line.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program itself does, see assess.cli

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench import batch, certainty, intake, pages, scoring, startup, store

Measure = Callable[[Path], Iterator[tuple[str, float, str, float]]]
"""What a measure yields: what is compared, the ratio, `>=` or `<=`, and the ratio aimed at."""

MEASURES: dict[str, Measure] = {
    "startup": startup.measure,
    "intake": intake.measure,
    "batch": batch.measure,
    "scoring": scoring.measure,
    "certainty": certainty.measure,
    "pages": pages.measure,
    "store": store.measure,
}


def main(names: list[str]) -> int:
    """Run the named measures, or all, and return how many lines miss their aim."""
    missed = 0
    for name in names or MEASURES:
        with tempfile.TemporaryDirectory() as folder:
            for what, ratio, sign, aim in MEASURES[name](Path(folder)):
                kept = ratio >= aim if sign == ">=" else ratio <= aim
                missed += not kept
                shown = f"{ratio:,.2f}" if ratio < 10 else f"{ratio:,.0f}"
                print(f"{'ok ' if kept else 'MISS'} {shown:>10} (aim {sign} {aim:g})  {what}")
                sys.stdout.flush()
    return missed


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
