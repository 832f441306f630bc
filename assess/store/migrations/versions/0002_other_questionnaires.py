from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        # All that is stored so far came back on our own form, which "" stands for.
        sa.Column("layout", sa.String(120), nullable=False, server_default=""),
        sa.Column("texts", sa.LargeBinary()),
        sa.Column("counts", sa.JSON()),
        sa.Column("native", sa.JSON()),
        sa.Column("corrects", sa.String(64), nullable=False, server_default=""),
    ):
        op.add_column("submissions", column)


def downgrade() -> None:
    for column in ("corrects", "native", "counts", "texts", "layout"):
        op.drop_column("submissions", column)
