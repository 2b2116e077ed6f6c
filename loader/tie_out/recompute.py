"""The marts of one tenant and period under another reading, in temporary tables.

Nothing is rebuilt: the compiled models run over the records that can matter in the period, and all
is gone with the transaction. Only the models that a setting changes, and those that read them, run
again; the others are taken from the first run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Identifier, Literal

from loader.config import Warehouse
from loader.tie_out.figures import Relations
from loader.tie_out.mart_models import MartModels, Model, in_dependency_order
from loader.tie_out.period import Period

# An instant's day differs by less from zone to zone.
_MARGIN = timedelta(days=2)
# Not read by any mart, and as large as all other columns together.
_LEFT_OUT = "full_data"

# Jobs that can count in the period: created, completed, sold or invoiced then, named by a report,
# or with an open estimate of an amount in question; and the jobs that answer for their recalls.
_JOBS = """
    create temporary table tie_out_jobs on commit drop as
    with dated as (
        select st_id, recall_for_id from {st_jobs}
        where
            tenant_id = %(tenant)s
            and (
                completed_on between %(start)s and %(end)s
                or job_number = any(%(numbers)s)
                or st_created_on between %(start)s and %(end)s
                or st_id in (
                    select job_id from {st_estimates}
                    where
                        tenant_id = %(tenant)s
                        and (
                            sold_on between %(start)s and %(end)s
                            or (sold_on is null and subtotal = any(%(amounts)s::numeric[]))
                        )
                )
                or st_id in (
                    select job_id from {st_invoices}
                    where tenant_id = %(tenant)s and invoice_date between %(start)s and %(end)s
                )
            )
    )

    select st_id as job_id from dated
    union
    select recall_for_id from dated where recall_for_id is not null"""

# Which rows of an input can matter. An input that is not named here is read as it is.
_NARROWED: Mapping[str, str] = {
    "st_jobs": "st_id in (select job_id from pg_temp.tie_out_jobs)",
    "st_invoices": "job_id in (select job_id from pg_temp.tie_out_jobs)"
    " or invoice_date between %(start)s and %(end)s or balance <> 0",
    "st_estimates": "job_id in (select job_id from pg_temp.tie_out_jobs)"
    " or sold_on between %(start)s and %(end)s",
    "st_job_types": "true",
    "raw_st_memberships": "true",
    "raw_st_job_splits": "job_id in (select job_id from pg_temp.tie_out_jobs)",
    "raw_st_calls_v3": "lead_call ->> 'receivedOn' between %(start)s::text and %(end)s::text",
}
_ZONES = "raw_tenants"
# Rows from which on the planner needs statistics.
_ANALYZED = 1_000


@dataclass(frozen=True)
class Edit:
    """Another version of one record.

    Attributes:
        table: The ``st_`` table.
        st_id: The record.
        values: New values by column; of a jsonb column, as JSON text.
    """

    table: str
    st_id: int
    values: tuple[tuple[str, Any], ...]


def merged(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Return one edit for each record; later values win."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for edit in edits:
        found.setdefault((edit.table, edit.st_id), {}).update(edit.values)
    return tuple(Edit(*key, tuple(values.items())) for key, values in found.items())


@dataclass(frozen=True)
class Variant:
    """Settings and records under which the marts are computed.

    Attributes:
        variables: Values of dbt variables that differ from the project's.
        timezone: Another zone of the tenant, an IANA name.
        edits: Records in other versions than the warehouse has.
    """

    variables: tuple[tuple[str, Any], ...] = ()
    timezone: str | None = None
    edits: tuple[Edit, ...] = ()


@dataclass
class Recomputation:
    """Computes marts inside one transaction of the cursor.

    Args:
        cursor: Its transaction ends the temporary tables.
        warehouse: Where the marts' inputs are.
        tenant_id: Whose records they are.
        period: The days whose figures must be right; others are not.
        models: The marts' SQL.
        marts: The marts that are wanted.
        numbers: Numbers of jobs that a report names, whatever their days are here.
        amounts: By how much figures differ, without sign.
    """

    cursor: Cursor
    warehouse: Warehouse
    tenant_id: int
    period: Period
    models: MartModels
    marts: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    amounts: tuple[Decimal, ...] = ()
    _inputs: dict[str, str] = field(default_factory=dict)
    _base: dict[str, str] = field(default_factory=dict)
    _copies: list[str] = field(default_factory=list)
    _made: int = 0

    def base(self) -> Relations:
        """Compute the marts under the project's own settings.

        Raises:
            LoaderError: dbt cannot compile them.
        """
        self._narrow()
        models = self.models.compiled({})
        for name in in_dependency_order(models, self.marts):
            self._base[name] = self._create(models[name], {**self._inputs, **self._base})
        return self.base_relations

    @property
    def base_relations(self) -> Relations:
        """Where the marts under the project's own settings are, once ``base`` has computed them."""
        return Relations(self.warehouse, self._base)

    def input(self, name: str) -> Identifier:
        """Return the temporary table with the rows of an input that can matter."""
        return Identifier(self._inputs[name])

    def can_change(self, variant: Variant, marts: Collection[str]) -> bool:
        """Return whether settings reach some marts at all; nothing is computed for the answer."""
        before = self.models.compiled({})
        after = self.models.compiled(dict(variant.variables))
        moved = {_ZONES} if variant.timezone is not None else set()
        for name in in_dependency_order(after, marts):
            if after[name].sql != before[name].sql or after[name].inputs.keys() & moved:
                moved.add(name)
        return bool(moved & set(marts))

    def under(self, variant: Variant) -> Relations | None:
        """Compute the marts under other settings; None if these are the project's own.

        Raises:
            LoaderError: dbt cannot compile them.
        """
        before = self.models.compiled({})
        after = self.models.compiled(dict(variant.variables))
        inputs = dict(self._inputs)
        moved: set[str] = set()
        if variant.timezone is not None:
            inputs[_ZONES] = self._zone(variant.timezone)
            moved.add(_ZONES)
        for table in {edit.table for edit in variant.edits}:
            inputs[table] = self._edited(table, variant.edits)
            moved.add(table)
        changed: dict[str, str] = {}
        for name in in_dependency_order(after, self.marts):
            model = after[name]
            if model.sql != before[name].sql or model.inputs.keys() & (moved | changed.keys()):
                changed[name] = self._create(model, {**inputs, **self._base, **changed})
        if not changed:
            return None
        return Relations(self.warehouse, {**self._base, **changed})

    def changed(self, relations: Relations | None) -> set[str]:
        """Return the marts that a variant has changed."""
        if relations is None:
            return set()
        return {name for name, table in relations.recomputed.items() if table != self._base[name]}

    def drop(self, relations: Relations | None) -> None:
        """Drop the temporary tables of a variant: hundreds of them would fill the memory."""
        made = set(relations.recomputed.values()) - set(self._base.values()) if relations else ()
        for table in (*made, *self._copies):
            self.cursor.execute(SQL("drop table pg_temp.{}").format(Identifier(table)))
        self._copies.clear()

    def _narrow(self) -> None:
        values = {
            "tenant": self.tenant_id,
            "start": self.period.start - _MARGIN,
            "end": self.period.end + _MARGIN,
            "numbers": list(self.numbers),
            "amounts": list(self.amounts),
        }
        plain = Relations(self.warehouse)
        needed = {
            name
            for model in self.models.compiled({}).values()
            for name in model.inputs
            if name in _NARROWED
        }
        tables = {name: plain[name] for name in ("st_jobs", "st_estimates", "st_invoices")}
        self.cursor.execute(SQL(_JOBS).format(**tables), values)
        self.cursor.execute("analyze pg_temp.tie_out_jobs")
        for name in sorted(needed):
            columns = SQL(", ").join(map(Identifier, self._columns(plain, name)))
            table = self._next(name)
            self.cursor.execute(
                SQL(
                    "create temporary table {} on commit drop as"
                    " select {} from {} where tenant_id = %(tenant)s and ({})"
                ).format(Identifier(table), columns, plain[name], SQL(_NARROWED[name])),
                values,
            )
            self._analyze(table)
            self._inputs[name] = table

    def _columns(self, relations: Relations, name: str) -> list[str]:
        self.cursor.execute(
            "select attname from pg_catalog.pg_attribute where attrelid = to_regclass(%s)"
            " and attnum > 0 and not attisdropped and attname <> %s order by attnum",
            (relations[name].as_string(self.cursor), _LEFT_OUT),
        )
        return [row[0] for row in self.cursor.fetchall()]

    def _zone(self, timezone: str) -> str:
        table = self._next(_ZONES)
        self.cursor.execute(
            SQL(
                "create temporary table {} on commit drop as select {}::bigint as tenant_id,"
                " {}::text as timezone"
            ).format(Identifier(table), Literal(self.tenant_id), Literal(timezone))
        )
        return table

    def _edited(self, name: str, edits: Iterable[Edit]) -> str:
        table = self._next(name)
        self._copies.append(table)
        self._make(table, f'table pg_temp."{self._inputs[name]}"')
        for edit in edits:
            if edit.table == name:
                columns = SQL(", ").join(
                    SQL("{} = %s").format(Identifier(column)) for column, _ in edit.values
                )
                self.cursor.execute(
                    SQL("update pg_temp.{} set {} where st_id = %s").format(
                        Identifier(table), columns
                    ),
                    (*(value for _, value in edit.values), edit.st_id),
                )
        return table

    def _create(self, model: Model, tables: Mapping[str, str]) -> str:
        sql = model.sql
        for name, relation in model.inputs.items():
            if name in tables:
                sql = sql.replace(relation, f'pg_temp."{tables[name]}"')
        table = self._next(model.name)
        self._make(table, sql)
        return table

    def _make(self, table: str, sql: str) -> None:
        # Without parameters: the SQL may hold percent signs.
        self.cursor.execute(f'create temporary table "{table}" on commit drop as {sql}')
        if self.cursor.rowcount > _ANALYZED:
            self._analyze(table)

    def _analyze(self, table: str) -> None:
        self.cursor.execute(SQL("analyze pg_temp.{}").format(Identifier(table)))

    def _next(self, name: str) -> str:
        self._made += 1
        return f"t{self._made}_{name}"[:63]
