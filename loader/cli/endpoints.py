"""``endpoints``: the catalogue as a list, and the files that are generated from it."""

from __future__ import annotations

import click
from rich.table import Table

from loader import catalogue
from loader.catalogue import generated_docs
from loader.cli.common import selection, table_console
from loader.config import PROJECT_ROOT

# What `--write` writes, below the project's root.
GENERATED = {
    "docs/endpoints.md": generated_docs.markdown,
    "dbt_project/models/sources/_st__sources.yml": generated_docs.dbt_sources,
}


@click.command()
@selection
@click.option("--markdown", is_flag=True, help="Print docs/endpoints.md instead.")
@click.option(
    "--write",
    is_flag=True,
    help=f"Write what is generated from the catalogue: {', '.join(GENERATED)}.",
)
def endpoints(
    *, select: tuple[str, ...], exclude: tuple[str, ...], markdown: bool, write: bool
) -> None:
    """List the endpoints: module, resource, table, feed, cursor, key, whether by default."""
    if write:
        for name, render in GENERATED.items():
            file = PROJECT_ROOT / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(render(catalogue.ENDPOINTS), encoding="utf-8")
            click.echo(f"Wrote {name}.")
        return
    chosen = catalogue.select(select or ("all",), exclude)
    if markdown:
        click.echo(generated_docs.markdown({e.name: e for e in chosen}), nl=False)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("module", "resource", "table", "feed", "cursor", "key", "by default"):
        table.add_column(name, no_wrap=True)
    for endpoint in sorted(chosen, key=lambda endpoint: (endpoint.modules[0], endpoint.name)):
        first, *more = endpoint.sources
        others = len(endpoint.modules) - 1
        table.add_row(
            endpoint.modules[0] + (f" and {others} others" if others else ""),
            generated_docs.resource(first) + (f" and {len(more)} others" if more else ""),
            endpoint.table,
            generated_docs.feed(endpoint),
            generated_docs.cursor(endpoint),
            ", ".join(endpoint.primary_key),
            "yes" if endpoint.default else "no, nested" if endpoint.parent else "no",
        )
    table_console().print(table)
