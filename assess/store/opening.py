"""Opening a store: settings of the connection, and migrations where they are due."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError

from assess.store.transactions import PATIENCE, writing
from questionnaires.problems import InputError, Place, Problem

MIGRATIONS = Path(__file__).parent / "migrations"

HEAD = "0005"
"""The newest migration; known here so that a store that is up to date loads no Alembic."""


def open_store(url: str) -> Engine:
    """Open the store at a database URL, making or migrating its tables where that is due.

    `sqlite:///…/assess.db` for a workspace, `postgresql+psycopg://…` for a server (its driver
    has to be installed). Raises InputError when it cannot be opened, is no store, or was made
    by a newer version of this program.
    """
    engine = _engine(url)
    try:
        _set_up(engine)
    except DatabaseError as error:
        engine.dispose()
        reason = " ".join(str(error.orig).split())
        if "unable to open" in reason or "readonly" in reason:
            reason += "; the folder must be there and writable, for a read-only copy is not enough"
        raise _refusal(engine, "store.unavailable", f"cannot be opened: {reason}") from error
    except InputError:
        engine.dispose()
        raise
    return engine


def _engine(url: str) -> Engine:
    try:
        engine = create_engine(url)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        message = f"the database URL cannot be used: {error}"
        hint = "write sqlite:///PATH, or postgresql+psycopg://… and install psycopg"
        raise InputError([Problem(Place(), "store.url", message, hint)]) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, _record: object) -> None:
    # SQLAlchemy says BEGIN below; the driver's own guess would leave out the lock.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000}")
    connection.execute("PRAGMA foreign_keys = ON")


def _on_begin(connection: Connection) -> None:
    wants = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if wants else "BEGIN")


def _set_up(engine: Engine) -> None:
    with engine.connect() as connection:
        found = _revision(connection)
    if found == HEAD:
        return
    if engine.dialect.name == "sqlite":
        _write_ahead(engine)
    with writing(engine) as connection:
        # Asked again: another process may have been first, and waiting was for it.
        found = _revision(connection)
        if found != HEAD:
            _migrate(engine, connection, found)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _write_ahead(engine: Engine) -> None:
    """Let readers and the writer work side by side; the file itself remembers the setting."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError:
        # Two processes that make one store at once: SQLite does not wait here, and the
        # other one is setting it. A store without it is slower, not wrong.
        pass
    finally:
        raw.close()


def _migrate(engine: Engine, connection: Connection, found: str | None) -> None:
    from alembic import command  # noqa: PLC0415 - 0.1 s, and rarely needed
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        message = f"was made by a newer version of this program (revision {found})"
        raise _refusal(engine, "store.newer", message, "update this program")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _refusal(engine: Engine, code: str, message: str, hint: str = "") -> InputError:
    place = Place(engine.url.render_as_string(hide_password=True))
    return InputError([Problem(place, code, f"the store {message}", hint)])
