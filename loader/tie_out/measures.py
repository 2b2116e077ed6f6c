"""What can be compared: the KPIs of the marts, by what a report's rows are about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

Unit = Literal["money", "count"]


@dataclass(frozen=True)
class Measure:
    """A KPI that adds up.

    Attributes:
        unit: Money ties to the cent, a count exactly.
        columns: The columns whose sum it is: of the subject's mart, or ``mart.column`` of another
            one with the same ids and days.
        in_last_month: It is a state at the end of the period, not a sum over it.
    """

    unit: Unit
    columns: tuple[str, ...]
    in_last_month: bool = False


@dataclass(frozen=True)
class Subject:
    """What the rows of a report are about: business units, technicians, ...

    Attributes:
        name: In the singular, for messages.
        mart: The table with the figures.
        id_column: Its column that identifies the subject; 0 stands for none.
        day_column: Its column with the day or the month; None if the mart only knows today.
        measures: KPIs by name.
        names_table: The table with the subjects' names.
        names_id: Its column that the mart's id refers to.
        names_column: Its column with the name.
        only_named: The report lists no others: sales of office staff are no technician's, and jobs
            without a campaign no campaign's.
    """

    name: str
    mart: str
    id_column: str
    day_column: Literal["day", "month"] | None
    measures: Mapping[str, Measure]
    names_table: str
    names_id: str = "st_id"
    names_column: str = "name"
    only_named: bool = False

    @property
    def monthly(self) -> bool:
        """Whether the mart has months instead of days."""
        return self.day_column == "month"

    @property
    def marts(self) -> tuple[str, ...]:
        """The subject's mart, and others that its measures need."""
        columns = (column for one in self.measures.values() for column in one.columns)
        others = (column.partition(".")[0] for column in columns if "." in column)
        return tuple(dict.fromkeys((self.mart, *others)))

    def defined(self, otherwise: Mapping[str, Measure]) -> Subject:
        """Return the subject with other definitions of some of its KPIs."""
        known = {name: one for name, one in otherwise.items() if name in self.measures}
        return replace(self, measures={**self.measures, **known}) if known else self

    def __post_init__(self) -> None:
        for name, measure in self.measures.items():
            if not measure.columns:
                raise ValueError(f"{self.name}: {name} has no columns")
            if measure.in_last_month and not self.monthly:
                raise ValueError(f"{self.name}: {name} needs a mart by the month")


def _money(*columns: str) -> Measure:
    return Measure("money", columns)


def _count(column: str, *, in_last_month: bool = False) -> Measure:
    return Measure("count", (column,), in_last_month)


_JOBS = {
    "completed_revenue": _money("completed_revenue"),
    "converted_revenue": _money("converted_revenue"),
    "completed_jobs": _count("completed_jobs"),
    "opportunities": _count("opportunities"),
    "converted_jobs": _count("converted_jobs"),
    "total_sales": _money("total_sales"),
    "sales_opportunities": _count("sales_opportunities"),
    "closed_opportunities": _count("closed_opportunities"),
    "closed_sales": _money("closed_sales"),
}

BUSINESS_UNIT = Subject(
    name="business unit",
    mart="kpi_business_unit_daily",
    id_column="business_unit_id",
    day_column="day",
    measures={
        **_JOBS,
        "adjustment_revenue": _money("adjustment_revenue"),
        "completed_revenue_with_adjustments": _money("completed_revenue", "adjustment_revenue"),
        "non_job_revenue": _money("non_job_revenue"),
        "total_revenue": _money("total_revenue"),
        "no_charge_jobs": _count("no_charge_jobs"),
        "canceled_jobs": _count("canceled_jobs"),
        "recalls_caused": _count("recalls_caused"),
    },
    names_table="st_business_units",
)

TECHNICIAN = Subject(
    name="technician",
    mart="kpi_technician_daily",
    id_column="technician_id",
    day_column="day",
    measures={
        **_JOBS,
        "completed_revenue_with_adjustments": _money(
            "completed_revenue", "fct_technician_adjustments.adjustment_revenue"
        ),
        "leads_set": _count("leads_set"),
        "recalls_caused": _count("recalls_caused"),
    },
    names_table="st_technicians",
    only_named=True,
)

CAMPAIGN = Subject(
    name="campaign",
    mart="kpi_campaign_daily",
    id_column="campaign_id",
    day_column="day",
    measures={**_JOBS, "jobs_created": _count("jobs_created")},
    names_table="st_campaigns",
    only_named=True,
)

MEMBERSHIP_TYPE = Subject(
    name="membership type",
    mart="kpi_membership_monthly",
    id_column="membership_type_id",
    day_column="month",
    measures={
        "active_at_end": _count("active_at_end", in_last_month=True),
        "new_sales": _count("new_sales"),
        "renewals": _count("renewals"),
        "canceled": _count("canceled"),
        "expired": _count("expired"),
    },
    names_table="raw_st_membership_types",
)

_CALLS = {
    "inbound_calls": _count("inbound_calls"),
    "lead_calls": _count("lead_calls"),
    "booked_calls": _count("booked_calls"),
    "unbooked_calls": _count("unbooked_calls"),
    "abandoned_calls": _count("abandoned_calls"),
}

AGENT = Subject(
    name="agent",
    mart="kpi_booking_daily",
    id_column="agent_id",
    day_column="day",
    measures=_CALLS,
    names_table="fct_calls",
    names_id="agent_id",
    names_column="agent_name",
)

CALLED_CAMPAIGN = Subject(
    name="campaign of a call",
    mart="kpi_booking_daily",
    id_column="campaign_id",
    day_column="day",
    measures=_CALLS,
    names_table="st_campaigns",
)

RECEIVABLE = Subject(
    name="open invoice",
    mart="fct_receivables",
    id_column="invoice_id",
    day_column=None,
    measures={"balance": _money("balance")},
    names_table="fct_receivables",
    names_id="invoice_id",
    names_column="invoice_number",
)
