"""Where a landed record comes from: key columns that the record itself does not hold."""

from __future__ import annotations

from psycopg2.sql import SQL, Composed, Literal

from loader.catalogue import Endpoint, Parent
from loader.catalogue.parent import POSITION


def value(endpoint: Endpoint, name: str) -> Composed:
    """The column's value, out of the landed row's ``_seq`` and ``_source``."""
    if endpoint.parent is not None:
        return key_value(endpoint.parent, name)
    whens = [
        SQL("when {} then {}").format(Literal(source.name), Literal(source.constants[name]))
        for source in endpoint.sources
    ]
    return SQL("case _source {} end").format(SQL(" ").join(whens))


def key_value(parent: Parent, name: str) -> Composed:
    """Part of the parent's key, or the place in its answer; see ``loader.landing.visits``."""
    if name == POSITION:
        return SQL("(_seq - (_source::jsonb ->> {})::bigint)").format(Literal(0))
    places = {key.column: place for place, key in enumerate(parent.keys, 1)}
    return SQL("(_source::jsonb ->> {})::{}").format(
        Literal(places[name]), SQL(parent.columns[name])
    )
