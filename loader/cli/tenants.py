"""``tenants``: list, try and remove the tenants that tenants.toml declares."""

from __future__ import annotations

import shutil
import sys

import click

from loader.cli.options import tenants_option
from loader.cli.run import ensure_warehouse
from loader.cli.tables import Cell, DisplayColumn, print_table
from loader.cli.tenant_check import Check, check_all
from loader.cli.tenant_choice import each_tenant, tenant_id_of
from loader.config import Environment, Tenant
from loader.errors import EXIT_ENDPOINT_FAILED, ConfigurationError
from loader.warehouse.connection import transaction
from loader.warehouse.heartbeat import watched_connection
from loader.warehouse.lock import tenant_lock
from loader.warehouse.remove_tenant import is_known, remove_tenant

_LISTED = (
    DisplayColumn("tenant"),
    DisplayColumn("id", right=True),
    DisplayColumn("time zone"),
    DisplayColumn("environment", rank=3),
    DisplayColumn("feed", rank=4),
    DisplayColumn("select", rank=2),
    DisplayColumn("exclude", rank=5),
    DisplayColumn("reports", rank=6),
    DisplayColumn("credentials", rank=1),
    DisplayColumn(""),
)
_CHECKED = (
    DisplayColumn("tenant"),
    DisplayColumn("id", right=True, rank=2),
    DisplayColumn("endpoints", right=True, rank=1),
    DisplayColumn(""),
)
_CREDENTIALS = ("SERVICETITAN_CLIENT_ID", "SERVICETITAN_CLIENT_SECRET", "SERVICETITAN_APP_KEY")


@click.group()
def tenants() -> None:
    """The tenants that tenants.toml declares: one entry each, without secrets.

    A new entry adds a tenant, `paused = true` in it pauses it. tenants.example.toml explains each
    line.
    """


@tenants.command("list")
def list_() -> None:
    """List the declared tenants, and whether their credentials are there. Asks nobody."""
    environment = Environment.read()
    declared = _declared(environment)
    print_table(
        _LISTED,
        [_listed(one, environment.of(one, alone=len(declared) == 1)) for one in declared],
    )


@tenants.command()
@tenants_option
def check(*, tenant: tuple[str, ...]) -> None:
    """Sign in as each tenant, and try all of its endpoints; load nothing.

    Exit code 1: a tenant lacks something.
    """
    environment = Environment.read()
    _declared(environment)
    chosen = each_tenant(environment, tenant)
    checks = check_all(chosen)
    pairs = [(one.tenant, found) for one, found in zip(chosen, checks, strict=True) if one.tenant]
    print_table(_CHECKED, [_checked(one, found) for one, found in pairs])
    for one, found in pairs:
        if found.missing_scopes:
            click.echo(
                f"{one.name}: missing scopes: {', '.join(found.missing_scopes)}. Tick View for them"
                " in the developer portal; they work once the tenant's admin has accepted the app's"
                " new version."
            )
        if found.problem:
            click.echo(f"{one.name}: {found.problem} {found.remedy}")
    good = sum(found.is_good for found in checks)
    click.echo(f"{good} of {len(checks)} tenants can be loaded completely.")
    if good < len(checks):
        sys.exit(EXIT_ENDPOINT_FAILED)


@tenants.command()
@click.argument("name", metavar="NAME")
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(*, name: str, yes: bool) -> None:
    """Delete all rows of the tenant NAME (or id) from the warehouse: raw tables, models, tie-outs.

    Take its entry out of tenants.toml first: the next load would bring it back.
    """
    environment = Environment.read()
    tenant_id = tenant_id_of(environment, name) or 0
    declared = {one.tenant_id: one for one in environment.tenants()}
    if tenant_id in declared and not declared[tenant_id].paused:
        raise ConfigurationError(
            f"{environment.tenants_file().name} declares {declared[tenant_id].name}: the next load"
            " would bring it back.",
            f"Delete its entry, or pause it; then: python -m loader tenants remove {tenant_id}",
        )
    # With dlt, which takes a second to import: after everything that needs no dlt.
    from loader.staging.pipeline import staging_schema_name
    from loader.staging.work_folder import work_folder

    warehouse = ensure_warehouse(environment)
    with watched_connection(warehouse, "tenants") as connection:
        with transaction(connection), connection.cursor() as cursor:
            if not is_known(cursor, warehouse, tenant_id):
                raise ConfigurationError(
                    f"The warehouse has nothing of tenant {tenant_id}.",
                    "`python -m loader status` lists those that it has.",
                )
        if not yes:
            click.confirm(
                f"Delete all rows of tenant {tenant_id} from {warehouse.raw_schema} and"
                f" {warehouse.dbt_schema} of the database {warehouse.database}?",
                abort=True,
            )
        with (
            tenant_lock(warehouse, tenant_id),
            transaction(connection),
            connection.cursor() as cursor,
        ):
            schema = staging_schema_name(warehouse, tenant_id)
            deleted = remove_tenant(cursor, warehouse, tenant_id, schema)
    shutil.rmtree(work_folder(warehouse, tenant_id), ignore_errors=True)
    click.echo(f"Deleted {sum(deleted.values()):,} rows from {len(deleted)} tables.")


def _declared(environment: Environment) -> tuple[Tenant, ...]:
    """Return the declared tenants. Raises ConfigurationError if there are none."""
    declared = environment.tenants()
    if not declared:
        raise ConfigurationError(
            f"There is no {environment.tenants_file()}, so no tenant is declared.",
            "Copy tenants.example.toml; a single tenant needs no such file: `python -m loader"
            " check` tries it.",
        )
    return declared


def _listed(tenant: Tenant, environment: Environment) -> tuple[str | Cell, ...]:
    missing = [name for name in _CREDENTIALS if not environment.get(name)]
    select, exclude = environment.selection()
    return (
        tenant.name,
        str(tenant.tenant_id),
        tenant.timezone,
        environment.get("SERVICETITAN_ENVIRONMENT", "production"),
        environment.get("SERVICETITAN_FEED", "export"),
        ", ".join(select) or "core",
        ", ".join(exclude),
        environment.reports_file().name if environment.get("SERVICETITAN_REPORTS") else "",
        Cell("missing", "red") if missing else "set",
        Cell("paused", "yellow") if tenant.paused else "",
    )


def _checked(tenant: Tenant, found: Check) -> tuple[str | Cell, ...]:
    state = Cell("ok", "green") if found.is_good else Cell("failed", "red")
    if found.missing_scopes and not found.problem:
        state = Cell("scopes missing", "red")
    return (
        tenant.name,
        str(tenant.tenant_id),
        f"{found.readable} of {found.sources}",
        state,
    )
