"""``check``: are the credentials right, is the database there, which endpoints are accessible?"""

from __future__ import annotations

import sys

import click

from loader.cli.options import selection_options, tenant_option
from loader.cli.run import ensure_warehouse
from loader.cli.selection import selected_endpoints
from loader.config import Environment
from loader.errors import EXIT_ENDPOINT_FAILED, ApiError


@click.command()
@selection_options
@tenant_option
def check(*, select: tuple[str, ...], exclude: tuple[str, ...], tenant: str | None) -> None:
    """Try the credentials, the database and each endpoint; load nothing."""
    environment = Environment.read()
    endpoints = selected_endpoints(select, exclude, environment, tenant, instead="reports check")
    api = environment.api(tenant)
    warehouse = ensure_warehouse(environment)
    from loader.api.client import ApiClient
    from loader.extract.endpoint_reader import probe
    from loader.warehouse.connection import connect

    connect(warehouse).close()
    click.echo(f"ok      Postgres at {warehouse.host}:{warehouse.port}/{warehouse.database}")
    client = ApiClient(api)
    client.sign_in()
    click.echo(f"ok      credentials of tenant {api.tenant_id} ({api.environment})")
    failed = 0
    for endpoint in endpoints:
        for source in endpoint.sources:
            try:
                probe(client, source)
            except ApiError as error:
                failed += 1
                click.echo(f"FAILED  {source.name}: {error}")
            else:
                click.echo(f"ok      {source.name}")
    if failed:
        sys.exit(EXIT_ENDPOINT_FAILED)
