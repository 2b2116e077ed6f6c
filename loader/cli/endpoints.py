"""``endpoints``: the catalogue as a list, and the files that are generated from it."""

from __future__ import annotations

import click

from loader import catalogue
from loader.catalogue import Endpoint, generated_docs
from loader.catalogue.scopes import scopes_of
from loader.cli.options import selection_options
from loader.cli.tables import DisplayColumn, print_table
from loader.config import IS_CHECKOUT, PROJECT_ROOT
from loader.errors import ConfigurationError

# The files that `--write` writes, relative to the project's root.
GENERATED = {
    "docs/endpoints.md": generated_docs.catalogue_markdown,
    "dbt_project/models/sources/_st__sources.yml": generated_docs.dbt_sources,
}

_COLUMNS = (
    DisplayColumn("module", rank=1),
    DisplayColumn("resource", rank=5),
    DisplayColumn("table"),
    DisplayColumn("feed", rank=3),
    DisplayColumn("cursor", rank=2),
    DisplayColumn("key", rank=4),
    DisplayColumn("by default"),
    DisplayColumn("scopes", rank=6),
)


@click.command()
@selection_options
@click.option("--markdown", is_flag=True, help="Print docs/endpoints.md instead.")
@click.option(
    "--write",
    is_flag=True,
    help=f"Write what is generated from the catalogue: {', '.join(GENERATED)}.",
)
def endpoints(
    *, select: tuple[str, ...], exclude: tuple[str, ...], markdown: bool, write: bool
) -> None:
    """List the endpoints: table, feed, cursor, key and scopes."""
    if write:
        if not IS_CHECKOUT:
            raise ConfigurationError(
                "--write writes files of the project, and this is an installed copy.",
                "Run it in a checkout.",
            )
        for name, render in GENERATED.items():
            file = PROJECT_ROOT / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(render(catalogue.ENDPOINTS), encoding="utf-8")
            click.echo(f"Wrote {name}.")
        return
    chosen = catalogue.select(select or ("all",), exclude)
    if markdown:
        click.echo(generated_docs.catalogue_markdown({e.name: e for e in chosen}), nl=False)
        return
    print_table(_COLUMNS, [_row(endpoint) for endpoint in sorted(chosen, key=_by_module)])


def _by_module(endpoint: Endpoint) -> tuple[str, str]:
    return endpoint.modules[0], endpoint.name


def _row(endpoint: Endpoint) -> tuple[str, ...]:
    first, *more = endpoint.sources
    others = len(endpoint.modules) - 1
    return (
        endpoint.modules[0] + (f" and {others} others" if others else ""),
        generated_docs.resource_name(first) + (f" and {len(more)} others" if more else ""),
        endpoint.table,
        generated_docs.feed_label(endpoint),
        generated_docs.cursor_kind(endpoint),
        ", ".join(endpoint.primary_key),
        "yes" if endpoint.default else "no, child resource" if endpoint.parent else "no",
        _few(scopes_of(endpoint)),
    )


def _few(scopes: tuple[str, ...]) -> str:
    others = len(scopes) - 1
    return scopes[0] + (f" and {others} others" if others else "")
