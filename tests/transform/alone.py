"""What the models would hold of each tenant if it were alone in its warehouse."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from psycopg2.sql import SQL, Identifier

from tests.transform.warehouse import INTERNAL, RAW, ST, Record, Warehouse

_SCHEMAS = (RAW, ST, INTERNAL)
_PREFIX = "alone_"
# So many of a random history's tenants are compared: each costs a query for each model.
TENANTS_ALONE = 5
_SCHEMA_OF_TABLE = re.compile(rf'"({"|".join(_SCHEMAS)})"(?=\."\w+")')


def differences_alone(warehouse: Warehouse, tenants: Iterable[int]) -> list[Record]:
    """Rows that a model has of a tenant and would not have if it were alone, and the reverse.

    Each model's SQL runs over views that show one tenant of its inputs. An input that is a model
    is compared too, so what its view shows is what it would hold of the tenant alone.
    """
    found: list[Record] = []
    for tenant in tenants:
        with of_tenants(warehouse, [tenant]) as compare:
            for model, sql in warehouse.all_rows_sql().items():
                found += compare(model, sql)
    return found


@contextmanager
def of_tenants(
    warehouse: Warehouse, tenants: Iterable[int]
) -> Iterator[Callable[[str, str], list[Record]]]:
    """Compare a model's rows of some tenants with what its SQL makes of their records only.

    The SQL runs over views, in schemas of their own.
    """
    where = f"tenant_id in ({', '.join(map(str, tenants))})"

    def compare(model: str, sql: str) -> list[Record]:
        over_views = SQL(_SCHEMA_OF_TABLE.sub(rf'"{_PREFIX}\1"', sql))
        return warehouse.compare(model, over_views, where)

    named = warehouse.rows(
        "select nspname as schema, relname as name, exists ("
        "  select from pg_attribute where attrelid = pg_class.oid and attname = 'tenant_id'"
        ") as has_tenant"
        " from pg_class inner join pg_namespace on pg_namespace.oid = relnamespace"
        f" where relkind in ('r', 'p', 'v') and nspname in {_SCHEMAS}"
    )
    for schema in _SCHEMAS:
        warehouse.execute(SQL("create schema {}").format(Identifier(_PREFIX + schema)))
    try:
        for each in named:
            view = SQL("create view {} as select * from {} {}").format(
                Identifier(_PREFIX + each["schema"], each["name"]),
                Identifier(each["schema"], each["name"]),
                SQL(f"where {where}" if each["has_tenant"] else ""),
            )
            warehouse.execute(view)
        yield compare
    finally:
        for schema in _SCHEMAS:
            warehouse.execute(SQL("drop schema {} cascade").format(Identifier(_PREFIX + schema)))
