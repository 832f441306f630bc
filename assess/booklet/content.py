"""What a review of a questionnaire needs to see, collected once for every format."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assess.look.words import ELEMENT_WORDS, counted, listed
from questionnaires.catalogues import titles
from questionnaires.condition_words import in_words
from questionnaires.model import PRINCIPLES, Answer, Level, Question, Questionnaire
from scoring.rounding import shown

ANSWER_WORDS = {
    "choice": "choose one",
    "multi": "tick all that apply",
    "number": "a number",
    "date": "a date",
    "text": "free text",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One level of a question: what is answered, which values reach it, what it is worth."""

    text: str
    reached: str
    points: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One question with all that a reviewer judges, in words; "" where there is nothing."""

    number: int
    id: str
    text: str
    guidance: str
    why: str
    answer: str
    outcomes: tuple[Outcome, ...]
    options: tuple[str, ...]
    weight: int
    shares: str
    element: str
    must_have: bool
    applies: str
    declined: str
    evidence: str
    action: str
    effort: str
    references: tuple[str, ...]

    @property
    def worth(self) -> str:
        """The weight in words."""
        return f"weight {self.weight}" if self.weight else "not scored"


@dataclass(frozen=True, slots=True)
class Chapter:
    """One section with its questions."""

    id: str
    title: str
    intro: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Booklet:
    """A whole questionnaire for review; `principles` is each one's per cent of all weight."""

    title: str
    reference: str
    published: str
    sha256: str
    description: str
    chapters: tuple[Chapter, ...]
    questions: int
    scored: int
    must_haves: int
    for_everyone: int
    principles: tuple[tuple[str, float | None], ...]

    @property
    def basis(self) -> str:
        """Which file this speaks of, for the foot of every page."""
        return f"{self.reference}, published {self.published}, SHA-256 {self.sha256}"


def booklet(questionnaire: Questionnaire) -> Booklet:
    """Collect a questionnaire's contents; questions are numbered in the order of the sections."""
    numbers: dict[str, int] = {}
    for section in questionnaire.sections:
        for question in questionnaire.questions:
            if question.section == section.id:
                numbers[question.id] = len(numbers) + 1
    chapters = tuple(
        Chapter(
            section.id,
            section.title,
            section.intro,
            tuple(
                _entry(question, numbers[question.id], questionnaire)
                for question in questionnaire.questions
                if question.section == section.id
            ),
        )
        for section in questionnaire.sections
    )
    questions = questionnaire.questions
    return Booklet(
        title=questionnaire.title,
        reference=str(questionnaire.reference),
        published=questionnaire.published,
        sha256=questionnaire.reference.sha256,
        description=questionnaire.description,
        chapters=chapters,
        questions=len(questions),
        scored=sum(question.scored for question in questions),
        must_haves=sum(question.must_have for question in questions),
        for_everyone=sum(question.applies_if is None for question in questions),
        principles=_principles(questions),
    )


def _principles(questions: tuple[Question, ...]) -> tuple[tuple[str, float | None], ...]:
    total = sum(question.weight for question in questions)
    carried = [sum(q.weight * q.shares[index] for q in questions) for index in range(5)]
    return tuple(
        (name, shown(10 * weight, total)) for name, weight in zip(PRINCIPLES, carried, strict=True)
    )


def _entry(question: Question, number: int, questionnaire: Questionnaire) -> Entry:
    answer = question.answer
    todo = question.remediation
    return Entry(
        number=number,
        id=question.id,
        text=question.text,
        guidance=question.guidance,
        why=question.why,
        answer=_answer(answer),
        outcomes=tuple(Outcome(x.text, _reached(x, answer), x.points) for x in answer.levels),
        options=tuple(f"{o.text} (alone)" if o.exclusive else o.text for o in answer.options),
        weight=question.weight,
        shares=_shares(question),
        element=ELEMENT_WORDS[question.element],
        must_have=question.must_have,
        applies=in_words(question.applies_if, questionnaire),
        declined="allowed, with a reason" if question.na_allowed else "not allowed",
        evidence=question.evidence,
        action=todo.text,
        effort=f"{todo.effort}, {counted(todo.days, 'day', 'days')}",
        references=_references(question),
    )


def _answer(answer: Answer) -> str:
    words = ANSWER_WORDS[answer.type]
    if answer.type != "number":
        return words
    spans = {"from": answer.minimum, "to": answer.maximum}
    span = "".join(f" {word} {_plain(at)}" for word, at in spans.items() if at is not None)
    return f"{words}{span}" if answer.unit == "count" else f"{words}{span}, in {answer.unit}"


def _reached(level: Level, answer: Answer) -> str:
    """Say which values reach a level; "" for a choice, where the text is all there is."""
    if answer.type not in {"number", "date", "multi"}:
        return ""
    if level.bound is None:
        return "all else"
    side = "at most" if answer.lower_is_better else "at least"
    units = {"date": " days old", "multi": " ticked"}
    unit = "" if answer.unit in {"", "count"} else f" {answer.unit}"
    return f"{side} {_plain(level.bound)}{units.get(answer.type, unit)}"


def _plain(number: Decimal) -> str:
    """Write a number without exponent or needless zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _shares(question: Question) -> str:
    pairs = [
        f"{name} {share} %"
        for name, share in zip(PRINCIPLES, question.shares, strict=True)
        if share
    ]
    return listed(pairs)


def _references(question: Question) -> tuple[str, ...]:
    named = titles()
    return tuple(f"{named.get(name, name)}: {', '.join(ids)}" for name, ids in question.references)
