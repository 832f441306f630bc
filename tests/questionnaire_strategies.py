"""Worlds to test with, drawn from a `random.Random`.

One generator serves both kinds of test: seeded, thousands go through the oracle in seconds;
inside hypothesis, `worlds()` draws from its own source of randomness, so failures shrink.
"""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st

from questionnaires.profiles import VOCABULARY, Profile
from tests import oracle
from tests.worlds import (
    Answers,
    Raw,
    World,
    level_ids,
    question,
    questionnaire,
    standard_policy,
)


def worlds(questions: int = 6, partners: int = 3) -> st.SearchStrategy[World]:
    """Draw small worlds inside hypothesis."""
    return st.randoms(use_true_random=False).map(lambda random: world(random, questions, partners))


def world(random: Random, questions: int, partners: int) -> World:
    """Draw a world of at most that many questions and exactly that many partners."""
    raw = drawn_questionnaire(random, random.randint(1, questions))
    policy = drawn_policy(random)
    if random.random() < 0.7:
        _add_what_else(random, policy, [each["id"] for each in raw["questions"]])
    return World(
        raw,
        policy,
        tuple(drawn_profile(random, f"p{i}") for i in range(partners)),
        tuple(drawn_answers(random, raw) for _ in range(partners)),
        tuple(drawn_beside(random, policy, raw) for _ in range(partners)),
    )


def drawn_questionnaire(random: Random, size: int) -> Raw:
    """Draw a questionnaire with all answer types, gates, conditions and odd shares."""
    middle = sorted((random.randint(1, 999), random.randint(1, 999)), reverse=True)
    # The policies drawn may move `planned` up to 300 points, so `partially` stays above.
    points = (1000, max(middle[0], 301), min(middle[1], 300), 0)
    made: list[Raw] = []
    for index in range(size):
        gate = random.random() < 0.25
        made.append(_drawn_question(random, f"q.n{index}", gate, made))
    random.shuffle(made)
    return questionnaire(*made, points=points)


def _drawn_question(random: Random, name: str, gate: bool, before: list[Raw]) -> Raw:
    kind = random.choice(("choice", "scale", "multi", "number", "date", "text"))
    weight = 0 if gate or kind == "text" else random.randint(0, 10)
    changes: Raw = {
        "weight": weight,
        "principles": _drawn_shares(random),
        "element": random.choice(oracle.ELEMENTS),
        "remediation": {"text": "Do it.", "effort": "low", "days": random.randint(1, 365)},
    }
    if weight and random.random() < 0.3:
        changes["must_have"] = True
    gates = [q for q in before if q["weight"] == 0 and q["answer"]["type"] != "text"]
    if random.random() < 0.4:
        changes["applies_if"] = _drawn_condition(random, gates, 2)
    return question(name, _drawn_answer(random, kind), **changes)


def _drawn_shares(random: Random) -> dict[str, int]:
    cuts = sorted(random.choice((0, 100, random.randint(0, 100))) for _ in range(4))
    parts = [high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]
    shares = dict(zip(random.sample(oracle.PRINCIPLES, 5), parts, strict=True))
    return {principle: share for principle, share in shares.items() if share}


def _drawn_answer(random: Random, kind: str) -> Raw:
    if kind == "scale":
        return {"type": "choice", "scale": "implementation"}
    if kind == "text":
        return {"type": "text"}
    count = random.randint(2, 6)
    points = sorted(random.sample(range(1, 1000), count - 2), reverse=True)
    levels: list[Raw] = [
        {"id": f"l{i}", "text": f"level {i}", "points": each}
        for i, each in enumerate((1000, *points, 0))
    ]
    if kind == "choice":
        return {"type": "choice", "levels": levels}
    falling = kind == "multi" or (kind == "number" and random.random() < 0.5)
    most = 8 if kind == "multi" else 1000
    bounds = sorted(random.sample(range(1, most + 1), count - 1), reverse=falling)
    for level, bound in zip(levels, bounds, strict=False):
        level["at_least" if falling else "at_most"] = bound
    if kind == "number":
        return {"type": "number", "unit": "days", "levels": levels}
    if kind == "date":
        return {"type": "date", "levels": levels}
    options = [{"id": f"o{i}", "text": f"option {i}"} for i in range(8)]
    return {"type": "multi", "options": options, "levels": levels}


def _drawn_condition(random: Random, gates: list[Raw], depth: int) -> Raw:
    kind = random.choice(("field", "question", "all", "any", "not")[: 5 if depth else 2])
    if kind == "not":
        return {"not": _drawn_condition(random, gates, depth - 1)}
    if kind in {"all", "any"}:
        parts = random.randint(1, 3)
        return {kind: [_drawn_condition(random, gates, depth - 1) for _ in range(parts)]}
    if kind == "question" and gates:
        gate = random.choice(gates)
        return {"question": gate["id"], **_drawn_test(random, level_ids(questionnaire(), gate))}
    field = random.choice(tuple(VOCABULARY))
    values = list(VOCABULARY[field])
    test = _drawn_test(random, values)
    if "at_least" in test and field != "criticality":
        return {"field": field, "equals": test["at_least"]}
    return {"field": field, **test}


