"""Connections: each class of error has its cause and remedy, and poolers are recognised."""

from __future__ import annotations

import json
import select
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from loader.config import Warehouse
from loader.errors import (
    ConfigurationError,
    LoaderError,
    RunInProgress,
    TransientWarehouseError,
    WarehouseError,
)
from loader.postgres_errors import connection_error, statement_error
from loader.warehouse.connection import cancel_statements, connect, fetch_one, transaction
from loader.warehouse.lock import tenant_lock
from tests.commands import clean_environment, free_port, run, warehouse_variables
from tests.warehouse.pgbouncer import PGBOUNCER, pooled


def value(connection: Connection, statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return fetch_one(cursor)[0]


def test_a_session_is_utc_and_notices_a_machine_that_vanished(warehouse: Warehouse) -> None:
    with closing(connect(warehouse, "test")) as connection:
        assert value(connection, "show timezone") == "UTC"
        assert value(connection, "show tcp_user_timeout") == "180000"
        name = str(value(connection, "show application_name"))
    assert name.startswith("servicetitan ")
    assert name.endswith(" test")


@pytest.mark.parametrize(
    ("statement", "cause", "remedy"),
    [
        ("set local statement_timeout = 50; select pg_sleep(9)", "cancelled", "statement_timeout"),
        ("set transaction read only; create table t ()", "no changes", "primary"),
        ("select pg_terminate_backend(pg_backend_pid())", "was lost", "load again"),
        ("create table pg_catalog.t ()", "does not allow", "own"),
    ],
)
def test_a_failed_statement_is_explained(
    warehouse: Warehouse, statement: str, cause: str, remedy: str
) -> None:
    connection = connect(warehouse)
    with (
        closing(connection),
        pytest.raises(WarehouseError) as error,
        transaction(connection),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert cause in error.value.cause
    assert remedy in error.value.remedy


def test_a_deadlock_and_a_lock_time_out_are_told_apart(warehouse: Warehouse) -> None:
    with closing(connect(warehouse)) as one, closing(connect(warehouse)) as two:
        with transaction(one), one.cursor() as cursor:
            cursor.execute("create table a (); create table b ()")
        first, second = one.cursor(), two.cursor()
        first.execute("lock table a")
        with pytest.raises(WarehouseError, match="lock_timeout"), transaction(two):
            second.execute("set local lock_timeout = 50; lock table a")
        second.execute("lock table b")
        failures: list[WarehouseError] = []

        def wait_for(connection: Connection, table: str) -> None:
            try:
                with transaction(connection), connection.cursor() as cursor:
                    cursor.execute(f"lock table {table}")
            except WarehouseError as error:
                failures.append(error)

        threads = [
            threading.Thread(target=wait_for, args=pair) for pair in ((one, "b"), (two, "a"))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert ["deadlock" in failure.cause for failure in failures] == [True]


@pytest.mark.parametrize(
    ("setting", "begin"),
    [("idle_in_transaction_session_timeout", "begin"), ("idle_session_timeout", "")],
)
def test_a_time_out_that_ends_idle_connections_is_named(
    warehouse: Warehouse, setting: str, begin: str
) -> None:
    with closing(connect(warehouse)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute(f"set {setting} = 50; {begin}")
        select.select([connection], [], [], 30)  # Postgres says good-bye
        with pytest.raises(TransientWarehouseError) as error, transaction(connection):
            cursor.execute("select 1")
    assert setting in error.value.remedy


class _Failure(psycopg2.OperationalError):
    """An error with a SQLSTATE that a test cannot provoke, such as that of a full disk."""

    def __init__(self, code: str) -> None:
        super().__init__("jane@example.com")
        self.code = code

    @property
    def pgcode(self) -> str:
        return self.code


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("53100", "disk"),
        ("53200", "memory"),
        ("53300", "no free connection"),
        ("53999", "lacks a resource"),
        ("57P01", "shut down"),
        ("57P05", "idle_session_timeout"),
        ("25P03", "idle_in_transaction_session_timeout"),
        ("40001", "same rows"),
        ("XX001", "damaged"),
        ("", "was lost"),
    ],
)
def test_each_class_of_error_has_its_own_cause(code: str, cause: str) -> None:
    explained = statement_error(_Failure(code))
    assert explained is not None
    assert cause in explained.cause
    assert "jane" not in str(explained)


def test_an_error_of_our_own_is_not_explained_away() -> None:
    assert statement_error(psycopg2.errors.UndefinedTable()) is None


@pytest.mark.parametrize(
    ("text", "kind", "cause"),
    [
        ("FATAL:  sorry, too many connections for role", WarehouseError, "no free connection"),
        ("FATAL:  the database system is starting up", WarehouseError, "starting"),
        ("FATAL:  the database system is shutting down", WarehouseError, "shutting down"),
        ("FATAL:  no pg_hba.conf entry, no encryption", ConfigurationError, "does not let"),
        ("server does not support SSL, but SSL was required", ConfigurationError, "TLS"),
        ('root certificate file "x" does not exist', ConfigurationError, "TLS"),
        ("SSL error: certificate verify failed", ConfigurationError, "TLS"),
        ("SSL SYSCALL error: EOF detected", WarehouseError, "cannot be reached"),
        ("could not translate host name", WarehouseError, "no host"),
        ("connection failed: timeout expired", WarehouseError, "in time"),
    ],
)
def test_each_refused_connection_has_its_own_cause(
    warehouse: Warehouse, text: str, kind: type[LoaderError], cause: str
) -> None:
    explained = connection_error(warehouse, psycopg2.OperationalError(text))
    assert type(explained) is kind
    assert cause in explained.cause


def test_logins_that_postgres_refuses_are_explained(warehouse: Warehouse) -> None:
    with pytest.raises(ConfigurationError, match="PGPASSWORD"):
        connect(replace(warehouse, password="wrong"))
    with pytest.raises(ConfigurationError, match="PGDATABASE"):
        connect(replace(warehouse, database="nowhere"))
    with pytest.raises(ConfigurationError, match="TLS"):
        connect(replace(warehouse, sslmode="require"))
    with pytest.raises(WarehouseError, match="cannot be reached"):
        connect(replace(warehouse, port=free_port()))


@pytest.mark.parametrize(
    ("keyword", "value", "variable"),
    [
        ("channel_binding", "foo", "PGCHANNELBINDING"),
        ("connect_timeout", "soon", "PGCONNECT_TIMEOUT"),
        ("gssencmode", "foo", "PGGSSENCMODE"),
        ("hostaddr", "256.1.1.1", "PGHOSTADDR"),
        ("options", "-c nonsense=1", "PGOPTIONS"),
        ("options", "nonsense", "PGOPTIONS"),
        ("options", "-c work_mem=much", "PGOPTIONS"),
        ("require_auth", "foo", "PGREQUIREAUTH"),
        ("require_auth", "none", "PGREQUIREAUTH"),
        ("target_session_attrs", "foo", "PGTARGETSESSIONATTRS"),
        ("target_session_attrs", "standby", "PGTARGETSESSIONATTRS"),
    ],
)
def test_a_connection_setting_that_is_refused_is_named(
    warehouse: Warehouse, keyword: str, value: str, variable: str
) -> None:
    with pytest.raises(ConfigurationError) as error:
        connect(replace(warehouse, libpq=((keyword, value),)))
    assert variable in error.value.remedy


@pytest.mark.parametrize(
    ("variable", "value"),
    [("PGTZ", "Nowhere"), ("PGDATESTYLE", "foo"), ("PGSSLMINPROTOCOLVERSION", "TLSv9")],
)
def test_a_variable_that_libpq_reads_by_itself_is_named(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigurationError, match=variable):
        connect(warehouse)


def test_texts_are_utf8_whatever_encoding_the_environment_names(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGCLIENTENCODING", "LATIN1")
    with closing(connect(warehouse)) as connection:
        assert value(connection, "select '\u20ac \U0001f600'") == "\u20ac \U0001f600"


ODD_SETTINGS = {
    "timezone": "America/New_York",
    "datestyle": "German, DMY",
    "intervalstyle": "postgres_verbose",
    "standard_conforming_strings": "off",
    "transform_null_equals": "on",
    "default_transaction_isolation": "serializable",
    "default_transaction_deferrable": "on",
    "client_encoding": "LATIN1",
}


def test_settings_of_a_database_or_role_change_nothing_in_the_loader_and_in_dbt(
    warehouse: Warehouse,
) -> None:
    with closing(psycopg2.connect(warehouse.dsn)) as connection, connection.cursor() as cursor:
        for name, odd in ODD_SETTINGS.items():
            cursor.execute(f"alter database {warehouse.database} set {name} = '{odd}'")
        connection.commit()
    names = ", ".join(f"'{name}'" for name in ODD_SETTINGS)
    settings = f"string_agg(current_setting(name), '|' order by name) from unnest(array[{names}])"
    with closing(connect(warehouse)) as connection:
        loaders = value(connection, f"select {settings} as name")
        assert loaders == "UTF8|ISO, DMY|off|read committed|postgres|on|UTC|off"
        assert value(connection, "select interval '-1 day'") == timedelta(days=-1)
    shown = run(
        *("loader.transform", "--quiet", "show", "--output", "json", "--inline"),
        f"select {settings} as name",
        environment=clean_environment(**warehouse_variables(warehouse)),
    )
    assert json.loads(shown.stdout)["show"] == [{"string_agg": loaders}], shown.stderr


def test_running_statements_can_be_cancelled_from_another_thread(warehouse: Warehouse) -> None:
    with closing(connect(warehouse)) as connection:
        timer = threading.Timer(0.3, cancel_statements)
        timer.start()
        with pytest.raises(WarehouseError, match="cancelled"), transaction(connection):
            value(connection, "select pg_sleep(60)::text")
        timer.join()


def test_a_lock_names_its_holder_and_since_when(warehouse: Warehouse) -> None:
    with (
        tenant_lock(warehouse, 7),
        pytest.raises(RunInProgress, match=r"pid \d+ at 127.0.0.1, since 20\d\d-.* UTC") as error,
        tenant_lock(warehouse, 7),
    ):
        pass
    assert error.value.exit_code == 75


@pytest.fixture(params=["session", "transaction"])
def pool(request: pytest.FixtureRequest, warehouse: Warehouse, tmp_path: Path) -> Iterator[tuple]:
    with pooled(warehouse, request.param, tmp_path) as behind:
        yield request.param, behind


@pytest.mark.skipif(PGBOUNCER is None, reason="pgbouncer is not installed")
def test_a_pool_in_session_mode_works_and_in_transaction_mode_is_refused(pool: tuple) -> None:
    mode, behind = pool
    if mode == "transaction":
        with pytest.raises(ConfigurationError, match="transaction mode"):
            connect(behind)
        return
    with tenant_lock(behind, 7) as lock:
        lock.check()
        with pytest.raises(RunInProgress), tenant_lock(behind, 7):
            pass


@pytest.mark.skipif(PGBOUNCER is None, reason="pgbouncer is not installed")
def test_a_pool_without_a_free_connection_is_named(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loader.warehouse.connection._ANSWER_TIMEOUT", 1.0)
    with (
        pooled(warehouse, "session", tmp_path, size=2) as behind,
        closing(connect(behind)),
        closing(psycopg2.connect(behind.dsn)) as other,
    ):
        value(other, "select 1")
        with pytest.raises(WarehouseError, match="no free connection") as error:
            connect(behind)
        assert "default_pool_size" in error.value.remedy
