"""`assess policy` and `assess whatif`: what differs, what is refused, who would move."""

from __future__ import annotations

import copy
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.adoption.comparing import compare_policies, comparison
from assess.adoption.publishing import publish
from assess.policies import every_policy, load_policy
from assess.store import save_partners, save_submission
from assess.workspace import Workspace, create_workspace
from questionnaires.documents import Document
from questionnaires.library import load_questionnaire
from questionnaires.model import Questionnaire, Reference
from questionnaires.problems import InvalidDocumentError
from questionnaires.profiles import Profile
from tests.program import Run, runner
from tests.store_case import DAY, opened, submission
from tests.worlds import Raw, standard_policy

ASKED = "partner-security@1.0.0"
PERIOD = "2026Q3"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("ASSESS_WORKSPACE", raising=False)
    return runner(capsys, monkeypatch)


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "home", ASKED, "standard@1.0.0")


def asked() -> Questionnaire:
    return load_questionnaire(ASKED)


def policy(version: str = "1.0.0", **needs: Any) -> Raw:
    """Return a policy of our own: the standard one, with other needs of confidential data."""
    raw = standard_policy() | {"id": "our-own", "version": version}
    raw["tiers"][2]["needs"] |= needs
    return raw


def draft(folder: Path, raw: Raw) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / f"{raw['id']}-{raw['version']}.json"
    file.write_text(json.dumps(raw, indent=1), "utf-8")
    return file


def refused(path: Path, home: Workspace) -> str:
    with pytest.raises(InvalidDocumentError) as caught:
        publish(path, home.policies, asked())
    [problem] = caught.value.problems
    return problem.code


# --- publish ------------------------------------------------------------------------------------


def test_a_published_policy_stands_in_the_workspace_with_its_hash_locked(
    home: Workspace, tmp_path: Path
) -> None:
    file = draft(tmp_path, policy())
    done = publish(file, home.policies, asked())
    assert done.path.read_bytes() == file.read_bytes()
    locked = json.loads((home.policies[0] / "frozen.json").read_text("utf-8"))
    assert locked == {"our-own@1.0.0": hashlib.sha256(file.read_bytes()).hexdigest()}


def test_publishing_the_same_policy_again_changes_nothing(home: Workspace, tmp_path: Path) -> None:
    file = draft(tmp_path, policy())
    publish(file, home.policies, asked())
    before = {p: p.stat().st_mtime_ns for p in home.folder.rglob("*")}
    assert publish(file, home.policies, asked()).already
    assert {p: p.stat().st_mtime_ns for p in home.folder.rglob("*")} == before


def test_a_published_policy_that_was_changed_since_judges_nobody(
    home: Workspace, tmp_path: Path
) -> None:
    path = publish(draft(tmp_path, policy()), home.policies, asked()).path
    path.write_text(json.dumps(policy(overall=60)), "utf-8")
    with pytest.raises(InvalidDocumentError, match="has been changed since"):
        load_policy("our-own@1.0.0", home.policies)


def test_another_file_under_a_published_version_is_refused(home: Workspace, tmp_path: Path) -> None:
    publish(draft(tmp_path, policy()), home.policies, asked())
    assert refused(draft(tmp_path, policy(overall=71)), home) == "document.frozen"


def test_a_version_that_is_not_higher_is_refused(home: Workspace, tmp_path: Path) -> None:
    publish(draft(tmp_path, policy("1.1.0")), home.policies, asked())
    assert refused(draft(tmp_path, policy("1.0.9", overall=71)), home) == "version.not-higher"


def test_a_shipped_policy_cannot_be_published_anew(home: Workspace, tmp_path: Path) -> None:
    raw = policy() | {"id": "standard"}
    assert refused(draft(tmp_path, raw), home) == "document.frozen"


def test_a_policy_that_names_a_control_nobody_is_asked_about_is_refused(
    home: Workspace, tmp_path: Path
) -> None:
    raw = policy(assurance={"controls": {"access.mfaa": "documented"}})
    raw["tiers"][3]["needs"]["assurance"] = raw["tiers"][2]["needs"]["assurance"]
    with pytest.raises(InvalidDocumentError, match=r"access\.mfaa"):
        publish(draft(tmp_path, raw), home.policies, asked())
    assert not home.policies[0].exists()


def test_the_command_says_what_changed_since_the_version_before(
    home: Workspace, tmp_path: Path, run: Run
) -> None:
    run("policy", "publish", draft(tmp_path, policy()), "--workspace", home.folder)
    later = draft(tmp_path, policy("1.1.0", overall=75))
    done = run("policy", "publish", later, "--workspace", home.folder, "--format", "json")
    assert (done.code, done.data["status"]) == (0, "published")
    assert done.data["previous"]["version"] == "1.0.0"
    assert done.data["changes"]["stricter"] == 1


