"""From a questionnaire and partners to the workbooks that are sent to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from assess.carrying import Prefill
from assess.issue.counts import filled_in
from assess.issue.files import place
from assess.issue.groups import cohorts
from assess.issue.hidden_sheet import meta_values
from assess.issue.plan import Plan, filled_with
from assess.issue.prefilled import carried_values
from assess.issue.template import for_partner, make_template
from assess.periods import parse_period
from questionnaires.model import Questionnaire, Reference
from questionnaires.problems import Place, Problem
from questionnaires.profiles import ENGLISH, PARTNER_ID, Profile


@dataclass(frozen=True, slots=True)
class Issued:
    """One workbook that stands in the folder; `questions` is how many it holds.

    `carried` of them come with an answer to our own form, `derived` with one that follows from
    another questionnaire of the partner; `filled_in` says so in English, with what is left.
    """

    partner: str
    period: str
    questionnaire: Reference
    issue: str
    path: Path
    questions: int
    carried: int = 0
    derived: int = 0
    filled_in: str = ""


BLANK: Mapping[str, Prefill] = MappingProxyType({})
UNTRANSLATED: Mapping[str, Questionnaire] = MappingProxyType({})


def write_workbooks(
    questionnaire: Questionnaire,
    profiles: Sequence[Profile],
    period: str,
    folder: Path,
    prefills: Mapping[str, Prefill] = BLANK,
    translations: Mapping[str, Questionnaire] = UNTRANSLATED,
) -> tuple[list[Issued], list[Problem]]:
    """Write `<partner>-<period>.xlsx` into a folder for every partner, in the order given.

    A partner in `prefills`, by id, gets its own workbook, filled with earlier answers. Each is in
    the partner's language, its questions too where `translations`, by language, has them.
    What cannot be written is a problem and the rest goes on: an unsafe id, a partner that no
    question applies to, a file of that name with another content (it may hold answers).
    Writing the same again changes nothing. Raises ValueError for a malformed period and
    OSError where the folder cannot be made.
    """
    period = parse_period(period)
    folder.mkdir(parents=True, exist_ok=True)
    results: list[Issued | Problem | None] = [None] * len(profiles)
    for language, positions in _by_language(profiles).items():
        shown = translations.get(language, questionnaire)
        group = [profiles[position] for position in positions]
        for position, result in _written(shown, group, period, folder, prefills):
            results[positions[position]] = result
    issued = [result for result in results if isinstance(result, Issued)]
    return issued, [result for result in results if isinstance(result, Problem)]


def _by_language(profiles: Sequence[Profile]) -> dict[str, list[int]]:
    """Return the positions of the profiles that want each language."""
    groups: dict[str, list[int]] = {}
    for position, profile in enumerate(profiles):
        groups.setdefault(profile.language or ENGLISH, []).append(position)
    return groups


def _written(
    questionnaire: Questionnaire,
    profiles: Sequence[Profile],
    period: str,
    folder: Path,
    prefills: Mapping[str, Prefill],
) -> Iterator[tuple[int, Issued | Problem]]:
    language = profiles[0].language or ENGLISH
    for cohort in cohorts(questionnaire, profiles):
        blank: bytes | None = None
        plan = None if cohort.plan is None else replace(cohort.plan, language=language)
        for position in cohort.partners:
            profile = profiles[position]
            if not PARTNER_ID.fullmatch(profile.id):
                yield position, _unsafe(profile)
            elif plan is None:
                yield position, _nothing_to_ask(profile, questionnaire)
            elif profile.id in prefills:
                own = filled_with(plan, prefills[profile.id])
                yield position, _issued(make_template(own), own, profile, period, folder)
            else:
                blank = blank or make_template(plan)
                yield position, _issued(blank, plan, profile, period, folder)


def _issued(
    template: bytes, plan: Plan, profile: Profile, period: str, folder: Path
) -> Issued | Problem:
    reference = plan.questionnaire.reference
    path = folder / f"{profile.id}-{period}.xlsx"
    values = meta_values(reference, profile, period)
    problem = _placed(for_partner(template, values | carried_values(plan)), path)
    derived = [tab for tab in plan.tabs if tab.derived]
    of_others = sum(len(tab.to_confirm) for tab in derived)
    return problem or Issued(
        partner=profile.id,
        period=period,
        questionnaire=reference,
        issue=values["issue"],
        path=path,
        questions=len(plan.blocks),
        carried=len(plan.to_confirm) - of_others,
        derived=of_others,
        filled_in=filled_in(replace(plan, language=ENGLISH)) if derived else "",
    )


def _placed(data: bytes, path: Path) -> Problem | None:
    where = Place(str(path))
    try:
        if place(data, path):
            return None
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}"
        return Problem(where, "issue.unwritable", message, "check the folder and its space")
    message = "there is another file of this name, which may hold answers"
    return Problem(where, "issue.exists", message, "move it away, or issue into another folder")


def _unsafe(profile: Profile) -> Problem:
    message = f"the partner id {profile.id!r} cannot name a file"
    hint = "use small letters, digits, dots, hyphens and underscores"
    return Problem(Place(), "issue.unsafe-id", message, hint)


def _nothing_to_ask(profile: Profile, questionnaire: Questionnaire) -> Problem:
    message = f"no question of {questionnaire.reference} applies to {profile.id}"
    return Problem(Place(), "issue.nothing-to-ask", message, "check the partner's profile")
