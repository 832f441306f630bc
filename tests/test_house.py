"""The promises the code makes about itself: size, start-up, and what each layer loads."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("assess", "scoring", "questionnaires")
HEAVY = ("numpy", "pandas", "openpyxl", "matplotlib", "sqlalchemy")


def modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def lengths_of_functions() -> dict[str, int]:
    return {
        f"{path.relative_to(ROOT)}:{node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_no_module_is_longer_than_300_lines() -> None:
    lines = {str(p.relative_to(ROOT)): p.read_text("utf-8").count("\n") for p in modules()}
    assert {name: count for name, count in lines.items() if count > 300} == {}


def test_no_function_is_longer_than_50_lines() -> None:
    assert {name: n for name, n in lengths_of_functions().items() if n > 50} == {}


def test_the_median_module_and_function_stay_small() -> None:
    lines = [path.read_text("utf-8").count("\n") for path in modules()]
    assert statistics.median(lines) <= 110
    assert statistics.median(lengths_of_functions().values()) <= 12


@pytest.mark.parametrize("command", [["--help"], ["import", "--help"], ["score", "--help"]])
def test_help_loads_no_heavy_library(command: list[str]) -> None:
    program = (
        "import sys\n"
        "from assess.cli import main\n"
        f"sys.argv = ['assess', *{command!r}]\n"
        "try:\n    main()\n"
        "except SystemExit:\n    pass\n"
        f"sys.stderr.write(','.join(sorted(set({HEAVY!r}) & set(sys.modules))))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert "Usage" in done.stdout
    assert done.stderr == ""
