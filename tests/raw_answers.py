"""Raw answers of a question, and a file to read them from."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from tests.worlds import Raw

LEVELS = [
    {"id": "good", "text": "Good", "points": 1000},
    {"id": "fair", "text": "Fair", "points": 400},
    {"id": "poor", "text": "Poor", "points": 0},
]


def levels(side: str = "", bounds: tuple[Any, ...] = (), **changes: Any) -> list[Raw]:
    made = copy.deepcopy(LEVELS)
    for level, bound in zip(made, bounds, strict=False):
        level[side] = bound
    made[1] |= changes
    return made


def number(*bounds: Any, side: str = "at_most", **changes: Any) -> Raw:
    return {"type": "number", "unit": "hours", "levels": levels(side, bounds), **changes}


def multi(*bounds: Any, **changes: Any) -> Raw:
    options = [{"id": f"o{i}", "text": f"Option {i}"} for i in range(4)]
    made = {"type": "multi", "options": options, "levels": levels("at_least", bounds)}
    return made | changes


def written(tmp_path: Path, data: Any) -> Path:
    file = tmp_path / "1.0.0.json"
    file.write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
    return file
