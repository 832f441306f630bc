"""How soon `assess --help` is there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.clock import best


def measure(_folder: Path) -> Iterator[tuple[str, float, str, float]]:
    """Compare `assess --help` with `import pandas`, each in a fresh interpreter."""

    def run(*command: str) -> None:
        subprocess.run([sys.executable, *command], check=True, capture_output=True)

    helped, imported = best(
        lambda: run("-c", "from assess.cli import main; main()", "--help"),
        lambda: run("-c", "import pandas"),
        rounds=9,
    )
    yield "`assess --help` ÷ `python -c 'import pandas'`", helped / imported, "<=", 0.5
