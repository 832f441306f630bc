"""Every figure of the worked example in METHOD.md is what the engine says, and the oracle."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from assess.periods import last_day
from questionnaires import codes as states
from questionnaires.documents import read_document
from questionnaires.profiles import Profile
from questionnaires.reading import read_questionnaire
from scoring.assessment import assess_partners
from scoring.compiled import COLUMNS, Model, column_weights, compile_model
from scoring.contributions import contributions
from scoring.method import METHOD_VERSION
from scoring.policy import SCHEMA, build_policy
from scoring.results import Assessment, Score
from tests import oracle
from tests.worlds import ROOT, STANDARD

TEXT = (ROOT / "scoring/METHOD.md").read_text("utf-8")
EXAMPLE = Path(__file__).parent / "data/method/questionnaire.json"
AS_OF = date(2026, 9, 30)
STATES = {
    "unanswered": states.UNANSWERED,
    "claimed": states.NA_CLAIMED,
    "out of scope": states.OUT_OF_SCOPE,
    "noted": states.NOTED,
}


def table(name: str) -> list[dict[str, str]]:
    """Return the table below a marker in METHOD.md, a dict a row."""
    lines = TEXT.split(f"<!-- example: {name} -->\n\n")[1].split("\n\n")[0].splitlines()
    head, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(head, row, strict=True)) for row in rows]


@cache
def model() -> Model:
    policy = build_policy(read_document(STANDARD, SCHEMA))
    return compile_model(read_questionnaire(EXAMPLE), policy)


def profile() -> Profile:
    told = {row["field"]: row["value"] for row in table("profile")}
    several = {key: (told.pop(key),) for key in ("data_classes", "access")}
    return Profile("example", "Example", **told, **several)  # type: ignore[arg-type]


def assess(accepted: str = "") -> Assessment:
    """Assess the example's answers as METHOD.md gives them, with one claim accepted or none."""
    codes = []
    for row, question in zip(table("answers"), model().questionnaire.questions, strict=True):
        assert row["question"] == question.id
        levels = [level.id for level in question.answer.levels]
        state = row["state or level"]
        code = STATES[state] if state in STATES else levels.index(state)
        # What is out of scope was not answered: the engine has to find that out.
        code = states.UNANSWERED if code == states.OUT_OF_SCOPE else code
        codes.append(states.NA_ACCEPTED if question.id == accepted else code)
    matrix = np.array([codes], dtype=np.int8)
    (found,) = assess_partners(model(), [profile()], matrix, "2026Q3", AS_OF)
    return found


def text(figure: float | None) -> str:
    return "none" if figure is None else f"{figure:.1f}"


def test_the_answers_reach_the_levels_states_weights_and_points_that_the_text_gives() -> None:
    found = assess()
    for row, question, code in zip(
        table("answers"), model().questionnaire.questions, found.codes, strict=True
    ):
        if row["state or level"] in STATES:
            assert STATES[row["state or level"]] == code
        else:
            assert row["state or level"] == question.answer.levels[code].id
            assert int(row["points"]) == model().policy.level_points(question)[code]
        if row["value"]:
            assert question.answer.level_of(Decimal(row["value"])) == code
        assert int(row["weight"]) == model().policy.weight(question)


def test_the_age_of_the_date_is_what_the_text_gives() -> None:
    (row,) = [row for row in table("answers") if row["question"] == "backup.restore-test"]
    assert (last_day("2026Q3") - date.fromisoformat(row["answer"])).days == int(row["value"])


def test_the_column_weights_are_what_the_text_gives() -> None:
    weights = column_weights(model())
    for row in table("column weights"):
        of_question = weights[model().questionnaire.positions[row.pop("question")]]
        assert {k: int(v) for k, v in row.items()} == {
            k: of_question[COLUMNS.index(k)] for k in row
        }


def test_the_sums_and_scores_are_what_the_text_gives() -> None:
    found = assess()
    assert [row["column"] for row in table("scores")] == list(COLUMNS)
    for row in table("scores"):
        score = found.scores[row.pop("column")]
        assert isinstance(score, Score)
        sums = (score.earned, score.answered, score.unanswered, score.claimed)
        shown = (score.value, score.low, score.high, score.decisive)
        assert list(row.values()) == [*map(str, sums), *map(text, shown)]


def test_the_contributions_are_what_the_text_gives() -> None:
    told = {row["question"]: Fraction(row["overall"]) for row in table("contributions")}
    found = contributions(model(), assess().codes)
    assert told == {each.question.id: each.earned["overall"] for each in found}
    assert sum(told.values()) == Fraction(4000, 77)


def test_the_needs_of_the_next_tier_are_what_the_text_gives() -> None:
    found = [need for need in assess().needs if model().policy.tiers[need.tier].id == "internal"]
    for row, need in zip(table("needs of internal"), found, strict=True):
        assert row == {
            "need": need.column or need.kind,
            "needed": str(need.needed),
            "held": text(need.held),
            "met": "yes" if need.met else "no",
        }


@pytest.mark.parametrize(
    ("marker", "accepted"), [("verdict", ""), ("verdict once accepted", "exit.certificate")]
)
def test_the_verdict_is_what_the_text_gives(marker: str, accepted: str) -> None:
    found = assess(accepted)
    told = table(marker)[0]
    assert found.achieved is not None
    engine = {
        "required": found.required.id,
        "achieved": found.achieved.id,
        "recommendation": found.recommendation,
        "coverage": text(found.coverage.percent),
        "decisive": text(found.scores["overall"].decisive),
    }
    assert told == {key: engine[key] for key in told}


def test_the_findings_are_what_the_text_gives() -> None:
    found = [
        {
            "question": each.question.id,
            "points": str(each.points),
            "loss": str(each.loss),
            "severity": each.severity,
            "gain": str(each.gain),
            "due": str(each.due),
        }
        for each in assess().findings
    ]
    assert table("findings") == found


def test_the_oracle_gives_the_example_the_same_verdict() -> None:
    words = {"unanswered": oracle.UNANSWERED, "claimed": oracle.CLAIMED, "noted": oracle.NOTED}
    answers = {
        row["question"]: words.get(row["state or level"], row["state or level"])
        for row in table("answers")
        if row["state or level"] != "out of scope"
    }
    raw, policy = (json.loads(path.read_text("utf-8")) for path in (EXAMPLE, STANDARD))
    told = oracle.judge(raw, policy, asdict(profile()), answers)
    assert {row["column"]: row["decisive"] for row in table("scores")} == {
        column: oracle.display(ratio) or "none" for column, ratio in told.decisive.items()
    }
    assert table("verdict")[0]["achieved"] == told.achieved


def test_the_text_names_the_method_version_that_results_carry() -> None:
    assert re.search(r"This is method version (\w+) ", TEXT)
    assert f"method version {METHOD_VERSION} " in TEXT


def test_the_text_gives_each_state_the_code_that_the_store_keeps() -> None:
    told = {
        name: int(code.replace("−", "-"))
        for name, code in re.findall(r"^\| (\w[\w ]+) \| (−\d) \|", TEXT, re.MULTILINE)
    }
    assert told == {
        "unanswered": states.UNANSWERED,
        "claimed not applicable": states.NA_CLAIMED,
        "accepted as not applicable": states.NA_ACCEPTED,
        "out of scope": states.OUT_OF_SCOPE,
        "noted": states.NOTED,
    }
