"""A role that owns its schemas and may create no others can load and transform."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

import sandbox
from loader.config import Warehouse
from loader.warehouse.connection import connect
from sandbox.server import Server
from tests.commands import clean_environment, run, warehouse_variables

TENANT = 79


@pytest.fixture
def server() -> Iterator[Server]:
    with sandbox.serve(scale=0.01, seed=2, tenants=[TENANT], port=0) as running:
        yield running


def execute(warehouse: Warehouse, statement: str) -> None:
    with closing(connect(warehouse)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_role_that_may_create_no_schema_loads_and_transforms(
    server: Server, warehouse: Warehouse
) -> None:
    environment = clean_environment(
        **server.environment(TENANT),
        **warehouse_variables(warehouse),
    )
    execute(warehouse, f"revoke create on database {warehouse.database} from {warehouse.user}")
    refused = run("loader", "load", "--select", "business_units", environment=environment)
    assert refused.returncode == 1
    assert "does not allow this role" in refused.stderr
    assert "_landing_" in refused.stderr

    # As an administrator would, who then takes the privilege away.
    execute(warehouse, f"grant create on database {warehouse.database} to {warehouse.user}")
    for schema in ("servicetitan_raw", f"servicetitan_raw_landing_{TENANT}", "servicetitan"):
        execute(warehouse, f"create schema {schema}")
    execute(warehouse, f"revoke create on database {warehouse.database} from {warehouse.user}")
    for _ in range(2):
        loaded = run("loader", "load", "--select", "business_units", environment=environment)
        assert loaded.returncode == 0, loaded.stderr
    build = ("loader.transform", "build", "--select", "st_business_units")
    refused = run(*build, environment=environment)
    assert refused.returncode == 2
    remedy = f'create schema "servicetitan_internal" authorization "{warehouse.user}"'
    assert remedy in refused.stderr
    execute(warehouse, f"grant create on database {warehouse.database} to {warehouse.user}")
    execute(warehouse, remedy)
    execute(warehouse, f"revoke create on database {warehouse.database} from {warehouse.user}")
    built = run(*build, environment=environment)
    assert built.returncode == 0, built.stdout
