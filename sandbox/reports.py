"""The Reporting API: a few example reports, and each tenant's KPI reports, in the documented shape.

A test can add a report or change one: ``reports.add(Report(...))``, ``reports.one(id)``. Rows are
computed on each request from the current records. ``reports.of(tenant)`` has the KPI reports and
their switches.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sandbox import queries
from sandbox.encoding import Json, decode, encode
from sandbox.example_reports import example_reports
from sandbox.kpi_reports.tenant import KpiReports
from sandbox.problems import ApiError, invalid
from sandbox.report_types import (
    VALUE_FIELDS,
    PageFault,
    Parameter,
    Report,
    ReportLimit,
    Row,
    Values,
)
from sandbox.store import Store

__all__ = ["PageFault", "Parameter", "Report", "ReportLimit", "Reports"]

# The documented bounds of a report's data.
DEFAULT_PAGE_SIZE = 1000
MAX_PAGE_SIZE = 25_000


class Reports:
    """The reports of all tenants, and their paths below ``/reporting/v2/tenant/{tenant}/``."""

    def __init__(self, tenants: Mapping[int, KpiReports] | None = None) -> None:
        self.limit = ReportLimit()
        self.received: list[tuple[int, Values]] = []
        self._lock = threading.Lock()
        self._reports = {report.listed.id: report for report in example_reports()}
        self._tenants = dict(tenants or {})

    def of(self, tenant: int) -> KpiReports:
        """A tenant's KPI reports and their switches.

        Raises:
            KeyError: The tenant is not served.
        """
        return self._tenants[tenant]

    def add(self, report: Report) -> Report:
        """Serve another report; it replaces one with the same id."""
        self._reports[report.listed.id] = report
        return report

    def one(self, number: int) -> Report:
        """A report, for the caller to change.

        Raises:
            KeyError: There is none.
        """
        return self._reports[number]

    def serves(self, path: str) -> bool:
        """Whether a path is that of a report or of a value set, and not that of a plain list."""
        parts = path.split("/")
        return parts[1:2] == ["reporting"] and parts[5:6] in (
            ["report-category"],
            ["dynamic-value-sets"],
        )

    def response(
        self, store: Store, tenant: int, method: str, path: str, query: str, body: bytes
    ) -> bytes:
        """The body of a response.

        Raises:
            ApiError: 400, 404, 405 or 429, as the API.
        """
        rest = path.split("/")[5:]
        given = queries.parameters(query)
        data = len(rest) == 5 and rest[4] == "data"
        if method != ("POST" if data else "GET"):
            raise ApiError(405)
        if rest[0] == "dynamic-value-sets" and len(rest) == 2:
            return _paged(self._value_set(store, tenant, rest[1]), given, fields=VALUE_FIELDS)
        report = self._found(tenant, rest)
        if not data:
            return encode(_described(report))
        self.limit.check(tenant, report.listed.id)
        values = _checked(report, body)
        with self._lock:
            self.received.append((report.listed.id, values))
        names = [{"name": name, "label": label} for name, label, _ in report.fields]
        rows = [[_json(value) for value in row] for row in report.rows(store, values)]
        return _paged(
            rows,
            given,
            fields=names,
            most=MAX_PAGE_SIZE,
            default=DEFAULT_PAGE_SIZE,
            withheld=report.withheld,
            fault=report.page_fault,
        )

    def _value_set(self, store: Store, tenant: int, name: str) -> list[Row]:
        if name == "business-units":
            return [[unit["id"], unit["name"]] for unit in store.records("business-units")]
        kpi_reports = self._tenants.get(tenant)
        found = kpi_reports.value_set(store, name) if kpi_reports else None
        if found is None:
            raise ApiError(404)
        return found

    def _found(self, tenant: int, rest: list[str]) -> Report:
        number = int(rest[3]) if len(rest) in (4, 5) and rest[3].isdecimal() else -1
        kpi_reports = self._tenants.get(tenant)
        report = self._reports.get(number)
        if report is None and kpi_reports is not None:
            report = kpi_reports.find(number)
        if report is None or report.listed.category != rest[1] or rest[2] != "reports":
            raise ApiError(404)
        return report


def _json(value: Any) -> Any:
    return Json(value) if isinstance(value, bytes) else value


def _described(report: Report) -> dict[str, Any]:
    return {
        "id": report.listed.id,
        "name": report.listed.name,
        "description": report.listed.description,
        "modifiedOn": report.modified_on,
        "parameters": [parameter.described() for parameter in report.parameters],
        "fields": [
            {"name": name, "label": label, "dataType": kind} for name, label, kind in report.fields
        ],
    }


def _paged(
    rows: Sequence[Any],
    given: Mapping[str, str],
    *,
    fields: list[dict[str, str]] | None = None,
    most: int = queries.MAX_PAGE_SIZE,
    default: int = queries.DEFAULT_PAGE_SIZE,
    withheld: int = 0,
    fault: PageFault | None = None,
) -> bytes:
    size = queries.integer(given, "pageSize", default, 1, most)
    number = queries.integer(given, "page", 1, 1, 2**31 - 1)
    kind, total = fault.kind if fault else None, len(rows) + withheld
    if fault and kind == "cut":
        rows = rows[: fault.rows]
    step = min(size, fault.rows) if fault and kind == "short" else size
    begin = (number - 1) * step
    is_last = begin < len(rows) <= begin + step
    has_more = len(rows) > begin + step or (kind == "says_more" and is_last)
    page: dict[str, Any] = {} if fields is None else {"fields": fields}
    return encode(
        page
        | {
            "page": number,
            "pageSize": size,
            "hasMore": has_more and kind != "says_done",
            "totalCount": total if queries.boolean(given, "includeTotal") else None,
            "data": rows[begin : begin + step],
        }
    )


def _checked(report: Report, body: bytes) -> Values:
    """The parameters of a request.

    Raises:
        ApiError: 400, naming the parameter that is wrong.
    """
    try:
        values = {
            received["name"]: received.get("value") for received in decode(body)["parameters"]
        }
    except (ValueError, TypeError, KeyError, AttributeError):
        raise invalid("parameters", "The body is not valid.") from None
    known = {parameter.name: parameter for parameter in report.parameters}
    for name, value in values.items():
        if name not in known:
            raise invalid(name, "There is no such parameter.")
        each = value if isinstance(value, list) else [value]
        if isinstance(value, list) != known[name].is_array:
            raise invalid(name, "The value has the wrong form.")
        for one in each:
            if not _is_a(known[name].data_type, one):
                raise invalid(name, "The value has the wrong type.")
    for name, parameter in known.items():
        if parameter.is_required and values.get(name) is None:
            title = f"Missed report parameter: [{name}]"
            raise ApiError(400, title, errors={name: ["The parameter is required."]})
    return values


def _is_a(data_type: str, value: Any) -> bool:
    if data_type == "Date":
        try:
            return bool(date.fromisoformat(value[:10]))
        except (TypeError, ValueError):
            return False
    kinds: dict[str, type | tuple[type, ...]] = {"Number": (int, Decimal), "Boolean": bool}
    return isinstance(value, kinds.get(data_type, str))
