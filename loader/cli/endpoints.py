"""``endpoints``: the catalogue as a list."""

from __future__ import annotations

import click
from rich.table import Table

from loader import catalogue
from loader.cli.common import selection, table_console


@click.command()
@selection
def endpoints(*, select: tuple[str, ...], exclude: tuple[str, ...]) -> None:
    """List the endpoints: module, resource, table, feed, cursor, key."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("module", "name", "table", "feed", "cursor", "key", "by default"):
        table.add_column(name, no_wrap=True)
    chosen = catalogue.select(select or ("all",), exclude)
    for endpoint in sorted(chosen, key=lambda endpoint: (endpoint.modules[0], endpoint.name)):
        table.add_row(
            ", ".join(endpoint.modules),
            endpoint.name,
            endpoint.table,
            "yes" if all(source.feed for source in endpoint.sources) else "no",
            "none" if endpoint.no_cursor else "modifiedOn",
            ", ".join(endpoint.primary_key),
            "yes" if endpoint.default else "no",
        )
    table_console().print(table)
