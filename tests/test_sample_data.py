"""The sample data: what is committed is what the generator makes, and it tells its stories."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
from python_calamine import CalamineWorkbook

from assess.batch import code_vector
from assess.intake import Context, Outcome, read_file
from assess.partners import read_partners
from assess.periods import last_day
from assess.policies import load_policy
from assess.workbook_format import HIDDEN_SHEET, QUESTIONS_SHEET
from questionnaires.library import load_questionnaire
from questionnaires.model import Questionnaire
from sample_data.characters import partners_csv, read_characters
from sample_data.generate import HERE, MANGLED, returned_files
from sample_data.mangle import PROBLEMS
from scoring.assessment import assess_partners
from scoring.compiled import compile_model
from scoring.results import Assessment

PERIODS = ["2026Q1", "2026Q2", "2026Q3"]
RETURNED = sorted(HERE.glob("returned/*/*.xlsx"))
CORRECTED = sorted(HERE.glob("corrected/*.xlsx"))
SPOILED = HERE / "returned" / MANGLED[1] / f"{'-'.join(MANGLED)}.xlsx"
TIERS = ["public", "internal", "confidential", "restricted"]
OWN_WORDS = 4
"""Two partners may both write "see policy"; longer comments are a partner's own."""


@dataclass(frozen=True)
class Sample:
    """Every file read as the import reads it, and what each good one comes to."""

    outcomes: dict[Path, Outcome]
    results: dict[tuple[str, str], Assessment]

    def comments(self, partner: str, period: str) -> dict[str, str]:
        for outcome in self.outcomes.values():
            if (outcome.partner, outcome.period) == (partner, period) and outcome.submission:
                return {each.question: each.comment for each in outcome.submission.responses}
        message = f"{partner} did not answer for {period}"
        raise LookupError(message)


def library(questionnaire: str, version: str) -> Questionnaire:
    return load_questionnaire(f"{questionnaire}@{version}")


@pytest.fixture(scope="module")
def sample() -> Sample:
    outcomes = {}
    for path in (*RETURNED, *CORRECTED):
        as_of = last_day(path.stem.rpartition("-")[2]) + dt.timedelta(days=10)
        outcomes[path], _ = read_file(path, Context(library, as_of))
    return Sample(outcomes, dict(assessed(outcomes)))


def assessed(outcomes: dict[Path, Outcome]) -> Iterator[tuple[tuple[str, str], Assessment]]:
    profiles = {profile.id: profile for profile in read_partners(HERE / "partners.csv")}
    policy = load_policy("standard@1.0.0")
    for outcome in outcomes.values():
        submission = outcome.submission
        if submission is not None:
            asked = library(submission.questionnaire.id, submission.questionnaire.version)
            codes = np.frombuffer(code_vector(asked, submission), dtype=np.int8)[None, :]
            model, who = compile_model(asked, policy), [profiles[outcome.partner]]
            period = outcome.period
            for found in assess_partners(model, who, codes, period, last_day(period)):
                yield (outcome.partner, period), found


def test_there_are_at_least_twelve_partners_of_every_kind() -> None:
    profiles = read_partners(HERE / "partners.csv")
    assert len(profiles) >= 12
    assert {profile.kind for profile in profiles} == {
        *("reseller", "software", "logistics", "manufacturing", "services", "hosting")
    }


def test_the_committed_profiles_are_those_of_the_generator() -> None:
    assert (HERE / "partners.csv").read_text("utf-8") == partners_csv(read_characters())
    committed = read_partners(HERE / "partners.csv")
    assert list(committed) == [character.profile for character in read_characters()]


def test_three_quarters_and_two_questionnaire_versions_are_there(sample: Sample) -> None:
    versions = defaultdict(set)
    for outcome in sample.outcomes.values():
        if outcome.submission is not None:
            versions[outcome.period].add(str(outcome.submission.questionnaire))
    assert sorted(versions) == PERIODS
    assert len(set.union(*versions.values())) == 2


@pytest.mark.parametrize(
    "path", [p for p in (*RETURNED, *CORRECTED) if p != SPOILED], ids=lambda path: path.name
)
def test_every_good_file_imports_without_a_problem_or_a_remark(path: Path, sample: Sample) -> None:
    outcome = sample.outcomes[path]
    assert [*outcome.problems, *outcome.notices] == []
    assert outcome.submission is not None
    assert f"{outcome.partner}-{outcome.period}" == path.stem


def test_the_mangled_file_is_rejected_with_exactly_the_listed_problems(sample: Sample) -> None:
    outcome = sample.outcomes[SPOILED]
    assert outcome.submission is None
    assert sorted(problem.code for problem in outcome.problems) == sorted(PROBLEMS)


def test_the_mangled_file_is_the_only_one_that_has_a_corrected_copy() -> None:
    assert [path.name for path in CORRECTED] == [SPOILED.name]


def test_at_least_half_of_the_workbooks_were_saved_by_libreoffice() -> None:
    saved = [b"LibreOffice" in ZipFile(path).read("docProps/app.xml") for path in RETURNED]
    assert sum(saved) >= len(saved) / 2


def test_the_sample_data_stays_small() -> None:
    assert sum(path.stat().st_size for path in (*RETURNED, *CORRECTED)) < 3_000_000


def test_all_tiers_occur(sample: Sample) -> None:
    held = [found.achieved.id if found.achieved else None for found in sample.results.values()]
    assert set(held) == {None, *TIERS}


