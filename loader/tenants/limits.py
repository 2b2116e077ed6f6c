"""How many tenants are worked for at once: what processors, memory and the database allow."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psutil
from psycopg2.extensions import connection as Connection

from loader.config import Environment
from loader.warehouse.connection import fetch_one, transaction

# A load waits for the network half of its time.
_WORKERS_PER_CORE = 2
# Bytes of one worker: a load with little to do takes 100 MB, pages in memory take up to 48 more.
_WORKER_BYTES = 200 * 1024 * 1024
# Connections that a load takes at most when it is one of many (loader/run/options.py).
CONNECTIONS = 5
# Of the connections that are free now, one in so many is taken: dashboards want some.
_SHARE_OF_CONNECTIONS = 2
# What the kernel allows a container, in bytes, or the word "max" (control groups, version 2).
_MEMORY_LIMIT = Path("/sys/fs/cgroup/memory.max")
_MEMORY_USED = Path("/sys/fs/cgroup/memory.current")


@dataclass(frozen=True)
class Limits:
    """The bounds of a pool.

    Attributes:
        workers: Tenants at once.
        timeout: How long one tenant may take.
        patience: How long a tenant without progress keeps its worker while others wait for one.
        turn: How long a tenant with progress does. It is longer, because ending costs what the
            tenant has not stored yet.
        tenants_per_worker: After so many a worker is replaced: libraries keep a little of each.
    """

    workers: int
    timeout: timedelta
    patience: timedelta = timedelta(minutes=2)
    turn: timedelta = timedelta(minutes=10)
    tenants_per_worker: int = 100


def read_limits(environment: Environment, connection: Connection) -> Limits:
    """Return the limits: what the settings say, else what this machine and the server allow.

    Raises:
        ConfigurationError: A setting is wrong.
    """
    timeout = environment.tenant_timeout()
    workers = environment.workers()
    if workers is None:
        by_connections = _free_connections(connection) // _SHARE_OF_CONNECTIONS // CONNECTIONS
        by_memory = _free_memory() // _WORKER_BYTES
        workers = max(1, min(_cores() * _WORKERS_PER_CORE, by_memory, by_connections))
    return Limits(workers, timeout)


def _cores() -> int:
    """Return the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _free_memory() -> int:
    """Return the bytes that are free, within the container's limit if there is one."""
    free: int = psutil.virtual_memory().available
    if _MEMORY_LIMIT.is_file() and _MEMORY_USED.is_file():
        limit = _MEMORY_LIMIT.read_text(encoding="ascii").strip()
        if limit.isdecimal():
            free = min(free, int(limit) - int(_MEMORY_USED.read_text(encoding="ascii")))
    return free


def _free_connections(connection: Connection) -> int:
    """Return how many connections the server would still accept from this role."""
    with transaction(connection), connection.cursor() as cursor:
        cursor.execute(
            "select current_setting('max_connections')::int"
            " - current_setting('superuser_reserved_connections')::int"
            " - (select count(*) from pg_stat_activity where backend_type = 'client backend')"
        )
        free: int = fetch_one(cursor)[0]
        return free
