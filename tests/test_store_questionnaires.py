"""What the store promises about other questionnaires than ours, and about stores of before them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, event, text

from assess.intake.outcome import Outcome
from assess.remarks import with_remarks
from assess.store import (
    NewSubmission,
    load_newest,
    load_portfolio,
    load_submissions,
    open_store,
    save_partners,
    save_submission,
    save_submissions,
    stored_by_hash,
    stored_for_others,
    would_be,
)
from assess.store.opening import MIGRATIONS
from assess.store.rows import pack_texts, unpack_texts
from assess.submission import Submission
from questionnaires.model import Reference
from tests.store_case import CODES, DAY, TRIAL, opened, profile, submission
from tests.worlds import build, question, questionnaire

CAIQ = Reference("caiq", "4.0.3", "c" * 64)
OLDER_CAIQ = Reference("caiq", "3.0.1", "b" * 64)
HECVAT = Reference("hecvat", "4.1.4", "d" * 64)
WORDS = (("A&A-01.1", "Is it so?"), ("AIS-01.1", "=And so?"))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with opened(tmp_path) as store:
        save_partners(store, [profile(), profile("aster")], DAY)
        yield store


def foreign(content: str, asked: Reference = CAIQ, **values: Any) -> Submission:
    named: dict[str, Any] = {"questionnaire": asked, "layout": f"{asked}", "issue": ""}
    return submission(content, **{**named, **values})


def save(engine: Engine, made: Submission) -> str:
    return save_submission(engine, made, profile(made.partner), CODES, DAY)


def counting(engine: Engine) -> list[str]:
    return [each.submission.responses[-1].answer for each in load_submissions(engine)]


# --- what comes back ---------------------------------------------------------------------------


def test_all_that_is_known_of_a_foreign_file_comes_back(engine: Engine) -> None:
    made = foreign("sent", texts=WORDS, corrects="e" * 64)
    native = {"overall": {"max": 20, "score": 15, "percent": 75.0}}
    new = NewSubmission(made, profile(), CODES, {"questions": 2, "answered": 1}, native)
    save_submissions(engine, [new], DAY)
    [stored] = load_submissions(engine)
    assert stored.submission == made
    assert (stored.counts, stored.native) == (new.counts, native)


def test_what_was_not_given_is_none_and_not_a_json_null(engine: Engine) -> None:
    save(engine, submission())
    with engine.connect() as connection:
        query = text("SELECT texts, counts, native FROM submissions")
        assert connection.execute(query).one() == (None, None, None)


@given(st.dictionaries(st.text(), st.text(st.characters(codec=None))))
def test_a_file_s_words_come_back_whatever_they_hold(words: dict[str, str]) -> None:
    texts = tuple(words.items())
    assert unpack_texts(pack_texts(texts)) == texts


def test_each_partner_gets_back_its_own_file_s_words(engine: Engine) -> None:
    save(engine, foreign("one", texts=WORDS))
    save(engine, foreign("two", partner="aster", texts=(("AIS-01.1", "Really?"),)))
    [portfolio] = load_portfolio(engine, "2026Q2")
    assert dict(zip(portfolio.partners, portfolio.texts, strict=True)) == {
        "aster": (("AIS-01.1", "Really?"),),
        "north-freight": WORDS,
    }


# --- which file counts -------------------------------------------------------------------------

FILES = (
    submission("own 1"),
    submission("own 2"),
    foreign("caiq"),
    foreign("hecvat", HECVAT),
)


@pytest.mark.parametrize("order", list(permutations(FILES)), ids=lambda _: "")
def test_the_newest_own_form_counts_whatever_else_came_and_when(
    order: tuple[Submission, ...], tmp_path: Path
) -> None:
    own = [each.responses[-1].answer for each in order if not each.layout]
    with opened(tmp_path) as store:
        save_partners(store, [profile()], DAY)
        for each in order:
            save(store, each)
        assert counting(store) == own[-1:]
        [portfolio] = load_portfolio(store, "2026Q2")
        assert portfolio.questionnaire == TRIAL


def test_without_our_own_form_the_newest_foreign_file_counts(engine: Engine) -> None:
    save(engine, foreign("caiq"))
    save(engine, foreign("hecvat", HECVAT))
    assert counting(engine) == ["hecvat"]


def test_our_own_form_counts_in_its_own_quarter_and_for_its_own_partner_only(
    engine: Engine,
) -> None:
    save(engine, submission("own"))
    save(engine, foreign("next", period="2026Q3"))
    save(engine, foreign("theirs", partner="aster"))
    assert counting(engine) == ["theirs", "own", "next"]


def test_only_answers_to_the_same_questionnaire_are_superseded(engine: Engine) -> None:
    said = []
    for made in (
        submission("own 1"),
        foreign("caiq 3", OLDER_CAIQ),
        foreign("hecvat", HECVAT),
        foreign("caiq 4"),
        submission("own 2"),
        foreign("caiq 4"),
    ):
        expected = would_be(engine, made)
        said.append(save(engine, made))
        assert said[-1] == expected
    assert said == ["imported", "imported", "imported", "supersedes", "supersedes", "unchanged"]


def test_what_would_become_of_a_file_is_said_without_keeping_it(engine: Engine) -> None:
    assert would_be(engine, submission()) == "imported"
    assert load_submissions(engine) == []


# --- finding -----------------------------------------------------------------------------------


def test_the_newest_answers_to_a_questionnaire_are_found_behind_our_own_form(
    engine: Engine,
) -> None:
    save(engine, foreign("old", OLDER_CAIQ, period="2025Q4"))
    save(engine, foreign("later", period="2026Q1"))
    save(engine, foreign("sent again", period="2026Q1"))
    save(engine, submission("own", period="2026Q1"))
    save(engine, foreign("too late", period="2026Q3"))
    save(engine, foreign("theirs", partner="aster", period="2025Q4"))
    save(engine, foreign("other", HECVAT, partner="aster", period="2026Q2"))
    found = load_newest(engine, "caiq", "2026Q2")
    assert [each.submission.responses[-1].answer for each in found] == ["theirs", "sent again"]
    assert load_newest(engine, "caiq", "2025Q3") == []


def test_a_file_is_found_by_its_bytes_for_everyone_who_sent_it(engine: Engine) -> None:
    save(engine, submission("same"))
    save(engine, submission("same", period="2026Q1"))
    save(engine, submission("same", partner="aster"))
    save(engine, submission("else", period="2025Q4"))
    found = stored_by_hash(engine, hashlib.sha256(b"same").hexdigest())
    assert [(each.submission.partner, each.submission.period) for each in found] == [
        ("aster", "2026Q2"),
        ("north-freight", "2026Q1"),
        ("north-freight", "2026Q2"),
    ]
    assert stored_by_hash(engine, "0" * 64) == []


# --- what is said at the import ----------------------------------------------------------------


def remarks(engine: Engine, made: Submission) -> list[str]:
    outcome = Outcome("in.xlsx", made.file_sha256, made, (), (), {"blank": 0})
    asked = build(questionnaire(question("trial.mfa"), question("trial.note")))
    told = with_remarks(outcome, asked, profile(), load_submissions(engine), "in.xlsx").notices
    return [notice.code for notice in told]


def test_a_foreign_file_beside_our_own_form_is_told_what_it_is_kept_for(engine: Engine) -> None:
    save(engine, submission("own"))
    assert remarks(engine, foreign("caiq")) == ["file.kept-beside"]


@pytest.mark.parametrize("made", [submission("own"), foreign("hecvat", HECVAT)])
def test_a_file_that_counts_instead_of_another_questionnaire_says_so(
    engine: Engine, made: Submission
) -> None:
    save(engine, foreign("caiq"))
    assert remarks(engine, made) == ["file.counts-instead"]


def test_answers_to_another_questionnaire_are_not_called_fewer(engine: Engine) -> None:
    save(engine, foreign("caiq"))
    assert remarks(engine, submission("own")) == ["file.counts-instead"]
    assert remarks(engine, foreign("again")) == ["file.fewer-answers"]


def test_a_file_is_found_with_whomever_else_sent_its_bytes(engine: Engine) -> None:
    save(engine, foreign("caiq"))
    assert stored_for_others(engine, foreign("caiq", partner="aster")) == [
        ("north-freight", "2026Q2")
    ]
    assert stored_for_others(engine, foreign("caiq", period="2026Q1")) == []
    assert stored_for_others(engine, foreign("copy", partner="aster")) == []


def test_a_file_in_which_nothing_is_answered_says_so(engine: Engine) -> None:
    assert remarks(engine, foreign("blank", responses=())) == ["file.nothing-answered"]


def test_the_same_bytes_again_are_told_nothing_about_themselves(engine: Engine) -> None:
    save(engine, foreign("caiq"))
    assert remarks(engine, foreign("caiq")) == []


# --- stores of before --------------------------------------------------------------------------


def first_store(url: str) -> None:
    """Make a store as the first release made it, with one submission in it."""
    made = create_engine(url)
    event.listen(made, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys = ON"))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with made.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            text("INSERT INTO partners VALUES ('north-freight', :profile, '2026-07-01')"),
            {"profile": '{"id": "north-freight", "name": "North Freight"}'},
        )
        columns = (
            "partner, period, questionnaire_id, questionnaire_version, questionnaire_sha256, "
            "file, file_sha256, issue, imported_on, profile, codes, responses"
        )
        connection.execute(
            text(
                f"INSERT INTO submissions ({columns}) VALUES ('north-freight', '2026Q1', "  # noqa: S608 - our own words
                "'trial', '1.0.0', :asked, 'old.xlsx', :file, 'i-1', '2026-04-01', "
                ":profile, :codes, :responses)"
            ),
            {
                "asked": "a" * 64,
                "file": "f" * 64,
                "profile": '{"id": "north-freight", "name": "North Freight"}',
                "codes": CODES,
                "responses": b'{"code": "00", "question": "trial.mfa", "answer": "yes"}',
            },
        )
    made.dispose()


def test_a_store_of_the_first_release_is_taken_over_with_all_it_holds(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'assess.db'}"
    first_store(url)
    engine = open_store(url)
    [stored] = load_submissions(engine)
    assert (stored.submission.file, stored.codes) == ("old.xlsx", CODES)
    assert [r.answer for r in stored.submission.responses] == ["yes"]
    assert (stored.submission.layout, stored.submission.texts) == ("", ())
    assert (stored.submission.corrects, stored.counts, stored.native) == ("", None, None)
    engine.dispose()


def test_an_old_store_goes_on_counting_upwards(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'assess.db'}"
    first_store(url)
    engine = open_store(url)
    assert save(engine, submission("new", period="2026Q1")) == "supersedes"
    assert counting(engine) == ["new"]
    with engine.connect() as connection:
        made = "SELECT sql FROM sqlite_master WHERE name = 'submissions'"
        assert "AUTOINCREMENT" in str(connection.execute(text(made)).scalar())
    engine.dispose()
