"""`assess trend`: what a user sees of a change, and that everything seen adds up."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from assess.batch import code_vector
from assess.policies import SHIPPED
from assess.store import open_store, save_partners, save_submission
from assess.submission import Response, Submission
from questionnaires import codes as states
from questionnaires.library import load_questionnaire
from questionnaires.model import Questionnaire
from questionnaires.profiles import Profile
from scoring.split import FACTORS
from tests.program import Run, runner

DAY = date(2026, 7, 1)
FREIGHT = Profile("north-freight", "North Freight", "logistics", ("internal",), ("portal",))
BOOKS = Profile("acme-books", "Acme Books", "services", ("internal",), ("api",))
WIDER = Profile("north-freight", "North Freight", "logistics", ("confidential",), ("portal",))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("ASSESS_WORKSPACE", raising=False)
    return runner(capsys, monkeypatch)


@pytest.fixture
def home(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace in which one partner answered three quarters, another only the last."""
    run("init", tmp_path)
    monkeypatch.chdir(tmp_path)
    engine = open_store(f"sqlite:///{tmp_path / 'assess.db'}")
    save_partners(engine, [FREIGHT, BOOKS], DAY)
    given = [
        (FREIGHT, "2026Q1", "1.0.0", 0),
        (FREIGHT, "2026Q2", "1.0.0", 1),
        (WIDER, "2026Q3", "1.1.0", 3),
        (BOOKS, "2026Q3", "1.1.0", 2),
    ]
    for profile, period, version, better in given:
        asked = load_questionnaire(f"partner-security@{version}")
        made = submission(asked, profile.id, period, better)
        save_submission(engine, made, profile, code_vector(asked, made), DAY)
    engine.dispose()
    return tmp_path


def submission(asked: Questionnaire, partner: str, period: str, better: int) -> Submission:
    """Answer each scored question, of `better` of every four at its best, else at its worst."""
    responses = tuple(
        Response(q.id, 0 if index % 4 < better else len(q.answer.levels) - 1)
        for index, q in enumerate(asked.questions)
        if q.scored
    )
    sha256 = f"{partner}/{period}".ljust(64, "0")
    return Submission(partner, period, asked.reference, "a.xlsx", sha256, responses)


def splits(change: dict[str, Any]) -> list[dict[str, Any]]:
    return [split for split in change.values() if split["parts"]]


@pytest.mark.usefixtures("home")
def test_the_parts_add_up_exactly_and_when_rounded(run: Run) -> None:
    data = json.loads(run("trend", "--format", "json").out, parse_float=Decimal)
    step = data[1]
    assert step["partner"] == "north-freight"
    assert len(splits(step["change"])) == 7
    for split in splits(step["change"]):
        parts, difference = split["parts"].values(), split["difference"]
        assert sum(Fraction(each["exact"]) for each in parts) == Fraction(difference["exact"])
        assert sum(each["rounded"] for each in parts) == difference["rounded"]


@pytest.mark.usefixtures("home")
def test_the_portfolio_compares_the_newest_two_quarters_unless_told_otherwise(run: Run) -> None:
    [_, newest] = run("trend", "--format", "json").data
    [told] = run("trend", "--from", "2026Q1", "--to", "2026q2", "--format", "json").data
    assert (newest["from"]["period"], newest["to"]["period"]) == ("2026Q2", "2026Q3")
    assert (told["from"]["period"], told["to"]["period"]) == ("2026Q1", "2026Q2")


@pytest.mark.usefixtures("home")
def test_a_partner_that_answered_one_quarter_only_is_shown_without_a_change(run: Run) -> None:
    [books, _] = run("trend", "--format", "json").data
    assert (books["partner"], books["from"], books["change"]) == ("acme-books", None, None)
    assert "not answered for 2026Q2" in run("trend").out
    assert run("trend", "acme-books").code == 0


