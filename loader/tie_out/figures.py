"""The warehouse's figures: sums of the marts, by what a report's rows are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

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
    kpis = sorted(kpis)
    columns = [_sum(subject, subject.measures[kpi]) for kpi in kpis]
    where: Composable = SQL("tenant_id = %(tenant)s")
    if subject.day_column:
        where += SQL(" and {} between date_trunc(%(cut)s, %(start)s::date) and %(end)s").format(
            Identifier(subject.day_column)
        )
    cursor.execute(
        SQL("select coalesce({}, 0), {} from {} where {} group by 1").format(
            Identifier(subject.id_column),
            SQL(", ").join(columns),
            relations[subject.mart],
            where,
        ),
        {
            "tenant": tenant_id,
            "cut": subject.day_column or "day",
            "start": period.start,
            "end": period.end,
            "last_month": period.end.replace(day=1),
        },
    )
    return {
        row[0]: {kpi: Decimal(value) for kpi, value in zip(kpis, row[1:], strict=True)}
        for row in cursor.fetchall()
    }


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


def _sum(subject: Subject, measure: Measure) -> Composable:
    total: Composable = SQL(" + ").join(map(Identifier, measure.columns))
    total = SQL("sum({})").format(total)
    if measure.in_last_month and subject.day_column:
        total += SQL(" filter (where {} = %(last_month)s)").format(Identifier(subject.day_column))
    return SQL("coalesce({}, 0)").format(total)
