"""What the store promises about partners, files, snapshots, reviews and migrations."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, inspect, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateTable

from assess.store import (
    IssuedWorkbook,
    NewSubmission,
    PartnerCounts,
    Review,
    all_hashes,
    history,
    issued_partners,
    keep_evidence,
    load_partners,
    load_portfolio,
    load_reviews,
    load_submissions,
    open_store,
    partner_history,
    periods,
    record_issues,
    save_partners,
    save_review,
    save_submission,
    save_submissions,
)
from assess.store.opening import HEAD, MIGRATIONS
from assess.store.rows import SEPARATOR, pack_responses, unpack_responses
from assess.store.tables import metadata
from assess.submission import Response
from questionnaires.model import Reference
from questionnaires.problems import InputError
from tests.store_case import CODES, DAY, TRIAL, opened, profile, submission, workspace_store


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with opened(tmp_path) as store:
        save_partners(store, [profile(), profile("aster")], DAY)
        yield store


def save(engine: Engine, content: str, **values: str) -> str:
    made = submission(content, **values)
    return save_submission(engine, made, profile(made.partner), CODES, DAY)


def notes(engine: Engine, period: str | None = None) -> list[str]:
    return [each.submission.responses[-1].answer for each in load_submissions(engine, period)]


# --- files -------------------------------------------------------------------------------------


def test_a_submission_comes_back_as_it_was_saved(engine: Engine) -> None:
    made = submission("only")
    save_submission(engine, made, profile(), CODES, DAY)
    (stored,) = load_submissions(engine)
    assert (stored.submission, stored.profile, stored.codes, stored.imported_on) == (
        made,
        profile(),
        CODES,
        DAY,
    )


def test_the_newest_file_counts_and_the_earlier_one_stays(engine: Engine) -> None:
    assert save(engine, "first") == "imported"
    assert save(engine, "second") == "supersedes"
    assert notes(engine) == ["second"]
    kept = history(engine, "north-freight", "2026Q2")
    assert [each.submission.responses[-1].answer for each in kept] == ["first", "second"]


def test_the_same_bytes_again_change_nothing_even_after_another_file(engine: Engine) -> None:
    for content in ("first", "second"):
        save(engine, content)
    before = history(engine, "north-freight", "2026Q2")
    assert save(engine, "first") == "unchanged"
    assert history(engine, "north-freight", "2026Q2") == before


def test_the_same_bytes_count_again_for_another_period_or_partner(engine: Engine) -> None:
    save(engine, "same")
    assert save(engine, "same", period="2026Q3") == "imported"
    assert save(engine, "same", partner="aster") == "imported"


def test_a_batch_is_saved_in_its_order(engine: Engine) -> None:
    batch = [
        NewSubmission(submission(content), profile(), CODES)
        for content in ("first", "second", "first", "third")
    ]
    assert save_submissions(engine, batch, DAY) == [
        "imported",
        "supersedes",
        "unchanged",
        "supersedes",
    ]
    assert notes(engine) == ["third"]


def test_a_batch_larger_than_a_chunk_leaves_nothing_where_its_last_partner_is_unknown(
    engine: Engine,
) -> None:
    batch = [NewSubmission(submission(f"{n}"), profile(), CODES) for n in range(501)]
    batch.append(NewSubmission(submission("x", partner="nobody"), profile("nobody"), CODES))
    with pytest.raises(InputError) as raised:
        save_submissions(engine, batch, DAY)
    assert [problem.code for problem in raised.value.problems] == ["partner.unknown"]
    assert load_submissions(engine) == []


def test_submissions_are_chosen_by_period_and_partner_and_come_sorted(engine: Engine) -> None:
    for period in ("2026Q3", "2026Q2"):
        for partner in ("north-freight", "aster"):
            save(engine, f"{partner} {period}", partner=partner, period=period)
    assert notes(engine, "2026Q3") == ["aster 2026Q3", "north-freight 2026Q3"]
    chosen = load_submissions(engine, partner="aster")
    assert [each.submission.period for each in chosen] == ["2026Q2", "2026Q3"]
    save(engine, "early", period="2026Q1")
    assert periods(engine) == ["2026Q1", "2026Q2", "2026Q3"]
    assert periods(engine, "aster") == ["2026Q2", "2026Q3"]


def test_the_hashes_tell_which_files_are_there_for_whomever(engine: Engine) -> None:
    save(engine, "one")
    save(engine, "two", partner="aster", period="2026Q1")
    assert all_hashes(engine) == {hashlib.sha256(each).hexdigest() for each in (b"one", b"two")}


def test_a_file_name_that_is_no_text_is_kept_readable(engine: Engine) -> None:
    made = submission("odd", file="r\udce9ponses.xlsx")
    save_submission(engine, made, profile(), CODES, DAY)
    assert load_submissions(engine)[0].submission.file == r"r\udce9ponses.xlsx"


ANY_TEXT = st.text(st.characters(exclude_categories=())) | st.just(SEPARATOR) | st.just("\0=\n")
ANY_RESPONSE = st.builds(
    Response,
    question=ANY_TEXT,
    code=st.integers(-5, 127),
    **dict.fromkeys(("answer", "value", "comment", "evidence", "evidence_date", "cell"), ANY_TEXT),
)


@given(st.lists(ANY_RESPONSE, max_size=8).map(tuple))
def test_responses_come_back_unchanged_whatever_their_text(
    responses: tuple[Response, ...],
) -> None:
    assert unpack_responses(pack_responses(responses)) == responses


# --- portfolio ---------------------------------------------------------------------------------


def test_a_portfolio_holds_what_counts_as_one_matrix_a_questionnaire(engine: Engine) -> None:
    other = Reference("trial", "1.1.0", "b" * 64)
    save_partners(engine, [profile("zeta")], DAY)
    save(engine, "superseded", partner="aster")
    for made, codes in (
        (submission("a", partner="aster"), bytes([0, 255])),
        (submission("z", partner="zeta"), bytes([3, 252])),
        (submission("n", questionnaire=other), CODES),
        (submission("later", period="2026Q3"), CODES),
    ):
        save_submission(engine, made, profile(made.partner), codes, DAY)
    first, second = load_portfolio(engine, "2026Q2")
    assert (first.questionnaire, second.questionnaire) == (TRIAL, other)
    assert first.partners == ("aster", "zeta")
    assert first.profiles == (profile("aster"), profile("zeta"))
    assert first.file_sha256[0] == hashlib.sha256(b"a").hexdigest()
    assert first.codes.tolist() == [[0, -1], [3, -4]]
    assert first.codes.dtype == np.int8


def test_code_vectors_that_do_not_fit_together_are_never_scored(engine: Engine) -> None:
    for partner, codes in (("aster", b"\0"), ("north-freight", b"\0\0")):
        save_submission(engine, submission(partner=partner), profile(partner), codes, DAY)
    with pytest.raises(ValueError, match="different lengths"):
        load_portfolio(engine, "2026Q2")


def test_a_period_without_submissions_is_an_empty_portfolio(engine: Engine) -> None:
    assert load_portfolio(engine, "2026Q2") == []


# --- partners ----------------------------------------------------------------------------------


def test_partners_are_added_changed_or_left_and_come_sorted(engine: Engine) -> None:
    changed = replace(profile(), data_classes=("internal",), contacts=("a@b.example",))
    counts = save_partners(engine, [profile("zeta"), changed, profile("aster")], DAY)
    assert counts == PartnerCounts(added=1, changed=1, unchanged=1)
    assert load_partners(engine) == [profile("aster"), changed, profile("zeta")]


def test_every_profile_a_partner_had_stays_known(engine: Engine) -> None:
    later = date(2026, 8, 1)
    changed = profile(kind="services")
    save_partners(engine, [changed], later)
    save_partners(engine, [changed], date(2026, 9, 1))
    assert partner_history(engine, "north-freight") == [(DAY, profile()), (later, changed)]


def test_a_changed_profile_counts_for_the_newest_period_only(engine: Engine) -> None:
    for content, period in (("old", "2026Q1"), ("new", "2026Q2"), ("newer", "2026Q2")):
        save(engine, content, period=period)
    save(engine, "other", partner="aster", period="2026Q2")
    changed = profile(kind="services")
    save_partners(engine, [changed], DAY)
    assert [each.profile for each in history(engine, "north-freight", "2026Q1")] == [profile()]
    assert [each.profile for each in history(engine, "north-freight", "2026Q2")] == [changed] * 2
    assert [each.profile for each in history(engine, "aster", "2026Q2")] == [profile("aster")]


def test_a_profile_that_changes_after_the_next_quarter_rewrites_nothing(engine: Engine) -> None:
    save(engine, "old", period="2026Q2")
    save_partners(engine, [profile(kind="services")], date(2026, 9, 30))
    [still_open] = history(engine, "north-freight", "2026Q2")
    save_partners(engine, [profile(kind="hosting")], date(2026, 10, 1))
    [finished] = history(engine, "north-freight", "2026Q2")
    assert (still_open.profile.kind, finished.profile.kind) == ("services", "services")


# --- issues and reviews ------------------------------------------------------------------------


def test_an_issued_workbook_is_recorded_once(engine: Engine) -> None:
    sent = [
        IssuedWorkbook("i-1", "north-freight", "2026Q2", TRIAL),
        IssuedWorkbook("i-2", "aster", "2026Q2", TRIAL),
    ]
    assert record_issues(engine, sent, DAY) == 2
    assert record_issues(engine, sent, DAY) == 0
    assert issued_partners(engine, "2026Q2") == ["aster", "north-freight"]
    assert issued_partners(engine, "2026Q3") == []


def review(partner: str, period: str) -> Review:
    return Review(
        partner=partner,
        period=period,
        questionnaire_id="trial",
        question="trial.mfa",
        decision="accept-na",
        claim="no staff",
        reason="seen on site",
        reviewer="reviewer",
        reviewed_on=DAY,
    )


def test_reviews_come_back_in_order_for_all_or_one_partner(engine: Engine) -> None:
    made = [review(partner, "2026Q2") for partner in ("north-freight", "aster")]
    for each in made:
        save_review(engine, each)
    assert load_reviews(engine) == made
    assert load_reviews(engine, "aster") == made[1:]


def test_a_review_of_no_partner_is_refused(engine: Engine) -> None:
    with pytest.raises(IntegrityError):
        save_review(engine, review("nobody", "2026Q2"))


# --- evidence ----------------------------------------------------------------------------------


def test_evidence_is_kept_under_its_hash_and_read_only(tmp_path: Path) -> None:
    kept = keep_evidence(tmp_path, b"answers", "../../Answers.XLSX")
    sha256 = hashlib.sha256(b"answers").hexdigest()
    assert kept == tmp_path / sha256[:2] / f"{sha256}.xlsx"
    assert kept.read_bytes() == b"answers"
    assert kept.stat().st_mode & 0o222 == 0


def test_evidence_of_an_unknown_kind_gets_no_suffix_of_its_own(tmp_path: Path) -> None:
    assert keep_evidence(tmp_path, b"answers", "answers.exe").suffix == ".bin"


def test_evidence_that_was_changed_is_reported_and_not_written_over(tmp_path: Path) -> None:
    kept = keep_evidence(tmp_path, b"answers", "a.csv")
    kept.chmod(0o644)
    kept.write_bytes(b"forged")
    with pytest.raises(InputError, match="changed since it was received"):
        keep_evidence(tmp_path, b"answers", "a.csv")
    assert kept.read_bytes() == b"forged"


def test_the_same_evidence_again_leaves_the_file_alone(tmp_path: Path) -> None:
    kept = keep_evidence(tmp_path, b"answers", "a.csv")
    before = kept.stat()
    assert keep_evidence(tmp_path, b"answers", "b.csv") == kept
    assert kept.stat() == before
    assert [each.name for each in kept.parent.iterdir()] == [kept.name]


# --- several at once ---------------------------------------------------------------------------


def test_a_store_that_another_process_keeps_locked_is_reported(
    engine: Engine, tmp_path: Path
) -> None:
    with engine.connect() as connection:
        # The pool hands out this connection again, so that the test need not wait a minute.
        connection.exec_driver_sql("PRAGMA busy_timeout = 1")
    with closing(sqlite3.connect(tmp_path / "assess.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(InputError, match="another process is writing"):
            save(engine, "first")
    assert load_submissions(engine) == []


# --- opening and migrations --------------------------------------------------------------------


def test_the_migrations_make_the_tables_that_the_program_uses(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_newest_migration_is_the_one_that_counts_as_up_to_date() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_the_migrations_can_be_taken_back(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        assert set(inspect(connection).get_table_names()) <= {"alembic_version", "sqlite_sequence"}


def test_a_store_that_is_up_to_date_is_opened_without_alembic(tmp_path: Path) -> None:
    with opened(tmp_path):
        pass
    program = (
        "import sys\n"
        "from assess.store import open_store\n"
        f"open_store('sqlite:///{tmp_path / 'assess.db'}')\n"
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path) as store, store.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(InputError, match="newer version of this program"):
        workspace_store(tmp_path)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "assess.db"
    path.write_text("these are notes, and no database\n" * 50, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(InputError, match="not a database"):
        workspace_store(tmp_path)
    assert path.read_bytes() == before


def test_a_store_in_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="unable to open"):
        workspace_store(tmp_path / "missing")


@pytest.mark.parametrize("url", ["assess.db", "nosuch://host/name"])
def test_a_url_that_cannot_be_used_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="database URL cannot be used"):
        open_store(url)


def test_every_table_can_be_made_in_postgresql() -> None:
    made = [
        str(CreateTable(table).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
        for table in metadata.sorted_tables
    ]
    assert len(made) == 11
    assert any("codes BYTEA NOT NULL" in each for each in made)


def test_a_store_keeps_foreign_keys_and_writes_ahead(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
