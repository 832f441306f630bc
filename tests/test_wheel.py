"""The wheel is whole: installed afresh, it does the demo from an empty directory."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_an_installed_wheel_does_the_demo_in_an_empty_directory(
    wheel: Path, tmp_path: Path
) -> None:
    # Unpacked to a place of its own, with the dependencies of this environment behind it: what
    # is tested is what is in the wheel, not what pip can download.
    site, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    zipfile.ZipFile(wheel).extractall(site)
    program = (
        "import sys; sys.path.insert(0, sys.argv.pop(1));"
        "import assess; assert assess.__file__.startswith(sys.path[0]);"
        "from assess.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", program, str(site), "demo"],
        cwd=empty,
        capture_output=True,
        text=True,
        check=False,
        # Coverage is of the sources, not of their copy in the wheel.
        env={k: v for k, v in os.environ.items() if not k.startswith(("ASSESS_", "COVERAGE_"))},
    )
    assert done.returncode == 0, done.stderr
    assert (empty / "demo" / "scorecard" / "index.html").is_file()
    assert (empty / "demo" / "gaps" / "north-freight.pdf").is_file()


def test_the_wheel_holds_only_its_packages_and_the_data(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "assess",
        "questionnaires",
        "scoring",
    }
    assert "assess/sample_data/partners.csv" in names
    assert "questionnaires/library/partner-security/1.0.0.json" in names
    assert "scoring/policies/standard/1.0.0.json" in names
