"""Loads the tenants that a command is for: one in this process, many in a pool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from loader.cli.load_job import load_one_of_many
from loader.cli.load_request import LoadRequest
from loader.cli.many import Summary, run_for_all
from loader.cli.run import ensure_warehouse, run_load
from loader.cli.tenant_choice import each_tenant
from loader.config import Environment


def load_tenants(request: LoadRequest, words: Sequence[str], *, quiet: bool) -> int:
    """Load one tenant as ever, or many; return the exit code.

    Args:
        request: What is loaded.
        words: The tenants of ``--tenant``; none: all.
        quiet: Show the summary alone.

    Raises:
        LoaderError: The options are wrong, or it concerns all tenants.
        Interrupted: A signal ended it.
    """
    environment = Environment.read()
    tenants = each_tenant(environment, words)
    if len(tenants) == 1:
        return run_load(tenants[0], request, quiet=quiet)
    warehouse = ensure_warehouse(environment)
    summary = Summary(
        "load",
        "reconciled" if request.reconcile else "loaded",
        ("endpoints", "received", "new", "changed", "deleted", "requests"),
        "received",
        _describe,
    )
    job = partial(load_one_of_many, request=request)
    return run_for_all(tenants, warehouse, job, summary, quiet=quiet)


def _describe(totals: Mapping[str, int]) -> str:
    changed = totals.get("new", 0) + totals.get("changed", 0)
    return f"{totals.get('received', 0):,} records received, {changed:,} new or changed"
