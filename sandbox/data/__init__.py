"""The made-up tenant: the core of it relational, the rest from the API's field types."""

from __future__ import annotations

import gc
from functools import lru_cache

from sandbox.data import crm, custom_fields, equipment, pricebook, reporting, settings
from sandbox.data.accounting import Books
from sandbox.data.generic import Generic
from sandbox.data.jobs import Jobs
from sandbox.data.sales import Estimates
from sandbox.data.world import World
from sandbox.instants import TICKS_PER_HOUR, Clock, ticks_of
from sandbox.store import Store

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
        world = _world(tenant, scale, seed, today)
    finally:
        if collecting:
            gc.enable()
    return Generic(world.tables, f"{seed}/{tenant}", world.now)


# Tests start the same small tenant again and again; each store copies the tables that it uses.
_remembered = lru_cache(maxsize=8)(_make)


def _world(tenant: int, scale: float, seed: int, today: str) -> World:
    world = World(tenant, scale, seed, ticks_of(today) + _CLOSING_HOUR * TICKS_PER_HOUR)
    settings.make(world)
    reporting.make(world)
    custom_fields.make(world)
    pricebook.make(world)
    crm.make(world)
    equipment.make(world)
    Jobs(world, Books(world), Estimates(world)).make()
    crm.finish(world)
    return world
