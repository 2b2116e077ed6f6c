"""Other readings of the KPIs: what a company, or ServiceTitan, may mean by the same word.

Each is a variable of the dbt project with a value, the tenant's time zone, or another definition of
a report's field. docs/marts.md describes the variables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from loader.tie_out.measures import Measure
from loader.tie_out.recompute import Edit, Variant

# The values of each variable that changes a figure of a report. The project's own is among them:
# it may have been set to another than ServiceTitan's.
_VALUES: Mapping[str, tuple[Any, ...]] = {
    "kpi_count_bu": ("job", "line"),
    "kpi_item_without_gl_is_income": (True, False),
    "kpi_empty_invoice_uses_subtotal": (True, False),
    "kpi_zero_threshold_readmits": (False, True),
    "kpi_zero_threshold_converts": (True, False),
    "kpi_sales_opp_requires": ("nothing", "estimate_or_amount", "estimate"),
    "kpi_threshold_basis": ("sum", "any"),
    "kpi_closed_requires_threshold": (True, False),
    "kpi_tech_attribution": ("splits", "primary", "equal"),
    "kpi_adjustments_on_technicians": (True, False),
    "kpi_recall_attribution": ("original", "performer"),
    "kpi_recall_days": (None, 30, 365),
    "kpi_abandoned_is_unbooked": (False, True),
    "kpi_include_outbound": (False, True),
    "kpi_lead_min_seconds": (60, 0, 30, 90, 120),
}
_INCOME = "kpi_income_gl_types"

# Where ServiceTitan's customers are; a tenant whose zone was never set is in UTC.
_ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Halifax",
    "UTC",
)

SettingKind = Literal["variable", "timezone", "definition"]


@dataclass(frozen=True)
class Setting:
    """One reading.

    Attributes:
        kind: What is set.
        name: The variable; SERVICETITAN_TIMEZONE; or the KPI that is defined otherwise.
        value: Its value; of a definition, what the field then means.
        columns: Of a definition, the columns of the mart that it sums.
    """

    kind: SettingKind
    name: str
    value: Any
    columns: tuple[str, ...] = ()

    @property
    def slot(self) -> tuple[str, str]:
        """What it decides; two settings of one variable exclude each other."""
        return self.kind, self.name

    def __str__(self) -> str:
        if self.kind == "timezone":
            return f"SERVICETITAN_TIMEZONE={self.value}"
        if self.kind == "definition":
            return f"{self.name}: {self.value}"
        return f"{self.name}: {_yaml(self.value)}"

    @property
    def remedy(self) -> str:
        """What to change so that both sides agree."""
        if self.kind == "timezone":
            return f"in .env: {self}; then `make transform`"
        if self.kind == "definition":
            return "nothing to set: the report defines the field otherwise"
        return f"in dbt_project.yml, under vars: {self}; then `make transform`"


def variant_of(settings: Iterable[Setting], edits: Iterable[Edit] = ()) -> Variant:
    """Return what the marts are computed under."""
    settings = list(settings)
    zones = [one.value for one in settings if one.kind == "timezone"]
    variables = {one.name: one.value for one in settings if one.kind == "variable"}
    return Variant(
        tuple((name, _hashable(value)) for name, value in sorted(variables.items())),
        zones[-1] if zones else None,
        tuple(edits),
    )


def definitions_of(settings: Iterable[Setting]) -> dict[str, Measure]:
    """Return the KPIs that are defined otherwise."""
    return {one.name: Measure("money", one.columns) for one in settings if one.kind == "definition"}


def alternatives(
    timezone: str, income_types: Iterable[str], other_types: Iterable[str]
) -> Iterator[Setting]:
    """Yield every single reading.

    Args:
        timezone: The tenant's zone, which is no alternative.
        income_types: The account types that are income now.
        other_types: Further account types on the tenant's invoices.
    """
    for name, values in _VALUES.items():
        for value in values:
            yield Setting("variable", name, value)
    income_types = list(income_types)
    for left_out in income_types:
        kept = tuple(each for each in income_types if each != left_out)
        yield Setting("variable", _INCOME, kept)
    for added in other_types:
        yield Setting("variable", _INCOME, (*income_types, added))
    for zone in _ZONES:
        if zone != timezone:
            yield Setting("timezone", "SERVICETITAN_TIMEZONE", zone)
    yield Setting(
        "definition",
        "total_revenue",
        "completed revenue alone, as older pages of ServiceTitan's help say",
        ("completed_revenue",),
    )


def _yaml(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_yaml, value))}]"
    return str(value)


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
