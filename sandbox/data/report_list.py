"""Which stock reports a tenant has, under its own ids and names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sandbox.data.rng import Rng


class Listed(NamedTuple):
    """A report as the list of its category shows it."""

    category: str
    id: int
    name: str
    description: str | None = None


class Stock(NamedTuple):
    """A stock report, and the names that tenants give it."""

    family: str
    category: str
    names: tuple[str, ...]
    description: str | None = None


_UNIT, _TECHNICIAN = "business-unit-dashboard", "technician-dashboard"

STOCK = (
    Stock("unit_revenue", _UNIT, ("Revenue", "BU Dashboard - Revenue")),
    Stock("unit_sales", _UNIT, ("Sales", "BU Dashboard - Sales")),
    Stock("unit_productivity", _UNIT, ("Productivity", "BU Dashboard - Productivity")),
    Stock("unit_leads", _UNIT, ("Leads", "BU Dashboard - Leads")),
    Stock("unit_memberships", _UNIT, ("Memberships", "BU Dashboard - Memberships")),
    Stock("unit_scorecard", "operations", ("Weekly Scorecard", "Manager's Scorecard")),
    Stock("job_list", "operations", ("Completed Jobs", "Jobs - Production Numbers")),
)
_SMALL, _LARGE = 1_100, 25_724_000


def of_tenant(seed: int, tenant: int) -> Mapping[str, Listed]:
    """The tenant's reports by family; every tenant has other ids."""
    rng = Rng(f"{seed}/{tenant}/report-ids")
    first = _SMALL if rng.random() < 0.5 else _LARGE
    ids = rng.sample(range(first, first + 800), len(STOCK))
    return {
        one.family: Listed(one.category, number, rng.pick(one.names), one.description)
        for one, number in zip(STOCK, ids, strict=True)
    }
