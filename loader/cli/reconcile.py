"""``reconcile``: compare the raw tables with the API, record by record."""

from __future__ import annotations

import sys

import click

from loader.cli.options import mass_deletion_option, quiet_option, selection_options, tenant_option
from loader.cli.run import ensure_warehouse, run_load
from loader.cli.selection import selected_endpoints
from loader.config import Environment


@click.command()
@selection_options
@mass_deletion_option
@tenant_option
@quiet_option
def reconcile(
    *,
    select: tuple[str, ...],
    exclude: tuple[str, ...],
    allow_mass_deletion: bool,
    tenant: str | None,
    quiet: bool,
) -> None:
    """Compare with the API: fetch what is missing, mark deletions.

    A record that the API no longer has keeps its last values and gets a deleted_at; one that
    reappears loses it. An incomplete reading marks nothing, nor does one that lacks
    suspiciously many. Cursors do not move.
    """
    environment = Environment.read()
    endpoints = selected_endpoints(
        select, exclude, environment, tenant, instead="load --full-refresh --select reports"
    )
    api = environment.api(tenant)
    warehouse = ensure_warehouse(environment)
    from loader.run.options import LoadOptions

    options = LoadOptions(endpoints, reconcile=True, allow_mass_deletion=allow_mass_deletion)
    sys.exit(run_load(api, warehouse, options, quiet=quiet))
