"""Promises of the gaming watch: what raises a signal, what does not, and who never sees one."""

from __future__ import annotations

import ast
import hashlib
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.intake.formats import open_book
from assess.policies import load_policy
from assess.signals import Signal, load_returned, load_watch, signals_of, untold
from assess.signals.near import Words, near_groups
from assess.signals.watching import FINDERS
from assess.store import (
    NewSubmission,
    load_submissions,
    open_store,
    save_partners,
    save_submissions,
)
from assess.submission import Response, Submission
from assess.workspace import open_workspace
from questionnaires import codes as states
from questionnaires.library import load_questionnaire
from questionnaires.profiles import Profile
from scoring.assessment import assess_partners
from scoring.compiled import compile_model
from tests.program import Run, fill, runner

ROOT = Path(__file__).parents[1]
ASKED = load_questionnaire("partner-security@2.1.0")
POLICY = load_policy("standard@1.0.0")
BEFORE, NOW = "2026Q2", "2026Q3"
DAY = date(2026, 10, 1)
WATCH = load_watch()


def profile(partner: str) -> Profile:
    return Profile(
        partner,
        partner.title(),
        "software",
        data_classes=("personal",),
        access=("portal", "api"),
        criticality="high",
        regions=("eu",),
    )


def scope() -> list[int]:
    """Return the positions of the scored questions that apply to the partners of these tests."""
    codes = np.full((1, len(ASKED.questions)), states.UNANSWERED, dtype=np.int8)
    model = compile_model(ASKED, POLICY)
    [found] = assess_partners(model, [profile("a")], codes, NOW, DAY)
    return [
        at
        for at, code in enumerate(found.codes)
        if code != states.OUT_OF_SCOPE and ASKED.questions[at].scored
    ]


IN_SCOPE = scope()


def honest(seed: int) -> dict[int, int]:
    """Return answers of a partner of its own, by position, some of them below the best level."""
    draw = np.random.default_rng(seed)
    levels = [len(ASKED.questions[at].answer.levels) for at in IN_SCOPE]
    return {
        at: int(draw.integers(count)) if draw.random() < 0.4 else 0
        for at, count in zip(IN_SCOPE, levels, strict=True)
    }


def returned(
    partner: str,
    answers: Mapping[int, int],
    *,
    period: str = NOW,
    comments: Mapping[int, str] | None = None,
    evidence: Mapping[int, tuple[str, str]] | None = None,
    properties: dict[str, object] | None = None,
) -> NewSubmission:
    codes = [states.UNANSWERED] * len(ASKED.questions)
    responses = []
    for at, code in answers.items():
        codes[at] = code
        reference, dated = (evidence or {}).get(at, ("", ""))
        responses.append(
            Response(
                ASKED.questions[at].id,
                code,
                comment=(comments or {}).get(at, ""),
                evidence=reference,
                evidence_date=dated,
                cell=f"D{at + 5}",
            )
        )
    made = Submission(
        partner,
        period,
        ASKED.reference,
        f"{partner}.xlsx",
        hashlib.sha256(f"{partner} {period}".encode()).hexdigest(),
        tuple(responses),
    )
    packed = bytes(code % 256 for code in codes)
    return NewSubmission(made, profile(partner), packed, properties=properties)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("ASSESS_WORKSPACE", raising=False)
    return runner(capsys, monkeypatch)


@pytest.fixture
def home(tmp_path: Path, run: Run) -> Path:
    assert run("init", tmp_path).code == 0
    return tmp_path


def stored(home: Path, files: Sequence[NewSubmission]) -> None:
    engine = open_store(open_workspace(home).database_url)
    save_partners(engine, list({file.profile.id: file.profile for file in files}.values()), DAY)
    save_submissions(engine, files, DAY)
    engine.dispose()


def watched(home: Path, files: Sequence[NewSubmission]) -> tuple[list[Signal], list[str]]:
    """Store files; return the signals of the quarter, and what could not be looked at."""
    stored(home, files)
    workspace = open_workspace(home)
    engine = open_store(workspace.database_url)
    found = load_returned(workspace, engine, NOW, POLICY)
    told = signals_of(found, WATCH), untold(found, WATCH)
    engine.dispose()
    return told


def raised(home: Path, files: Sequence[NewSubmission]) -> dict[tuple[str, str], Signal]:
    return {(one.partner, one.rule): one for one in watched(home, files)[0]}


