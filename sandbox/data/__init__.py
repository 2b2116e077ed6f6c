"""The made-up tenant: the core of it relational, the rest from the API's field types."""

from __future__ import annotations

import gc
from functools import lru_cache

from sandbox.data import crm, custom_fields, equipment, pricebook, reporting, settings
from sandbox.data.accounting import Books
from sandbox.data.dataset import Dataset
from sandbox.data.generic import Generic
from sandbox.data.jobs import Jobs
from sandbox.data.sales import Estimates
from sandbox.store import Store
from sandbox.timestamps import TICKS_PER_HOUR, Clock, ticks_from

DEFAULT_TODAY = "2026-06-30"
_REMEMBERED_SCALE = 0.2
_CLOSING_HOUR = 23  # UTC: the afternoon of the tenant's day


def make_store(tenant: int, *, scale: float, seed: int, today: str) -> Store:
    """A tenant's records and its clock. Raises ValueError: no such day, or a scale below zero."""
    if scale < 0:
        raise ValueError("the scale cannot be negative")
    made = _remembered if scale <= _REMEMBERED_SCALE else _make
    generic = made(tenant, scale, seed, today)
    return Store(generic, Clock(generic.now))


def _make(tenant: int, scale: float, seed: int, today: str) -> Generic:
    # Nothing here is garbage: collecting costs a third of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        dataset = _dataset(tenant, scale, seed, today)
    finally:
        if collecting:
            gc.enable()
    return Generic(dataset.tables, f"{seed}/{tenant}", dataset.now)


# Tests start the same small tenant again and again; each store copies the tables that it uses.
_remembered = lru_cache(maxsize=8)(_make)


def _dataset(tenant: int, scale: float, seed: int, today: str) -> Dataset:
    dataset = Dataset(tenant, scale, seed, ticks_from(today) + _CLOSING_HOUR * TICKS_PER_HOUR)
    settings.make(dataset)
    reporting.make(dataset)
    custom_fields.make(dataset)
    pricebook.make(dataset)
    crm.make(dataset)
    equipment.make(dataset)
    Jobs(dataset, Books(dataset), Estimates(dataset)).make()
    crm.finish(dataset)
    return dataset
