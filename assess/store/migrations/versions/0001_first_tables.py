from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "partners",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_partners"),
    )
    _partner_changes()
    _issues()
    _submissions()
    _reviews()


def downgrade() -> None:
    for table in ("reviews", "submissions", "issues", "partner_changes", "partners"):
        op.drop_table(table)


def _partner_changes() -> None:
    op.create_table(
        "partner_changes",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("partner", sa.String(64), nullable=False),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_partner_changes"),
        sa.ForeignKeyConstraint(["partner"], ["partners.id"], name="fk_partner_changes_partner"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_partner_changes_partner", "partner_changes", ["partner"])


def _issues() -> None:
    op.create_table(
        "issues",
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("partner", sa.String(64), nullable=False),
        sa.Column("period", sa.String(6), nullable=False),
        sa.Column("questionnaire_id", sa.String(60), nullable=False),
        sa.Column("questionnaire_version", sa.String(40), nullable=False),
        sa.Column("questionnaire_sha256", sa.String(64), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_issues"),
        sa.ForeignKeyConstraint(["partner"], ["partners.id"], name="fk_issues_partner"),
    )
    op.create_index("ix_issues_period", "issues", ["period"])


def _submissions() -> None:
    op.create_table(
        "submissions",
        sa.Column("sequence", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("partner", sa.String(64), nullable=False),
        sa.Column("period", sa.String(6), nullable=False),
        sa.Column("questionnaire_id", sa.String(60), nullable=False),
        sa.Column("questionnaire_version", sa.String(40), nullable=False),
        sa.Column("questionnaire_sha256", sa.String(64), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.String(64), nullable=False),
        sa.Column("issue", sa.Text(), nullable=False),
        sa.Column("imported_on", sa.Date(), nullable=False),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.Column("codes", sa.LargeBinary(), nullable=False),
        sa.Column("responses", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_submissions"),
        sa.ForeignKeyConstraint(["partner"], ["partners.id"], name="fk_submissions_partner"),
        sa.UniqueConstraint("partner", "period", "file_sha256", name="uq_submissions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_submissions_period", "submissions", ["period", "partner", "sequence"])


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("partner", sa.String(64), nullable=False),
        sa.Column("period", sa.String(6), nullable=False),
        sa.Column("questionnaire_id", sa.String(60), nullable=False),
        sa.Column("question", sa.String(80), nullable=False),
        sa.Column("decision", sa.String(20), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_reviews"),
        sa.ForeignKeyConstraint(["partner"], ["partners.id"], name="fk_reviews_partner"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reviews_partner", "reviews", ["partner"])
