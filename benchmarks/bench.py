"""What every benchmark gets: a throwaway Postgres, page servers, and the options."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import psycopg2
from psycopg2.extensions import connection as Connection

import embedded_postgres
from benchmarks import measure
from loader.config import PROJECT_ROOT

# The loader's working folder depends on the schema: these keep it apart from a real load's.
RAW_SCHEMA = "bench_raw"
DBT_SCHEMA = "bench"
TENANT_ID = 1

_OURS = ("SERVICETITAN_", "PG", "RAW_SCHEMA", "DBT_")


@dataclass(frozen=True)
class Options:
    """How much to measure.

    Attributes:
        rounds: Runs of each way; results are medians.
        records: Records of the loader benchmark.
        memory_records: Records of the memory benchmark.
        jobs: Jobs of the transform benchmark.
        tenants: Tenants of their benchmark.
    """

    rounds: int
    records: int
    memory_records: int
    jobs: int
    tenants: int


@dataclass(frozen=True)
class Bench:
    """A throwaway embedded Postgres without autovacuum, a temporary folder, and the options."""

    settings: embedded_postgres.Settings
    folder: Path
    options: Options

    @property
    def postmaster(self) -> int:
        """The process id of the Postgres server."""
        pid = embedded_postgres.status(self.settings).pid
        if pid is None:
            raise RuntimeError("the benchmark's Postgres has stopped")
        return pid

    def say(self, text: str) -> None:
        """Print progress to stderr."""
        click.echo(f"   {text}", err=True)

    def environ(self, database: str, **more: str) -> dict[str, str]:
        """The environment of a measured process, without the user's settings."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(_OURS)}
        # Let Python write .pyc files, as it does for a user.
        kept.pop("PYTHONDONTWRITEBYTECODE", None)
        parameters = self.settings.libpq(database)
        return kept | {
            "PGHOST": parameters["host"],
            "PGPORT": str(parameters["port"]),
            "PGUSER": parameters["user"],
            "PGPASSWORD": parameters["password"],
            "PGDATABASE": database,
            "PGSSLMODE": "disable",
            "RAW_SCHEMA": RAW_SCHEMA,
            "DBT_SCHEMA": DBT_SCHEMA,
            "DBT_TARGET_PATH": str(self.folder / f"target_{database}"),
            "DBT_LOG_PATH": str(self.folder / f"logs_{database}"),
            "SERVICETITAN_TENANT_ID": str(TENANT_ID),
            "SERVICETITAN_CLIENT_ID": "bench",
            "SERVICETITAN_CLIENT_SECRET": "bench",
            "SERVICETITAN_APP_KEY": "bench",
            "SERVICETITAN_TIMEZONE": "UTC",
            **more,
        }

    def run(
        self, *arguments: str, environ: Mapping[str, str], folder: Path = PROJECT_ROOT
    ) -> measure.Run:
        """Time ``python -m ARGUMENTS`` in a folder."""
        return measure.run(arguments, environ, self.postmaster, folder=folder)

    def load(self, database: str, url: str, *arguments: str, **more: str) -> measure.Run:
        """Time ``python -m loader load`` from a server into a database."""
        environ = self.environ(database, **api_variables(url), **more)
        return self.run("loader", "load", "--quiet", *arguments, environ=environ)

    def fresh_database(self, name: str) -> None:
        """Create an empty database, after a checkpoint that writes out the old one."""
        with closing(self._connect("postgres")) as connection, connection.cursor() as cursor:
            cursor.execute(f"drop database if exists {name}")
            cursor.execute(f"create database {name}")
            cursor.execute("checkpoint")

    def drop_database(self, name: str) -> None:
        """Drop a database to free its disk space."""
        with closing(self._connect("postgres")) as connection, connection.cursor() as cursor:
            cursor.execute(f"drop database if exists {name}")

    @contextmanager
    def database(self, name: str) -> Iterator[Connection]:
        """Connect; each statement commits."""
        with closing(self._connect(name)) as connection:
            yield connection

    def _connect(self, database: str) -> Connection:
        connection: Connection = psycopg2.connect(
            **self.settings.libpq(database), options="-c timezone=UTC -c work_mem=128MB"
        )
        connection.autocommit = True
        return connection


def api_variables(url: str) -> dict[str, str]:
    """The variables that point a measured process at ``url``."""
    return {"SERVICETITAN_API_URL": url, "SERVICETITAN_AUTH_URL": f"{url}/connect/token"}


@contextmanager
def bench(options: Options) -> Iterator[Bench]:
    """Start the Postgres; remove it and the folder at the end."""
    folder = Path(tempfile.mkdtemp(prefix="bench"))
    folder.chmod(0o755)  # as root, Postgres runs under another account, which must get in
    settings = embedded_postgres.Settings(home=folder / "postgres", port=_free_port())
    try:
        embedded_postgres.start(settings)
        # Autovacuum runs once a minute and would slow down some runs and not others.
        with (embedded_postgres.status(settings).folder / "data" / "postgresql.conf").open(
            "a", encoding="utf-8"
        ) as own:
            own.write("autovacuum = off\n")
        embedded_postgres.stop(settings)
        embedded_postgres.start(settings)
        yield Bench(settings, folder, options)
    finally:
        embedded_postgres.remove(settings)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def serving(module: str, *arguments: str) -> Iterator[str]:
    """Start a server that prints its URL, or NAME=URL, and yield the URL once it listens."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", module, *arguments],
        cwd=PROJECT_ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None  # noqa: S101 (opened as a pipe)
        for line in process.stdout:
            if "http://" in line:
                url = line.strip().rpartition("=")[2]
                break
        else:
            raise RuntimeError(f"{module} did not start")
        _wait_until_it_listens(url)
        yield url
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _wait_until_it_listens(url: str) -> None:
    host, _, port = url.removeprefix("http://").partition(":")
    for _ in range(100):
        with closing(socket.socket()) as probe:
            if probe.connect_ex((host, int(port))) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"nothing listens at {url}")


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
