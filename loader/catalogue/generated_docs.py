"""What is generated from the catalogue: ``docs/endpoints.md`` and the dbt sources."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby

from loader.catalogue.endpoint import Endpoint, Source
from loader.catalogue.exclusions import EXCLUSIONS

_MARKDOWN = """\
# Endpoints and their raw tables

Written by `python -m loader endpoints --write` from `loader/catalogue`; never edited by hand.

{tables} tables from {resources} resources of the API. Those marked with ● are loaded by default,
the others by name: `make load ARGS='--select tasks,memberships'`, a module at a time
(`--select payroll`), or everything (`--select all`).

Those marked with ○ are nested: the API gives them for one parent at a time, so they cost a request
for each parent that has changed. Load them by name, together with their parents
(`--select customers,customer_notes`), or all of them (`--select nested`); a module's name leaves
them out. How many requests it will be is said before it starts.

- **Feed**: the API has an export feed, which a continuation token leads through.
- **Cursor**: what an incremental load goes by. Without one the table is read in full by each load;
  rows that did not change are not written again, and rows that are gone get a `deleted_at`. Of a
  nested resource: which parents are asked.
- **Key**: what identifies a row, besides `tenant_id`.

Reports of the Reporting API are not listed here: each tenant declares its own in `reports.toml`.
"""

_WRITTEN = """\
# Written by `python -m loader endpoints --write` from loader/catalogue; never edited by hand.
"""
# How a file of dbt sources begins; the tables follow.
SOURCES = """\
version: 2

sources:
  - name: servicetitan
    description: >
      ServiceTitan's records as the loader keeps them: one row for each record, in its current
      version, with `deleted_at` set once the record is gone from the API. `_dlt_load_id` changes
      exactly when a row is written.
    schema: "{{ env_var('RAW_SCHEMA', 'servicetitan_raw') }}"
    config:
      # A table in which nothing happens is not stale: what counts is when the loader last asked
      # the API, for the tenant that it asked longest ago. Nor is one that nobody ever selected.
      loaded_at_query: >
        select
            case
                when count(*) = 0 then now()
                else min(greatest(last_full_sync, last_incremental_sync))
            end
        from {{ this.include(identifier=false) }}.raw_sync_state
        where table_name = '{{ this.identifier }}'
      freshness:
        warn_after: {count: 12, period: hour}
        error_after: {count: 36, period: hour}
    tables:
"""

# Tables of the raw schema that hold no records of the API.
_OWN_TABLES: Mapping[str, str] = {
    "raw_loads": "One row for each load that changed a raw table, written in the same transaction"
    " as the rows it brought. The transform reads from it what is new.",
    "raw_sync_state": "How the last sync of each raw table went, for each tenant.",
    "raw_tenants": "The tenants' time zones: one row for each tenant.",
}


def markdown(endpoints: Mapping[str, Endpoint]) -> str:
    """The catalogue as a page: a table for each module, and what is left out."""
    resources = sum(len(endpoint.sources) for endpoint in endpoints.values())
    lines = [_MARKDOWN.format(tables=len(endpoints), resources=resources)]
    in_order = sorted(endpoints.values(), key=lambda e: (e.modules[0], e.name))
    for module, group in groupby(in_order, key=lambda e: e.modules[0]):
        lines += [
            f"## {module}\n",
            "| | Table | Resource | Rows | Feed | Cursor | Key |",
            "|---|---|---|---|---|---|---|",
            *map(_row, group),
            "",
        ]
    lines += ["## Left out on purpose\n", "| Operation | Why |", "|---|---|"]
    by_reason: dict[str, list[str]] = {}
    for path, reason in EXCLUSIONS.items():
        by_reason.setdefault(reason, []).append(f"`{path}`")
    lines += [f"| {'<br>'.join(paths)} | {reason} |" for reason, paths in by_reason.items()]
    return "\n".join(lines) + "\n"


def _row(endpoint: Endpoint) -> str:
    cells = (
        "●" if endpoint.default else "○" if endpoint.parent else "",
        f"`{endpoint.table}`",
        "<br>".join(f"`{resource(source)}`" for source in endpoint.sources),
        endpoint.description,
        feed(endpoint),
        _what_is_asked(endpoint),
        ", ".join(f"`{name}`" for name in endpoint.key) or "the tenant alone",
    )
    return f"| {' | '.join(cells)} |"


def _what_is_asked(endpoint: Endpoint) -> str:
    if endpoint.parent is not None:
        asked = endpoint.parent.name
        return (
            f"all `{asked}`. {endpoint.no_cursor}" if endpoint.no_cursor else f"changed `{asked}`"
        )
    return f"none. {endpoint.no_cursor}" if endpoint.no_cursor else cursor(endpoint)


def resource(source: Source) -> str:
    """The resource's name: its area and path, whether it is read as a list or a feed."""
    area = source.area if source.version == "v2" else f"{source.area}/{source.version}"
    path = source.list or str(source.feed).removeprefix("export/")
    return f"{area}/{path}"


def feed(endpoint: Endpoint) -> str:
    """Whether the API has an export feed of it: ``yes``, ``no`` or ``feed only``."""
    if not all(source.feed for source in endpoint.sources):
        return "no"
    return "yes" if all(source.list for source in endpoint.sources) else "feed only"


def cursor(endpoint: Endpoint) -> str:
    """What an incremental load goes by."""
    if endpoint.no_cursor:
        return "none"
    if endpoint.parent is not None:
        return "changed parents"
    return "token" if all(source.feed for source in endpoint.sources) else "modifiedOn"


def dbt_sources(endpoints: Mapping[str, Endpoint]) -> str:
    """The dbt source file that describes every raw table."""
    return _WRITTEN + SOURCES + "".join(_source_lines(endpoints))


def _source_lines(endpoints: Mapping[str, Endpoint]) -> Iterator[str]:
    for endpoint in endpoints.values():
        yield f"      - name: {endpoint.table}\n"
        yield f"        description: {json.dumps(endpoint.description)}\n"
    for name, description in _OWN_TABLES.items():
        yield f"      - name: {name}\n"
        yield f"        description: {json.dumps(description)}\n"
        yield "        config: {freshness: null}\n"
