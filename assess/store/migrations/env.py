from __future__ import annotations

from alembic import context

from assess.store.tables import metadata

# `open_store` hands over a connection that already holds the only write transaction.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
