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
    Column("properties", JSON(none_as_null=True)),
    UniqueConstraint("partner", "period", "file_sha256"),
    Index("ix_submissions_period", "period", "partner", "sequence"),
    sqlite_autoincrement=True,
)
"""One row a returned file. `sequence` is never given twice: the newest of a partner's period
counts, and the older ones stay. `issue` is what the file says and may name no row of `issues`.
`layout` is that of a file of another questionnaire, "" for our own form; `texts` are its own
words. `counts` is NULL where the file was stored before they were kept; `properties`, of the file
as a document, also where it has none.
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
    Column("level", String(60), nullable=False, server_default=""),
    sqlite_autoincrement=True,
)
"""An assessor's decisions; `level` is the id of the level decided, "" where none is stated."""

review_withdrawals = Table(
    "review_withdrawals",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("review", ForeignKey("reviews.number"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("withdrawn_by", Text, nullable=False),
    Column("withdrawn_on", Date, nullable=False),
    UniqueConstraint("review"),
    sqlite_autoincrement=True,
)
"""Which decisions no longer stand, at most one row each: the decision itself stays."""

disputes = Table(
    "disputes",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("partner", ForeignKey("partners.id"), nullable=False, index=True),
    Column("period", String(6), nullable=False),
    Column("questionnaire_id", String(60), nullable=False),
    Column("question", String(80), nullable=False),
    Column("claim", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("raised_by", Text, nullable=False),
    Column("raised_on", Date, nullable=False),
    sqlite_autoincrement=True,
)
"""What partners dispute: one `question`, or "" for the result as a whole."""

dispute_answers = Table(
    "dispute_answers",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("dispute", ForeignKey("disputes.number"), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("reason", Text, nullable=False),
    Column("answered_by", Text, nullable=False),
    Column("answered_on", Date, nullable=False),
    UniqueConstraint("dispute"),
    sqlite_autoincrement=True,
)
"""Our answer to a dispute, at most one row each."""

evidence = Table(
    "evidence",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("partner", ForeignKey("partners.id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("title", Text, nullable=False),
    Column("covers", JSON, nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("expires_on", Date),
    Column("reference", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("file_sha256", String(64), nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("recorded_on", Date, nullable=False),
    Column("digest", String(64), nullable=False),
    UniqueConstraint("digest"),
    sqlite_autoincrement=True,
)
"""The register: one row a piece of evidence. `digest` is its identity: what is recorded again,
in the same words, is there already."""

evidence_closings = Table(
    "evidence_closings",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("evidence", ForeignKey("evidence.number"), nullable=False),
    Column("closed_on", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("closed_by", Text, nullable=False),
    UniqueConstraint("evidence"),
    sqlite_autoincrement=True,
)
"""From which day a piece of evidence no longer counts, at most one row each: none is changed."""

observations = Table(
    "observations",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("partner", ForeignKey("partners.id"), nullable=False, index=True),
    Column("kind", String(60), nullable=False),
    Column("result", String(60), nullable=False),
    Column("question", String(80), nullable=False),
    Column("level", String(60), nullable=False),
    Column("subject", Text, nullable=False),
    Column("observed_on", Date, nullable=False),
    Column("source", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("file_sha256", String(64), nullable=False),
    Column("recorded_on", Date, nullable=False),
    Column("digest", String(64), nullable=False),
    UniqueConstraint("digest"),
    sqlite_autoincrement=True,
)
"""What others saw of a partner: a `kind` with its `result`, or a `question` with its `level`."""
