"""A form without its hidden sheet: a copy, or a table of texts that never has one.

It says neither whose it is nor what it asks. The partner comes from whoever imports it, the
questionnaire from what was issued to that partner; and only where the rows fit is it read.
"""

from __future__ import annotations

from collections.abc import Iterator

from assess.intake.asked import questionnaire_asked
from assess.intake.cells import RefusedError, quoted, text_of
from assess.intake.ids import LIKE_AN_ID, ids_meant
from assess.intake.meta import Meta
from assess.intake.names import Names, names_of
from assess.intake.outcome import Context
from assess.intake.recipient import check_recipient
from assess.intake.rows import row_keys
from assess.intake.sheets import Sheet
from questionnaires.problems import Place, Problem

NAMED = 5
"""Row ids that a message names before it counts the rest."""


def taken_for(sheets: tuple[Sheet, ...], context: Context) -> Meta:
    """Return what a form is taken for: the questionnaire that was issued to the partner.

    That of the period asked for, else of the newest. Raises RefusedError, with what to write,
    where the partner is not named, nothing was issued to it, the form says that it is for another
    partner or period, or the rows do not fit.
    """
    candidates = _candidates(context)
    check_recipient(sheets, context.partner_name, candidates[0].period)
    misfits = {meta: _misfit(sheets, _names(meta, context)) for meta in candidates}
    fitting = [meta for meta, reason in misfits.items() if not reason]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        asked = " and ".join(f"{meta.questionnaire}@{meta.version}" for meta in fitting)
        message = f"the workbook's hidden sheet is missing, and its rows fit {asked} alike"
        raise RefusedError(message, "file.no-meta", "answer in the workbook that was sent")
    meta, reason = next(iter(misfits.items()))
    message = (
        "the workbook's hidden sheet is missing, and it is not "
        f"{meta.questionnaire}@{meta.version}, issued for {meta.period}: {reason}"
    )
    hint = "name the quarter that it was issued for: --period 2026Q3"
    raise RefusedError(message, "file.other-questionnaire", hint)


def taken(file: str, meta: Meta) -> Problem:
    """Tell what a form without its hidden sheet was taken for."""
    message = (
        f"the workbook's hidden sheet is missing: taken for {meta.questionnaire}@{meta.version}, "
        f"issued to {quoted(meta.partner)} for {meta.period}"
    )
    hint = "if that is wrong, import it with the right --partner and --period"
    return Problem(Place(file), "file.no-meta", message, hint)


def _candidates(context: Context) -> list[Meta]:
    if not context.partner:
        message = "the workbook's hidden sheet is missing, so it does not say whose it is"
        hint = "import it with --partner ID, and --period 2026Q3 unless it is of the newest quarter"
        raise RefusedError(message, "file.no-meta", hint)
    issued = [each for each in context.issued if context.period in {"", each[0]}]
    if not issued:
        when = f" for {context.period}" if context.period else ""
        message = (
            "the workbook's hidden sheet is missing, "
            f"and no workbook was issued to {quoted(context.partner)}{when}"
        )
        hint = "name the partner and the quarter it was issued for: --partner ID --period 2026Q3"
        raise RefusedError(message, "file.no-meta", hint)
    newest = issued[0][0]
    references = dict.fromkeys(reference for period, reference in issued if period == newest)
    return [
        Meta(each.id, each.version, each.sha256, context.partner, newest, "") for each in references
    ]


def _names(meta: Meta, context: Context) -> Names:
    return names_of(questionnaire_asked(meta, context.questionnaire_of))


def _misfit(sheets: tuple[Sheet, ...], names: Names) -> str:
    """Return why a form's rows are not those of a questionnaire, "" where they are."""
    present, strange = set(), dict.fromkeys(_strange(sheets, names))
    for key in row_keys(sheets):
        present |= {names.rows[each][0] for each in ids_meant(key, names)}
    if strange:
        return f"it has rows for {_some(list(strange))}"
    asked = [
        (index, question.id)
        for index, question in enumerate(names.questionnaire.questions)
        if question.applies_if is None
    ]
    absent = [question for index, question in asked if index not in present]
    if not present or 2 * len(absent) > len(asked):
        return f"it has no row for {_some(absent)}"
    return ""


def _strange(sheets: tuple[Sheet, ...], names: Names) -> Iterator[str]:
    for key in row_keys(sheets):
        if isinstance(key, str) and not ids_meant(key, names):
            name = text_of(key).strip().casefold()
            if LIKE_AN_ID.fullmatch(name):
                yield name


def _some(ids: list[str]) -> str:
    more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
    return ", ".join(map(quoted, ids[:NAMED])) + more
