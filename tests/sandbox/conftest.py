"""A sandbox that all reading tests share, and a fresh one for each test that changes something."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import sandbox
from sandbox import credentials
from sandbox.data.given import given_store
from tests.sandbox.kpi_report_client import TENANT, Reports, worked_records
from tests.sandbox.sandbox_client import OTHER_TENANT, Client


@pytest.fixture(scope="session")
def shared() -> Iterator[Client]:
    """For tests that only read."""
    with sandbox.serve(scale=0.02, tenants=[credentials.TENANT_ID, OTHER_TENANT]) as server:
        yield Client(server)


@pytest.fixture
def client() -> Iterator[Client]:
    """For tests that change the data or switch on faults."""
    with sandbox.serve(scale=0.01) as server:
        yield Client(server)


@pytest.fixture(scope="session")
def worked_client() -> Iterator[Client]:
    """A tenant of the worked example's records alone."""
    with sandbox.serve(scale=0) as server:
        server.sandbox.stores[TENANT] = given_store(TENANT, worked_records(), today="2026-05-15")
        yield Client(server)


@pytest.fixture
def worked(worked_client: Client) -> Iterator[Reports]:
    """The KPI reports of the worked example; readings go back to the default ones."""
    reports = Reports(worked_client)
    yield reports
    reports.switches.read()


@pytest.fixture(scope="session")
def made_up() -> Iterator[Reports]:
    """The KPI reports of a made-up tenant; each test takes back what it changes."""
    with sandbox.serve(scale=0.02, seed=3) as server:
        yield Reports(Client(server))


@pytest.fixture
def changed() -> Iterator[Reports]:
    """The KPI reports of a made-up tenant of the test's own."""
    with sandbox.serve(scale=0.02, seed=3) as server:
        yield Reports(Client(server))
