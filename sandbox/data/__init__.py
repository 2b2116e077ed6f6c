"""The made-up tenant: a home services shop whose records are related and add up.

``make_store`` makes the resources that nearly every test reads (customers, jobs, invoices, ...).
The others are made from these when they are first read (``at_need``), or from the API's field types
alone (``generic``).
"""

from __future__ import annotations

import gc
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from sandbox.data import (
    accounts,
    crm,
    custom_fields,
    equipment,
    job_types,
    marketing,
    pricebook,
    reporting,
    settings,
)
from sandbox.data.dataset import Dataset
from sandbox.data.jobs import Jobs
from sandbox.data.origin import TenantData
from sandbox.store import Store
from sandbox.timestamps import TICKS_PER_HOUR, Clock, ticks_from

DEFAULT_TODAY = "2026-06-30"
"""The day on which the data ends unless another is given: fixed, so that tests are repeatable."""

_CACHED_SCALE = 0.2
_CLOSING_HOUR = 23  # UTC: the afternoon of the tenant's day


def present_day() -> str:
    """The last day whose closing hour (23:00 UTC) has passed.

    Data that ends then is never dated in the future, and is the same until the next closing hour.
    """
    return (datetime.now(UTC) - timedelta(hours=_CLOSING_HOUR)).date().isoformat()


def make_store(tenant: int, *, scale: float, seed: int, today: str) -> Store:
    """Make a tenant's records and its clock.

    Args:
        tenant: The tenant's id; each tenant has data of its own.
        scale: 1.0 is 5,000 customers and 20,000 jobs.
        seed: Another seed makes other data.
        today: The day on which the data ends, as ``YYYY-MM-DD``. If it is the present one, the
            clock is the machine's; of another day it stands at 23:00 UTC, and moves with changes.

    Raises:
        ValueError: There is no such day, or the scale is negative.
    """
    if scale < 0:
        raise ValueError("the scale cannot be negative")
    make = _cached if scale <= _CACHED_SCALE else _make
    data = make(tenant, scale, seed, today)
    return Store(data, Clock(data.now, live=today == present_day()))


def _make(tenant: int, scale: float, seed: int, today: str) -> TenantData:
    # Nothing made here becomes garbage; collecting would take a third of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        dataset = _dataset(tenant, scale, seed, today)
    finally:
        if collecting:
            gc.enable()
    return TenantData(dataset.tables, f"{seed}/{tenant}", dataset.now)


# Tests start the same small tenant again and again; each store copies the tables that it uses.
_cached = lru_cache(maxsize=8)(_make)


def _dataset(tenant: int, scale: float, seed: int, today: str) -> Dataset:
    dataset = Dataset(tenant, scale, seed, ticks_from(today) + _CLOSING_HOUR * TICKS_PER_HOUR)
    settings.make(dataset)
    accounts.make(dataset)
    job_types.make(dataset)
    marketing.make(dataset)
    reporting.make(dataset)
    custom_fields.make(dataset)
    pricebook.make(dataset)
    crm.make(dataset)
    equipment.make(dataset)
    Jobs(dataset).make()
    crm.finish(dataset)
    return dataset