# --- diff ---------------------------------------------------------------------------------------

MOVED = [
    ({"overall": 75}, "tiers.confidential.overall", "stricter"),
    ({"coverage": 85}, "tiers.confidential.coverage", "looser"),
    ({"must_have_points": 600}, "tiers.confidential.must_have_points", "stricter"),
]


@pytest.mark.parametrize(("needs", "setting", "way"), MOVED)
def test_a_need_that_rises_is_stricter_and_one_that_falls_is_looser(
    needs: Raw, setting: str, way: str, tmp_path: Path
) -> None:
    (found,) = differences(tmp_path, policy(), policy(**needs))
    assert (found["setting"], found["way"]) == (setting, way)


def differences(folder: Path, old: Raw, new: Raw) -> list[Raw]:
    before, after = (str(draft(folder / n, raw)) for n, raw in (("old", old), ("new", new)))
    found: list[Raw] = compare_policies(before, after, ()).as_dict()["differences"]
    return found


def changed(**settings: Any) -> Raw:
    return policy() | settings


OTHERS = [
    ({"hysteresis": 3}, "looser"),
    ({"contradicted_up_to": "internal"}, "looser"),
    ({"aggregation": "minimum"}, "either way"),
    ({"points": {"planned": 0}}, "stricter"),
    ({"severity": {"moderate": 2000, "high": 5000, "critical": 10000}}, "stricter"),
    ({"title": "Another"}, "words"),
]


@pytest.mark.parametrize(("settings", "way"), OTHERS, ids=lambda each: str(each)[:40])
def test_every_other_setting_says_which_way_it_goes(
    settings: Raw, way: str, tmp_path: Path
) -> None:
    (found,) = differences(tmp_path, policy(), changed(**settings))
    assert found["way"] == way


def test_from_one_mean_to_a_less_forgiving_one_is_stricter(tmp_path: Path) -> None:
    old, new = changed(aggregation="arithmetic"), changed(aggregation="geometric")
    (found,) = differences(tmp_path, old, new)
    assert found["way"] == "stricter"


def test_a_clause_that_comes_is_looser_with_all_that_stands_in_it(tmp_path: Path) -> None:
    new = copy.deepcopy(policy())
    new["tiers"][2]["conditional"] = {
        "overall": 56,
        "open_up_to": "moderate",
        "closed": ["must-haves"],
        "lapses_after": 180,
    }
    found = differences(tmp_path, policy(), new)
    assert len(found) == 5
    assert {each["way"] for each in found} == {"looser"}
    assert {each["way"] for each in differences(tmp_path, new, policy())} == {"stricter"}


def test_assurance_that_a_tier_now_needs_is_stricter(tmp_path: Path) -> None:
    new = policy(assurance={"must_haves": "documented"})
    new["tiers"][3]["needs"]["assurance"] = {"must_haves": "documented"}
    found = differences(tmp_path, policy(), new)
    assert [each["way"] for each in found] == ["stricter", "stricter"]
    assert found[0]["before"] == "self-attested"


def test_where_tiers_went_nothing_is_said_of_the_way(tmp_path: Path) -> None:
    old, new = policy(), policy()
    new["tiers"][1]["id"] = "inside"
    text = json.dumps(new).replace('"internal"', '"inside"').replace('"inside":', '"internal":')
    found = differences(tmp_path, old, json.loads(text))
    assert {each["way"] for each in found} <= {"either way", "words"}


def test_a_policy_does_not_differ_from_itself(tmp_path: Path) -> None:
    for _, path in every_policy():
        raw = json.loads(path.read_text("utf-8"))
        assert differences(tmp_path, raw, raw) == []


# --- what if ------------------------------------------------------------------------------------


def answered(home: Workspace, *share_met: float) -> None:
    """Store partners that meet every must-have, and of the other questions a share each."""
    questionnaire = asked()
    profiles = [
        Profile(f"p{i}", f"P{i}", data_classes=("internal",)) for i in range(len(share_met))
    ]
    with opened(home.folder) as engine:
        save_partners(engine, profiles, DAY)
        for profile, share in zip(profiles, share_met, strict=True):
            count = len(questionnaire.questions)
            met = [round((i + 1) * share) > round(i * share) for i in range(count)]
            codes = [
                -5
                if not q.answer.levels
                else 0
                if q.must_have or good
                else len(q.answer.levels) - 1
                for q, good in zip(questionnaire.questions, met, strict=True)
            ]
            given = submission(
                profile.id,
                profile.id,
                PERIOD,
                questionnaire=questionnaire.reference,
                responses=(),
            )
            save_submission(engine, given, profile, bytes(code % 256 for code in codes), DAY)


