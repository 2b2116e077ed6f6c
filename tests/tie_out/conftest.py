"""One company for all these tests: a sandbox, loaded and transformed once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

import embedded_postgres
import sandbox
from loader.catalogue import select
from loader.config import Environment
from loader.run.load import load
from loader.run.options import LoadOptions
from loader.tie_out.mart_models import MartModels
from loader.warehouse.connection import connect
from sandbox.kpi_reports.oddities import ODDITIES
from tests.commands import clean_environment, warehouse_variables
from tests.databases import new_database
from tests.reliability.harness import Quiet
from tests.tie_out.harness import HALF_YEAR, ZONE, Company, site_of, work_late
from tests.transform.warehouse import Warehouse as Transformed

# So that each reading of the definitions changes a figure, and nothing is too tidy.
ODDITIES_OF_THE_COMPANY = (
    "telling-records",
    "trailing-blanks",
    "inactive-unit",
    "inactive-technician",
    "date-types-renumbered",
)


# 22:30, 21:30 and 18:30 of 6 March in Phoenix.
EVENINGS = ("2026-03-07T05:30:00Z", "2026-03-07T04:30:00Z", "2026-03-07T01:30:00Z")


@pytest.fixture(scope="session")
def company(
    postgres: embedded_postgres.Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Company]:
    with (
        sandbox.serve(scale=0.05) as server,
        new_database(postgres, "tie_out_tests") as warehouse,
    ):
        server.reports.limit.requests = None  # hundreds of comparisons; the limit has its own tests
        for oddity in ODDITIES_OF_THE_COMPANY:
            ODDITIES[oddity].give(site_of(server, server.tenant_ids[0], HALF_YEAR))
        work_late(server, server.tenant_ids[0], EVENINGS)
        settings = clean_environment(
            **server.environment(),
            **warehouse_variables(warehouse),
            SERVICETITAN_TIMEZONE=ZONE,
            SERVICETITAN_RATE_LIMIT=10_000,
            SERVICETITAN_REPORT_RATE_LIMIT=10_000,
        )
        environment = Environment(settings)
        results = load(
            environment.api(), warehouse, LoadOptions(endpoints=select(("kpi",))), Quiet()
        )
        assert [str(one.error) for one in results if one.error] == []
        transformed = Transformed(
            postgres.libpq(warehouse.database), tmp_path_factory.mktemp("dbt")
        )
        transformed.transform()
        transformed.close()
        models = MartModels(environment, manifest=transformed.manifest)
        with closing(connect(warehouse, purpose="tie-out")) as connection:
            yield Company(server, environment, warehouse, connection, models)
