"""Promises of what a batch asks of the store: what is known already, and what was sent."""

from __future__ import annotations

import hashlib
from pathlib import Path

from assess.store import (
    IssuedWorkbook,
    all_hashes,
    all_keys,
    issued_to,
    record_issues,
    save_partners,
    save_submission,
)
from questionnaires.model import Reference
from tests.store_case import CODES, DAY, opened, profile, submission


def test_what_is_stored_is_known_by_hash_and_by_partner_and_period(tmp_path: Path) -> None:
    with opened(tmp_path) as engine:
        assert (all_hashes(engine), all_keys(engine)) == (set(), set())
        save_partners(engine, [profile()], DAY)
        for content, period in (("a", "2026Q1"), ("b", "2026Q1"), ("a", "2026Q2")):
            save_submission(engine, submission(content, period=period), profile(), CODES, DAY)
        assert all_hashes(engine) == {hashlib.sha256(each).hexdigest() for each in (b"a", b"b")}
        assert all_keys(engine) == {("north-freight", "2026Q1"), ("north-freight", "2026Q2")}


def test_what_a_partner_was_sent_comes_newest_period_first(tmp_path: Path) -> None:
    old, new = Reference("trial", "1.0.0", "a" * 64), Reference("trial", "1.1.0", "b" * 64)
    sent = [
        IssuedWorkbook("1", "north-freight", "2026Q1", old),
        IssuedWorkbook("2", "north-freight", "2026Q3", new),
        IssuedWorkbook("3", "north-freight", "2026Q2", old),
    ]
    with opened(tmp_path) as engine:
        save_partners(engine, [profile()], DAY)
        record_issues(engine, sent, DAY)
        assert issued_to(engine, "north-freight") == (
            ("2026Q3", new),
            ("2026Q2", old),
            ("2026Q1", old),
        )
        assert issued_to(engine, "nobody") == ()