def what_if(run: Run, home: Workspace, name: object) -> Any:
    words = ("--period", PERIOD, "--as-of", "2026-10-01", "--workspace", home.folder)
    done = run("whatif", "--policy", name, *words, "--format", "json")
    assert done.code == 0, done.err
    return done.data


def test_the_policy_in_force_moves_nobody(home: Workspace, run: Run) -> None:
    answered(home, 1.0, 0.7, 0.3)
    found = what_if(run, home, "standard@1.0.0")
    assert (found["partners"], found["moves"]) == (3, [])
    assert found["meet_required"]["before"] == found["meet_required"]["after"]


def test_a_stricter_file_moves_a_partner_down_and_names_the_need_that_decides(
    home: Workspace, tmp_path: Path, run: Run
) -> None:
    answered(home, 1.0, 0.6)
    file = draft(tmp_path, policy(must_have_points=500, overall=70))
    assert what_if(run, home, file)["moves"] == []
    raw = policy()
    raw["tiers"][2]["needs"]["overall"] = raw["tiers"][3]["needs"]["overall"] = 100
    found = what_if(run, home, draft(tmp_path, raw))
    (move,) = found["moves"]
    assert (move["partner"], move["direction"]) == ("p1", "down")
    assert move["before"]["achieved"] == "confidential"
    assert move["after"]["achieved"] == "internal"
    assert [(n["tier"], n["column"]) for n in move["decided_by"]] == [("confidential", "overall")]
    assert found["moving"] == {"up": 0, "down": 1, "other": 0}


def test_who_rises_is_told_which_need_of_the_policy_in_force_held_it_back(
    home: Workspace, tmp_path: Path, run: Run
) -> None:
    answered(home, 0.6)
    raw = policy()
    raw["tiers"][3]["needs"] = copy.deepcopy(raw["tiers"][2]["needs"])
    (move,) = what_if(run, home, draft(tmp_path, raw))["moves"]
    assert (move["direction"], move["after"]["achieved"]) == ("up", "restricted")
    assert {need["policy"] for need in move["decided_by"]} == {"standard@1.0.0"}
    assert "overall" in {need["column"] for need in move["decided_by"]}


def test_counts_say_the_same_as_the_list(home: Workspace, run: Run) -> None:
    answered(home, 1.0, 0.9, 0.8, 0.5)
    found = what_if(run, home, "cautious")
    assert sum(cell["partners"] for cell in found["tiers"]) == found["partners"] == 4
    moving = [c["partners"] for c in found["tiers"] if c["before"] != c["after"]]
    assert sum(moving) == len(found["moves"]) == sum(found["moving"].values())


def test_the_table_says_who_moves_and_why(home: Workspace, run: Run) -> None:
    answered(home, 1.0)
    words = ("--as-of", "2026-10-01", "--workspace", home.folder)
    done = run("whatif", "--policy", "assured", *words)
    assert "1 of 1 partners would move: 1 down" in done.out
    assert "must-haves self-attested, not documented" in done.out


def test_nothing_is_stored(home: Workspace, run: Run) -> None:
    answered(home, 1.0)
    before = (home.folder / "assess.db").read_bytes()
    what_if(run, home, "assured")
    assert (home.folder / "assess.db").read_bytes() == before


def test_a_draft_with_a_mistake_is_refused_with_its_place(
    home: Workspace, tmp_path: Path, run: Run
) -> None:
    answered(home, 1.0)
    raw = policy()
    raw["weights"]["principles"]["integrity"] = 21
    done = run("whatif", "--policy", draft(tmp_path, raw), "--workspace", home.folder)
    assert done.code == 4
    assert "$.weights.principles" in done.err


@pytest.mark.parametrize("words", [("list",), ("show", "assured"), ("diff", "standard", "assured")])
def test_the_library_can_be_read_without_a_workspace(
    words: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    done = run("policy", *words, "--workspace", tmp_path)
    assert done.code == 0, done.err
    assert "assured@1.0.0" in done.out or "Assured" in done.out


@settings(max_examples=30)
@given(st.integers(0, 100), st.integers(0, 100))
def test_to_swap_two_policies_turns_every_difference_round(first: int, second: int) -> None:
    raws = [policy(overall=first), policy(overall=second)]
    old, new = (Document(Reference("our-own", "1.0.0", "0" * 64), raw, Path("p")) for raw in raws)
    forth, back = comparison(old, new), comparison(new, old)
    turned = {"stricter": "looser", "looser": "stricter"}
    assert [turned[each.way] for each in forth.differences] == [e.way for e in back.differences]
