"""The Reporting API: a few reports on the tenant's records, in the documented shape.

A test can add a report or change one: ``reports.add(Report(...))``, ``reports.one(id)``. Rows are
computed on each request from the current records.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sandbox import queries
from sandbox.data.reporting import INVOICES, PERFORMANCE, REVENUE, Listed
from sandbox.encoding import Json, decode, encode
from sandbox.problems import ApiError, invalid
from sandbox.store import Store

# The documented bounds of a report's data.
DEFAULT_PAGE_SIZE = 1000
MAX_PAGE_SIZE = 25_000

Values = Mapping[str, Any]
Row = Sequence[Any]
Rows = Callable[[Store, Values], Iterable[Row]]


@dataclass
class Parameter:
    """A parameter of a report; ``accepts`` is a list of values or the name of a value set."""

    name: str
    data_type: str
    label: str = ""
    is_array: bool = False
    is_required: bool = False
    accepts: Sequence[Row] | str | None = None

    def described(self) -> dict[str, Any]:
        """The parameter as the report's description shows it."""
        accepts = None
        if self.accepts is not None:
            by_name = isinstance(self.accepts, str)
            accepts = {
                "fields": _VALUE_FIELDS,
                "dynamicSetId": self.accepts if by_name else None,
                "values": None if by_name else self.accepts,
            }
        return {
            "name": self.name,
            "label": self.label or self.name,
            "dataType": self.data_type,
            "isArray": self.is_array,
            "isRequired": self.is_required,
            "acceptValues": accepts,
        }


_VALUE_FIELDS = [{"name": "Value", "label": "Value"}, {"name": "Name", "label": "Name"}]


@dataclass
class Report:
    """A report.

    Attributes:
        listed: Its entry in the list of its category.
        fields: Name, label and type of each field.
        rows: Computes the rows in their order. A value is a Python value, a Decimal, or bytes
            (exact JSON).
        withheld: By how much ``totalCount`` exceeds the rows.
    """

    listed: Listed
    parameters: list[Parameter]
    fields: list[tuple[str, str, str]]
    rows: Rows
    withheld: int = 0


@dataclass
class ReportLimit:
    """A limit on the requests for one report's data.

    Attributes:
        requests: How many are accepted in a period; None for no limit.
        period: In seconds.
        retry_after: The Retry-After header of a 429 in seconds; None to send none.
    """

    requests: int | None = None
    period: float = 60.0
    retry_after: int | None = None
    _accepted: dict[tuple[int, int], deque[float]] = field(
        default_factory=lambda: defaultdict(deque)
    )

    def check(self, tenant: int, report: int) -> None:
        """Count a request.

        Raises:
            ApiError: 429: There were too many.
        """
        if self.requests is None:
            return
        now, window = time.monotonic(), self._accepted[tenant, report]
        while window and now - window[0] >= self.period:
            window.popleft()
        if len(window) >= self.requests:
            headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
            raise ApiError(429, headers=headers)
        window.append(now)


