"""The page's content: every figure, where the page's script looks it up. Nothing but JSON."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import IntEnum
from typing import Any

from loader.report_page.health import LOADED_DAYS, TieOut, problem_of
from loader.report_page.kpis import KPIS, MONTHLY, Kpi
from loader.report_page.periods import Period, add_months
from loader.report_page.queries import CAMPAIGN_COLUMNS, TECHNICIAN_COLUMNS, BoardColumn, Scope
from loader.report_page.reading import Reading

Json = dict[str, Any]

_DIGITS = {"money": 2, "count": 0, "ratio": 6, "factor": 4}
_ALL_BUCKETS = "all"
_NO_DATE = "no date"
_RECEIVABLE_BUCKETS = ("0-30", "31-60", "61-90", "91-120", "over 120")
_ESTIMATE_BUCKETS = ("0-7", "8-30", "31-90", "91-180", "over 180")


class Detail(IntEnum):
    """How much a page holds: with everything, one of many tenants would be too large."""

    UNITS = 0
    TENANTS = 1
    TILES = 2

    @property
    def left_out(self) -> str:
        """What a page of this detail lacks, in words for its reader."""
        return (
            "",
            "the filter by business unit",
            "the tenants' business units, technicians, campaigns and days",
        )[self]


def content(reading: Reading, detail: Detail, fresh_for: timedelta) -> Json:
    """Arrange a reading for the page.

    Args:
        reading: What was read of the warehouse.
        detail: What of it is left out.
        fresh_for: A table whose last sync is older is stale.
    """
    scopes = sorted(
        (scope for scope in reading.scopes if detail == Detail.UNITS or scope[1] is None),
        key=lambda scope: (scope[0] or 0, scope[1] or -1),
    )
    with_rows = detail < Detail.TILES
    return {
        "written": f"{reading.at:%Y-%m-%d %H:%M} UTC",
        "leftOut": detail.left_out,
        "tenants": [
            {"id": each.tenant_id, "zone": each.timezone, "today": each.today.isoformat()}
            for each in reading.tenants
        ],
        "units": [
            [tenant, unit, _unit_name(reading, tenant, unit)]
            for tenant, unit in scopes
            if tenant is not None and unit is not None
        ],
        "thisMonth": f"{reading.periods.today:%Y-%m}",
        "dayOfMonth": reading.periods.today.day,
        "periods": [{"key": p.key, "label": p.label} for p in reading.periods.shown],
        "kpis": [_kpi(kpi, reading) for kpi in KPIS],
        "boards": {
            "technicians": _columns(TECHNICIAN_COLUMNS),
            "campaigns": _columns(CAMPAIGN_COLUMNS),
        },
        "scopes": {
            _key(scope): _scope(reading, scope, with_days=with_rows or scope[0] is None)
            for scope in scopes
        },
        "technicians": _technicians(reading) if with_rows else {},
        "campaigns": _campaigns(reading) if with_rows else {},
        "health": {
            str(each.tenant_id): _health(reading, each.tenant_id, fresh_for)
            for each in reading.tenants
        }
        | ({"all": {"loads": _all_loads(reading)}} if len(reading.tenants) > 1 else {}),
        "loadedDays": [day.isoformat() for day in _loaded_days(reading)],
    }


def _unit_name(reading: Reading, tenant: int, unit: int) -> str:
    """The unit's name, with its id where another unit of the tenant has the same."""
    names = {key: name.strip() for key, name in reading.unit_names.items() if key[0] == tenant}
    name = names.get((tenant, unit), "No business unit" if unit == 0 else f"Business unit {unit}")
    return f"{name} ({unit})" if list(names.values()).count(name) > 1 else name


def _key(scope: Scope) -> str:
    tenant, unit = scope
    if tenant is None:
        return "all"
    return str(tenant) if unit is None else f"{tenant}/{unit}"


def _kpi(kpi: Kpi, reading: Reading) -> Json:
    named = next(
        (row[kpi.denominator_named_by] for row in reading.figures.values()), kpi.denominator
    ) if kpi.denominator_named_by else kpi.denominator  # fmt: skip
    return {
        "column": kpi.column,
        "label": kpi.label,
        "unit": kpi.unit,
        "better": kpi.better,
        "isOfToday": kpi.is_of_today,
        "numeratorUnit": "money" if kpi.unit == "money" else "count",
        "numerator": "revenue" if kpi.denominator_named_by else _words(kpi.numerator),
        "denominator": _words(named),
        "definition": " ".join(reading.definitions.get(kpi.column, "").split()),
    }


def _words(column: str | None) -> str | None:
    return column and column.replace("_", " ")


def _columns(columns: Sequence[BoardColumn]) -> list[Json]:
    return [{"label": column.label, "unit": column.unit} for column in columns]


def _scope(reading: Reading, scope: Scope, *, with_days: bool) -> Json:
    found: Json = {
        "kpis": {
            period.key: [_tile(reading, scope, period, kpi) for kpi in MONTHLY]
            for period in reading.periods.shown
            if (scope, period) in reading.figures
        },
        "overdue": _number(
            reading.receivables.get(scope, {}).get(_ALL_BUCKETS, (0, 0, Decimal(0)))[2], "money"
        ),
        "receivables": _buckets(reading.receivables.get(scope, {}), _RECEIVABLE_BUCKETS),
        "estimates": _buckets(reading.estimates.get(scope, {}), _ESTIMATE_BUCKETS),
    }
    if with_days:
        found["days"] = _days(reading, scope)
    return found


