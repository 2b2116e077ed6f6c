"""``sync`` of 20 tenants while 3 fail in different ways: 17 exact, 3 named, none late."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
import pytest

import embedded_postgres
from loader.catalogue import select
from tests.commands import run
from tests.databases import new_database
from tests.reliability.harness import Loading
from tests.tenants.agency import Agency, agency, name_of

IDS = range(7001, 7021)
REVOKED, HANGING, ENDLESS = 7003, 7008, 7012
GOOD = [number for number in IDS if number not in (REVOKED, HANGING, ENDLESS)]
# Custom fields come from ten lists, which Loading does not compare.
NAMES = tuple(one.name for one in select(()) if len(one.sources) == 1)
# Minutes for one tenant. Only the hanging one takes that long, on a busy machine too.
TIMEOUT = "0.5"


@dataclass(frozen=True)
class Synced:
    agency: Agency
    done: subprocess.CompletedProcess[str]

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with closing(psycopg2.connect(self.agency.warehouse.dsn)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall()


@pytest.fixture(scope="module")
def synced(
    postgres: embedded_postgres.Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Synced]:
    """One sync of all. Each record's id is every tenant's; the customers' names are not."""
    folder = tmp_path_factory.mktemp("agency")
    with (
        new_database(postgres, "test_tenants") as warehouse,
        agency(warehouse, folder, IDS) as all_,
    ):
        server = all_.server
        for number in IDS:
            store = server.tenant(number)
            for key in store.table("customers").keys[:10]:
                store.change("customers", key, name=f"Customer of {number}")
        server.auth.revoke(REVOKED)
        server.faults.add("hang", "zones", times=None, tenant=HANGING)
        server.faults.add("empty_page", "jobs", times=None, tenant=ENDLESS)
        settings = all_.environment | {
            "SERVICETITAN_TENANT_TIMEOUT": TIMEOUT,
            "SERVICETITAN_WORKERS": "3",
        }
        done = run("loader", "sync", environment=settings, timeout=600)
        server.faults.clear()
        yield Synced(all_, done)


def test_three_are_named_with_their_causes(synced: Synced) -> None:
    done = synced.done
    assert done.returncode == 1, done.stderr
    assert "17 of 20 tenants loaded" in done.stderr
    failed = dict(re.findall(r"Failed  (t\d+)(?:, \w+)?: (.*)", done.stderr))
    assert set(failed) == {name_of(one) for one in (REVOKED, HANGING, ENDLESS)}, done.stderr
    assert "client id or secret" in failed[name_of(REVOKED)]
    assert "not done within 0.5 minutes" in failed[name_of(HANGING)]
    assert f"Failed  {name_of(ENDLESS)}, jobs: " in done.stderr


def test_seventeen_are_exact(synced: Synced) -> None:
    for number in GOOD:
        loading = Loading(synced.agency.server, synced.agency.warehouse, tenant=number)
        loading.assert_equals_api(*NAMES)


def test_the_endless_one_has_everything_else(synced: Synced) -> None:
    loading = Loading(synced.agency.server, synced.agency.warehouse, tenant=ENDLESS)
    loading.assert_equals_api(*(name for name in NAMES if name != "jobs"))


def test_none_waits_for_another(synced: Synced) -> None:
    lines = [line.split(maxsplit=2)[2] for line in synced.done.stderr.splitlines() if "Z " in line]
    ends = [line.partition(":")[0] for line in lines if re.match(r"t\d+: (loaded|failed)", line)]
    assert len(ends) == 20
    # The others are served meanwhile; how many are through by then is the machine's affair.
    assert ends.index(name_of(HANGING)) >= 3


def test_the_transform_ran_once_and_mixed_no_tenants(synced: Synced) -> None:
    assert len(re.findall(r"Running with dbt", synced.done.stdout)) == 1
    assert synced.rows("select count(distinct tenant_id) from servicetitan.st_customers") == [(19,)]
    looked_up = " union all ".join(
        f"select tenant_id, customer_name from servicetitan.{table} where customer_name ~ 'er of 7'"
        for table in ("st_jobs", "st_invoices", "st_locations", "st_payments", "st_estimates")
    )
    assert synced.rows(
        f"select count(*) > 500, count(*) filter (where customer_name"
        f" <> 'Customer of ' || tenant_id) from ({looked_up}) as named"
    ) == [(True, 0)]
    # Every id is every tenant's: a join without the tenant would count 17 times as much.
    totals = synced.rows(
        "select distinct on (1, 2) sum(invoice_total), count(*) from servicetitan.st_jobs"
        f" where tenant_id <> {ENDLESS} group by tenant_id"
    )
    assert len(totals) == 1


