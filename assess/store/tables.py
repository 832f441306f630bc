"""The tables of the store, in types that SQLite and PostgreSQL share."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

# Constraints have names so that a later migration can change them on either database.
metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

partners = Table(
    "partners",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("profile", JSON, nullable=False),
    Column("changed_on", Date, nullable=False),
)

partner_changes = Table(
    "partner_changes",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("partner", ForeignKey("partners.id"), nullable=False, index=True),
    Column("profile", JSON, nullable=False),
    Column("changed_on", Date, nullable=False),
    sqlite_autoincrement=True,
)
"""Every profile a partner ever had, oldest first; the last is the one in `partners`."""

issues = Table(
    "issues",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("partner", ForeignKey("partners.id"), nullable=False),
    Column("period", String(6), nullable=False, index=True),
    Column("questionnaire_id", String(60), nullable=False),
    Column("questionnaire_version", String(40), nullable=False),
    Column("questionnaire_sha256", String(64), nullable=False),
    Column("issued_on", Date, nullable=False),
)

submissions = Table(
    "submissions",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("partner", ForeignKey("partners.id"), nullable=False),
    Column("period", String(6), nullable=False),
    Column("questionnaire_id", String(60), nullable=False),
    Column("questionnaire_version", String(40), nullable=False),
    Column("questionnaire_sha256", String(64), nullable=False),
    Column("file", Text, nullable=False),
    Column("file_sha256", String(64), nullable=False),
    Column("issue", Text, nullable=False),
    Column("imported_on", Date, nullable=False),
    Column("profile", JSON, nullable=False),
    Column("codes", LargeBinary, nullable=False),
    Column("responses", LargeBinary, nullable=False),
    Column("layout", String(120), nullable=False, server_default=""),
    Column("texts", LargeBinary),
    Column("counts", JSON(none_as_null=True)),
    Column("native", JSON(none_as_null=True)),
    Column("corrects", String(64), nullable=False, server_default=""),
    UniqueConstraint("partner", "period", "file_sha256"),
    Index("ix_submissions_period", "period", "partner", "sequence"),
    sqlite_autoincrement=True,
)
"""One row a returned file. `sequence` is never given twice: the newest of a partner's period
counts, and the older ones stay. `issue` is what the file says and may name no row of `issues`.
`layout` is that of a file of another questionnaire, "" for our own form; `texts` are its own
words. `counts` is NULL where the file was stored before they were kept.
"""

reviews = Table(
    "reviews",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("partner", ForeignKey("partners.id"), nullable=False, index=True),
    Column("period", String(6), nullable=False),
    Column("questionnaire_id", String(60), nullable=False),
    Column("question", String(80), nullable=False),
    Column("decision", String(20), nullable=False),
    Column("claim", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("reviewed_on", Date, nullable=False),
    sqlite_autoincrement=True,
)
