"""``api-spec``: compare the stored facts about the API with newer OpenAPI documents."""

from __future__ import annotations

from pathlib import Path

import click

from loader import api_spec as known
from loader import catalogue
from loader.api_spec import openapi
from loader.api_spec.compare import changes
from loader.config import IS_CHECKOUT
from loader.errors import ConfigurationError

_folder = click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="FOLDER"
)


@click.group()
def api_spec() -> None:
    """The API's documented facts that the catalogue is built on."""


@api_spec.command()
@_folder
def compare(*, folder: Path) -> None:
    """Show what the OpenAPI documents in FOLDER add, remove and retype.

    Only modules with a document in FOLDER are compared. Each path is followed by the raw table that
    is filled from it.
    """
    count = 0
    for module, entries in _read(folder).items():
        found = changes(known.module_entries(module), entries)
        if found:
            click.echo(f"{module}")
        for path, lines in found.items():
            count += len(lines)
            click.echo(f"  {path}{_tables(path)}")
            for line in lines:
                click.echo(f"    {line}")
    click.echo(f"{count} differences." if count else "No difference.")


@api_spec.command()
@_folder
def refresh(*, folder: Path) -> None:
    """Rewrite the facts of the modules that have an OpenAPI document in FOLDER.

    Review the change with git, adapt the catalogue, and update the snapshots of the tables.
    """
    if not IS_CHECKOUT:
        raise ConfigurationError(
            "This is an installed copy; the facts are files of the project.",
            "Run it in a checkout.",
        )
    for module, entries in _read(folder).items():
        known.write_module(module, openapi.render_module(entries))
        click.echo(f"{module}: {len(entries)} operations")


def _read(folder: Path) -> dict[str, list[openapi.Entry]]:
    try:
        return openapi.read_folder(folder)
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise ConfigurationError(
            f"{folder} cannot be read as OpenAPI documents: {type(error).__name__},"
            f" {str(error)[:200]}.",
            "It must hold one JSON document per module, named like crm-v2.json.",
        ) from error


def _tables(path: str) -> str:
    tables = [
        endpoint.table
        for endpoint in catalogue.ENDPOINTS.values()
        for source in endpoint.sources
        if path in source.paths
    ]
    return f"  ({', '.join(dict.fromkeys(tables))})" if tables else ""
