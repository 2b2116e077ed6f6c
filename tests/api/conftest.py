from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.api_server import ApiServer, serving
from tests.api.fake_clock import FakeClock


@pytest.fixture
def server() -> Iterator[ApiServer]:
    with serving() as api:
        yield api


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()
