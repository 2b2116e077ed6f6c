"""Key columns that a staged record does not hold itself: parent, position, time slice."""

from __future__ import annotations

from collections.abc import Mapping

from psycopg2.sql import SQL, Composed, Literal

from loader.catalogue import Endpoint, Parent
from loader.catalogue.columns import StagedPart
from loader.catalogue.parent import POSITION

_STAGED_PARTS: Mapping[StagedPart, str] = {
    "slice_start": "_slice_start",
    "slice_end": "_slice_end",
    "ordinal": "_ordinal",
}


def key_expression(endpoint: Endpoint, name: str) -> Composed:
    """Return the column's SQL expression over the columns that ``StagingTable`` shows."""
    if name in endpoint.staged_columns:
        return SQL("{}").format(SQL(_STAGED_PARTS[endpoint.staged_columns[name]]))
    if endpoint.parent is not None:
        return parent_key_expression(endpoint.parent, name)
    whens = [
        SQL("when {} then {}").format(Literal(source.name), Literal(source.static_fields[name]))
        for source in endpoint.sources
    ]
    return SQL("case _source {} end").format(SQL(" ").join(whens))


def parent_key_expression(parent: Parent, name: str) -> Composed:
    """Return the expression for a part of the parent's key, or for the position in its response."""
    if name == POSITION:
        return SQL("{}").format(SQL("_ordinal"))
    places = {key.column: place for place, key in enumerate(parent.keys)}
    return SQL("(_parent ->> {})::{}").format(Literal(places[name]), SQL(parent.columns[name]))
