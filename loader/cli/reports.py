"""``reports``: find reports, and check the ones that reports.toml declares."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from loader.api.client import ApiClient
from loader.cli.options import tenant_option
from loader.cli.tables import DisplayColumn, print_table
from loader.cli.tenant_choice import one_tenant
from loader.config import IS_CHECKOUT, PROJECT_ROOT, Environment
from loader.errors import EXIT_ENDPOINT_FAILED, ConfigurationError, LoaderError, printable
from loader.reports import generated_docs
from loader.reports.declaration import Declaration, DeclarationError, declare, read_file
from loader.reports.endpoint import Report, report_endpoint
from loader.reports.relative_dates import today_in

if TYPE_CHECKING:
    from loader.reports.definition import Parameter

# How many accepted values `show` prints.
_MAX_VALUES = 30
_FIELD_COLUMNS = (
    DisplayColumn("field"),
    DisplayColumn("label", rank=1),
    DisplayColumn("type", rank=2),
    DisplayColumn("column"),
    DisplayColumn("as"),
)
SOURCES = "dbt_project/models/sources/_reports__sources.yml"


@click.group()
def reports() -> None:
    """Find reports of the Reporting API, and check reports.toml.

    `load --select reports` loads what is declared.
    """


@reports.command("list")
@click.argument("category", required=False)
@tenant_option
def list_(*, category: str | None, tenant: str | None) -> None:
    """List the categories of reports, or the reports of CATEGORY."""
    from loader.extract.report_definitions import list_reports

    client = ApiClient(one_tenant(Environment.read(), tenant).api())
    rows = list_reports(client, category)
    titles = ("id", "name", "description") if category else ("category", "name")
    print_table(
        [DisplayColumn(title) for title in titles],
        [(str(row.id), row.name, row.description or "")[: len(titles)] for row in rows],
    )
    if not category:
        click.echo("`python -m loader reports list CATEGORY` lists the reports of one.")


@reports.command()
@click.argument("category")
@click.argument("number", metavar="ID", type=int)
@tenant_option
def show(*, category: str, number: int, tenant: str | None) -> None:
    """Show a report's parameters and fields, and an entry for reports.toml."""
    from loader.extract.report_definitions import fetch_definition, value_set

    client = ApiClient(one_tenant(Environment.read(), tenant).api())
    try:
        declared = declare("it", {"category": category, "id": number})
    except DeclarationError as mistake:
        raise ConfigurationError(
            f"{mistake}.", "`python -m loader reports list` has ids."
        ) from None
    found = fetch_definition(client, declared)
    click.echo(printable(f"{found.name}\n{found.description or ''}".strip() + "\n"))
    accepted: dict[str, Sequence[Sequence[Any]]] = {}
    parameters: list[tuple[str, ...]] = []
    for parameter in found.parameters:
        rows = parameter.accepted(lambda name: value_set(client, name))
        if rows is not None:
            accepted[parameter.name] = rows
        parameters.append(_parameter(parameter, rows))
    print_table(
        [DisplayColumn(title) for title in ("parameter", "type", "", "accepts")], parameters
    )
    click.echo()
    columns = report_endpoint(declared, today_in(client.api.timezone), found).column_of
    fields: list[tuple[str, ...]] = []
    for field in found.fields:
        column = columns.get(field.name)
        shown = (column.name, column.type) if column else ("", "in full_data")
        fields.append((field.name, field.label, field.data_type, *shown))
    print_table(_FIELD_COLUMNS, fields)
    click.echo("\nFor reports.toml:\n")
    click.echo(printable(generated_docs.toml_entry(category, found, accepted)))


@reports.command()
@tenant_option
def check(*, tenant: str | None) -> None:
    """Compare what reports.toml declares with the API; load nothing."""
    failed = False
    for declaration, defined in _described(tenant):
        if isinstance(defined, LoaderError):
            failed = True
            click.echo(f"FAILED  {declaration.endpoint}: {defined}")
        else:
            (source,) = defined.sources
            windows = len(source.windows)  # type: ignore[attr-defined]
            slices = f"{windows} windows, " if windows else ""
            columns = len(defined.fields)
            click.echo(f"ok      {declaration.endpoint}: {slices}{columns} fields")
    if failed:
        sys.exit(EXIT_ENDPOINT_FAILED)


@reports.command()
@tenant_option
def sources(*, tenant: str | None) -> None:
    """Write dbt sources for the declared reports, so that models can read them.

    A checkout gets the file into its dbt project. An installed copy prints it, for your own.
    """
    found: list[Report] = []
    for _, defined in _described(tenant):
        if isinstance(defined, LoaderError):
            raise defined
        found.append(defined)
    text = generated_docs.dbt_sources(found)
    if not IS_CHECKOUT:
        click.echo(text, nl=False)
        return
    (PROJECT_ROOT / SOURCES).write_text(text, encoding="utf-8")
    click.echo(f"Wrote {SOURCES}.")


def _described(tenant: str | None) -> list[tuple[Declaration, Report | LoaderError]]:
    """Return each declared report as the API describes it, or its error."""
    from loader.extract.report_definitions import describe

    environment = one_tenant(Environment.read(), tenant)
    declared = read_file(environment.reports_file())
    client = ApiClient(environment.api())
    client.sign_in()
    today = today_in(client.api.timezone)
    found: list[tuple[Declaration, Report | LoaderError]] = []
    for declaration in declared.values():
        try:
            defined = describe(client, declaration)
        except LoaderError as error:
            found.append((declaration, error))
        else:
            found.append((declaration, report_endpoint(declaration, today, defined)))
    return found


def _parameter(parameter: Parameter, rows: Sequence[Sequence[Any]] | None) -> tuple[str, ...]:
    accepts = ", ".join(" = ".join(map(str, row)) for row in (rows or ())[:_MAX_VALUES])
    more = f", and {len(rows) - _MAX_VALUES} more" if rows and len(rows) > _MAX_VALUES else ""
    kind = f"list of {parameter.data_type}" if parameter.is_array else parameter.data_type
    return parameter.name, kind, "required" if parameter.is_required else "", accepts + more