def claiming(partner: str, seed: int, count: int) -> NewSubmission:
    claims = dict.fromkeys(IN_SCOPE[:count], states.NA_CLAIMED)
    reasons = {at: f"We do nothing of kind {at}" for at in claims}
    return returned(partner, {**honest(seed), **claims}, comments=reasons)


# --- what raises a signal ----------------------------------------------------------------------


def test_honest_partners_raise_no_signal(home: Path) -> None:
    files = [returned(f"p{n}", honest(n)) for n in range(12)]
    assert raised(home, files) == {}


def test_a_share_of_not_applicable_far_from_the_others_is_told_with_every_claim(
    home: Path,
) -> None:
    files = [claiming(f"p{n}", n, n % 3) for n in range(9)]
    found = raised(home, [*files, claiming("odd", 99, 25)])
    assert list(found) == [("odd", "not-applicable-share")]
    [signal] = found.values()
    assert len(signal.facts) == 25
    assert signal.facts[0].said.startswith("We do nothing of kind")
    assert "25 of the questions in scope" in signal.says


def test_among_few_partners_no_share_is_out_of_line_and_the_report_says_so(home: Path) -> None:
    files = [claiming(f"p{n}", n, 0) for n in range(6)]
    signals, missing = watched(home, [*files, claiming("odd", 99, 25)])
    assert signals == []
    assert any("shares of “not applicable”" in each for each in missing)


def test_identical_answers_are_told_of_both_files(home: Path) -> None:
    found = raised(home, [returned(name, honest(seed)) for name, seed in zip("abc", (1, 1, 2))])  # noqa: B905
    assert [key for key in found if key[1] == "same-answers"] == [
        ("a", "same-answers"),
        ("b", "same-answers"),
    ]
    assert "the file of b" in found["a", "same-answers"].says


def test_two_files_that_say_yes_to_everything_are_not_called_copies(home: Path) -> None:
    found = raised(home, [returned(name, dict.fromkeys(IN_SCOPE, 0)) for name in "ab"])
    assert {rule for _, rule in found} == {"all-best"}


TEXT = "Our service desk {} checks this with the {} tool every {} weeks and writes a report of it"


def commented(partner: str, seed: int, texts: Sequence[str]) -> NewSubmission:
    comments = dict(zip(IN_SCOPE, texts, strict=False))
    return returned(partner, honest(seed), comments=comments)


def test_long_comments_of_another_file_are_found_though_a_name_was_changed(home: Path) -> None:
    theirs = [f"{TEXT.format('Nord', word, n)} and keeps it for the auditors of {word}"
              for n, word in enumerate(("alpha", "beta", "gamma", "delta"))]  # fmt: skip
    copied = [text.replace("Nord", "Sud") for text in theirs]
    own = [f"Something quite of our own is written here about matter {n} by us" for n in "wxyz"]
    files = [commented(name, n, texts) for n, (name, texts) in
             enumerate((("a", theirs), ("b", copied), ("c", own[:2])))]  # fmt: skip
    found = raised(home, files)
    assert set(found) == {("a", "same-comments"), ("b", "same-comments")}
    assert len(found["b", "same-comments"].facts) == 4
    assert "the file of a" in found["b", "same-comments"].says


def test_what_many_partners_write_alike_is_nobodys_copy(home: Path) -> None:
    phrases = [f"We follow the {word} standard and review it once every year" for word in "abcd"]
    files = [commented(f"p{n}", n, phrases) for n in range(25)]
    assert raised(home, files) == {}


def test_the_person_who_saved_two_partners_files_is_named_but_no_programs_default(
    home: Path,
) -> None:
    hands = {"a": "R. Example", "b": "r. example", "c": "openpyxl", "d": "openpyxl"}
    files = [
        returned(name, honest(n), properties={"modified_by": hand})
        for n, (name, hand) in enumerate(hands.items())
    ]
    found = raised(home, files)
    assert set(found) == {("a", "same-hand"), ("b", "same-hand")}
    assert {one.strength for one in found.values()} == {"weak"}


