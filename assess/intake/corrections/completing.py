"""A correction workbook read: the returned file again, with the decisions in it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TypeAlias

from assess.intake.cells import RefusedError, quoted
from assess.intake.corrections.deciding import Decided, decide
from assess.intake.corrections.filled import read_filled
from assess.intake.corrections.named import Named, is_correction, read_named
from assess.intake.doubts import Doubt, fingerprint
from assess.intake.edits import with_edits
from assess.intake.formats import open_book
from assess.intake.outcome import NOTHING, Context, Outcome, Received, in_order, rejected
from assess.intake.sheets import Book
from assess.submission import Response, Submission
from questionnaires.problems import Place, Problem

Read: TypeAlias = Callable[[Received, Book, Context], Outcome]
"""Reads an opened file that is no correction workbook."""

DEPTH = 20
"""Corrections of corrections that are followed."""

_AGAIN = "have it written again: import the returned file with --fix"


@dataclass(frozen=True, slots=True)
class _Stage:
    """A returned file as far as it is corrected: the file, how it reads now, and what that gives.

    `chosen` are the decisions so far, `completes` the hashes of the files they were made for.
    """

    returned: Received
    book: Book
    outcome: Outcome
    chosen: tuple[tuple[Doubt, str], ...] = ()
    completes: tuple[str, ...] = ()


def read_correction(file: Received, book: Book, context: Context, read: Read) -> Outcome:
    """Read a correction workbook: the file that it corrects, judged anew with the decisions.

    What cannot be used of the workbook itself is a `correction.…` problem; what is still wrong
    in the corrected file stands among the problems at the cell where it was decided.
    """
    try:
        return _stage(file, book, context, read, DEPTH).outcome
    except RefusedError as error:
        return rejected(file, error)


def _stage(file: Received, book: Book, context: Context, read: Read, depth: int) -> _Stage:
    if not is_correction(book):
        return _Stage(file, book, read(file, book, context))
    named = read_named(book)
    _check_asked(named, context)
    if not depth:
        message = f"it corrects a correction, and so on, more than {DEPTH} times"
        raise RefusedError(message, "correction.too-deep", "correct the returned file anew")
    context = replace(
        context,
        partner=named.partner,
        period=named.period,
        issued=((named.period, named.questionnaire),),
    )
    kept = _kept(named, context)
    then = replace(context, as_of=named.as_of)
    before = _stage(kept, open_book(kept.data), then, read, depth - 1)
    doubts = before.outcome.doubts
    if not doubts or fingerprint(doubts) != named.doubts:
        message = f"{quoted(named.file)} is read otherwise today than when this was written"
        raise RefusedError(message, "correction.outdated", _AGAIN)
    decided = decide(file.name, before.book, doubts, read_filled(file.name, book, doubts))
    return _corrected(
        file, named, before, decided, lambda edited: read(before.returned, edited, context)
    )


def _corrected(
    file: Received,
    named: Named,
    before: _Stage,
    decided: Decided,
    read: Callable[[Book], Outcome],
) -> _Stage:
    edited = with_edits(before.book, decided.edits)
    chosen = (*before.chosen, *decided.chosen)
    completes = (*(before.completes or (before.returned.sha256,)), file.sha256)
    outcome = (
        _unfinished(before.outcome, decided)
        if decided.problems
        else _traced(read(edited), chosen, decided)
    )
    submission = outcome.submission and _submission(outcome.submission, file, before, chosen)
    outcome = replace(
        outcome,
        file=file.name,
        file_sha256=file.sha256,
        submission=submission,
        partner=named.partner,
        period=named.period,
        completes=completes[:-1],
        counted_then=named.counted_then,
    )
    return _Stage(before.returned, edited, outcome, chosen, completes)


def _check_asked(named: Named, context: Context) -> None:
    """Hold a correction to the partner and the period it is imported for."""
    for asked, said, code in (
        (context.partner, named.partner, "partner"),
        (context.period, named.period, "period"),
    ):
        if asked and asked != said:
            message = f"it corrects a file of {quoted(said)}, not of {quoted(asked)}"
            raise RefusedError(message, f"file.{code}-mismatch", f"import it without --{code}")


def _kept(named: Named, context: Context) -> Received:
    """Return the file that is corrected, from the evidence; its name there is not looked at."""
    pattern = f"{named.original[:2]}/{named.original}.*"
    for path in sorted(context.evidence.glob(pattern)) if context.evidence else ():
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() == named.original:
            return Received(named.file, data, named.original)
        message = f"{quoted(named.file)}, which it corrects, was changed since it was received"
        raise RefusedError(message, "evidence.changed", "restore the evidence from a backup")
    message = (
        f"{quoted(named.file)}, which it corrects, is not among what this workspace has received"
    )
    hint = "import that file first, in this workspace, or name the right one with --workspace"
    raise RefusedError(message, "correction.no-original", hint)


def _unfinished(before: Outcome, decided: Decided) -> Outcome:
    """Return the outcome of a correction workbook in which something is open or wrong."""
    problems = in_order(decided.problems)
    counts = {**NOTHING, **before.counts, "problems": len(problems)}
    return replace(before, submission=None, problems=problems, notices=(), counts=counts, doubts=())


def _traced(outcome: Outcome, chosen: Sequence[tuple[Doubt, str]], decided: Decided) -> Outcome:
    """Return an outcome that tells of every decision, its problems where they were decided."""
    told = [] if outcome.problems else _told(outcome.file, chosen)
    moved = {each: _moved(each, decided) for each in outcome.problems}
    doubts = tuple(
        replace(each, problems=tuple(moved.get(problem, problem) for problem in each.problems))
        for each in outcome.doubts
    )
    return replace(
        outcome,
        problems=tuple(moved.values()),
        notices=in_order([*outcome.notices, *told]),
        doubts=doubts,
    )


def _moved(problem: Problem, decided: Decided) -> Problem:
    place = decided.places.get((problem.place.sheet, problem.place.cell))
    return problem if place is None else replace(problem, place=place)


def _told(file: str, chosen: Sequence[tuple[Doubt, str]]) -> list[Problem]:
    """Tell of each decision once: what stood in the returned file, and what was chosen last."""
    first: dict[tuple[str, str, str], tuple[Doubt, str]] = {}
    for doubt, text in chosen:
        key = (doubt.subject, doubt.sheet, doubt.cell)
        first[key] = (first.get(key, (doubt, ""))[0], text)
    return [
        Problem(
            Place(file, doubt.sheet, doubt.cell), f"{doubt.subject}.corrected", _how(doubt, text)
        )
        for doubt, text in first.values()
    ]


def _how(doubt: Doubt, text: str) -> str:
    if not doubt.into:
        return f"decided by a correction: {text}"
    read = f"{quoted(doubt.read)} was " if doubt.read else ""
    return f"{read}taken as {quoted(text)}, by a correction"


def _submission(
    submission: Submission,
    file: Received,
    before: _Stage,
    chosen: Sequence[tuple[Doubt, str]],
) -> Submission:
    """Return a submission as the correction's, its answers as the partner had given them.

    Their cells are those of the returned file, in the way in which spreadsheets name another's.
    """
    cells_of = f"[{before.returned.name}]"
    given: dict[str, str] = {}
    for doubt, _ in chosen:
        if doubt.given:
            given.setdefault(doubt.question, doubt.given)
    return replace(
        submission,
        file=PurePath(file.name).name,
        file_sha256=file.sha256,
        corrects=before.returned.sha256,
        responses=tuple(_as_given(each, given, cells_of) for each in submission.responses),
    )


def _as_given(response: Response, given: dict[str, str], cells_of: str) -> Response:
    cell = f"{cells_of}{response.cell}" if response.cell else ""
    return response._replace(answer=given.get(response.question, response.answer), cell=cell)
