"""``reconcile``: compare the raw tables with the API, record by record."""

from __future__ import annotations

import sys

import click

from loader.cli.load_request import LoadRequest
from loader.cli.load_tenants import load_tenants
from loader.cli.options import mass_deletion_option, quiet_option, selection_options, tenants_option


@click.command()
@selection_options
@mass_deletion_option
@tenants_option
@quiet_option
def reconcile(
    *,
    select: tuple[str, ...],
    exclude: tuple[str, ...],
    allow_mass_deletion: bool,
    tenant: tuple[str, ...],
    quiet: bool,
) -> None:
    """Compare with the API: fetch what is missing, mark deletions.

    A record that the API no longer has keeps its last values and gets a deleted_at; one that
    reappears loses it. An incomplete reading marks nothing, nor does one that lacks
    suspiciously many. Cursors do not move.
    """
    request = LoadRequest(select, exclude, allow_mass_deletion=allow_mass_deletion, reconcile=True)
    sys.exit(load_tenants(request, tenant, quiet=quiet))