@pytest.mark.parametrize(
    ("properties", "strength"),
    [
        ({"editing_seconds": 60}, "strong"),
        ({"editing_seconds": 7200}, None),
        ({"created": "2026-09-01T10:00:00", "modified": "2026-09-01T10:00:40"}, "weak"),
        ({"created": "2026-06-01T00:00:00", "modified": "2026-09-01T10:00:40"}, None),
        ({"created": "2026-09-01T10:00:00", "modified": "2026-09-01T10:00:00"}, None),
        ({}, None),
    ],
)
def test_every_answer_yes_within_a_minute_or_two_is_told(
    home: Path, properties: dict[str, object], strength: str | None
) -> None:
    files = [returned("a", dict.fromkeys(IN_SCOPE, 0), properties=properties)]
    found = raised(home, files).get(("a", "hurried"))
    assert (found.strength if found else None) == strength


def test_answers_carried_from_an_earlier_quarter_take_no_time(home: Path) -> None:
    file = returned("a", honest(1), properties={"editing_seconds": 60})
    carried = tuple(each._replace(carried_from=BEFORE) for each in file.submission.responses)
    file = replace(file, submission=replace(file.submission, responses=carried))
    assert raised(home, [file]) == {}


def test_a_comment_filled_down_is_told_with_the_questions_it_stands_on(home: Path) -> None:
    same = dict.fromkeys(IN_SCOPE[:8], "Done as our policy says.")
    found = raised(home, [returned("a", honest(1), comments=same)])
    assert [fact.question for fact in found["a", "copied-comments"].facts] == [
        ASKED.questions[at].id for at in IN_SCOPE[:8]
    ]


def test_one_reason_for_many_not_applicable_is_no_filled_down_comment(home: Path) -> None:
    claims = dict.fromkeys(IN_SCOPE[:8], states.NA_CLAIMED)
    reasons = dict.fromkeys(claims, "We have no offices of our own.")
    assert raised(home, [returned("a", {**honest(1), **claims}, comments=reasons)]) == {}


def test_evidence_that_is_everywhere_the_same_is_told(home: Path) -> None:
    same = {at: ("Handbook.pdf", f"2026-0{at % 9 + 1}-01") for at in IN_SCOPE[:12]}
    assert set(raised(home, [returned("a", honest(1), evidence=same)])) == {("a", "one-reference")}


def test_several_documents_of_one_single_day_are_told(home: Path) -> None:
    same = {at: (f"Report {at % 4}", "2026-09-01") for at in IN_SCOPE[:12]}
    assert set(raised(home, [returned("a", honest(1), evidence=same)])) == {("a", "one-date")}


# --- what changed since the quarter before -----------------------------------------------------


def worst(count: int) -> dict[int, int]:
    """Return answers of which the first so many are the worst, the others the best."""
    last = {at: len(ASKED.questions[at].answer.levels) - 1 for at in IN_SCOPE[:count]}
    return {**dict.fromkeys(IN_SCOPE, 0), **last}


def rising(evidence: Mapping[int, tuple[str, str]] | None = None) -> list[NewSubmission]:
    return [
        returned("a", worst(30), period=BEFORE),
        returned("a", worst(4), evidence=evidence),
    ]


def test_a_sharp_rise_without_new_evidence_names_each_answer_that_rose(home: Path) -> None:
    found = raised(home, rising())["a", "sharp-rise"]
    assert found.strength == "strong"
    assert [fact.question for fact in found.facts] == [
        ASKED.questions[at].id for at in IN_SCOPE[4:30]
    ]
    assert all(" → " in fact.said for fact in found.facts)


def test_a_sharp_rise_that_brings_its_evidence_raises_no_signal(home: Path) -> None:
    evidence = {at: (f"Report {at}", f"2026-09-{at % 28 + 1:02}") for at in IN_SCOPE[4:30]}
    assert ("a", "sharp-rise") not in raised(home, rising(evidence))


def just_enough() -> dict[int, int]:
    """Return answers that hold the highest tier, and would not with one of them worse."""
    model, answers = compile_model(ASKED, POLICY), dict.fromkeys(IN_SCOPE, 0)
    for at in IN_SCOPE:
        worse = {**answers, at: len(ASKED.questions[at].answer.levels) - 1}
        codes = np.full((1, len(ASKED.questions)), states.UNANSWERED, dtype=np.int8)
        codes[0, list(worse)] = list(worse.values())
        [found] = assess_partners(model, [profile("a")], codes, NOW, DAY)
        if found.achieved == POLICY.tiers[-1]:
            answers = worse
    return answers


def test_a_tier_newly_reached_by_a_hair_is_told(home: Path) -> None:
    files = [returned("a", worst(30), period=BEFORE), returned("a", just_enough())]
    found = raised(home, files)["a", "just-above"]
    assert f"the tier {POLICY.tiers[-1].id} is new" in found.says
    assert found.facts


