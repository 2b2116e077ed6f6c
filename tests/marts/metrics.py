"""The project's metrics, queried by MetricFlow: it writes the SQL, the tests run it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow.protocols.sql_client import SqlEngine
from metricflow.sql.render.postgres import PostgresSQLSqlPlanRenderer
from metricflow_semantics.model.dbt_manifest_parser import (
    parse_manifest_from_dbt_generated_manifest,
)
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

from tests.marts.expected.records import Row
from tests.transform.warehouse import Warehouse


class _Postgres:
    """What MetricFlow must know of a database whose SQL it only writes."""

    sql_engine_type = SqlEngine.POSTGRES
    sql_plan_renderer = PostgresSQLSqlPlanRenderer()


class Metrics:
    """The metrics as the parsed project declares them."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        manifest = (warehouse.folder / "target" / "semantic_manifest.json").read_text("utf-8")
        self._manifest = parse_manifest_from_dbt_generated_manifest(manifest)
        self._engine = MetricFlowEngine(
            semantic_manifest_lookup=SemanticManifestLookup(self._manifest),
            sql_client=_Postgres(),
        )

    @property
    def names(self) -> set[str]:
        """Names of all metrics."""
        return {metric.name for metric in self._manifest.metrics}

    def query(
        self, metrics: Iterable[str], by: Iterable[str], where: str | None = None
    ) -> list[Row]:
        """Rows of metrics by dimensions, as ``mf query`` gives them.

        Args:
            metrics: Names of metrics.
            by: What to group by.
            where: A condition on dimensions or entities, as ``mf query --where`` takes it.
        """
        request = MetricFlowQueryRequest.create(
            metric_names=list(metrics),
            group_by_names=list(by),
            where_constraints=None if where is None else [where],
        )
        return self._warehouse.rows(self._engine.explain(request).sql_statement.sql)


def of_tenant(rows: Iterable[Row], tenant_id: int, tenant: str) -> list[Row]:
    """The rows of one tenant, which the column ``tenant`` names."""
    return [_plain(row) for row in rows if row[tenant] == tenant_id]


def _plain(row: Row) -> dict[str, Any]:
    """The month as a date, which MetricFlow gives as a timestamp."""
    return {
        name: value.date() if name.startswith("metric_time") and value else value
        for name, value in row.items()
    }
