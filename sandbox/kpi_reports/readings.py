"""The choices that ServiceTitan's definitions leave open, one field for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

import msgspec

from sandbox.data.geography import TIMEZONE

# The values of DateType in lists of jobs. The first two are known, the others follow the order of
# the product's own list.
JOB_DATE_TYPES: Mapping[int, str] = {
    0: "Invoice Date",
    1: "Job Completion Date",
    2: "Job Creation Date",
    3: "Job Start Date",
    4: "Last Paid On",
    5: "First Dispatch",
    6: "Jobs with Appointment Date",
}


@dataclass(frozen=True, kw_only=True)
class Readings:
    """How one tenant's reports read the definitions; the defaults are the published readings.

    Attributes:
        timezone: The zone in which reports cut days (IANA name). The API does not tell it.
        income_gl_types: Account types that are revenue, in any case.
        item_without_gl_is_income: Whether a line without an account is revenue.
        empty_invoice_uses_subtotal: Whether an invoice without lines earns its subtotal.
        count_bu: A completed job counts in its own unit, or in each unit that it has lines of.
        zero_threshold_readmits: Whether a threshold of 0 makes no-charge jobs opportunities.
        zero_threshold_converts: Whether every opportunity without a threshold is converted.
        sales_opp_requires: What a sales opportunity needs besides a sale or a completion.
        threshold_basis: Whether all sold estimates of a job together reach the threshold, or one.
        closed_requires_threshold: Whether a sale below the threshold closes nothing.
        tech_attribution: By splits; all to the earliest assignment; or equally to everybody.
        adjustments_on_technicians: Whether adjustments are charged to the job's technicians.
        recall_attribution: Who answers for a recall: the original job's people, or who did it.
        recall_days: A recall after more days counts for nobody; None for no limit.
        ar_age_from: Since when a receivable ages; the invoice date where it is never due.
        abandoned_is_unbooked: Whether an abandoned call could have been booked.
        include_outbound: Whether outbound calls are in the booking rate.
        lead_min_seconds: Shorter calls are no leads.
        cost_source: What the purchases of a job are.
        cost_with_tax: Whether purchases and returns count with their tax.
        sales_bu_ids: The only units with sales opportunities; none for all.
        exclude_customer_ids: Customers whose jobs, invoices, estimates and payments do not count.
    """

    timezone: str = TIMEZONE
    income_gl_types: tuple[str, ...] = ("Income", "IncomeIncome", "OtherIncome")
    item_without_gl_is_income: bool = True
    empty_invoice_uses_subtotal: bool = True
    count_bu: Literal["job", "line"] = "job"
    zero_threshold_readmits: bool = False
    zero_threshold_converts: bool = True
    sales_opp_requires: Literal["nothing", "estimate", "estimate_or_amount"] = "nothing"
    threshold_basis: Literal["sum", "any"] = "sum"
    closed_requires_threshold: bool = True
    tech_attribution: Literal["splits", "primary", "equal"] = "splits"
    adjustments_on_technicians: bool = True
    recall_attribution: Literal["original", "performer"] = "original"
    recall_days: int | None = None
    ar_age_from: Literal["due_date", "invoice_date"] = "due_date"
    abandoned_is_unbooked: bool = False
    include_outbound: bool = False
    lead_min_seconds: int = 60
    cost_source: Literal["receipts", "purchase_orders", "bills"] = "receipts"
    cost_with_tax: bool = True
    sales_bu_ids: tuple[int, ...] = ()
    exclude_customer_ids: tuple[int, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which reports cut days."""
        return ZoneInfo(self.timezone)

    def changed(self, changes: Mapping[str, Any]) -> Readings:
        """The same readings with some changed; the values may be JSON's.

        Raises:
            ValueError: There is no such reading, or it cannot have this value.
        """
        types = get_type_hints(Readings)
        if unknown := sorted(changes.keys() - types.keys()):
            raise ValueError(f"no such reading: {', '.join(unknown)}; there are {', '.join(types)}")
        try:
            new = {name: msgspec.convert(value, types[name]) for name, value in changes.items()}
        except msgspec.ValidationError as error:
            raise ValueError(f"{', '.join(changes)}: {error}") from None
        if "timezone" in new:
            ZoneInfo(new["timezone"])  # raises for an unknown zone
        return replace(self, **new)


def alternatives() -> dict[str, tuple[Any, ...]]:
    """Every reading of the definitions that is not the default, by the reading's name.

    Readings with any number of alternatives (lists, numbers, the zone) are left out.
    """
    found: dict[str, tuple[Any, ...]] = {}
    for name, kind in get_type_hints(Readings).items():
        default = getattr(Readings, name)
        if kind is bool:
            found[name] = (not default,)
        elif get_origin(kind) is Literal:
            found[name] = tuple(value for value in get_args(kind) if value != default)
    return found