def test_a_tier_newly_reached_with_room_to_spare_is_not(home: Path) -> None:
    files = [returned("a", worst(30), period=BEFORE), returned("a", worst(0))]
    assert ("a", "just-above") not in raised(home, files)


# --- texts that are nearly the same ------------------------------------------------------------

WORDS = st.lists(st.sampled_from("abcdefgh"), min_size=3, max_size=12).map(tuple)


@given(st.lists(WORDS, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_which_texts_are_alike_does_not_depend_on_their_order(
    texts: list[Words], chance: Random
) -> None:
    def groups(given: list[Words]) -> set[frozenset[Words]]:
        found = near_groups(given, alike=60, common_to=20)
        return {frozenset(given[at] for at in group) for group in found}

    texts = list(dict.fromkeys(texts))
    shuffled = texts.copy()
    chance.shuffle(shuffled)
    assert groups(texts) == groups(shuffled)


@given(WORDS, st.lists(WORDS, max_size=8))
def test_a_text_that_stands_twice_is_always_found(text: Words, others: list[Words]) -> None:
    texts = [text, *others[:8], text]
    found = near_groups(texts, alike=60, common_to=20)
    assert any({0, len(texts) - 1} <= set(group) for group in found)


# --- the properties of a file ------------------------------------------------------------------


def workbook(parts: Mapping[str, str]) -> bytes:
    """Return a workbook in which some parts are replaced."""
    buffer, changed = BytesIO(), BytesIO()
    openpyxl.Workbook().save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name) or old.read(name))
    return changed.getvalue()


CORE = (
    '<p:coreProperties xmlns:p="p" xmlns:dc="d" xmlns:t="t"><dc:creator>A. Maker</dc:creator>'
    "<p:lastModifiedBy>B.  Saver</p:lastModifiedBy><t:created>2026-09-01T10:00:00Z</t:created>"
    "<t:modified>2026-09-01T10:05:00Z</t:modified></p:coreProperties>"
)
APP = "<Properties><TotalTime>{}</TotalTime><Application>Sheets</Application></Properties>"


def test_who_made_and_saved_a_file_and_for_how_long_is_read_from_it() -> None:
    data = workbook({"docProps/core.xml": CORE, "docProps/app.xml": APP.format(3)})
    assert open_book(data).properties == {
        "created": "2026-09-01T10:00:00",
        "modified": "2026-09-01T10:05:00",
        "created_by": "A. Maker",
        "modified_by": "B. Saver",
        "program": "Sheets",
        "editing_seconds": 180,
    }


@pytest.mark.parametrize("minutes", ["0", "", "-3", "1e9", "999999999999", "soon"])
def test_an_editing_time_that_is_nought_or_no_number_is_unknown(minutes: str) -> None:
    data = workbook({"docProps/app.xml": APP.format(minutes)})
    assert "editing_seconds" not in (open_book(data).properties or {})


