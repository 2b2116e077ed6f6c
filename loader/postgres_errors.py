"""Errors of Postgres as causes and remedies.

A statement's error is recognised by its SQLSTATE (Postgres manual, appendix A). For a refused login
psycopg2 gives none, only the text of libpq or the server. Texts are never shown: they can quote
records.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import psycopg2

from loader.config import Warehouse
from loader.config.warehouse import LIBPQ_VARIABLES
from loader.errors import (
    ConfigurationError,
    LoaderError,
    TransientWarehouseError,
    WarehouseError,
)

_COMMITTED_STAYS = "What was committed stays; load again"


@dataclass(frozen=True)
class _Explanation:
    cause: str
    remedy: str


# By SQLSTATE, or by its class of two characters.
_STATEMENT_ERRORS = {
    "08": _Explanation(
        "The connection to Postgres was lost.",
        # psycopg2 does not pass on what Postgres said before it closed the connection.
        f"{_COMMITTED_STAYS} when the database is back. If it never was away, its log says why it"
        " ended the connection: idle_in_transaction_session_timeout and idle_session_timeout do.",
    ),
    "25006": _Explanation(
        "Postgres accepts no changes: it is a replica, or set to read-only.",
        "Point PGHOST at the primary server (or set PGTARGETSESSIONATTRS=read-write), and check"
        " default_transaction_read_only.",
    ),
    "25P03": _Explanation(
        "Postgres ended the connection: idle_in_transaction_session_timeout is too short.",
        "Raise it for this role: alter role ... set idle_in_transaction_session_timeout = '1h'.",
    ),
    "25P04": _Explanation(
        "Postgres cancelled a transaction: transaction_timeout is too short.",
        "Raise it for this role: alter role ... set transaction_timeout = '1h'.",
    ),
    "28": _Explanation(
        "Postgres no longer accepts this role.",
        "Check the role and pg_hba.conf, then load again.",
    ),
    "40001": _Explanation(
        "Postgres rolled a transaction back: another one changed the same rows.",
        f"{_COMMITTED_STAYS}.",
    ),
    "40P01": _Explanation(
        "Postgres rolled a transaction back to resolve a deadlock with another session.",
        f"{_COMMITTED_STAYS}. If it returns, look for other programs that lock the raw tables.",
    ),
    "42501": _Explanation(
        "Postgres does not allow this role what the loader needs.",
        "The role must own the raw schema and the tenant's staging schema (RAW_SCHEMA followed by"
        " _landing_ and the tenant's number), or have the privilege to create schemas in the"
        " database (grant create on database).",
    ),
    "53100": _Explanation(
        "The disk of the Postgres server is full.",
        f"Make room on the server. {_COMMITTED_STAYS} then.",
    ),
    "53200": _Explanation(
        "The Postgres server is out of memory.",
        f"Lower work_mem or the server's other load. {_COMMITTED_STAYS} then.",
    ),
    "53300": _Explanation(
        "Postgres has no free connection.",
        "Raise max_connections, or run fewer loads at once: each uses up to 12 connections.",
    ),
    "53": _Explanation(
        "The Postgres server lacks a resource.",
        f"Look in the server's log. {_COMMITTED_STAYS} then.",
    ),
    "55P03": _Explanation(
        "Postgres gave up waiting for a lock (lock_timeout).",
        "Find the session that holds it (pg_locks, pg_stat_activity), or raise lock_timeout for"
        f" this role. {_COMMITTED_STAYS} then.",
    ),
    "57014": _Explanation(
        "Postgres cancelled a statement: statement_timeout is too short, or somebody cancelled it.",
        f"Raise it for this role: alter role ... set statement_timeout = 0. {_COMMITTED_STAYS}.",
    ),
    "57P05": _Explanation(
        "Postgres ended the connection: idle_session_timeout is too short.",
        "Switch it off for this role: alter role ... set idle_session_timeout = 0.",
    ),
    "57P": _Explanation(
        "Postgres was shut down or restarted, or an administrator ended the connection.",
        f"{_COMMITTED_STAYS} when the database is back.",
    ),
    "58": _Explanation(
        "The Postgres server had an error of its disk or operating system.",
        f"Look in the server's log. {_COMMITTED_STAYS} then.",
    ),
    "XX": _Explanation(
        "Postgres reported an internal error or damaged data.",
        "Look in the server's log.",
    ),
}

# SQLSTATEs of schemas, tables, columns and functions that do not exist.
_MISSING = ("3F000", "42P01", "42703", "42883")

# SQLSTATEs after which the same transaction may succeed, on a new connection if this one is lost.
_TRANSIENT = ("08", "40001", "40P01", "57P")

# Our own text for a server or pooler that accepts a login and then says nothing.
NO_ANSWER = "no answer after the login"

# Parts of the texts of libpq, Postgres and PgBouncer when a connection is refused. The first that
# occurs decides. True: a retry without a change fails again.
_CONNECTION_ERRORS: tuple[tuple[tuple[str, ...], bool, _Explanation], ...] = (
    (
        (NO_ANSWER, "query_wait_timeout"),
        False,
        _Explanation(
            "Postgres at {where} accepts connections and does not answer, or its pooler has no free"
            " connection.",
            "Check that the server is not overloaded. A load needs up to 12 connections (PgBouncer:"
            " default_pool_size).",
        ),
    ),
    (
        ("too many connections", "connection slots are reserved", "no more connections allowed"),
        False,
        _Explanation(
            "Postgres at {where} has no free connection.",
            "Raise max_connections, or run fewer loads at once: each uses up to 12 connections.",
        ),
    ),
    (
        ("the database system is starting", "not yet accepting", "in recovery mode"),
        False,
        _Explanation("Postgres at {where} is starting.", "Try again in a minute."),
    ),
    (
        ("the database system is shutting down",),
        False,
        _Explanation("Postgres at {where} is shutting down.", "Try again when it is back."),
    ),
    (
        ("password authentication failed", "no password supplied", "SASL", "auth failed"),
        True,
        _Explanation(
            "Postgres at {where} refuses the user {user} or its password.",
            "Check PGUSER and PGPASSWORD, or the password file (PGPASSFILE, ~/.pgpass).",
        ),
    ),
    (
        ("no pg_hba.conf entry", "pg_hba.conf rejects", "authentication failed"),
        True,
        _Explanation(
            "Postgres at {where} does not let the user {user} connect from this machine.",
            "Add a line to pg_hba.conf, or check PGUSER, PGDATABASE and PGSSLMODE.",
        ),
    ),
    (
        ("certificate", "SSL", "TLS", "sslmode"),
        True,
        _Explanation(
            "The encrypted connection (TLS) to Postgres at {where} failed, or one is required and"
            " not offered.",
            "Check PGSSLMODE ({sslmode}), PGSSLROOTCERT, and the server's certificate.",
        ),
    ),
    (
        ("unsupported startup parameter",),
        True,
        _Explanation(
            "The pooler at {where} refuses a connection setting.",
            "PgBouncer: set ignore_startup_parameters = extra_float_digits,options; and unset"
            " PGOPTIONS.",
        ),
    ),
    (
        ("does not exist", "no such database", "no such user", "not permitted to log in"),
        True,
        _Explanation(
            "Postgres at {where} has no database {database} or no user {user} who may log in.",
            "Check PGDATABASE and PGUSER, or create them.",
        ),
    ),
    (
        ("permission denied for database",),
        True,
        _Explanation(
            "The user {user} may not connect to the database {database} at {where}.",
            "grant connect on database ... to this role, or check PGDATABASE and PGUSER.",
        ),
    ),
    (
        ("could not translate host name", "Name or service not known"),
        False,
        _Explanation("There is no host {host}.", "Check PGHOST, and this machine's DNS."),
    ),
)


# How libpq and Postgres name a setting that they do not take: by its own name, or by another text.
_NAMED_SETTING = re.compile(
    r'invalid "?(\w+)"? value: "|connection option "(\w+)"|invalid value for parameter "(\w+)"'
    r'|parameter "(\w+)" requires'
)
_SETTINGS_BY_TEXT = {
    "unrecognized configuration parameter": "options",
    "invalid command-line argument": "options",
    "could not parse network address": "hostaddr",
    "invalid require_auth": "require_auth",
    "authentication method requirement": "require_auth",
    "GSSAPI encryption required": "gssencmode",
    "session is read-only": "target_session_attrs",
    "session is not read-only": "target_session_attrs",
    "hot standby mode": "target_session_attrs",
}
# Variables that libpq reads by itself, by the name of the setting.
_VARIABLES = {keyword: name for name, keyword in LIBPQ_VARIABLES.items()} | {
    "client_encoding": "PGCLIENTENCODING",
    "DateStyle": "PGDATESTYLE",
    "geqo": "PGGEQO",
    "load_balance_hosts": "PGLOADBALANCEHOSTS",
    "ssl_max_protocol_version": "PGSSLMAXPROTOCOLVERSION",
    "ssl_min_protocol_version": "PGSSLMINPROTOCOLVERSION",
    "sslnegotiation": "PGSSLNEGOTIATION",
    "TimeZone": "PGTZ",
}


def _wrong_setting(text: str) -> ConfigurationError | None:
    """Return the error for a connection setting that libpq or the server refuses."""
    named = _NAMED_SETTING.search(text)
    if named is not None:
        setting = next(group for group in named.groups() if group)
    else:
        setting = next((name for part, name in _SETTINGS_BY_TEXT.items() if part in text), "")
    if not setting:
        return None
    variable = _VARIABLES.get(setting, "PGOPTIONS")
    others = "" if variable == "PGOPTIONS" else ", or PGOPTIONS"
    return ConfigurationError(
        f"The connection setting {setting} has a value that libpq or the server does not accept.",
        f"Correct or unset {variable} (in the environment, .env or the service file){others}.",
    )


def connection_error(warehouse: Warehouse, error: psycopg2.Error) -> LoaderError:
    """Return the error for a connection that failed."""
    text = str(error)
    wrong = _wrong_setting(text)
    if wrong is not None:
        return wrong
    values = {
        "where": f"{warehouse.host}:{warehouse.port}",
        "host": warehouse.host,
        "user": warehouse.user,
        "database": warehouse.database,
        "sslmode": warehouse.sslmode,
    }
    broken = "SSL SYSCALL" in text  # an encrypted connection that was cut, not a wrong setting
    for parts, wrong_configuration, found in _CONNECTION_ERRORS:
        if not broken and any(part in text for part in parts):
            kind = ConfigurationError if wrong_configuration else WarehouseError
            return kind(found.cause.format_map(values), found.remedy.format_map(values))
    remedy = (
        "Start it with `make db`."
        if warehouse.embedded
        else "Check PGHOST, PGPORT and PGSSLMODE, and that the server runs."
    )
    reason = " in time" if "timeout expired" in text else ""
    return WarehouseError(f"Postgres at {values['where']} cannot be reached{reason}.", remedy)


def statement_error(error: psycopg2.Error) -> WarehouseError | None:
    """Return the error for a failed statement; None if the user cannot fix it.

    A ``TransientWarehouseError`` if another attempt may succeed.
    """
    code = error.pgcode or ""
    if not code and isinstance(error, (psycopg2.OperationalError, psycopg2.InterfaceError)):
        code = "08006"  # the connection broke: nobody was there to give a SQLSTATE
    for length in (5, 3, 2):
        found = _STATEMENT_ERRORS.get(code[:length])
        if found is not None and code:
            kind = TransientWarehouseError if code.startswith(_TRANSIENT) else WarehouseError
            return kind(f"{found.cause} ({code})", found.remedy)
    return None


def refused_statement(error: psycopg2.Error) -> LoaderError:
    """Return the error for a command that ended with an error of Postgres. Its text is not shown.

    What is missing was never loaded or transformed, or an older version has made the warehouse.
    """
    explained = statement_error(error)
    if explained is not None:
        return explained
    code = error.pgcode or ""
    if code in _MISSING:
        return WarehouseError(
            f"A table or a column that this command needs is missing ({code}).",
            "Run `make sync`: it loads and transforms, and upgrades what an older version made.",
        )
    return WarehouseError(
        f"Postgres refused a statement ({type(error).__name__}, {code}).",
        "Run with --debug and report what it shows.",
    )
