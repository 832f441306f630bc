"""Points by importance for each compliant answer, as EDUCAUSE scores the HECVAT.

For each question, in whole points:

    potential = 0, out of all sums, when it is not scored, when an answer closes its section,
                when it is answered "not applicable", or when it is blank in a section that
                leaves blanks out;
                else the points of its importance, or of the analyst's override of that
                (an override in other words, such as "does not apply", is worth 0)
    actual    = potential when the analyst marked it compliant, or when the analyst said nothing
                and the answer is the compliant one;
                else 0, so a blank or free text earns nothing of what it could have

A row of the scorecard sums its sections, overall sums the rows, and what the analyst does not
include sums to nothing. The critical share sums the questions of the highest importance,
included or not, and counts even those that are out of all sums. Texts compare without case, but
with their blanks, as `=` does in a spreadsheet.

Source: the formulas of the sheet "(backend scoring)", columns K, L, N, O and P, and of the three
scorecards in the HECVAT 4.1.4 workbook.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from questionnaires.model import Reference
from scoring.native.result import Given, Native, Points, Scale, Span, pooled


class Asked(NamedTuple):
    """A question: its compliant answer ("" where it is not scored) and its importance."""

    id: str
    compliant: str
    importance: str


class Section(NamedTuple):
    """Questions that are closed together, by one of `gates`, and whether blanks leave the sums."""

    id: str
    questions: tuple[Asked, ...]
    gates: tuple[str, ...]
    blanks_leave: bool


@dataclass(frozen=True, slots=True)
class Compliance:
    """One questionnaire's figures; every text in small letters, ids as they are.

    `points` are by importance, `rows` are the scorecard's, each with the sections it sums.
    """

    points: Mapping[str, int]
    critical: str
    marked_compliant: str
    not_applicable: str
    closing: str
    sections: tuple[Section, ...]
    rows: Mapping[str, tuple[str, ...]]
    domains: tuple[str, ...] = ()

    @property
    def asks(self) -> tuple[str, ...]:
        """The ids of the questions, scored or not."""
        return tuple(self._every())

    @property
    def states(self) -> Mapping[str, Span]:
        """Nothing: all figures are the policy's."""
        return {}

    def scale(self, question: str) -> Scale | None:
        """Return the answers, the compliant one last; none of them where it is not scored."""
        every = self._every()
        if question not in every:
            return None
        asked = every[question]
        if not asked.compliant:
            return Scale((), self.not_applicable, free=True)
        words = sorted({each.compliant for each in every.values()} - {asked.compliant, ""})
        points = self.points[asked.importance]
        return Scale((*words, asked.compliant), self.not_applicable, free=True, weight=points)

    def _every(self) -> dict[str, Asked]:
        return {asked.id: asked for section in self.sections for asked in section.questions}

    def scores(self, given: Given, policy: Reference, title: str) -> Native:
        """Score what was given, by section, overall, and over the critical questions."""
        every: dict[str, Points] = {}
        critical: list[Points] = []
        for section in self.sections:
            found, chosen = self._section(section, given)
            critical += chosen
            every[section.id] = found if given.included.get(section.id, True) else Points(0, 0)
        rows = {
            row: pooled(every[part] for part in parts if given.included.get(row, True))
            for row, parts in self.rows.items()
        }
        return Native(
            policy=policy,
            title=title,
            sections=rows,
            overall=pooled(rows.values()),
            critical=pooled(critical),
            critical_questions=len(critical),
            parts={
                row: {part: every[part] for part in parts}
                for row, parts in self.rows.items()
                if parts != (row,)
            },
        )

    def _section(self, section: Section, given: Given) -> tuple[Points, list[Points]]:
        """Sum a section, and list what its critical questions earned."""
        answers, overrides = given.answers, given.importance
        closed = any(answers.get(gate, "").lower() == self.closing for gate in section.gates)
        potential = actual = 0
        critical = []
        for asked in section.questions:
            answer = answers.get(asked.id, "").lower()
            importance = overrides.get(asked.id, "").lower() or asked.importance
            worth = earned = 0
            if asked.compliant and not closed and not self._left_out(answer, section):
                worth = self.points.get(importance, 0)
                if self._is_compliant(asked, answer, given):
                    earned = worth
            potential += worth
            actual += earned
            if importance == self.critical:
                critical.append(Points(worth, earned))
        return Points(potential, actual), critical

    def _left_out(self, answer: str, section: Section) -> bool:
        return answer == self.not_applicable or (section.blanks_leave and not answer)

    def _is_compliant(self, asked: Asked, answer: str, given: Given) -> bool:
        mark = given.compliance.get(asked.id, "").lower()
        return mark == self.marked_compliant if mark else answer == asked.compliant


def broken(rules: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield each name in the rules that stands for nothing, or for two things."""
    yield from _broken_sections(rules)
    if rules["critical"] not in rules["importance"]:
        message = f"no importance is called `{rules['critical']}`"
        yield ".critical", message, "use one of the words in `importance`"
    yield from _broken_rows(rules)


def _broken_sections(rules: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    owners: dict[str, str] = {}
    for name, section in rules["sections"].items():
        for question, asked in section["questions"].items():
            path = f".sections.{name}.questions.{question}"
            if owners.setdefault(question, name) != name:
                message = f"{question} stands in {owners[question]} as well"
                yield path, message, "a question counts in one section"
            if asked and asked["importance"] not in rules["importance"]:
                message = f"no importance is called `{asked['importance']}`"
                yield path, message, "use one of the words in `importance`"
    for name, section in rules["sections"].items():
        for gate in section.get("gates", []):
            if gate not in owners:
                message = f"there is no question {gate}"
                yield f".sections.{name}.gates", message, "name the question that closes it"


def _broken_rows(rules: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    rows: dict[str, list[str]] = {name: [] for name in rules["sections"]}
    for row, parts in rules["scorecard"].items():
        for part in parts:
            if part not in rows:
                message = f"there is no section {part}"
                yield f".scorecard.{row}", message, "name a key of `sections`"
            else:
                rows[part].append(row)
    for name, section in rules["sections"].items():
        scored = any(section["questions"].values())
        if len(rows[name]) > 1 or (scored and not rows[name]):
            message = f"{name} counts in {len(rows[name])} rows of the scorecard"
            yield ".scorecard", message, "what is scored counts in one row"


def read(rules: dict[str, Any]) -> Compliance:
    """Read the checked rules of a policy."""
    return Compliance(
        points={word.lower(): points for word, points in rules["importance"].items()},
        critical=rules["critical"].lower(),
        marked_compliant=rules["marked_compliant"].lower(),
        not_applicable=rules["not_applicable"].lower(),
        closing=rules["closing"].lower(),
        sections=tuple(_section(name, data) for name, data in rules["sections"].items()),
        rows={row: tuple(parts) for row, parts in rules["scorecard"].items()},
    )


def _section(name: str, data: dict[str, Any]) -> Section:
    questions = tuple(
        Asked(question, asked.get("compliant", "").lower(), asked.get("importance", "").lower())
        for question, asked in data["questions"].items()
    )
    gates = tuple(data.get("gates", ()))
    return Section(name, questions, gates, data.get("blanks", "count") == "leave")
