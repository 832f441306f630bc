"""What is wrong with an input, where, and what to do about it."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a problem stands: a file, and a cell of a sheet or a path in a JSON document."""

    file: str = ""
    sheet: str = ""
    cell: str = ""
    path: str = ""

    def __str__(self) -> str:
        """Write the place as people say it: `answers.xlsx, Questions!D12`."""
        spot = "!".join(part for part in (self.sheet, self.cell) if part) or self.path
        return ", ".join(part for part in (self.file, spot) if part)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One defect of an input; problems are collected and shown together.

    `code` is stable (`answer.ambiguous-date`), for programs; `message` says what is
    wrong and `hint` what to do, for people.
    """

    place: Place
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Write the problem in one line: place, what is wrong, what to do."""
        where = f"{self.place}: " if str(self.place) else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{where}{self.message}{hint} [{self.code}]"

    def as_dict(self) -> dict[str, str]:
        """Return the problem as JSON-ready data, place included."""
        return {
            "code": self.code,
            **asdict(self.place),
            "message": self.message,
            "hint": self.hint,
        }


class InputError(Exception):
    """An input cannot be used; carries every problem found in it, in order."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class InvalidDocumentError(InputError):
    """A questionnaire, policy or layout breaks its schema or a rule of its kind."""


class UnknownNameError(InputError):
    """What a person named (a partner, a questionnaire, a workspace) does not exist."""
