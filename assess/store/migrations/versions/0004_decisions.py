from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reviews", sa.Column("level", sa.String(60), nullable=False, server_default=""))
    op.create_table(
        "review_withdrawals",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("review", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_by", sa.Text(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_review_withdrawals"),
        sa.ForeignKeyConstraint(
            ["review"], ["reviews.number"], name="fk_review_withdrawals_review"
        ),
        sa.UniqueConstraint("review", name="uq_review_withdrawals"),
        sqlite_autoincrement=True,
    )
    _disputes()


def downgrade() -> None:
    for table in ("dispute_answers", "disputes", "review_withdrawals"):
        op.drop_table(table)
    with op.batch_alter_table("reviews") as batch:
        batch.drop_column("level")


def _disputes() -> None:
    op.create_table(
        "disputes",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("partner", sa.String(64), nullable=False),
        sa.Column("period", sa.String(6), nullable=False),
        sa.Column("questionnaire_id", sa.String(60), nullable=False),
        sa.Column("question", sa.String(80), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raised_by", sa.Text(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_disputes"),
        sa.ForeignKeyConstraint(["partner"], ["partners.id"], name="fk_disputes_partner"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_disputes_partner", "disputes", ["partner"])
    op.create_table(
        "dispute_answers",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("dispute", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_dispute_answers"),
        sa.ForeignKeyConstraint(
            ["dispute"], ["disputes.number"], name="fk_dispute_answers_dispute"
        ),
        sa.UniqueConstraint("dispute", name="uq_dispute_answers"),
        sqlite_autoincrement=True,
    )
