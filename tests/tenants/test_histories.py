"""Random histories of 5 tenants at once, with equal ids: whatever happens, all are exact."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

import psutil
import pytest

import embedded_postgres
from loader.catalogue import ENDPOINTS
from loader.warehouse.lock import tenant_lock
from tests.commands import PROJECT, run
from tests.databases import new_database
from tests.reliability.harness import Loading, resource_of
from tests.tenants.agency import Agency, agency, name_of

IDS = range(8001, 8006)
NAMES = ("customers", "customer_contacts", "jobs", "zones")
FAULTS = ("server_error", "cut", "truncated", "html", "too_many_requests", "expire_tokens")
COMMAND = ("load", "--select", ",".join(NAMES))


@pytest.fixture
def tenants(
    postgres: embedded_postgres.Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Agency]:
    folder = tmp_path_factory.mktemp("histories")
    with (
        new_database(postgres, "test_tenant_histories") as warehouse,
        agency(warehouse, folder, IDS) as of_five,
    ):
        yield of_five


def test_after_a_few_rounds_all_are_exact(tenants: Agency) -> None:
    tally = play(tenants, rounds=2, seed=1)
    assert tally["changes"] >= 10
    assert tally["workers killed"] + tally["pools killed"] > 0


@pytest.mark.exhaustive
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(4))
def test_after_many_rounds_all_are_exact(tenants: Agency, seed: int) -> None:
    tally = play(tenants, rounds=40, seed=seed)
    assert tally["workers killed"] > 10
    assert tally["pools killed"] > 3


def play(tenants: Agency, *, rounds: int, seed: int) -> Counter[str]:
    """Change records, load with faults and kills, and at last without; then compare all."""
    rng = random.Random(seed)
    tally: Counter[str] = Counter()
    for number in range(rounds):
        for tenant in tenants.ids:
            _change(tenants, tenant, rng, tally)
        for tenant in rng.sample(tenants.ids, 2):
            tenants.server.faults.add(
                rng.choice(FAULTS),
                resource_of(ENDPOINTS[rng.choice(NAMES)]),
                times=rng.choice([1, 2, None]),
                tenant=tenant,
            )
        # The first load has most to do, so it is killed while it is at work.
        _load_and_kill(tenants, rng, tally, whole_pool=number > 0 and rng.random() < 0.3)
        tenants.server.faults.clear()
    done = run("loader", *COMMAND, environment=tenants.environment)
    assert done.returncode == 0, done.stderr
    for tenant in tenants.ids:
        loading = Loading(tenants.server, tenants.warehouse, tenant=tenant)
        loading.assert_equals_api(*NAMES)
    return tally


def _change(tenants: Agency, tenant: int, rng: random.Random, tally: Counter[str]) -> None:
    store = tenants.server.tenant(tenant)
    for _ in range(rng.randint(1, 4)):
        keys = [record.key for record in store.truth("customers") if not record.deleted]
        key = rng.choice(keys)
        kind = rng.choice(["change", "insert", "delete", "jobs"])
        if kind == "change":
            store.change("customers", key, name=f"{rng.random()} of {tenant}")
        elif kind == "insert":
            store.insert("customers", name=f"new at {tenant}")
        elif kind == "delete" and len(keys) > 5:
            store.deactivate("customers", key)
        else:
            store.touch("jobs", store.table("jobs").keys[: rng.randint(1, 9)])
        tally["changes"] += 1


def _load_and_kill(
    tenants: Agency, rng: random.Random, tally: Counter[str], *, whole_pool: bool
) -> None:
    requests = tenants.server.requests
    requests.clear()
    wanted = rng.randint(3, 12)
    command = [sys.executable, "-m", "loader", *COMMAND]
    with subprocess.Popen(
        command,
        cwd=PROJECT,
        env=tenants.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while process.poll() is None and len(requests) < wanted:
            time.sleep(0.02)
        workers = workers_of(process.pid)
        if process.poll() is None and whole_pool:
            process.kill()
            tally["pools killed"] += 1
        elif process.poll() is None and workers:
            with suppress(psutil.NoSuchProcess):
                rng.choice(workers).send_signal(signal.SIGKILL)
                tally["workers killed"] += 1
        said = process.communicate(timeout=120)[1]
    assert process.returncode in (0, 1, -signal.SIGKILL), said
    assert "Traceback" not in said
    _, alive = psutil.wait_procs(workers, timeout=10)
    assert alive == []


def workers_of(pid: int) -> list[psutil.Process]:
    """The worker processes of a pool's process."""
    try:
        children = psutil.Process(pid).children()
        return [one for one in children if "spawn_main" in " ".join(one.cmdline())]
    except psutil.NoSuchProcess:
        return []


