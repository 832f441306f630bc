"""The hidden sheet: which questionnaire, partner and period a returned file belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from assess.intake.cells import Grid, RefusedError, is_blank, quoted, text_of
from assess.periods import parse_period
from assess.workbook_format import CARRIED, FORMAT, META_KEYS
from questionnaires.profiles import PARTNER_ID

_NEEDED = ("questionnaire", "version", "sha256", "period")

SOURCE = 500
"""Characters of a source that are kept: what we write is shorter."""


@dataclass(frozen=True, slots=True)
class Meta:
    """What the hidden sheet says; `partner` and `issue` may be ""."""

    questionnaire: str
    version: str
    sha256: str
    partner: str
    period: str
    issue: str


class Filled(NamedTuple):
    """What a question came filled in with: from which period, its fingerprint, and its source.

    The source is "" unless the answer was derived from another questionnaire.
    """

    period: str
    fingerprint: str
    source: str = ""


def read_carried(grid: Grid | None) -> dict[str, Filled]:
    """Return what the hidden sheet says was filled in, by question id.

    Raises RefusedError where that cannot be read, lest a carried answer counts as a new one.
    """
    found: dict[str, Filled] = {}
    for row in grid or ():
        key, value = row[:2] if len(row) > 1 else ("", "")
        if isinstance(key, str) and key.startswith(CARRIED):
            period, mark, source = (*str(value).split(" ", 2), "", "")[:3]
            try:
                found[key.removeprefix(CARRIED)] = Filled(
                    parse_period(period), mark, source[:SOURCE]
                )
            except ValueError as error:
                raise _damaged(str(error)) from None
    return found


def read_meta(grid: Grid | None) -> Meta:
    """Read the hidden sheet.

    Raises RefusedError: `file.foreign` where there is none of ours, `file.wrong-format` for
    another form of it, `file.damaged-meta` where something needed is missing.
    """
    said = {} if grid is None else what_is_said(grid)
    if not said:
        message = "this is not a workbook that we issued: its hidden sheet is missing"
        raise RefusedError(message, "file.foreign", "answer in the workbook that was sent")
    form = said.get("format", "")
    if form.rpartition(" ")[0] == FORMAT.rpartition(" ")[0] and form != FORMAT:
        message = f"the workbook has the form {quoted(form)}, this program reads “{FORMAT}”"
        raise RefusedError(message, "file.wrong-format", "update the program, or issue it again")
    missing = [key for key in _NEEDED if not said.get(key)]
    if missing or form != FORMAT:
        what = f"it does not say {', '.join(missing) or 'its format'}"
        raise _damaged(what)
    try:
        period = parse_period(said["period"])
    except ValueError as error:
        raise _damaged(str(error)) from None
    partner = said.get("partner", "")
    if partner and not PARTNER_ID.fullmatch(partner):
        what = f"{quoted(partner)} is no partner's id"
        raise _damaged(what)
    return Meta(
        questionnaire=said["questionnaire"],
        version=said["version"],
        sha256=said["sha256"].lower(),
        partner=partner,
        period=period,
        issue=said.get("issue", ""),
    )


def what_is_said(grid: Grid) -> dict[str, str]:
    """Return what a hidden sheet of ours says by key, nothing for any other sheet."""
    pairs: dict[str, str] = {}
    for row in grid[: 4 * len(META_KEYS)]:
        if len(row) > 1 and isinstance(row[0], str) and not is_blank(row[1]):
            try:
                pairs.setdefault(row[0].strip(), text_of(row[1]).strip())
            except RefusedError:
                continue
    return {key: pairs[key] for key in META_KEYS if key in pairs}


def _damaged(what: str) -> RefusedError:
    message = f"the workbook's hidden sheet has been changed: {what}"
    return RefusedError(message, "file.damaged-meta", "answer in a fresh copy of the workbook")
