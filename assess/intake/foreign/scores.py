"""A workbook's own scores: what goes into its author's method, and what its cells show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from assess.intake.cells import Cell, Fault, cell_name, fold, is_blank, text_of
from assess.intake.choices import TICKED
from assess.intake.foreign.columns import find_header
from assess.intake.foreign.recognising import Recognised
from assess.intake.foreign.titles import fits, title, titles_of
from assess.intake.names import Names
from assess.intake.rows import Found
from assess.intake.sheets import Book, Sheet
from assess.layouts import Column, Overrides, Scores
from assess.native import CRITICAL, OVERALL, Shown, load_native, native_notices
from questionnaires.problems import Place, Problem
from scoring.native import Given, Native, native_scores

ID, COMPLIANCE, IMPORTANCE = "id", "compliance", "importance"
NAME, KEY, INCLUDE, MAX, SCORE, SHARE = "name", "key", "include", "max", "score", "share"


@dataclass(slots=True)
class _Seen:
    """What the sheets of an analyst say beside the answers."""

    compliance: dict[str, str] = field(default_factory=dict)
    importance: dict[str, str] = field(default_factory=dict)
    included: dict[str, bool] = field(default_factory=dict)
    shown: dict[str, Shown] = field(default_factory=dict)
    notices: list[Problem] = field(default_factory=list)


def score_natively(
    recognised: Recognised, found: Found, book: Book
) -> tuple[Native | None, list[Problem]]:
    """Return the scores that the answers give by the questionnaire's own method, and notices.

    None where it has no such method. Raises RefusedError where a sheet of scores cannot be read.
    """
    policy = load_native(recognised.names.questionnaire.reference)
    if policy is None:
        return None, []
    seen = _see(recognised, book, found.file)
    answers = _answers(found, recognised.names)
    given = Given(answers, seen.compliance, seen.importance, seen.included)
    native = native_scores(policy, given)
    return native, [*seen.notices, *native_notices(policy, given, native, seen.shown, found.file)]


def _answers(found: Found, names: Names) -> dict[str, str]:
    """Return the answers as typed, by question id; what cannot be read is as good as blank."""
    questions = names.questionnaire.questions
    return {
        questions[index].id: text_of(row.values[0])
        for (index, _), row in sorted(found.rows.items(), key=lambda each: each[0])
        if not (is_blank(row.values[0]) or isinstance(row.values[0], Fault))
    }


def _see(recognised: Recognised, book: Book, file: str) -> _Seen:
    seen = _Seen()
    layout = recognised.layout
    if layout.overrides is not None:
        for sheet in _named(book, *layout.overrides.sheets):
            _see_overrides(sheet, layout.overrides, recognised.names, seen, file)
    for scores in layout.scores:
        for sheet in _named(book, scores.sheet):
            _see_scores(sheet, scores, seen)
    return seen


def _named(book: Book, *names: str) -> Iterator[Sheet]:
    for listed in book.sheets:
        if any(fits(name, fold(listed.name)) for name in names):
            yield book.read(listed.name)


def _columns(
    sheet: Sheet, wanted: dict[str, Column | None], first: str
) -> tuple[int, dict[str, int]]:
    """Return the row of a header and its columns; nothing where the first is not there."""
    given = {name: column for name, column in wanted.items() if column is not None}
    titled = [name for name, column in given.items() if column.titles]
    header = find_header(titles_of(sheet.grid), given, titled)
    if header is None:
        return -1, {}
    beside = {
        name: header.columns[first] + column.offset
        for name, column in given.items()
        if column.offset and 0 <= header.columns[first] + column.offset < len(sheet.grid[0])
    }
    return header.row, header.columns | beside


def _see_overrides(
    sheet: Sheet, overrides: Overrides, names: Names, seen: _Seen, file: str
) -> None:
    """Note what an analyst typed; a formula repeats what is typed on another sheet.

    So do the titles of the columns, over each section.
    """
    wanted = {ID: overrides.id, COMPLIANCE: overrides.compliance, IMPORTANCE: overrides.importance}
    header, columns = _columns(sheet, dict(wanted), ID)
    questions = names.questionnaire.questions
    unread: list[str] = []
    for number, row in enumerate(sheet.grid[header + 1 :] if columns else [], header + 1):
        for kind, texts in ((COMPLIANCE, seen.compliance), (IMPORTANCE, seen.importance)):
            value, cell = row[columns[kind]], cell_name(number, columns[kind])
            if value == "" or isinstance(value, Fault) or cell in sheet.computed:
                continue
            if any(fits(heading, title(value)) for heading in wanted[kind].titles):
                continue
            key = row[columns[ID]]
            target = names.rows.get(fold(key)) if isinstance(key, str) else None
            if target is not None and not is_blank(value):
                texts[questions[target[0]].id] = text_of(value)
            elif isinstance(key, Fault):
                unread.append(cell)
    if unread:
        seen.notices.append(_not_followed(Place(file, sheet.name, unread[0]), len(unread)))


def _not_followed(place: Place, count: int) -> Problem:
    message = f"from here on, {count} of an analyst's overrides are not followed: which questions "
    message += "they are of, the file does not say, as it was saved without calculating"
    hint = "open it in a spreadsheet program, save it, and import that"
    return Problem(place, "native.override-unread", message, hint)


def _see_scores(sheet: Sheet, scores: Scores, seen: _Seen) -> None:
    wanted = {NAME: scores.name, KEY: scores.key, INCLUDE: scores.include}
    wanted |= {MAX: scores.max, SCORE: scores.score, SHARE: scores.share}
    header, columns = _columns(sheet, wanted, NAME)
    keys = {fold(name): key for name, key in scores.keys}
    for number, row in enumerate(sheet.grid[header + 1 :] if columns else [], header + 1):
        if is_blank(row[columns[NAME]]):
            return
        key = _key(row, columns, keys)
        if not key:
            continue
        if INCLUDE in columns and key not in {OVERALL, CRITICAL}:
            seen.included[key] = _is_ticked(row[columns[INCLUDE]])
        numbers = [
            _number(row[columns[each]]) if each in columns else None for each in (MAX, SCORE, SHARE)
        ]
        cell = cell_name(number, columns[SCORE])
        seen.shown[key] = Shown(numbers[0], numbers[1], sheet.name, cell, numbers[2])


def _key(row: list[Cell], columns: dict[str, int], keys: dict[str, str]) -> str:
    """Return the section's name in the method: as its cell says, else by what it is called."""
    for name, known in ((KEY, None), (NAME, keys)):
        value = row[columns[name]] if name in columns else ""
        if isinstance(value, str) and not is_blank(value):
            return value.strip() if known is None else known.get(fold(value), "")
    return ""


def _is_ticked(value: Cell) -> bool:
    """Tell whether a section counts; what the file does not say leaves it in."""
    if isinstance(value, str):
        return fold(value) in TICKED
    return bool(value) or isinstance(value, Fault)


def _number(value: Cell) -> float | None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if is_number else None  # type: ignore[arg-type]  # the line above says so
