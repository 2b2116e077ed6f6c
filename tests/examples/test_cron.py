"""The lines of examples/cron, run by sh as cron runs them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import sandbox
from loader.config import Warehouse
from loader.warehouse.lock import tenant_lock
from tests.commands import PROJECT, warehouse_variables
from tests.examples.environments import Installed

pytestmark = pytest.mark.examples

TENANT = 93
_LINE = re.compile(r"^(?:\S+ +){5} *(?P<command>.+)$")


def commands() -> list[str]:
    lines = (PROJECT / "examples/cron/crontab").read_text(encoding="utf-8").splitlines()
    found = [_LINE.match(line) for line in lines if not line.startswith("#")]
    return [match["command"] for match in found if match]


@pytest.fixture
def home(tmp_path: Path, installed: Installed, warehouse: Warehouse) -> Iterator[Path]:
    """A home folder as the page makes it: ~/warehouse with .venv and .env."""
    folder = tmp_path / "warehouse"
    folder.mkdir()
    (folder / ".venv").symlink_to(installed.folder)
    with sandbox.serve(scale=0.005, seed=5, tenants=[TENANT], port=0) as server:
        settings = {**server.environment(TENANT), **warehouse_variables(warehouse)}
        settings["SERVICETITAN_SELECT"] = "zones,teams"
        (folder / ".env").write_text("".join(f"{k}={v}\n" for k, v in settings.items()))
        (folder / ".env").chmod(0o600)
        yield tmp_path


def cron(command: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a line with cron's shell and its few variables."""
    return subprocess.run(
        ["/bin/sh", "-c", command],
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_each_line_does_its_work_and_prints_nothing(home: Path, warehouse: Warehouse) -> None:
    sync, reconcile, status = commands()
    for command in (sync, reconcile, status):
        done = cron(command, home)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    log = (home / "warehouse/sync.log").read_text()
    assert "2 of 2 endpoints loaded" in log


def test_an_overlap_is_no_failure_and_a_stale_table_is_mailed(
    home: Path, warehouse: Warehouse
) -> None:
    sync, _, status = commands()
    with tenant_lock(warehouse, TENANT):
        assert cron(sync.replace(" sync ", " load "), home).returncode == 0
    mailed = cron(status, home)
    assert "Nothing has been loaded yet" in mailed.stdout