def test_a_signal_ends_the_pool_and_its_workers(tenants: Agency) -> None:
    fault = tenants.server.faults.add("hang", "zones", times=None)
    command = [sys.executable, "-m", "loader", "load", "--select", "zones"]
    for number in (signal.SIGINT, signal.SIGTERM):
        before = fault.applied
        with subprocess.Popen(
            command,
            cwd=PROJECT,
            env=tenants.environment,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        ) as process:
            deadline = time.monotonic() + 60
            while fault.applied < before + 2:
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.05)
            workers = workers_of(process.pid)
            assert len(workers) > 1
            sent = time.monotonic()
            for one in (process, *workers) if number == signal.SIGINT else (process,):
                one.send_signal(number)  # a terminal sends ctrl-c to all
            said = process.communicate(timeout=30)[1]
            assert time.monotonic() - sent < 5
        assert process.returncode == 128 + number, said
        assert "Interrupted" in said
        assert "Traceback" not in said
        assert psutil.wait_procs(workers, timeout=1)[1] == []
    tenants.server.faults.clear()
    # Nothing is left of them, not even a lock.
    again = run("loader", *command[3:], environment=tenants.environment)
    assert again.returncode == 0, again.stderr
    assert f"{len(IDS)} of {len(IDS)} tenants loaded" in again.stderr


def test_a_tenant_in_another_run_is_left_to_it(tenants: Agency) -> None:
    with tenant_lock(tenants.warehouse, IDS[0]):
        done = run("loader", "load", "--select", "zones", environment=tenants.environment)
        assert done.returncode == 0, done.stderr
        assert "4 of 5 tenants loaded" in done.stderr
        assert "1 are in another run" in done.stderr
    log = ("loader", "--log-format", "json", "load", "--select", "zones", "--tenant", "t8001,8002")
    narrowed = run(*log, environment=tenants.environment)
    assert narrowed.returncode == 0
    assert narrowed.stdout == ""
    assert '"tenant": "t8001"' in narrowed.stderr
    assert name_of(8003) not in narrowed.stderr


def test_list_and_check_name_what_a_tenant_lacks(tenants: Agency) -> None:
    lacking = {k: v for k, v in tenants.environment.items() if not k.endswith("SECRET_8002")}
    listed = run("loader", "tenants", "list", environment=lacking)
    assert listed.returncode == 0, listed.stderr
    states = {line.split()[0]: line.split()[-1] for line in listed.stdout.splitlines()[1:]}
    assert states == {name: "missing" if name == "t8002" else "set" for name in tenants.names}
    tenants.server.auth.revoke(8003)
    tenants.server.auth.forbid("/dispatch/v2/tenant/8004/*")
    checked = run("loader", "tenants", "check", environment=lacking)
    assert checked.returncode == 1, checked.stderr
    ends = {line.split()[0]: line.rstrip().split("  ")[-1] for line in checked.stdout.splitlines()}
    assert ends["t8001"] == ends["t8005"] == "ok"
    assert ends["t8002"] == ends["t8003"] == "failed"
    assert ends["t8004"] == "scopes missing"
    assert "t8002: ServiceTitan credentials are missing: SERVICETITAN_CLIENT_SECRET_8002" in (
        checked.stdout
    )
    assert "t8004: missing scopes: " in checked.stdout
    assert "2 of 5 tenants can be loaded completely." in checked.stdout
