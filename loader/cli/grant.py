"""``grant``: a role that reads the ``st_`` tables and marts, or a part of them."""

from __future__ import annotations

import subprocess
import sys

import click

from loader import transform
from loader.cli.options import one_tenant_option
from loader.cli.run import ensure_warehouse
from loader.cli.tenant_choice import tenant_id_of
from loader.config import PROJECT_ROOT, Environment
from loader.errors import LoaderError
from loader.warehouse import readers
from loader.warehouse.heartbeat import watched_connection


@click.command()
@click.option("--reader", required=True, metavar="NAME", help="The role; created if it is new.")
@click.option(
    "--pii",
    type=click.Choice(["plain", "masked"]),
    default="plain",
    show_default=True,
    help="`masked`: views in which names, phones, e-mails, addresses and free text are hidden.",
)
@click.option("--revoke", is_flag=True, help="Take all access away from the role instead.")
@one_tenant_option
def grant(*, reader: str, pii: str, revoke: bool, tenant: str | None) -> None:
    """Let a role read st_ tables and marts, but no raw tables.

    With --pii masked or --tenant it gets a schema of views instead, which every transform keeps up
    to date. Run it again to change what the role may see.
    """
    readers.check_role_name(reader)
    environment = Environment.read()
    tenant_id = tenant_id_of(environment, tenant)
    warehouse = ensure_warehouse(environment)
    access = readers.Access(warehouse.dbt_schema, pii == "masked", tenant_id)
    with watched_connection(warehouse, "grant") as connection:
        if revoke:
            readers.revoke(connection, warehouse, reader)
            click.echo(f"{reader} reads nothing of this warehouse any more.")
            return
        created = readers.grant(connection, warehouse, reader, access)
    if access.has_views:
        _build_views()
    click.echo(f"{reader} reads the schema {access.schema} of the database {warehouse.database}.")
    if created:
        click.echo(f"Give it a password: `make psql`, then  \\password {reader}")


def _build_views() -> None:
    """Make the views as each transform does. Raises LoaderError if dbt fails."""
    command = [sys.executable, "-m", transform.__name__, "--quiet"]
    done = subprocess.run(
        [*command, "run-operation", "build_reader_views"], cwd=PROJECT_ROOT, check=False
    )
    if done.returncode:
        raise LoaderError(
            "The views could not be made; the role sees none yet.",
            "dbt's output above says why. The next `make transform` tries again.",
        )