def _tile(reading: Reading, scope: Scope, period: Period, kpi: Kpi) -> list[Any]:
    """The value, its parts, then value and change of the month before and of the year before."""
    value = reading.figures[scope, period][kpi.column]
    found = [_number(value, kpi.unit)]
    if kpi.numerator and kpi.denominator:
        row = reading.figures[scope, period]
        found += [_number(row[kpi.numerator], "money"), _number(row[kpi.denominator], "count")]
    else:
        found += [None, None]
    for months in (1, 12):
        before = reading.figures.get((scope, period.earlier(months)), {}).get(kpi.column)
        found += [_number(before, kpi.unit), _change(kpi, value, before)]
    return found


def _change(kpi: Kpi, value: Decimal | None, before: Decimal | None) -> float | None:
    """What changed: a share of the earlier value; for a ratio, the difference."""
    if value is None or before is None:
        return None
    if kpi.unit == "ratio":
        return _number(value - before, "ratio")
    return _number((Decimal(value) - before) / abs(before), "ratio") if before else None


def _number(value: Decimal | int | None, unit: str) -> float | None:
    """A figure with the digits that its unit has; JSON has no decimals but floats."""
    if value is None:
        return None
    digits = _DIGITS[unit]
    rounded = round(Decimal(value), digits)
    return int(rounded) if rounded == int(rounded) else float(rounded)


def _buckets(rows: Mapping[str, Sequence[Any]], buckets: Iterable[str]) -> list[list[Any]]:
    """Label, amount and count of each bucket; of the one without a date only if there are any."""
    names = [*buckets, *([_NO_DATE] if _NO_DATE in rows else [])]
    return [
        [name, _number(rows[name][0], "money"), rows[name][1]] if name in rows else [name, 0, 0]
        for name in names
    ]


def _days(reading: Reading, scope: Scope) -> dict[str, list[float | None]]:
    """Revenue of each day of each month, up to today; 0 where nothing counted."""
    known = reading.days.get(scope, {})
    today = reading.periods.today
    found = {}
    month = reading.periods.first_day_month
    while month <= today:
        last = calendar.monthrange(month.year, month.month)[1]
        if (month.year, month.month) == (today.year, today.month):
            last = today.day
        found[f"{month:%Y-%m}"] = [
            _number(known.get(month.replace(day=day), 0), "money") for day in range(1, last + 1)
        ]
        month = add_months(month, 1)
    return found


def _period_key(reading: Reading, month: date) -> str:
    return "to_date" if month == reading.periods.today.replace(day=1) else f"{month:%Y-%m}"


def _technicians(reading: Reading) -> dict[str, dict[str, list[Any]]]:
    """Rows by tenant and period: name, home unit, figures."""
    found: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for tenant, month, unit, name, values in reading.technicians:
        found[str(tenant)][_period_key(reading, month)].append(
            [name, unit, *_figures(values, TECHNICIAN_COLUMNS)]
        )
    return found


def _campaigns(reading: Reading) -> dict[str, dict[str, list[Any]]]:
    """Rows by tenant and period: name, nothing, figures."""
    found: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for tenant, month, name, values in reading.campaigns:
        found[str(tenant)][_period_key(reading, month)].append(
            [name, None, *_figures(values, CAMPAIGN_COLUMNS)]
        )
    return found


def _figures(values: Sequence[Any], columns: Sequence[BoardColumn]) -> list[float | None]:
    return [_number(value, column.unit) for value, column in zip(values, columns, strict=True)]


def _loaded_days(reading: Reading) -> list[date]:
    """The days whose loads are shown, in UTC, today last."""
    today = reading.at.date()
    return [today - timedelta(days=n) for n in reversed(range(LOADED_DAYS))]


def _all_loads(reading: Reading) -> list[int]:
    of_tenants = reading.loads.values()
    return [sum(loads.get(day, 0) for loads in of_tenants) for day in _loaded_days(reading)]


def _health(reading: Reading, tenant_id: int, fresh_for: timedelta) -> Json:
    loads = reading.loads.get(tenant_id, {})
    tie_out = reading.tie_outs.get(tenant_id)
    tables = [table for table in reading.tables if table.tenant_id == tenant_id]
    synced = [table.last_sync for table in tables if table.last_sync]
    return {
        "problems": sum(bool(problem_of(table, fresh_for)) for table in tables),
        "rejected": sum(table.rejected for table in tables),
        "oldestSync": f"{min(synced):%Y-%m-%d %H:%M}" if synced else None,
        "newestSync": f"{max(synced):%Y-%m-%d %H:%M}" if synced else None,
        "tables": [
            [
                table.table_name,
                table.records_count,
                table.records_synced,
                table.rejected,
                f"{table.last_sync:%Y-%m-%d %H:%M}" if table.last_sync else None,
                round(table.age.total_seconds() / 3600, 1) if table.age else None,
                problem_of(table, fresh_for),
                table.last_error,
            ]
            for table in tables
        ],
        "loads": [loads.get(day, 0) for day in _loaded_days(reading)],
        "tieOut": _tie_out(tie_out) if tie_out else None,
    }


def _tie_out(last: TieOut) -> Json:
    return {
        "at": f"{last.run_at:%Y-%m-%d %H:%M} UTC",
        "from": last.period_start.isoformat(),
        "to": last.period_end.isoformat(),
        "compared": last.compared,
        "different": last.different,
        "rows": [
            [
                each.report,
                each.row_name,
                each.kpi,
                None if each.warehouse_value is None else str(each.warehouse_value),
                None if each.report_value is None else str(each.report_value),
                each.explained_by,
            ]
            for each in last.differences
        ],
    }
