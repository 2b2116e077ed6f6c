"""``reconcile``: hold the raw tables against the API, record by record."""

from __future__ import annotations

import click

from loader.cli.common import catalogued, run_load, selection, tenant_option, warehouse_of
from loader.config import Environment


@click.command()
@selection
@tenant_option
@click.option("--quiet", is_flag=True, help="No progress display, only the summary.")
def reconcile(
    *, select: tuple[str, ...], exclude: tuple[str, ...], tenant: str | None, quiet: bool
) -> None:
    """Sweep the lists from end to end: fetch what is missing, mark what is gone.

    A record that the API no longer has keeps its last values and gets a deleted_at; one that came
    back loses it. A sweep that was not complete marks nothing. Cursors stay where they are.
    """
    endpoints = catalogued(select, exclude, instead="load --full-refresh --select reports")
    environment = Environment.read()
    api = environment.api(tenant)
    warehouse = warehouse_of(environment)
    from loader.run.options import LoadOptions

    run_load(api, warehouse, LoadOptions(endpoints, reconcile=True), quiet=quiet)
