"""Where a landed record comes from: key columns that the record itself does not hold."""

from __future__ import annotations

from collections.abc import Mapping

from psycopg2.sql import SQL, Composed, Literal

from loader.catalogue import Endpoint, Parent
from loader.catalogue.columns import StagedPart
from loader.catalogue.parent import POSITION

# Of a window's row, `source` is the window as an ISO interval (2024-01-01/2024-01-31).
_LANDED_PARTS: Mapping[StagedPart, str] = {
    "window_start": "split_part(_source, '/', 1)",
    "window_end": "split_part(_source, '/', 2)",
    "seq": "_seq",
}


def value(endpoint: Endpoint, name: str) -> Composed:
    """The column's value, out of the landed row's ``_seq`` and ``_source``."""
    if name in endpoint.staged_columns:
        part = SQL(_LANDED_PARTS[endpoint.staged_columns[name]])
        return SQL("{}::{}").format(part, SQL(endpoint.static_columns[name]))
    if endpoint.parent is not None:
        return key_value(endpoint.parent, name)
    whens = [
        SQL("when {} then {}").format(Literal(source.name), Literal(source.static_fields[name]))
        for source in endpoint.sources
    ]
    return SQL("case _source {} end").format(SQL(" ").join(whens))


def key_value(parent: Parent, name: str) -> Composed:
    """Part of the parent's key, or the ordinal; see ``loader.staging.parent_responses``."""
    if name == POSITION:
        return SQL("(_seq - (_source::jsonb ->> {})::bigint)").format(Literal(0))
    places = {key.column: place for place, key in enumerate(parent.keys, 1)}
    return SQL("(_source::jsonb ->> {})::{}").format(
        Literal(places[name]), SQL(parent.columns[name])
    )
