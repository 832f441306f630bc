from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("partner", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("covers", sa.JSON(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date()),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.String(64), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_evidence"),
        sa.ForeignKeyConstraint(["partner"], ["partners.id"], name="fk_evidence_partner"),
        sa.UniqueConstraint("digest", name="uq_evidence"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_evidence_partner", "evidence", ["partner"])
    _closings()
    _observations()


def downgrade() -> None:
    for table in ("observations", "evidence_closings", "evidence"):
        op.drop_table(table)


def _closings() -> None:
    op.create_table(
        "evidence_closings",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("evidence", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("closed_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_evidence_closings"),
        sa.ForeignKeyConstraint(
            ["evidence"], ["evidence.number"], name="fk_evidence_closings_evidence"
        ),
        sa.UniqueConstraint("evidence", name="uq_evidence_closings"),
        sqlite_autoincrement=True,
    )


def _observations() -> None:
    op.create_table(
        "observations",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("partner", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("result", sa.String(60), nullable=False),
        sa.Column("question", sa.String(80), nullable=False),
        sa.Column("level", sa.String(60), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("observed_on", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.String(64), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_observations"),
        sa.ForeignKeyConstraint(["partner"], ["partners.id"], name="fk_observations_partner"),
        sa.UniqueConstraint("digest", name="uq_observations"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_observations_partner", "observations", ["partner"])
