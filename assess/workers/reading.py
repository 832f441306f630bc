"""What a reading process does: one file's bytes in, its outcome out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assess.intake import limits
from assess.intake.outcome import Context, Outcome, refused, unread, with_problems
from assess.intake.reading import read_workbook
from assess.workers.child import Answer
from questionnaires.library import load_questionnaire
from questionnaires.model import Questionnaire, Reference
from questionnaires.problems import InputError
from questionnaires.translation import in_any_language


@dataclass(frozen=True, slots=True)
class Settings:
    """What a Context is made from, for a process that shares no memory: folders and names."""

    questionnaires: tuple[Path, ...]
    as_of: dt.date
    partner: str = ""
    period: str = ""
    issued: tuple[tuple[str, Reference], ...] = ()
    layouts: tuple[Path, ...] = ()
    evidence: Path | None = None
    partner_name: str = ""


def context_of(settings: Settings) -> Context:
    """Return what the files are read with; each questionnaire is loaded once."""

    @cache
    def library(questionnaire: str, version: str) -> Questionnaire:
        name = f"{questionnaire}@{version}"
        asked = load_questionnaire(name, settings.questionnaires)
        return in_any_language(asked, settings.questionnaires)

    return Context(
        questionnaire_of=library,
        as_of=settings.as_of,
        partner=settings.partner,
        period=settings.period,
        issued=settings.issued,
        layouts=settings.layouts,
        evidence=settings.evidence,
        partner_name=settings.partner_name,
    )


def reader(settings: Settings) -> Answer:
    """Return the function from a file's name and bytes to its outcome; it raises nothing."""
    context = context_of(settings)

    def read(request: tuple[str, bytes]) -> Outcome:
        name, data = request
        try:
            return read_workbook(name, data, context)
        except InputError as error:
            # The library itself is broken: this file cannot be judged, others may.
            return with_problems(unread(name), error.problems)
        except MemoryError:
            size = f"{limits.READ_MEMORY // 1_000_000:,} MB"
            return too_hard(name, f"reading it takes more than {size} of memory")
        except Exception as error:  # noqa: BLE001 - a defect of ours costs this file alone
            return too_hard(name, f"reading it failed: {type(error).__name__}: {error}")

    return read


def too_hard(name: str, message: str) -> Outcome:
    """Return the outcome of a file on which its reader gave up."""
    hint = "save it again as .xlsx, or copy the answers into the workbook that was sent"
    return refused(name, "file.too-hard", message, hint)