@pytest.mark.parametrize(
    "xml", ["<broken", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<a>" * 5000, "no XML"]
)
def test_a_file_is_not_refused_for_properties_that_cannot_be_read(xml: str) -> None:
    data = workbook({"docProps/core.xml": xml, "docProps/app.xml": xml})
    assert open_book(data).properties is None


@pytest.fixture
def issued(home: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A filled workbook, issued to a partner of a workspace that is the current folder."""
    monkeypatch.chdir(home)
    words = ("--name", "North Freight", "--kind", "logistics", "--data", "internal")
    assert run("partner", "add", "north", *words, "--access", "portal").code == 0
    out = ("--out", "outbox", "--period", NOW, "--as-of", "2026-07-01")
    assert run("issue", *out).code == 0
    path = home / "outbox" / f"north-{NOW}.xlsx"
    fill(path, {})
    return path


def test_the_properties_of_a_returned_file_are_stored_with_it(issued: Path, run: Run) -> None:
    book = openpyxl.load_workbook(issued)
    book.properties.lastModifiedBy = "B. Saver"
    book.save(issued)
    assert run("import", issued, "--as-of", "2026-10-10").code == 0
    engine = open_store(open_workspace(Path.cwd()).database_url)
    [found] = load_submissions(engine, NOW)
    engine.dispose()
    assert found.properties is not None
    assert found.properties["modified_by"] == "B. Saver"


# --- who sees it -------------------------------------------------------------------------------


def test_the_command_tells_what_was_seen_and_what_to_ask(home: Path, run: Run) -> None:
    stored(home, rising())
    told = run("signals", "--workspace", home, "--format", "json").data
    assert told["watch"]["id"] == "watch"
    [signal] = [each for each in told["signals"] if each["signal"] == "sharp-rise"]
    assert signal["facts"][0]["cell"].startswith("D")
    assert signal["ask"].endswith("?")
    table = run("signals", "a", "--workspace", home)
    assert "reasons for a question, for assessors only" in table.out
    assert table.code == 0


def test_the_signals_of_a_partner_that_has_not_answered_are_refused(home: Path, run: Run) -> None:
    stored(home, [*rising(), returned("b", honest(1), period=BEFORE)])
    done = run("signals", "b", "--period", NOW, "--workspace", home)
    assert done.code == 3
    assert "b has not answered for 2026Q3" in done.err


def test_the_same_store_gives_the_same_signals_byte_for_byte(home: Path, run: Run) -> None:
    stored(home, [*rising(), *(returned(name, honest(1)) for name in "bc")])
    first, second = (run("signals", "--workspace", home, "--format", "json").out for _ in range(2))
    assert first == second


def test_a_signal_moves_no_score(home: Path, run: Run) -> None:
    quick: dict[str, object] = {"editing_seconds": 60}
    files = [returned("a", worst(4), properties=quick), returned("b", worst(4))]
    assert ("a", "hurried") in raised(home, files)
    scores = run("score", "--workspace", home, "--format", "json", "--period", NOW).data
    first, second = ({**each, "partner": "", "file_sha256": ""} for each in scores)
    assert first == second


def test_no_report_that_a_partner_sees_tells_of_a_signal(home: Path, run: Run) -> None:
    files = rising()
    hurried = replace(files[1], properties={"editing_seconds": 9, "modified_by": "B. Saver"})
    stored(home, [files[0], hurried])
    inside = ("--workspace", home, "--as-of", "2026-10-10")
    for suffix in ("html", "md", "json"):
        out = home / f"gaps.{suffix}"
        assert run("gaps", "a", "--period", NOW, "--out", out, *inside).code == 0
    assert run("issue", "--period", "2026Q4", "--out", home / "outbox", *inside).code == 0
    shown = [(home / f"gaps.{suffix}").read_text("utf-8") for suffix in ("html", "md", "json")]
    for path in (home / "outbox").glob("*.xlsx"):
        with zipfile.ZipFile(path) as book:
            shown += [book.read(name).decode("utf-8", "replace") for name in book.namelist()]
    assert len(shown) > 3
    telling = [rule.title for rule in WATCH.rules.values()] + ["B. Saver", "gaming"]
    assert [words for words in telling for text in shown if words in text] == []


def test_nothing_but_its_own_command_imports_the_watch() -> None:
    importing = set()
    for path in sorted((ROOT / "assess").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [each.name for each in node.names]
                if isinstance(node, ast.Import)
                else []
            )
            if any(re.match(r"assess\.signals\b", name) for name in names):
                importing.add(str(path.relative_to(ROOT / "assess")))
    assert {name for name in importing if not name.startswith("signals/")} == {"cli/signals.py"}


def test_every_rule_of_the_watch_has_its_finder_and_asks_a_question() -> None:
    assert set(WATCH.rules) == set(FINDERS)
    assert all("?" in rule.ask for rule in WATCH.rules.values())


@pytest.mark.slow
def test_the_sample_data_raise_one_signal_in_three_quarters(home: Path, run: Run) -> None:
    sample = ROOT / "sample_data"
    inside = ("--workspace", home)
    run("partner", "import", sample / "partners.csv", "--as-of", "2026-01-05", *inside)
    days = {"2026Q1": "2026-04-15", "2026Q2": "2026-07-15", "2026Q3": "2026-10-15"}
    for period, day in days.items():
        run("import", sample / "returned" / period, "--as-of", day, *inside)
    run("import", sample / "corrected", "--as-of", days["2026Q3"], *inside)
    told = [run("signals", "--period", p, "--format", "json", *inside).out for p in days]
    found = [json.loads(each) for each in told]
    assert [each["files"] for each in found] == [12, 13, 13]
    seen = [(one["partner"], one["signal"]) for each in found for one in each["signals"]]
    assert seen == [("alder-payroll", "sharp-rise")]
