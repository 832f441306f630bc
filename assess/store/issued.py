"""Which workbooks were sent to whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, insert, select

from assess.store.tables import issues
from assess.store.transactions import writing
from questionnaires.model import Reference


@dataclass(frozen=True, slots=True)
class IssuedWorkbook:
    """One workbook made for one partner, one period and one questionnaire version."""

    id: str
    partner: str
    period: str
    questionnaire: Reference


def record_issues(engine: Engine, issued: Sequence[IssuedWorkbook], on: date) -> int:
    """Record issued workbooks, and return how many are new; a known id stays as it is."""
    with writing(engine) as connection:
        known = set(connection.execute(select(issues.c.id)).scalars())
        new = {workbook.id: workbook for workbook in issued if workbook.id not in known}
        rows = [
            {
                "id": workbook.id,
                "partner": workbook.partner,
                "period": workbook.period,
                "questionnaire_id": workbook.questionnaire.id,
                "questionnaire_version": workbook.questionnaire.version,
                "questionnaire_sha256": workbook.questionnaire.sha256,
                "issued_on": on,
            }
            for workbook in new.values()
        ]
        if rows:
            connection.execute(insert(issues), rows)
    return len(rows)


def issued_partners(engine: Engine, period: str) -> list[str]:
    """Return the ids of all partners that were sent a workbook for a period, sorted."""
    query = select(issues.c.partner).where(issues.c.period == period).distinct()
    with engine.connect() as connection:
        return sorted(connection.execute(query).scalars())


def issued_to(engine: Engine, partner: str) -> tuple[tuple[str, Reference], ...]:
    """Return the periods and questionnaires that a partner was sent, the newest period first."""
    query = (
        select(
            issues.c.period,
            issues.c.questionnaire_id,
            issues.c.questionnaire_version,
            issues.c.questionnaire_sha256,
        )
        .where(issues.c.partner == partner)
        .order_by(issues.c.issued_on.desc(), issues.c.id)
    )
    with engine.connect() as connection:
        rows = [(period, Reference(*asked)) for period, *asked in connection.execute(query)]
    return tuple(sorted(rows, key=lambda row: row[0], reverse=True))
