"""Keeps values of records out of dbt's messages: dbt shows Postgres's errors, which quote them.

dbt writes the text of a failed statement to the terminal, to ``logs/dbt.log`` and to
``target/run_results.json``. The text of a cast that failed holds the value, that of a broken
constraint a whole row. dbt has no setting for it, and neither has psycopg2, so this replaces dbt's
error handler.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg2

# What precedes the first value: "invalid input syntax for type bigint". Messages can be translated.
_PLAIN_WORDS = re.compile(r"[^\W\d_]+(?:[ '-]?[^\W\d_]+)*")
# Raised by functions: the text is whatever their author put together.
_CLASS_OF_FUNCTIONS = "P0"
_CLASS_OF_WRONG_SQL = "42"


def without_values(error: psycopg2.Error) -> str:
    """Return an error of Postgres as text that holds no value of any record.

    A statement that Postgres cannot parse is shown in full, with the place: it holds code only.
    """
    code = error.pgcode or ""
    if not code:  # the connection: libpq's text is about hosts and users
        return str(error).strip()
    if code.startswith(_CLASS_OF_WRONG_SQL) and error.diag.statement_position:
        return str(error).strip()
    words = _PLAIN_WORDS.match(error.diag.message_primary or "")
    said = f": {words[0]}" if words and not code.startswith(_CLASS_OF_FUNCTIONS) else ""
    names = [
        f"{kind} {name}"
        for kind, name in (
            ("table", error.diag.table_name),
            ("column", error.diag.column_name),
            ("constraint", error.diag.constraint_name),
        )
        if name
    ]
    place = f" ({', '.join(names)})" if names else ""
    return (
        f"{type(error).__name__} ({code}){said}{place}. Values are not shown, because they can be"
        " personal data: run the compiled code in psql to see them."
    )


def hide_values() -> None:
    """Make dbt, in this process, show errors of Postgres without values of records."""
    # A second to import, and dbt imports it anyway.
    from dbt.adapters.postgres.connections import PostgresConnectionManager
    from dbt_common.exceptions import DbtDatabaseError

    explained = PostgresConnectionManager.exception_handler

    @contextmanager
    def handler(self: Any, sql: str) -> Iterator[None]:
        with explained(self, sql):
            try:
                yield
            except psycopg2.DatabaseError as error:
                with suppress(psycopg2.Error):  # the connection was lost
                    self.rollback_if_open()
                # Without the cause, which tracebacks in the log would show.
                raise DbtDatabaseError(without_values(error)) from None

    PostgresConnectionManager.exception_handler = handler  # type: ignore[method-assign]