class Reports:
    """The reports of all tenants, and their paths below ``/reporting/v2/tenant/{tenant}/``."""

    def __init__(self, limit: ReportLimit | None = None) -> None:
        self.limit = limit or ReportLimit()
        self.received: list[tuple[int, Values]] = []
        self._lock = threading.Lock()
        self._reports = {report.listed.id: report for report in _of_the_dataset()}

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
            return _paged(_value_set(store, rest[1]), given, fields=_VALUE_FIELDS)
        report = self._found(rest)
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
        )

    def _found(self, rest: list[str]) -> Report:
        number = int(rest[3]) if len(rest) in (4, 5) and rest[3].isdecimal() else -1
        report = self._reports.get(number)
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
        "modifiedOn": "2025-11-03T16:20:11.5913254-04:00",
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
) -> bytes:
    size = queries.integer(given, "pageSize", default, 1, most)
    number = queries.integer(given, "page", 1, 1, 2**31 - 1)
    begin = (number - 1) * size
    page: dict[str, Any] = {} if fields is None else {"fields": fields}
    return encode(
        page
        | {
            "page": number,
            "pageSize": size,
            "hasMore": len(rows) > begin + size,
            "totalCount": len(rows) + withheld if queries.boolean(given, "includeTotal") else None,
            "data": rows[begin : begin + size],
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
            raise invalid(name, "The parameter is required.")
    return values


def _is_a(data_type: str, value: Any) -> bool:
    if data_type == "Date":
        try:
            return bool(date.fromisoformat(value[:10]))
        except (TypeError, ValueError):
            return False
    kinds: dict[str, type | tuple[type, ...]] = {"Number": (int, Decimal), "Boolean": bool}
    return isinstance(value, kinds.get(data_type, str))


# The reports that every sandbox has ------------------------------------------------------------

_RANGE = [
    Parameter("From", "Date", "From", is_required=True),
    Parameter("To", "Date", "To", is_required=True),
]
_UNITS = Parameter(
    "BusinessUnitIds", "Number", "Business Units", is_array=True, accepts="business-units"
)


def _value_set(store: Store, name: str) -> list[Row]:
    if name != "business-units":
        raise ApiError(404)
    return [[unit["id"], unit["name"]] for unit in store.records("business-units")]


def _of_the_dataset() -> list[Report]:
    return [
        Report(
            REVENUE,
            [*_RANGE, _UNITS],
            [
                ("BusinessUnitId", "Business Unit ID", "Number"),
                ("Name", "Name", "String"),
                ("Invoices", "Invoices", "Number"),
                ("TotalRevenue", "Total Revenue", "Number"),
                ("FirstInvoiceOn", "First Invoice", "Date"),
                ("Active", "Active", "Boolean"),
            ],
            _revenue,
        ),
        Report(
            INVOICES,
            _RANGE,
            [
                ("InvoiceId", "Invoice ID", "Number"),
                ("InvoiceNumber", "Invoice #", "String"),
                ("Date", "Invoice Date", "Date"),
                ("Customer Name", "Customer", "String"),
                ("Total", "Total", "Number"),
            ],
            _invoices,
        ),
        Report(
            PERFORMANCE,
            [
                *_RANGE,
                Parameter(
                    "DateType",
                    "Number",
                    "Date Type",
                    is_required=True,
                    accepts=[[1, "Job Completion Date"], [2, "Job Creation Date"]],
                ),
                Parameter("IncludeInactive", "Boolean", "Include Inactive Technicians"),
            ],
            [
                ("TechnicianId", "Technician ID", "Number"),
                ("Name", "Name", "String"),
                ("ShiftStart", "Shift Start", "Time"),
                ("CompletedJobs", "Completed Jobs", "Number"),
                ("Revenue", "Revenue", "Number"),
                ("Active", "Active", "Boolean"),
            ],
            _performance,
        ),
    ]


def _between(text: str | None, values: Values) -> bool:
    return text is not None and values["From"][:10] <= text[:10] <= values["To"][:10]


def _invoices_of(store: Store, values: Values) -> list[dict[str, Any]]:
    return [i for i in store.records("invoices") if _between(i["invoiceDate"], values)]


def _revenue(store: Store, values: Values) -> Iterable[Row]:
    wanted = values.get("BusinessUnitIds")
    totals: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for invoice in _invoices_of(store, values):
        totals[invoice["businessUnit"]["id"]].append(invoice)
    for unit in store.records("business-units"):
        invoices = totals.get(unit["id"], [])
        if invoices and (wanted is None or unit["id"] in wanted):
            yield (
                unit["id"],
                unit["name"],
                len(invoices),
                sum((Decimal(invoice["total"]) for invoice in invoices), Decimal("0.00")),
                min(invoice["invoiceDate"] for invoice in invoices)[:10] + "T00:00:00-04:00",
                unit["active"],
            )


def _invoices(store: Store, values: Values) -> Iterable[Row]:
    for invoice in _invoices_of(store, values):
        yield (
            invoice["id"],
            invoice["referenceNumber"],
            invoice["invoiceDate"][:10],
            invoice["customer"]["name"],
            Decimal(invoice["total"]),
        )


def _performance(store: Store, values: Values) -> Iterable[Row]:
    when = "completedOn" if values["DateType"] == 1 else "createdOn"
    jobs: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for job in store.records("jobs"):
        counts = values["DateType"] != 1 or job["jobStatus"] == "Completed"
        if counts and job["soldById"] is not None and _between(job[when], values):
            jobs[job["soldById"]].append(job)
    for technician in store.records("technicians"):
        if technician["active"] or values.get("IncludeInactive"):
            done = jobs.get(technician["id"], [])
            yield (
                technician["id"],
                technician["name"],
                technician["shiftStart"],
                len(done),
                sum((job["total"] for job in done), Decimal("0.00")),
                technician["active"],
            )