def test_zones_are_in_the_warehouse(synced: Synced) -> None:
    (row,) = synced.rows("select count(*), min(timezone) from servicetitan_raw.raw_tenants")
    assert row == (20, "America/Phoenix")


def test_status_shows_the_worst_first(synced: Synced) -> None:
    done = run("loader", "status", environment=synced.agency.environment)
    assert done.returncode == 1
    shown = [line.split()[0] for line in done.stdout.splitlines()[1:21]]
    assert {shown[0], shown[1], shown[2]} == {name_of(n) for n in (REVOKED, HANGING, ENDLESS)}
    assert "3 of 20 tenants have a problem." in done.stdout
    one = run("loader", "status", "--tenant", "t7001", environment=synced.agency.environment)
    assert one.returncode == 0
    assert "raw_st_customers" in one.stdout


def test_tie_outs_of_two_are_shown_apart(synced: Synced) -> None:
    synced.agency.server.reports.limit.requests = None
    settings = synced.agency.environment | {"SERVICETITAN_REPORT_RATE_LIMIT": "1000"}
    arguments = ("tie-out", "--no-explain", "--month", "2026-05", "--tenant", "t7002,t7004")
    done = run("loader", *arguments, environment=settings)
    assert done.returncode in (0, 1), done.stderr
    first, second = done.stdout.index("== t7002"), done.stdout.index("== t7004")
    for printed in (done.stdout[first:second], done.stdout[second:]):
        assert re.search(r"[\d,]+ of [\d,]+ figures tie\.", printed), done.stdout + done.stderr
    assert re.search(r"of 2 tenants tie in .* figures tie\.", done.stderr)
    tied = "select distinct tenant_id from servicetitan.kpi_tie_out order by 1"
    assert synced.rows(tied) == [(7002,), (7004,)]


def test_what_remains_of_a_removed_tenant_is_nothing(synced: Synced) -> None:
    gone, environment = GOOD[0], synced.agency.environment
    count = [
        f"select tenant_id <> {gone}, count(*) from {table} group by 1 order by 1"
        for table in (
            "servicetitan.st_jobs",
            "servicetitan.fct_jobs",
            "servicetitan_raw.raw_st_jobs",
        )
    ]
    before = [synced.rows(statement) for statement in count]
    refused = run("loader", "tenants", "remove", "--yes", "t7001", environment=environment)
    assert (refused.returncode, "declares t7001" in refused.stderr) == (2, True)
    others = {**environment, "SERVICETITAN_TENANTS_FILE": str(_without(environment, gone))}
    asked = run("loader", "tenants", "remove", str(gone), environment=others)
    assert asked.returncode == 1  # nobody answers
    assert [synced.rows(statement) for statement in count] == before
    done = run("loader", "tenants", "remove", "--yes", str(gone), environment=others)
    assert done.returncode == 0, done.stderr
    assert [synced.rows(statement) for statement in count] == [rows[1:] for rows in before]
    tables = synced.rows(
        "select table_schema || '.' || table_name from information_schema.columns"
        " where column_name = 'tenant_id' and table_schema like 'servicetitan%'"
    )
    left = [
        t for (t,) in tables if synced.rows(f"select from {t} where tenant_id = {gone} limit 1")
    ]
    assert left == []
    assert not synced.rows(f"select from pg_namespace where nspname like '%\\_{gone}'")
    again = run("loader", "tenants", "remove", "--yes", str(gone), environment=others)
    assert (again.returncode, "nothing of tenant" in again.stderr) == (2, True)


def _without(environment: dict[str, str], gone: int) -> Path:
    file = Path(environment["SERVICETITAN_TENANTS_FILE"])
    entries = re.split(r"(?=^\[)", file.read_text(), flags=re.MULTILINE)
    other = file.with_name("others.toml")
    other.write_text("".join(e for e in entries if f"[{name_of(gone)}]" not in e))
    return other
