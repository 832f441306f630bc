"""Partner profiles in the store, and what a change of one means for the quarters."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select, update

from assess.periods import following, last_day
from assess.store.tables import partner_changes, partners, submissions
from assess.store.transactions import writing
from questionnaires.problems import Place, Problem
from questionnaires.profiles import Profile


@dataclass(frozen=True, slots=True)
class PartnerCounts:
    """How many profiles a call to `save_partners` added, changed, and found as they were."""

    added: int
    changed: int
    unchanged: int


def save_partners(engine: Engine, profiles: Sequence[Profile], on: date) -> PartnerCounts:
    """Save profiles, all or none; a partner not among them stays as it is.

    A finished quarter keeps the profile it was answered under; the current profile counts for
    the open one. So a changed profile also replaces the snapshot of all submissions of that
    partner's newest period, in the same transaction, unless `on` lies beyond the period after
    it: a quarter stays open while it is judged, until the following one has ended. Of several
    profiles with one id the last counts.
    """
    latest = {profile.id: profile for profile in profiles}.values()
    wanted = {profile.id: profile.as_dict() for profile in latest}
    with writing(engine) as connection:
        known = _known(connection)
        added = [name for name in wanted if name not in known]
        changed = [p.id for p in latest if p.id in known and Profile.from_dict(known[p.id]) != p]
        rows = [{"id": i, "profile": wanted[i], "changed_on": on} for i in added]
        if rows:
            connection.execute(insert(partners), rows)
        for name in changed:
            _change(connection, name, wanted[name], on)
        _remember(connection, {name: wanted[name] for name in (*added, *changed)}, on)
    return PartnerCounts(len(added), len(changed), len(wanted) - len(added) - len(changed))


def unknown_partner(partner: str, file: str = "") -> Problem:
    """Return the problem of a partner that is not in the store, with the command that adds it."""
    message = f"there is no partner {partner}"
    hint = f"add it: assess partner add {shlex.quote(partner)} --name NAME --kind KIND"
    return Problem(Place(file), "partner.unknown", message, hint)


def load_partners(engine: Engine) -> list[Profile]:
    """Return the current profile of every partner, sorted by id."""
    with engine.connect() as connection:
        known = _known(connection)
    return [Profile.from_dict(known[name]) for name in sorted(known)]


def partner_history(engine: Engine, partner: str) -> list[tuple[date, Profile]]:
    """Return every profile that a partner ever had and the day it was saved, oldest first."""
    query = (
        select(partner_changes.c.changed_on, partner_changes.c.profile)
        .where(partner_changes.c.partner == partner)
        .order_by(partner_changes.c.number)
    )
    with engine.connect() as connection:
        return [(day, Profile.from_dict(data)) for day, data in connection.execute(query)]


def _known(connection: Connection) -> dict[str, dict[str, Any]]:
    rows = connection.execute(select(partners.c.id, partners.c.profile))
    return {name: profile for name, profile in rows}  # noqa: C416 - mypy cannot see pairs in rows


def _change(connection: Connection, partner: str, profile: dict[str, Any], on: date) -> None:
    values = {"profile": profile, "changed_on": on}
    connection.execute(update(partners).where(partners.c.id == partner).values(values))
    query = select(func.max(submissions.c.period)).where(submissions.c.partner == partner)
    newest = connection.execute(query).scalar()
    if newest is not None and on <= last_day(following(newest)):
        connection.execute(
            update(submissions)
            .where(submissions.c.partner == partner, submissions.c.period == newest)
            .values(profile=profile)
        )


def _remember(connection: Connection, saved: dict[str, dict[str, Any]], on: date) -> None:
    rows = [{"partner": i, "profile": data, "changed_on": on} for i, data in saved.items()]
    if rows:
        connection.execute(insert(partner_changes), rows)