def test_all_recommendations_occur_in_the_newest_quarter(sample: Sample) -> None:
    newest = [found for (_, period), found in sample.results.items() if period == PERIODS[-1]]
    assert {found.recommendation for found in newest} == {
        *("approve", "approve with conditions", "remediate", "restrict", "suspend")
    }


def test_scores_spread_from_weak_to_excellent(sample: Sample) -> None:
    scores = [found.scores["overall"].value or 0 for found in sample.results.values()]
    assert min(scores) < 40
    assert max(scores) > 90
    assert 55 < sorted(scores)[len(scores) // 2] < 85


def test_most_partners_get_better(sample: Sample) -> None:
    overall = {key: found.scores["overall"].value or 0 for key, found in sample.results.items()}
    both = [partner for partner, period in overall if period == "2026Q3"]
    moved = [
        overall[who, "2026Q3"] - overall[who, "2026Q2"]
        for who in both
        if (who, "2026Q2") in overall
    ]
    assert sum(each > 0 for each in moved) > len(moved) / 2


def test_one_partner_got_clearly_worse_after_an_incident(sample: Sample) -> None:
    before, after = (sample.results["quilldesk", period] for period in PERIODS[1:])
    assert before.achieved
    assert after.achieved
    assert TIERS.index(after.achieved.id) < TIERS.index(before.achieved.id)
    assert "incident" in " ".join(sample.comments("quilldesk", "2026Q3").values())


def test_one_partner_is_late_and_two_are_new(sample: Sample) -> None:
    answered = defaultdict(list)
    for partner, period in sorted(sample.results):
        answered[partner].append(period)
    assert answered.pop("bergtal-field") == PERIODS[:2]
    assert answered.pop("redwood-coast") == PERIODS[1:]
    assert answered.pop("orchard-lane") == PERIODS[2:]
    assert all(periods == PERIODS for periods in answered.values())


def test_a_channel_partner_encrypts_customer_data_for_deals_and_co_selling(
    sample: Sample,
) -> None:
    profile = sample.results["cedarline-it", "2026Q3"].profile
    assert profile.kind == "reseller"
    assert {"confidential", "personal"} <= set(profile.data_classes)
    assert {"portal", "api"} <= set(profile.access)
    said = sample.comments("cedarline-it", "2026Q2")["encryption.at-rest"]
    assert all(word in said for word in ("deal registration", "co-selling", "encrypted"))


def test_a_logistics_partner_works_on_shared_inventory_through_a_portal(sample: Sample) -> None:
    profile = sample.results["north-freight", "2026Q3"].profile
    assert (profile.kind, profile.data_classes) == ("logistics", ("internal",))
    assert profile.access == ("portal",)
    assert "shared inventory" in sample.comments("north-freight", "2026Q3")["records.change-log"]


@pytest.mark.parametrize(
    ("partner", "period", "question", "start"),
    [
        ("ipe-verde", "2026Q1", "backup.restore-test", "- server"),
        ("redwood-coast", "2026Q3", "governance.training", "=55/60"),
    ],
)
def test_a_comment_that_looks_like_a_formula_stays_text_through_libreoffice(
    sample: Sample, partner: str, period: str, question: str, start: str
) -> None:
    assert sample.comments(partner, period)[question].startswith(start)


def test_about_a_third_of_the_answers_have_a_comment(sample: Sample) -> None:
    given = [
        response.comment
        for outcome in sample.outcomes.values()
        if outcome.submission is not None
        for response in outcome.submission.responses
    ]
    assert 0.28 < sum(map(bool, given)) / len(given) < 0.45


def test_no_two_partners_write_the_same_comment(sample: Sample) -> None:
    writers = defaultdict(set)
    for outcome in sample.outcomes.values():
        for response in outcome.submission.responses if outcome.submission else ():
            if len(response.comment.split()) >= OWN_WORDS:
                writers[response.comment].add(outcome.partner)
    assert {text: who for text, who in writers.items() if len(who) > 1} == {}


def test_the_readme_tells_every_partners_story() -> None:
    readme = (HERE / "README.md").read_text("utf-8")
    missing = [c.profile.id for c in read_characters() if f"`{c.profile.id}`" not in readme]
    assert missing == []


def test_the_same_seed_makes_the_same_bytes() -> None:
    assert list(islice(returned_files(), 2)) == list(islice(returned_files(), 2))


@pytest.mark.slow
def test_the_committed_answers_are_those_the_generator_makes() -> None:
    made = {file.path: cells(file.data) for file in returned_files()}
    kept = {
        str(path.relative_to(HERE).as_posix()): cells(path.read_bytes())
        for path in (*RETURNED, *CORRECTED)
    }
    assert sorted(kept) == sorted(made)
    assert [path for path in made if made[path] != kept[path]] == []


def cells(data: bytes) -> list[list[list[object]]]:
    """Return the hidden sheet and the rows with an id: id and the partner's cells."""
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    meta = book.get_sheet_by_name(HIDDEN_SHEET).to_python()
    rows = book.get_sheet_by_name(QUESTIONS_SHEET).to_python(skip_empty_area=False)
    answers = [[row[0], *row[3:7]] for row in rows if "." in str(row[0])]
    return [[list(row[:2]) for row in meta if row[0]], [list(row) for row in answers]]
