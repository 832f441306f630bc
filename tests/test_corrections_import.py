"""Promises of `assess import --fix`: from a rejected file to a complete submission."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from assess.correction_format import CORRECTIONS_SHEET
from assess.corrections import Corrected, write_corrections
from assess.corrections.plan import HEADER_ROW
from assess.overtaken import newest_answers
from tests.batch_case import ANSWERS, AS_OF, answered, codes, imports, opened, statuses, stored
from tests.corrected import Chosen, filled
from tests.program import Run, runner

SPOILT = {"trial.gate": "Yess", "trial.mfa": "No"}


class Case:
    """A workspace and an inbox beside it, in an empty folder."""

    def __init__(self, folder: Path) -> None:
        self.home, self.inbox, self.fixes = (
            folder / name for name in ("home", "inbox", "corrections")
        )
        self.inbox.mkdir()

    def receive(self, name: str, answers: Mapping[str, object], partner: str = "p01") -> Path:
        path = self.inbox / name
        path.write_bytes(answered(partner, answers))
        return path

    def fix(self, *paths: Path) -> Corrected:
        """Import files and write correction workbooks for those that are rejected."""
        results, _ = imports(self.home, paths)
        rejected = [each.outcome for each in results if each.status == "rejected"]
        with opened(self.home) as (workspace, engine):
            return write_corrections(workspace, engine, rejected, self.fixes, AS_OF)

    def decide(self, path: Path, chosen: Chosen) -> Path:
        path.write_bytes(filled(path.read_bytes(), chosen))
        return path

    def file_that_counts(self) -> str:
        with opened(self.home) as (_, engine):
            newest = newest_answers(engine, "p01", "2026Q3", "intake-trial")
        return newest.submission.file if newest else ""


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def fixed(case: Case, name: str = "acme.xlsx") -> Path:
    """Return the correction workbook of a spoilt file that has just come in."""
    written, problems = case.fix(case.receive(name, SPOILT))
    assert problems == []
    [one] = written
    return one.path


def test_a_rejected_file_is_completed_by_its_correction(case: Case) -> None:
    path = fixed(case)
    assert stored(case.home) == {}
    results, _ = imports(case.home, [case.decide(path, {1: "Yes"})])
    assert [each.status for each in results] == ["imported"]
    assert results[0].as_dict()["corrects"] != results[0].outcome.file_sha256
    assert case.file_that_counts() == path.name


def test_the_workbook_is_named_by_our_own_words_alone(case: Case) -> None:
    path = fixed(case, "..\\evil; rm -rf 'x'.xlsx")
    assert path.parent == case.fixes
    assert path.name.startswith("p01-2026Q3-")
    assert path.name.isascii()


def test_a_completed_file_leaves_the_folder_of_rejected_ones(case: Case) -> None:
    path = fixed(case)
    assert len(list((case.home / "rejected").iterdir())) == 2
    imports(case.home, [case.decide(path, {1: "Yes"})])
    assert list((case.home / "rejected").iterdir()) == []


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_a_correction_completes_a_file_of_the_same_batch_wherever_it_stands(
    case: Case, tmp_path: Path, names: tuple[str, str], jobs: int
) -> None:
    path = case.decide(fixed(case), {1: "Yes"})
    returned, correction = (case.inbox / f"{name}.xlsx" for name in names)
    correction.write_bytes(path.read_bytes())
    (case.inbox / "acme.xlsx").rename(returned)
    home = tmp_path / "another workspace"
    results, _ = imports(home, [returned, correction], jobs=jobs)
    assert statuses(results) == {returned.name: "rejected", correction.name: "imported"}
    assert list((home / "rejected").iterdir()) == []


def test_a_completed_file_that_comes_again_changes_nothing_and_says_why(case: Case) -> None:
    path = case.decide(fixed(case), {1: "Yes"})
    imports(case.home, [path])
    results, _ = imports(case.home, [case.inbox])
    assert statuses(results) == {"acme.xlsx": "unchanged"}
    assert [each.code for each in results[0].outcome.notices] == ["file.completed"]
    assert path.name in results[0].outcome.notices[0].message


def test_a_correction_that_is_applied_twice_changes_nothing(case: Case) -> None:
    path = case.decide(fixed(case), {1: "Yes"})
    again = [imports(case.home, [path])[0][0].status for _ in range(2)]
    assert again == ["imported", "unchanged"]


def test_a_decision_can_be_changed_by_importing_the_changed_correction(case: Case) -> None:
    path = case.decide(fixed(case), {1: "Yes"})
    imports(case.home, [path])
    [result], _ = imports(case.home, [case.decide(path, {1: "No"})])
    assert result.status == "supersedes"
    assert result.outcome.submission is not None
    assert [each.value for each in result.outcome.submission.responses] == ["No", "No"]


def test_a_correction_of_a_file_that_was_superseded_is_refused(case: Case) -> None:
    path = case.decide(fixed(case), {1: "Yes"})
    imports(case.home, [case.receive("newer.xlsx", ANSWERS)])
    results, _ = imports(case.home, [path])
    assert codes(results) == ["correction.superseded"]
    assert "newer.xlsx" in results[0].outcome.problems[0].message
    assert case.file_that_counts() == "newer.xlsx"


def test_the_superseded_file_can_still_be_made_to_count(case: Case) -> None:
    imports(case.home, [case.receive("newer.xlsx", ANSWERS)])
    path = case.decide(fixed(case), {1: "Yes"})
    assert statuses(imports(case.home, [path])[0]) == {path.name: "supersedes"}


def test_a_dry_run_tells_what_a_correction_would_do(case: Case) -> None:
    path = case.decide(fixed(case), {1: "Yes"})
    [result], _ = imports(case.home, [path], dry_run=True)
    assert result.status == "imported"
    assert stored(case.home) == {}


def test_a_workbook_that_may_hold_decisions_is_never_written_over(case: Case) -> None:
    path = case.decide(fixed(case), {1: "Yes"})
    before = path.read_bytes()
    [again], _ = case.fix(case.inbox)
    assert (again.path, again.new) == (path, False)
    assert path.read_bytes() == before


def test_an_untouched_workbook_is_the_same_when_it_is_written_again(case: Case) -> None:
    before = fixed(case).read_bytes()
    [again], _ = case.fix(case.inbox)
    assert again.new
    assert again.path.read_bytes() == before


def test_a_file_that_is_no_workbook_of_ours_has_nothing_to_correct(case: Case) -> None:
    path = case.inbox / "cut.xlsx"
    path.write_bytes(answered("p01", SPOILT)[:3000])
    written, [problem] = case.fix(path)
    assert written == []
    assert problem.code == "correction.not-of-cells"
    assert problem.hint


def test_a_file_of_a_partner_that_nobody_knows_has_nothing_to_correct(case: Case) -> None:
    written, [problem] = case.fix(case.receive("acme.xlsx", {"trial.mfa": "No"}, "globex"))
    assert written == []
    assert "globex" in problem.message


def test_an_unfinished_correction_gets_no_correction_of_its_own(case: Case) -> None:
    path = fixed(case)
    written, [problem] = case.fix(path)
    assert written == []
    assert problem.code == "correction.unfinished"
    assert not any(each.name.startswith(path.stem) for each in (case.home / "rejected").iterdir())


def test_a_correction_that_is_still_wrong_gets_another(case: Case) -> None:
    [first], _ = case.fix(case.receive("acme.xlsx", {"trial.notify": "soon", "trial.gate": "Yess"}))
    case.decide(first.path, {1: "Yes", 2: 9000})
    [second], problems = case.fix(first.path)
    assert problems == []
    case.decide(second.path, {1: 48})
    results, _ = imports(case.home, [second.path])
    assert statuses(results) == {second.path.name: "imported"}
    assert list((case.home / "rejected").iterdir()) == []


# --- the command ----------------------------------------------------------------------------


@pytest.fixture
def run(case: Case, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    with opened(case.home):
        pass
    monkeypatch.chdir(case.inbox.parent)
    monkeypatch.setenv("ASSESS_WORKSPACE", str(case.home))
    return runner(capsys, monkeypatch)


def test_the_command_says_which_workbook_is_for_which_file_and_what_comes_next(
    case: Case, run: Run
) -> None:
    case.receive("acme.xlsx", SPOILT)
    rejected = run("import", "inbox", "--as-of", AS_OF)
    assert "assess import inbox --fix" in rejected.err
    done = run("import", "inbox", "--fix", "--as-of", AS_OF)
    [path] = case.fixes.iterdir()
    assert done.code == 3
    assert f"corrections/{path.name}: 1 thing in doubt in acme.xlsx" in done.err
    assert f"Decide what is open, then: assess import corrections/{path.name}" in done.err
    case.decide(path, {1: "Yes"})
    assert run("import", "corrections", "--as-of", AS_OF).code == 0


def test_the_json_names_every_workbook_and_every_file_without_one(case: Case, run: Run) -> None:
    case.receive("acme.xlsx", SPOILT)
    (case.inbox / "cut.xlsx").write_bytes(b"PK")
    data = run("import", "inbox", "--fix", "--as-of", AS_OF, "--format", "json").data
    [written] = data["corrections"]
    assert (written["file"], written["doubts"], written["new"]) == ("inbox/acme.xlsx", 1, True)
    assert Path(written["correction"]).is_file()
    assert [each["file"] for each in data["uncorrected"]] == ["inbox/cut.xlsx"]


def test_nothing_is_to_be_fixed_in_a_dry_run(run: Run) -> None:
    done = run("import", "inbox", "--fix", "--dry-run")
    assert done.code == 2
    assert "--dry-run" in done.err


def test_a_folder_that_cannot_be_written_to_is_said(case: Case, run: Run) -> None:
    case.receive("acme.xlsx", SPOILT)
    case.fixes.write_text("in the way", encoding="utf-8")
    done = run("import", "inbox", "--fix", "--as-of", AS_OF)
    assert done.code == 3
    assert "correction.unwritable" in done.err


def test_the_workbook_opens_at_the_first_cell_to_decide(case: Case) -> None:
    book = openpyxl.load_workbook(BytesIO(fixed(case).read_bytes()))
    sheet = book[CORRECTIONS_SHEET]
    assert book.active == sheet
    assert sheet.sheet_view.selection[-1].activeCell == f"G{HEADER_ROW + 1}"
    assert sheet.freeze_panes == f"C{HEADER_ROW + 1}"
    assert sheet.print_title_rows == f"${HEADER_ROW}:${HEADER_ROW}"
    assert sheet.protection.sheet
    assert not sheet[f"G{HEADER_ROW + 1}"].protection.locked
    assert [each.sheet_state for each in book.worksheets] == ["visible", "hidden", "veryHidden"]
