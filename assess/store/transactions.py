"""Transactions in which this process is the only writer, on either database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import OperationalError

from questionnaires.problems import InputError, Place, Problem

PATIENCE = 60
"""Seconds to wait for another process that is writing."""

WRITERS = 0x706F7374757265
"""The lock that writers take turns by on PostgreSQL; SQLite has one writer anyway."""


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give the only write transaction: all of it is kept, or after any failure nothing.

    The lock is taken at the start, so what is read inside still holds when it is written, and
    sequence numbers are given in the order of commits. Raises InputError (`store.busy`) when
    another process goes on writing for longer than PATIENCE.
    """
    with engine.connect().execution_options(writing=True) as connection, _locked(connection):
        yield connection


@contextmanager
def _locked(connection: Connection) -> Iterator[None]:
    try:
        transaction = connection.begin()
    except OperationalError as error:
        if "locked" not in str(error.orig):
            raise
        message = "another process is writing to the store"
        hint = "wait until it is done and try again"
        raise InputError([Problem(Place(), "store.busy", message, hint)]) from error
    with transaction:
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(WRITERS)))
        yield
