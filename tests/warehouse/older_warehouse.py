"""A warehouse that an older commit loaded and transformed, as SQL.

``python -m tests.warehouse.older_warehouse 7d1e91f schema_1.sql`` makes the file: it checks the
commit out, runs its sandbox, its load and its transform in a Postgres of its own, and dumps the
database. The environment's packages must serve that commit too.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2

import embedded_postgres
from embedded_postgres.installation import psql_program
from loader.config import Warehouse
from tests.commands import PROJECT, clean_environment, free_port, warehouse_variables

SCHEMA_1 = Path(__file__).with_name("schema_1.sql")

_SCALE = "0.001"
# The rows of each raw table that the transform finds: the file is committed.
_ROWS = 5
_HEADER = """\
-- The warehouse of commit {commit}, after its load and transform of its sandbox, with few rows.
-- Made by: python -m tests.warehouse.older_warehouse {commit} {file}
"""


def restore(warehouse: Warehouse, file: Path) -> None:
    """Run a dump in an empty database."""
    with closing(psycopg2.connect(warehouse.dsn)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(file.read_text(encoding="utf-8"))
            cursor.execute("reset search_path; analyze")


def make(commit: str, file: Path) -> None:
    """Write the dump of a warehouse that a commit made."""
    with tempfile.TemporaryDirectory() as folder:
        tree, home = Path(folder, "tree"), Path(folder, "postgres")
        _git("worktree", "add", "--detach", str(tree), commit)
        settings = embedded_postgres.Settings(home=home, port=free_port())
        embedded_postgres.start(settings)
        try:
            environment = clean_environment(**warehouse_variables(settings))
            with _sandbox(tree, environment) as api:
                _python(tree, {**environment, **api}, "-m", "loader", "load", "--quiet")
                _thin_out(settings)
                _python(tree, {**environment, **api}, "-m", "loader.transform", "run")
            text = _dump(environment)
        finally:
            embedded_postgres.remove(settings)
            _git("worktree", "remove", "--force", str(tree))
    header = _HEADER.format(commit=commit, file=file.name)
    file.write_text(header + text, encoding="utf-8")


@contextmanager
def _sandbox(tree: Path, environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Serve the commit's own sandbox; yields the settings that it prints."""
    command = [sys.executable, "-u", "-m", "sandbox", "--port", "0", "--scale", _SCALE]
    with subprocess.Popen(
        command, cwd=tree, env=environment, stdout=subprocess.PIPE, text=True
    ) as it:
        try:
            found: dict[str, str] = {}
            for line in it.stdout or ():
                if line.startswith("# tenants"):
                    break
                if not line.startswith("#"):
                    name, _, value = line.strip().partition("=")
                    found[name] = value
            yield found
        finally:
            it.terminate()


def _thin_out(settings: embedded_postgres.Settings) -> None:
    """Delete all but a few rows of each raw table."""
    with closing(psycopg2.connect(**settings.libpq())) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("set search_path to servicetitan_raw")
            cursor.execute(
                "select table_name from information_schema.tables"
                " where table_schema = 'servicetitan_raw' and table_name like 'raw\\_st\\_%'"
            )
            for (table,) in cursor.fetchall():
                cursor.execute(
                    f"delete from {table} where ctid not in"
                    f" (select ctid from {table} order by st_id limit {_ROWS})"
                )


def _dump(environment: Mapping[str, str]) -> str:
    """Return the database as statements that psycopg2 can run."""
    command = [
        *(str(psql_program().with_name("pg_dump")), "--no-owner", "--no-privileges"),
        *("--inserts", "--rows-per-insert=100", "--no-comments"),
    ]
    dumped = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    # psql's own commands, comments and empty lines; a setting that Postgres 16 does not know.
    left_out = r"^(\\.*|--.*|SET transaction_timeout .*)?\n"
    return re.sub(left_out, "", dumped.stdout, flags=re.MULTILINE)


def _python(tree: Path, environment: Mapping[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], cwd=tree, env=environment, check=True)


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=PROJECT, check=True)  # noqa: S607


if __name__ == "__main__":
    make(sys.argv[1], Path(sys.argv[2]))
