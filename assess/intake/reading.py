"""One returned file read: from its bytes to a submission, or to every reason why not."""

from __future__ import annotations

from dataclasses import replace

from assess.intake.cells import RefusedError
from assess.intake.corrections import is_correction, read_correction
from assess.intake.foreign import read_foreign
from assess.intake.form import names_itself
from assess.intake.formats import open_book
from assess.intake.formats.kinds import misnamed
from assess.intake.outcome import Context, Outcome, Received, in_order, rejected
from assess.intake.own import read_own
from assess.intake.sheets import Book
from questionnaires.problems import Place, Problem


def read_workbook(name: str, data: bytes, context: Context) -> Outcome:
    """Read one returned file from its bytes; it is taken whole or not at all.

    `name` is what problems call the file. Raises nothing for a defect of the file;
    InvalidDocumentError comes through where the library itself is broken.
    """
    file = Received.of(name, data)
    try:
        book = open_book(data)
        corrects = is_correction(book)
    except RefusedError as error:
        return rejected(file, error)
    if corrects:
        return _with_remarks(read_correction(file, book, context, _read), book)
    return _with_remarks(_read(file, book, context), book)


def _read(file: Received, book: Book, context: Context) -> Outcome:
    """Read a form of ours, or what a layout recognises; anything else is refused as no form."""
    try:
        ours = names_itself(book)
    except RefusedError:
        ours = True
    foreign = None if ours else read_foreign(file, book, context)
    properties = dict(book.properties) if book.properties else None
    if ours or foreign is not None:
        return replace(foreign or read_own(file, book, context), properties=properties)
    outcome = read_own(file, book, context)
    problems = tuple(map(_or_foreign, outcome.problems))
    return replace(outcome, problems=problems, properties=properties)


def _or_foreign(problem: Problem) -> Problem:
    """Say of a workbook that is none of ours what to do if it is another questionnaire."""
    if problem.code != "file.foreign":
        return problem
    other = "for another questionnaire, `assess layout check FILE` tells why no layout reads it"
    return replace(problem, hint=f"{problem.hint}; {other}")


def _with_remarks(outcome: Outcome, book: Book) -> Outcome:
    """Add what is to be said of the file as a whole, such as macros that were passed over."""
    notices = book.notices + misnamed(outcome.file, book.kind)
    if not notices:
        return outcome
    remarks = [Problem(Place(outcome.file), *remark) for remark in notices]
    return replace(outcome, notices=in_order([*outcome.notices, *remarks]))
