"""What every test has: reproducible hypothesis runs, and the shared real questionnaires."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

SHARED = Path(__file__).resolve().parents[2] / "shared"

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.register_profile("thorough", derandomize=False, deadline=None, max_examples=2000)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real questionnaires and cases that lies beside the repository."""
    if not SHARED.is_dir():
        pytest.skip("needs the real questionnaires in ../shared, which are not ours to publish")
    return SHARED
