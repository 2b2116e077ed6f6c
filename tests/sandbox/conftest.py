"""A sandbox that all reading tests share, and a fresh one for each test that changes something."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import sandbox
from sandbox import credentials
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
