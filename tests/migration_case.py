"""Versions of one questionnaire, maps between them, and answers, drawn from a `random.Random`."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from random import Random

from assess.submission import Response
from assess.workbook_format import NO_OPTION, NOT_APPLICABLE
from questionnaires import codes as states
from questionnaires.maps import build_migration
from questionnaires.migration import Migration
from questionnaires.model import Question, Questionnaire
from tests.questionnaire_strategies import drawn_questionnaire
from tests.worlds import Raw, build, question, questionnaire

LETTERS = "abcdefgh .;-=+@äλ"


def drawn_chain(random: Random, steps: int) -> list[Migration]:
    """Draw versions 1.0.0, 2.0.0, …, and the migration of each step."""
    raw = drawn_questionnaire(random, random.randint(1, 6))
    for each in raw["questions"]:
        each["na_allowed"] = random.random() < 0.5
        # A condition names questions by ids that may change, and says nothing about carrying.
        each.pop("applies_if", None)
    chain = []
    for number in range(2, steps + 2):
        later, entries = _drawn_successor(random, raw, number)
        data = {"from": _name(raw), "to": _name(later), "questions": entries}
        chain.append(build_migration(data, build(raw), build(later), "drawn.json"))
        raw = later
    return chain


def _name(raw: Raw) -> str:
    return f"{raw['id']}@{raw['version']}"


def _drawn_successor(random: Random, raw: Raw, number: int) -> tuple[Raw, list[Raw]]:
    later = copy.deepcopy(raw) | {"version": f"{number}.0.0", "questions": []}
    entries: list[Raw] = []
    left = [copy.deepcopy(each) for each in raw["questions"]]
    while left:
        made = left.pop()
        kind = random.choice(("same", "reworded", "changed", "split", "merged", "retired"))
        before = [made["id"]]
        if kind == "merged" and left:
            before.append(left.pop()["id"])
        kind = "changed" if kind == "merged" and len(before) == 1 else kind
        after = [] if kind == "retired" else [made]
        if kind == "split":
            after.append(question(f"q.split{number}-{len(entries)}"))
        if kind == "reworded":
            made["text"] += " Or is it?"
        elif after and random.random() < 0.3:
            made["id"] = f"q.renamed{number}-{len(entries)}"
        if random.random() < 0.3:
            made["na_allowed"] = not made.get("na_allowed", False)
        entry: Raw = {"kind": kind, "from": before, "to": [each["id"] for each in after]}
        if kind == "changed":
            _change(random, entry, made, raw)
        entries.append(entry)
        later["questions"] += after
    added = question(f"q.new{number}")
    entries.append({"kind": "new", "from": [], "to": [added["id"]]})
    later["questions"].append(added)
    random.shuffle(later["questions"])
    return later, entries


def _change(random: Random, entry: Raw, made: Raw, raw: Raw) -> None:
    """Give a choice question other levels, and sometimes say which of them mean the same."""
    if made["answer"]["type"] != "choice":
        return
    answer = made["answer"]
    earlier = raw["scales"][answer["scale"]] if "scale" in answer else answer["levels"]
    names = [level["id"] for level in earlier]
    later = [
        {"id": f"{name}-2"[-9:], "text": f"{name} two", "points": points}
        for name, points in (("a", 1000), ("b", 400), ("c", 0))
    ]
    made["answer"] = {"type": "choice", "levels": later}
    if random.random() < 0.7:
        kept = random.sample(names, random.randint(1, len(names)))
        entry["levels"] = {name: random.choice(later)["id"] for name in kept}


def drawn_responses(random: Random, asked: Questionnaire) -> list[Response]:
    """Draw answers such as intake makes: any level and state, some rows blank."""
    found = []
    for each in asked.questions:
        draw = random.random()
        note = _text(random) if random.random() < 0.5 else ""
        day = "2026-02-03" if random.random() < 0.3 else ""
        if draw < 0.2:
            continue
        if draw < 0.3:
            code, value = states.UNANSWERED, ""
        elif draw < 0.45 and each.na_allowed:
            code, value, note = states.NA_CLAIMED, NOT_APPLICABLE, note or "none here"
        else:
            code, value = _drawn_answer(random, each)
        since = random.choice(("", "", "2025Q4"))
        found.append(Response(each.id, code, value, value, note, _text(random), day, "D9", since))
    return found


def _drawn_answer(random: Random, asked: Question) -> tuple[int, str]:
    answer = asked.answer
    if answer.type == "text":
        return states.NOTED, _text(random) or "words"
    if answer.type == "number":
        number = random.randint(1, 1000)
        return answer.level_of(number), f"{number} days"
    if answer.type == "date":
        month, day = random.randint(1, 3), random.randint(1, 28)
        return random.randrange(len(answer.levels)), f"2026-{month:02}-{day:02}"
    if answer.type == "multi":
        chosen = [option.text for option in answer.options if random.random() < 0.5]
        return answer.level_of(len(chosen)), "; ".join(chosen) or NO_OPTION
    code = random.randrange(len(answer.levels))
    return code, answer.levels[code].text


def _text(random: Random) -> str:
    return "".join(random.choice(LETTERS) for _ in range(random.randint(0, 12))).strip()


# --- one small questionnaire of our own, with every kind of change ------------------------------

LEVELS = [
    {"id": "yes", "text": "Yes", "points": 1000},
    {"id": "partly", "text": "Partly", "points": 500},
    {"id": "no", "text": "No", "points": 0},
]
HOURS = {
    "type": "number",
    "unit": "hours",
    "levels": [
        {"id": "day", "text": "24 hours or less", "points": 1000, "at_most": 24},
        {"id": "longer", "text": "Longer", "points": 0, "synonyms": ["never"]},
    ],
}
SHARE = {
    "type": "number",
    "unit": "percent",
    "minimum": 0,
    "maximum": 100,
    "levels": [
        {"id": "all", "text": "At least 90 %", "points": 1000, "at_least": 90},
        {"id": "less", "text": "Less", "points": 0},
    ],
}
TESTED = {
    "type": "date",
    "levels": [
        {"id": "year", "text": "In the last 365 days", "points": 1000, "at_most": 365},
        {"id": "older", "text": "Longer ago, or never", "points": 0, "synonyms": ["never"]},
    ],
}
SEVERAL = {
    "type": "multi",
    "options": [
        {"id": "lock", "text": "Lock; alarm"},
        {"id": "guard", "text": "Guard"},
        {"id": "none", "text": "None of these", "exclusive": True},
    ],
    "levels": [
        {"id": "both", "text": "Both", "points": 1000, "at_least": 2},
        {"id": "one", "text": "One", "points": 500, "at_least": 1},
        {"id": "none", "text": "None", "points": 0},
    ],
}


def _choice() -> Raw:
    return {"type": "choice", "levels": copy.deepcopy(LEVELS)}


def first_version() -> Raw:
    """Return version 1.0.0: every answer type, and what 1.1.0 changes."""
    return questionnaire(
        question("own.choice", _choice(), na_allowed=True),
        question("own.hours", HOURS),
        question("own.share", SHARE),
        question("own.tested", TESTED),
        question("own.several", SEVERAL, na_allowed=True),
        question("own.words", {"type": "text"}, weight=0),
        question("own.worded", _choice(), text="Is it done?"),
        question("own.wide", _choice()),
        question("own.left", _choice()),
        question("own.right", _choice()),
        question("own.gone", _choice()),
        question("own.levels", _choice()),
    ) | {"id": "own", "version": "1.0.0"}


def second_version() -> Raw:
    """Return version 1.1.0, in which each kind of change occurs."""
    reworded = [
        {"id": "yes", "text": "It is", "points": 1000},
        {"id": "partly", "text": "In part", "points": 500},
        {"id": "no", "text": "It is not", "points": 0},
    ]
    stronger = [
        {"id": "full", "text": "In full", "points": 1000},
        {"id": "no", "text": "No", "points": 0},
    ]
    kept = first_version()["questions"][:6]
    return questionnaire(
        *kept,
        question("own.worded", {"type": "choice", "levels": reworded}, text="Is it in place?"),
        question("own.wide-a", _choice()),
        question("own.wide-b", _choice()),
        question("own.both", _choice()),
        question("own.levels", {"type": "choice", "levels": stronger}),
        question("own.new", _choice()),
    ) | {"id": "own", "version": "1.1.0"}


KEPT = ("choice", "hours", "share", "tested", "several", "words")
MAP: Raw = {
    "from": "own@1.0.0",
    "to": "own@1.1.0",
    "questions": [
        *({"kind": "same", "from": [f"own.{n}"], "to": [f"own.{n}"]} for n in KEPT),
        {"kind": "reworded", "from": ["own.worded"], "to": ["own.worded"]},
        {"kind": "split", "from": ["own.wide"], "to": ["own.wide-a", "own.wide-b"]},
        {"kind": "merged", "from": ["own.left", "own.right"], "to": ["own.both"]},
        {
            "kind": "changed",
            "from": ["own.levels"],
            "to": ["own.levels"],
            "levels": {"no": "no"},
        },
        {"kind": "retired", "from": ["own.gone"], "to": []},
        {"kind": "new", "from": [], "to": ["own.new"]},
    ],
}


def write_versions(folder: Path) -> None:
    """Write both versions and the map into a folder of questionnaires."""
    (folder / "own" / "migrations").mkdir(parents=True)
    for raw in (first_version(), second_version()):
        (folder / "own" / f"{raw['version']}.json").write_text(json.dumps(raw), "utf-8")
    (folder / "own" / "migrations" / "1.0.0-1.1.0.json").write_text(json.dumps(MAP), "utf-8")


ANSWERS = (
    Response("own.choice", 0, "y", "Yes", "=see note", "-policy", "2026-01-31", "D5"),
    Response("own.hours", 0, "1 day", "24 hours", cell="D6"),
    Response("own.share", 1, "0.5 %", "0.5 %", cell="D7"),
    Response("own.tested", 1, "never", "Longer ago, or never", cell="D8"),
    Response("own.several", 0, "", "Lock; alarm; Guard", cell="D9"),
    Response("own.words", states.NOTED, "+49\nof the book", "+49\nof the book", cell="D12"),
    Response("own.worded", 1, "partly", "Partly", cell="D13"),
    Response("own.wide", 2, "No", "No", cell="D14"),
    Response("own.left", 0, "Yes", "Yes", cell="D15"),
    Response("own.right", 1, "Partly", "Partly", cell="D16"),
    Response("own.gone", 1, "Partly", "Partly", cell="D17"),
    Response("own.levels", 2, "No", "No", cell="D18"),
)
"""Answers to version 1.0.0, one of each kind."""
