"""A list of certificates, as certification bodies and registers give them out: CSV."""

from __future__ import annotations

from datetime import date

from assess.evidence.tables import Row, a_day
from questionnaires.problems import Problem

COLUMNS = (
    "partner",
    "standard",
    "certificate",
    "issued_on",
    "expires_on",
    "status",
    "observed_on",
    "source",
)

STATUSES = ("valid", "expired", "suspended", "withdrawn")
SOURCE = "certificate list"


def are_certificates(header: set[str]) -> bool:
    """Tell whether the columns are those of a list of certificates."""
    return {"standard", "expires_on"} <= header


def certificate_row(row: Row, seen_on: date, problems: list[Problem]) -> Row:
    """Return a certificate as an observation: what its status was on the day it was seen.

    One past its last day on that day has expired, whatever its status says.
    """
    expires = a_day(row, "expires_on", problems)
    seen = a_day(row, "observed_on", []) or seen_on
    status = row.get("status").casefold() or STATUSES[0]
    if status not in STATUSES:
        message = f"there is no status {status[:60]}"
        hint = f"use {', '.join(STATUSES)}"
        problems.append(Problem(row.place("status"), "certificate.status", message, hint))
    if expires and expires < seen and status == STATUSES[0]:
        status = "expired"
    texts = {
        "partner": row.get("partner"),
        "kind": "certificate",
        "result": status,
        "subject": " ".join(filter(None, (row.get("standard"), row.get("certificate")))),
        "observed_on": row.get("observed_on"),
        "source": row.get("source") or SOURCE,
        "detail": f"until {expires.isoformat()}" if expires else "",
    }
    return Row(texts, row.file, row.line)