def _drawn_test(random: Random, values: list[str]) -> Raw:
    operator = random.choice(("equals", "in", "at_least"))
    if operator == "in":
        return {"in": random.sample(values, random.randint(1, len(values)))}
    return {operator: random.choice(values)}


def drawn_policy(random: Random) -> Raw:
    """Draw a policy: the standard one with every number and every mapping drawn anew."""
    raw = standard_policy()
    shares = _drawn_shares(random)
    raw["weights"]["principles"] = {p: shares.get(p, 0) for p in oracle.PRINCIPLES}
    raw["weights"]["must_have_factor"] = random.randint(1, 10)
    raw["aggregation"] = random.choice(("pooled", "arithmetic", "geometric", "minimum"))
    raw["points"] = {"planned": random.randint(0, 300)} if random.random() < 0.7 else {}
    count = random.randint(1, 5)
    rising = {key: _rising(random, count, 100) for key in ("coverage", "overall")}
    floors = {p: _rising(random, count, 100) for p in oracle.PRINCIPLES}
    must = _rising(random, count, 1000)
    raw["tiers"] = [
        {
            "id": f"t{i}",
            "title": f"T{i}",
            "allows": f"data of class {i}",
            "needs": {
                "coverage": rising["coverage"][i],
                "overall": rising["overall"][i],
                "principles": {p: floors[p][i] for p in oracle.PRINCIPLES},
                "must_have_points": must[i],
            },
        }
        for i in range(count)
    ]
    for table in raw["exposure"].values():
        table.update({value: f"t{random.randint(0, count - 1)}" for value in table})
    steps = [random.randint(1, 20000) for _ in range(3)]
    raw["severity"] = {
        word: sum(steps[: i + 1]) for i, word in enumerate(("moderate", "high", "critical"))
    }
    raw["due_days"] = {word: random.randint(1, 730) for word in oracle.SEVERITIES}
    up_to = sorted((random.randint(0, 3), random.randint(0, 3)))
    raw["recommendation"] = {
        "conditions_from": random.choice(oracle.SEVERITIES),
        "remediate_up_to": up_to[0],
        "restrict_up_to": up_to[1],
    }
    return raw


def _add_what_else(random: Random, policy: Raw, names: list[str]) -> None:
    """Let a drawn policy ask for all that a policy may leave out."""
    tiers = policy["tiers"]
    if random.random() < 0.5:
        policy["hysteresis"] = random.randint(1, 20)
    if random.random() < 0.5:
        policy["contradicted_up_to"] = random.choice(tiers)["id"]
    start = random.randrange(len(tiers))
    wanted: Raw = {}
    if random.random() < 0.5:
        wanted["must_haves"] = random.choice(("documented", "verified"))
    if random.random() < 0.5:
        wanted["controls"] = {random.choice(names): random.choice(("documented", "verified"))}
    for tier in tiers[start:] if wanted else ():
        tier["needs"]["assurance"] = wanted
    for tier in tiers:
        if random.random() < 0.5:
            tier["conditional"] = {
                "overall": random.choice((0, random.randint(0, 100))),
                "open_up_to": random.choice(("low", "moderate", "high")),
                "closed": random.sample(["must-haves", *names], random.randint(0, 1)),
                "lapses_after": random.randint(1, 730),
            }


def drawn_beside(random: Random, policy: Raw, raw: Raw) -> oracle.Beside:
    """Draw what is known of a partner beside its answers."""
    names = [each["id"] for each in raw["questions"]]
    contradicted = [name for name in names if random.random() < 0.1]
    assured = random.choice((0.0, 0.5, 1.0))
    return oracle.Beside(
        {name: random.choice((1, 2)) for name in names if random.random() < assured},
        frozenset(contradicted if random.random() < 0.5 else ()),
        random.choice((None, *(tier["id"] for tier in policy["tiers"]))),
        random.choice((None, random.randint(0, 730))),
    )


def _rising(random: Random, count: int, most: int) -> list[int]:
    """Draw needs that mostly lie where partners can meet them, the first often nothing."""
    return sorted(random.choice((0, random.randint(0, most))) for _ in range(count))


def drawn_profile(random: Random, name: str) -> Profile:
    """Draw a profile in which any field may be unknown."""
    values: Raw = {}
    for field, words in VOCABULARY.items():
        if field in {"data_classes", "access", "regions"}:
            values[field] = tuple(w for w in words if random.random() < 0.25)
        else:
            values[field] = random.choice(("", *words))
    return Profile(id=name, name=name, **values)


def drawn_answers(random: Random, raw: Raw) -> Answers:
    """Draw one partner's answers: any level and any state, from diligent to absent."""
    quality = random.choice((0.0, 0.5, 0.9, 1.0))
    blank = random.choice((0.0, 0.1, 0.5, 1.0))
    claimed = random.choice((0.0, 0.1, 0.5))
    answers = {}
    for each in raw["questions"]:
        draw = random.random()
        if draw < blank:
            state = oracle.UNANSWERED
        elif draw < blank + claimed:
            state = random.choice((oracle.CLAIMED, oracle.ACCEPTED))
        elif each["answer"]["type"] == "text":
            state = oracle.NOTED
        else:
            levels = level_ids(raw, each)
            state = levels[0] if random.random() < quality else random.choice(levels)
        answers[each["id"]] = state
    return answers
