"""The warehouse's figures: sums of the marts, by what a report's rows are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Composable, Identifier

from loader.config import Warehouse
from loader.tie_out.measures import Measure, Subject
from loader.tie_out.period import Period

Figures = Mapping[int, Mapping[str, Decimal]]


@dataclass(frozen=True)
class Relations:
    """Where the models are: in the marts' schema, or recomputed under another reading.

    Attributes:
        warehouse: Names the schemas.
        recomputed: Names of temporary tables by model, which stand for the marts' own.
    """

    warehouse: Warehouse
    recomputed: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, model: str) -> Composable:
        if model in self.recomputed:
            return Identifier("pg_temp", self.recomputed[model])
        raw = model.startswith("raw_")
        schema = self.warehouse.raw_schema if raw else self.warehouse.dbt_schema
        return Identifier(schema, model)


def read_figures(
    cursor: Cursor,
    relations: Relations,
    tenant_id: int,
    subject: Subject,
    kpis: Iterable[str],
    period: Period,
) -> Figures:
    """Return the KPIs of each subject in the period, by id; 0 stands for none."""
    found: dict[int, dict[str, Decimal]] = {}
    kpis = list(kpis)
    for mart in subject.marts:
        columns = {kpi: _columns(subject, mart, subject.measures[kpi]) for kpi in kpis}
        columns = {kpi: of_kpi for kpi, of_kpi in columns.items() if of_kpi}
        if not columns:
            continue
        for number, *values in _sums(cursor, relations, tenant_id, subject, mart, columns, period):
            known = found.setdefault(number, dict.fromkeys(kpis, Decimal(0)))
            for kpi, value in zip(columns, values, strict=True):
                known[kpi] += value
    return found


def _columns(subject: Subject, mart: str, measure: Measure) -> list[str]:
    """Return the columns of one mart that a measure sums."""
    parts = [column.rpartition(".") for column in measure.columns]
    return [column for owner, _, column in parts if (owner or subject.mart) == mart]


def _sums(
    cursor: Cursor,
    relations: Relations,
    tenant_id: int,
    subject: Subject,
    mart: str,
    columns: Mapping[str, Sequence[str]],
    period: Period,
) -> Sequence[tuple[Any, ...]]:
    where: Composable = SQL("tenant_id = %(tenant)s")
    if subject.day_column:
        where += SQL(" and {} between date_trunc(%(cut)s, %(start)s::date) and %(end)s").format(
            Identifier(subject.day_column)
        )
    sums = [_sum(subject, subject.measures[kpi], of_kpi) for kpi, of_kpi in columns.items()]
    cursor.execute(
        SQL("select coalesce({}, 0), {} from {} where {} group by 1").format(
            Identifier(subject.id_column), SQL(", ").join(sums), relations[mart], where
        ),
        {
            "tenant": tenant_id,
            "cut": subject.day_column or "day",
            "start": period.start,
            "end": period.end,
            "last_month": period.end.replace(day=1),
        },
    )
    return cursor.fetchall()


def read_names(
    cursor: Cursor, relations: Relations, tenant_id: int, subject: Subject
) -> dict[int, str]:
    """Return the name of each subject, inactive and deleted ones included; by id."""
    cursor.execute(
        SQL(
            "select {id}, coalesce(max({name}), '') from {table}"
            " where tenant_id = %s and {id} is not null group by 1"
        ).format(
            id=Identifier(subject.names_id),
            name=Identifier(subject.names_column),
            table=relations[subject.names_table],
        ),
        (tenant_id,),
    )
    return dict(cursor.fetchall())


def _sum(subject: Subject, measure: Measure, columns: Sequence[str]) -> Composable:
    total: Composable = SQL("sum({})").format(SQL(" + ").join(map(Identifier, columns)))
    if measure.in_last_month and subject.day_column:
        total += SQL(" filter (where {} = %(last_month)s)").format(Identifier(subject.day_column))
    return SQL("coalesce({}, 0)::numeric").format(total)
