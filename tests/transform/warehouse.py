"""What the tests of the transform do to a warehouse: let records arrive, run dbt, compare."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from dbt.cli.main import dbtRunner, dbtRunnerResult
from psycopg2.extras import Json, RealDictCursor
from psycopg2.sql import SQL, Composable, Identifier

from loader.catalogue import ENDPOINTS, MODEL_INPUTS
from loader.config import PROJECT_ROOT, Engine
from loader.warehouse import tables
from tests import databases

RAW = "servicetitan_raw"
ST = "servicetitan"
INTERNAL = "servicetitan_internal"  # where the transform keeps its state
PROJECT = PROJECT_ROOT / "dbt_project"

CORE = {name: endpoint for name, endpoint in ENDPOINTS.items() if endpoint.default}
OWN_TIMES = {"local_created_at", "local_synced_at"}

Record = Mapping[str, Any]


class Warehouse:
    """Raw and st_ tables of one database.

    ``arrive`` is the loader's part as the transform sees it: rows and the load's entry in
    raw_loads, in one transaction. ``transform`` is ``make transform``.
    """

    def __init__(
        self,
        parameters: Mapping[str, Any],
        folder: Path,
        project: Path = PROJECT,
        engine: Engine | None = None,
    ):
        self.engine: Engine = engine or databases.default_engine
        self.parameters = dict(parameters)
        self.variables = {
            "PGHOST": str(self.parameters["host"]),
            "PGPORT": str(self.parameters["port"]),
            "PGUSER": str(self.parameters["user"]),
            "PGPASSWORD": str(self.parameters["password"]),
            "PGDATABASE": str(self.parameters["dbname"]),
            "RAW_SCHEMA": RAW,
            "DBT_SCHEMA": ST,
            "WAREHOUSE_ENGINE": self.engine,
        }
        self.folder = folder
        self.project = project
        self.connection = self.connect()
        self.connection.autocommit = True
        self._load_ids = (str(number) for number in itertools.count(1000))
        self._tenants = 1
        self._manifest: Any = None
        self._all_rows: dict[str, str] = {}
        self._schemas: dict[str, str] = {}
        with self.connection.cursor() as cursor:
            tables.ensure_schema(cursor, RAW, MODEL_INPUTS, self.engine)

    def connect(self) -> Any:
        """A further connection to the database."""
        return psycopg2.connect(**self.parameters)

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def environ(self) -> dict[str, str]:
        """What dbt reads from its environment."""
        return dict(self.variables)

    @contextmanager
    def _environment(self) -> Iterator[None]:
        # For the command alone: tests of several databases take turns in one process.
        with pytest.MonkeyPatch.context() as patch:
            for variable in [name for name in os.environ if name.startswith(("DBT_", "PG"))]:
                patch.delenv(variable)
            for variable, value in self.variables.items():
                patch.setenv(variable, value)
            yield

    def reset(self) -> None:
        """Empty the raw tables, drop the st_ tables and the transform's state."""
        every_table = [endpoint.table for endpoint in MODEL_INPUTS]
        every_table += [tables.LOADS, tables.SYNC_STATE, tables.TENANTS]
        self.execute(
            SQL("truncate {}").format(SQL(", ").join(Identifier(RAW, name) for name in every_table))
        )
        for schema in (ST, INTERNAL):
            self.execute(SQL("drop schema if exists {} cascade").format(Identifier(schema)))

    # The loader's part.

    def arrive(
        self,
        tenant: int = 1,
        load_id: str | None = None,
        connection: Any = None,
        **records: Iterable[Record],
    ) -> str:
        """Write records as one load: ``arrive(jobs=[{"st_id": 1, "name": ...}])``.

        A record replaces the whole row of its key. With ``connection`` the caller commits.
        """
        load_id = load_id or next(self._load_ids)
        own = connection is None
        connection = connection or self.connect()
        with connection.cursor() as cursor:
            for name, rows in records.items():
                rows = list(rows)
                for row in rows:
                    self._write(cursor, name, {**row, "tenant_id": tenant, "_dlt_load_id": load_id})
                cursor.execute(
                    f"insert into {RAW}.raw_loads (tenant_id, table_name, load_id, rows_written)"
                    " values (%s, %s, %s, %s) on conflict do nothing",
                    (tenant, ENDPOINTS[name].table, load_id, len(rows)),
                )
        if own:
            connection.commit()
            connection.close()
        return load_id

    @staticmethod
    def _write(cursor: Any, name: str, row: dict[str, Any]) -> None:
        endpoint = ENDPOINTS[name]
        of_record = {key: value for key, value in row.items() if key != "_dlt_load_id"}
        row = {
            **row,
            "fetched_at": "2026-01-01T00:00:00Z",
            "full_data": json.loads(json.dumps(of_record, default=str)),
        }
        types = tables.columns(endpoint)
        names = list(types)
        unknown = set(row) - set(names)
        assert not unknown, f"{endpoint.table} has no {unknown}"
        key = endpoint.primary_key
        cursor.execute(
            SQL("insert into {} ({}) values ({}) on conflict ({}) do update set {}").format(
                Identifier(RAW, endpoint.table),
                SQL(", ").join(map(Identifier, names)),
                SQL(", ").join(SQL("%s") for _ in names),
                SQL(", ").join(map(Identifier, key)),
                SQL(", ").join(
                    SQL("{0} = excluded.{0}").format(Identifier(n)) for n in names if n not in key
                ),
            ),
            [
                Json(v) if (v := row.get(n)) is not None and types[n].startswith("jsonb") else v
                for n in names
            ],
        )

    # The transform's part.

    def dbt(self, *arguments: str) -> dbtRunnerResult:
        """Run a dbt command in this process."""
        manifest = self.manifest
        with self._environment():
            return dbtRunner(manifest=manifest).invoke(self._command(*arguments))

    @property
    def manifest(self) -> Any:
        """The project as dbt parsed it."""
        if self._manifest is None:
            with self._environment():
                parsed = dbtRunner().invoke(self._command("parse"))
            assert parsed.success, parsed.exception
            self._manifest = parsed.result
        return self._manifest

    def _command(self, *arguments: str) -> list[str]:
        return [
            "--quiet", "--log-level-file", "none", "--no-use-colors",
            *arguments,
            "--project-dir", str(self.project), "--profiles-dir", str(self.project),
            "--target-path", str(self.folder / "target"), "--log-path", str(self.folder / "logs"),
        ]  # fmt: skip

    def wait_for_lock(self) -> None:
        """Return when another connection waits for a lock."""
        for _ in range(600):
            if self.rows("select from pg_locks where not granted"):
                return
            time.sleep(0.1)
        raise TimeoutError("nobody waits for a lock")

    def next_tenants(self, count: int) -> int:
        """The first of this many tenants without rows."""
        self._tenants += count
        return self._tenants - count

    def forget_project(self) -> None:
        """Parse the project again before the next command: it was edited."""
        self._manifest = None
        self._all_rows = {}

    def transform(self, *arguments: str) -> dict[str, int]:
        """Run the models; rows written, for each model."""
        result = self.dbt("--no-write-json", "run", *arguments)
        assert result.success, messages(result)
        return {
            each.node.name: int(each.adapter_response["rows_affected"])
            for each in result.result
            if each.node.resource_type == "model"
        }

    def failing_transform(self, *arguments: str) -> str:
        """Run the models, at least one of which must fail; return what dbt said."""
        result = self.dbt("--no-write-json", "run", *arguments)
        assert not result.success, "the run was expected to fail"
        return messages(result)

    def start_transform(self, *arguments: str) -> subprocess.Popen[str]:
        """Run the models in another process."""
        return subprocess.Popen(
            [sys.executable, "-m", "dbt.cli.main", *self._command("run", *arguments)],
            env={**os.environ, **self.environ()},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    @property
    def models(self) -> list[str]:
        """Names of all models."""
        return sorted(self.all_rows_sql())

    def all_rows_sql(self) -> dict[str, str]:
        """For each model its SQL over all rows, as ``dbt compile`` gives it."""
        if not self._all_rows:
            models = [
                node
                for node in self._compiled("--select", "config.materialized:exact")
                if node.resource_type == "model"
            ]
            self._all_rows = {node.name: node.compiled_code for node in models}
            self._schemas = {node.name: node.schema for node in models}
        return self._all_rows

    def compiled(self, *arguments: str) -> dict[str, str]:
        """The SQL over all rows of what ``dbt compile`` selects, by name."""
        return {node.name: node.compiled_code for node in self._compiled(*arguments)}

    def _compiled(self, *arguments: str) -> list[Any]:
        result = self.dbt("--no-write-json", "compile", *arguments)
        assert result.success, messages(result)
        return [each.node for each in result.result]

    def differences(
        self,
        tenants: Iterable[int] | None = None,
        schema: str = "",
        models: Iterable[str] | None = None,
    ) -> list[Record]:
        """Rows in which the st_ tables differ from a computation over all rows.

        With ``schema``, from the tables of that schema instead; of models in the main schema.
        """
        found = []
        for model in models or self.models:
            sql = self.all_rows_sql()[model]
            if schema and self._schemas[model] != ST:
                continue
            found += self.compare(
                model,
                SQL("select * from {}").format(Identifier(schema, model)) if schema else SQL(sql),
            )
        to_fetch = None if tenants is None else set(tenants)
        return [each for each in found if to_fetch is None or each["tenant_id"] in to_fetch]

    def compare(self, model: str, right: Composable, where: str = "true") -> list[Record]:
        """Rows in which those of a model's table that fulfil a condition differ from a query's."""
        return self.rows(
            SQL(
                "with right_rows as (select {columns} from ({right}) as all_rows),"
                " our_rows as (select {columns} from {ours} where {where})"
                " select {model} as model, 'is' as what, tenant_id, to_jsonb(stale) as row"
                " from (select * from our_rows except all select * from right_rows) as stale"
                " union all select {model}, 'should be', tenant_id, to_jsonb(missing)"
                " from (select * from right_rows except all select * from our_rows) as missing"
            ).format(
                columns=SQL(", ").join(map(Identifier, self._columns(model))),
                right=right,
                ours=Identifier(self._schemas[model], model),
                where=SQL(where),
                model=SQL("'{}'").format(SQL(model)),
            )
        )

    def _columns(self, model: str) -> list[str]:
        names = self.rows(
            "select column_name from information_schema.columns"
            f" where table_schema = '{self._schemas[model]}' and table_name = '{model}'"
        )
        return [each["column_name"] for each in names if each["column_name"] not in OWN_TIMES]

    # Plain access.

    def execute(self, statement: Any) -> None:
        """Run a statement."""
        with self.connection.cursor() as cursor:
            cursor.execute(statement)

    def rows(self, query: Any) -> list[dict[str, Any]]:
        """All rows of a query."""
        with self.connection.cursor(cursor_factory=RealDictCursor) as cursor:
            cursor.execute(query)
            return [dict(row) for row in cursor.fetchall()]

    def indexes(self) -> list[dict[str, Any]]:
        """Name and columns of each index."""
        return self.rows(
            "select indexname as name, substring(indexdef from ' USING (.*)') as what"
            f" from pg_indexes where schemaname in ('{RAW}', '{ST}', '{INTERNAL}')"
        )

    def row(self, model: str, st_id: int, tenant: int = 1) -> dict[str, Any]:
        """One row of a model."""
        (found,) = self.rows(
            f"select * from {ST}.{model} where tenant_id = {tenant} and st_id = {st_id}"
        )
        return found

    def tenant(self, number: int) -> Tenant:
        """The part of the warehouse that belongs to one tenant."""
        return Tenant(self, number)


class Tenant:
    """One tenant's records, remembered so that a change names only what changes."""

    def __init__(self, warehouse: Warehouse, number: int):
        self.warehouse = warehouse
        self.number = number
        self._records: dict[tuple[str, tuple[Any, ...]], dict[str, Any]] = {}

    def arrive(self, load_id: str | None = None, **records: Iterable[Record]) -> None:
        """Let new records, or new versions of records, arrive as one load."""
        merged: dict[str, list[Record]] = {}
        for name, rows in records.items():
            for row in rows:
                key = (name, tuple(row[column] for column in ENDPOINTS[name].primary_key[1:]))
                self._records[key] = {**self._records.get(key, {}), **row}
                merged.setdefault(name, []).append(self._records[key])
        self.warehouse.arrive(self.number, load_id, **merged)

    def row(self, model: str, st_id: int) -> dict[str, Any]:
        """One row of a model."""
        return self.warehouse.row(model, st_id, self.number)


def begins_with_tenant(index: str) -> bool:
    """Whether an index can be searched for one tenant: ``gin ((ARRAY[tenant_id]), ids)``."""
    columns = index.partition(" ")[2]
    return columns.startswith(("(tenant_id", "((ARRAY[tenant_id])"))


def messages(result: dbtRunnerResult) -> str:
    """What dbt says about a command, node by node."""
    each: Callable[[Any], str] = lambda r: f"{r.node.name}: {r.status}: {r.message}"  # noqa: E731
    return "\n".join(map(each, result.result or [])) or str(result.exception)
