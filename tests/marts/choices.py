"""The open choices of the KPI definitions, as the independent computation reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Choices:
    """One field for each ``kpi_*`` variable of dbt_project.yml, with the default reading."""

    income_gl_types: tuple[str, ...] = ("Income", "IncomeIncome", "OtherIncome")
    item_without_gl_is_income: bool = True
    empty_invoice_uses_subtotal: bool = True
    count_bu: str = "job"
    zero_threshold_readmits: bool = False
    zero_threshold_converts: bool = True
    sales_opp_requires: str = "nothing"
    threshold_basis: str = "sum"
    closed_requires_threshold: bool = True
    tech_attribution: str = "splits"
    adjustments_on_technicians: bool = True
    average_ticket: str = "opportunity"
    recall_attribution: str = "original"
    recall_days: int | None = None
    ar_age_from: str = "due_date"
    week_start: str = "sunday"
    abandoned_is_unbooked: bool = False
    include_outbound: bool = False
    lead_min_seconds: int = 60
    cost_source: str = "receipts"
    cost_with_tax: bool = True
    utilisation: str = "job"
    first_time_fix_days: int = 30
    dso_days: int = 90
    sales_bu_ids: tuple[int, ...] = ()
    exclude_customer_ids: tuple[int, ...] = ()

    def dbt_vars(self) -> dict[str, Any]:
        """The choices that differ from the default, as dbt's ``--vars`` takes them."""
        default = Choices()
        return {
            f"kpi_{name}": list(value) if isinstance(value, tuple) else value
            for name, value in vars(self).items()
            if value != getattr(default, name)
        }
