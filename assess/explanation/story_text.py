"""One question's story for a terminal, in 80 columns."""

from __future__ import annotations

from collections.abc import Iterator

from assess.explanation.lines import cut, item, labelled, titled, wrapped
from assess.explanation.story import Story
from assess.explanation.words import one
from assess.look.words import gained
from assess.submission import Response


def story_text(told: Story) -> Iterator[str]:
    """Yield the lines, none wider than 80 and none with a control character."""
    question = told.item.question
    must = ", a must-have" if question.must_have else ""
    yield from wrapped(f"{question.id}{must}, in {told.section}")
    yield from wrapped(question.text)
    yield from titled("Answer", _answer(told))
    yield from titled("On record", (line for each in told.rulings for line in item(each)))
    yield from titled("What it counts", _counts(told))
    yield from titled("What a better answer would add", _better(told))
    if told.finding:
        yield from titled("What to do", wrapped(question.remediation.text))
    yield from titled("References", _references(told))


def _answer(told: Story) -> Iterator[str]:
    if told.given is None:
        yield from labelled("Given", "nothing")
    else:
        yield from _given(told.given, told.file)
    yield from labelled("State", told.item.state)
    if told.assurance:
        yield from labelled("Backed by", told.assurance)
    for each in told.contradictions:
        yield from labelled("Contradicted", each.by)


def _given(response: Response, file: str) -> Iterator[str]:
    yield from labelled("Given", f"“{response.answer}”")
    yield from labelled("Where", f"{file}, {response.cell or 'no cell'}")
    if response.value != response.answer:
        yield from labelled("Read as", response.value)
    if response.comment:
        yield from labelled("Comment", response.comment)
    if response.evidence:
        dated = f" ({response.evidence_date})" if response.evidence_date else ""
        yield from labelled("Evidence", f"{response.evidence}{dated}")
    if response.carried_from:
        source = f", derived from {response.source}" if response.source else ""
        words = f"filled in from {response.carried_from}{source}; not confirmed"
        yield from labelled("Carried", words)


def _counts(told: Story) -> Iterator[str]:
    question = told.item.question
    if not question.scored:
        yield "It is not scored: it decides which questions apply, or is for reading."
        return
    level = f" for “{told.item.level}”" if told.item.level else ""
    yield from labelled("Points", f"{told.item.points} of 1000{level}")
    times = told.weight // question.weight
    factor = f" ({question.weight}, times {times} as a must-have)" if question.must_have else ""
    yield from labelled("Weight", f"{told.weight}{factor}")
    if told.finding:
        yield from labelled("Severity", told.finding.severity)
    for name, leaf in told.leaves.items():
        words = f"{one(leaf.earned)} of {one(leaf.possible)} points of its 100"
        yield from labelled(name.capitalize(), words)


def _better(told: Story) -> Iterator[str]:
    for each in told.better:
        points = f"{each.points} points"
        gain = gained(each.gain) if each.gain else "nothing"
        yield f"  {cut(each.text, 48):<50}{points:>12}{gain:>16}"
    if told.better:
        yield "The last column is what it adds to the overall score that the tier rests on."


def _references(told: Story) -> Iterator[str]:
    for name, clauses in told.item.question.references:
        yield from item(f"{name}: {', '.join(clauses)}")