@pytest.mark.usefixtures("home")
def test_a_partner_has_a_line_a_quarter_and_what_did_not_change_has_no_part(run: Run) -> None:
    quarters = run("trend", "north-freight", "--format", "json").data["quarters"]
    assert [each["period"] for each in quarters] == ["2026Q1", "2026Q2", "2026Q3"]
    assert quarters[0]["change"] is None
    then, now = (each["change"]["overall"]["parts"] for each in quarters[1:])
    assert [factor for factor in FACTORS if then[factor]["exact"] != "0"] == ["answers"]
    assert [factor for factor in FACTORS if now[factor]["exact"] == "0"] == ["policy"]


@pytest.mark.usefixtures("home")
def test_a_partner_without_changes_of_version_is_told_so_in_words(run: Run) -> None:
    done = run("trend", "north-freight", "--to", "2026Q2")
    score = run("score", "north-freight", "--period", "2026Q2", "--format", "json").data[0]
    change = f"+{score['overall']:.1f}"
    told = f"2026Q1 to 2026Q2: {change}: answers {change}, questionnaire 0, policy 0, profile 0."
    assert told in done.err


@pytest.mark.usefixtures("home")
def test_the_effects_of_the_questions_add_up_to_the_change(run: Run) -> None:
    data = run("trend", "north-freight", "--format", "json").data
    effects = [each["effect"] for each in data["questions"]] + [data["other_questions"]]
    change = data["quarters"][-1]["change"]["overall"]["difference"]
    assert sum(Fraction(each["exact"]) for each in effects) == Fraction(change["exact"])
    assert {"answer", "applies now"} <= {each["what"] for each in data["questions"]}


def test_an_earlier_policy_is_charged_to_the_policy_alone(run: Run, home: Path) -> None:
    raw = json.loads((SHIPPED / "standard" / "1.0.0.json").read_text("utf-8"))
    raw |= {"id": "ours"}
    raw["weights"]["must_have_factor"] = 5
    own = home / "policies" / "ours" / "1.0.0.json"
    own.parent.mkdir(parents=True)
    own.write_text(json.dumps(raw), encoding="utf-8")
    words = ("trend", "north-freight", "--to", "2026Q2", "--format", "json")
    plain, other = (run(*words, *more).data["quarters"] for more in ((), ("--policy-from", "ours")))
    assert other[0]["policy"]["id"] == "ours"
    assert plain[1]["change"]["overall"]["parts"]["policy"]["exact"] == "0"
    moved = other[1]["change"]["confidentiality"]["parts"]
    assert moved["policy"]["exact"] != "0"
    assert moved["questionnaire"]["exact"] == moved["profile"]["exact"] == "0"


@pytest.mark.usefixtures("home")
def test_like_for_like_is_the_score_itself_where_nothing_but_answers_changed(run: Run) -> None:
    quarters = run("trend", "north-freight", "--to", "2026Q2", "--format", "json").data["quarters"]
    alike = quarters[1]["like_for_like"]
    assert [alike[when]["overall"] for when in ("from", "to")] == [q["overall"] for q in quarters]


def test_a_quarter_without_a_score_gives_a_reason_and_no_split(run: Run, home: Path) -> None:
    engine = open_store(f"sqlite:///{home / 'assess.db'}")
    asked = load_questionnaire("partner-security@1.1.0")
    blank = (Response(asked.questions[0].id, states.UNANSWERED),)
    made = Submission("acme-books", "2026Q2", asked.reference, "b.xlsx", "1" * 64, blank)
    save_submission(engine, made, BOOKS, code_vector(asked, made), DAY)
    engine.dispose()
    done = run("trend", "acme-books")
    assert "no score in the earlier quarter." in done.err
    change = run("trend", "acme-books", "--format", "json").data["quarters"][1]["change"]
    assert (change["overall"]["difference"], change["overall"]["parts"]) == (None, None)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--from", "2020Q1"), 3),
        (("--from", "2026Q3", "--to", "2026Q1"), 3),
        (("--to", "2026Q1"), 3),
        (("--from", "last year"), 2),
        (("nobody",), 2),
        (("--policy-from", "nobody"), 2),
    ],
)
def test_what_cannot_be_compared_is_refused(run: Run, words: tuple[str, ...], code: int) -> None:
    done = run("trend", *words)
    assert done.code == code
    assert done.err
    assert "Traceback" not in done.err
