"""``check``: are the credentials right, is the database there, which endpoints are accessible?"""

from __future__ import annotations

import sys

import click

from loader.catalogue import Source
from loader.catalogue.scopes import source_scopes
from loader.cli.options import selection_options, tenant_option
from loader.cli.run import ensure_warehouse
from loader.cli.selection import selected_endpoints
from loader.cli.tenant_choice import one_tenant
from loader.config import Environment
from loader.errors import EXIT_ENDPOINT_FAILED, AccessDenied, ApiError


@click.command()
@selection_options
@tenant_option
def check(*, select: tuple[str, ...], exclude: tuple[str, ...], tenant: str | None) -> None:
    """Try credentials, database and endpoints; load nothing."""
    environment = one_tenant(Environment.read(), tenant)
    endpoints = selected_endpoints(select, exclude, environment, instead="reports check")
    api = environment.api()
    warehouse = ensure_warehouse(environment)
    from loader.api.client import ApiClient
    from loader.extract.endpoint_reader import probe
    from loader.warehouse.connection import connect

    connect(warehouse, purpose="check").close()
    click.echo(f"ok      Postgres at {warehouse.host}:{warehouse.port}/{warehouse.database}")
    client = ApiClient(api)
    client.sign_in()
    click.echo(f"ok      credentials of tenant {api.tenant_id} ({api.environment})")
    sources = [source for endpoint in endpoints for source in endpoint.sources]
    failed: list[Source] = []
    denied: list[Source] = []
    for source in sources:
        try:
            probe(client, source)
        except ApiError as error:
            failed.append(source)
            if isinstance(error, AccessDenied):
                denied.append(source)
            click.echo(f"FAILED  {source.name}: {_cause(source, error)}")
        else:
            click.echo(f"ok      {source.name}")
    if denied:
        click.echo(f"\n{_what_is_missing(denied, all_denied=denied == sources)}")
    if failed:
        sys.exit(EXIT_ENDPOINT_FAILED)


def _cause(source: Source, error: ApiError) -> str:
    """Return what an endpoint's line says; what to do about scopes is said once, at the end."""
    if isinstance(error, AccessDenied):
        return f"HTTP 403; it needs {', '.join(sorted(source_scopes(source)))}"
    return str(error)


def _what_is_missing(denied: list[Source], *, all_denied: bool) -> str:
    """Return the sentence that ends the check."""
    if all_denied:
        return (
            "Every endpoint answers HTTP 403: the tenant's admin has not connected this app"
            " (Settings > Integrations > API Application Access), or SERVICETITAN_TENANT_ID is"
            " another tenant's, or the app key another app's, or the app has none of these scopes."
        )
    scopes = sorted({scope for source in denied for scope in source_scopes(source)})
    return (
        f"Missing scopes: {', '.join(scopes)}. Tick View for them in the developer portal; they"
        " work once the tenant's admin has accepted the app's new version."
    )
