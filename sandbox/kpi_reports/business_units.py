"""The dashboards of business units: revenue, sales, productivity, leads and memberships."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from sandbox.kpi_reports.figures import JobFigures, Line, Period, Sale, total
from sandbox.kpi_reports.ledger import Ledger
from sandbox.kpi_reports.records import BusinessUnit
from sandbox.kpi_reports.template import (
    INCLUDE_INACTIVE,
    RANGE,
    Field,
    Template,
    chosen,
    number,
    of_units,
    period,
    picked,
    ratio,
    text,
)
from sandbox.report_types import Values


@dataclass
class UnitFigures:
    """One business unit in a period."""

    ledger: Ledger
    unit: BusinessUnit
    period: Period

    # Revenue belongs to the unit of the line ------------------------------------------------------

    @cached_property
    def _lines(self) -> list[Line]:
        return [
            line
            for line in self.ledger.lines
            if line.unit == self.unit.id and line.day in self.period
        ]

    def revenue(self, *kinds: str) -> Decimal:
        """Revenue of some kinds of invoices."""
        return total(line.revenue for line in self._lines if line.kind in kinds)

    # Completed jobs count in their own unit, or in those of their lines ---------------------------

    @cached_property
    def completed(self) -> list[JobFigures]:
        """The completed jobs that count here."""
        return [
            job
            for job in self.ledger.jobs.values()
            if job.completed in self.period and self.unit.id in self._units_of(job)
        ]

    def _units_of(self, job: JobFigures) -> set[int | None]:
        own = {job.record.business_unit_id}
        if self.ledger.readings.count_bu == "job":
            return own
        return {line.unit for line in job.lines} or own

    def count(self, holds: Callable[[JobFigures], bool]) -> int:
        """How many completed jobs fulfil a condition."""
        return sum(map(holds, self.completed))

    @property
    def opportunities(self) -> int:
        """Completed jobs that were a chance to earn."""
        return self.count(lambda job: job.is_opportunity)

    @property
    def converted(self) -> int:
        """Opportunities whose invoices reached the sold threshold."""
        return self.count(lambda job: job.is_converted)

    # Sales belong to the unit of the job ----------------------------------------------------------

    @cached_property
    def sales(self) -> list[Sale]:
        """The sales of the period."""
        return [
            sale
            for sale in self.ledger.sales
            if sale.unit == self.unit.id and sale.day in self.period
        ]

    @cached_property
    def sales_opportunities(self) -> list[JobFigures]:
        """The jobs that could have been sold to, on the day of the first sale or completion."""
        return [
            job
            for job in self.ledger.jobs.values()
            if job.record.business_unit_id == self.unit.id and job.opportunity_day in self.period
        ]

    @property
    def closed(self) -> list[JobFigures]:
        """The sales opportunities that were won."""
        return [job for job in self.sales_opportunities if job.is_closed]

    @property
    def recalls(self) -> int:
        """Recalls of this unit's jobs, completed in the period."""
        return sum(
            day in self.period
            and (job := self.ledger.job(number)) is not None
            and job.business_unit_id == self.unit.id
            for day, number in self.ledger.recalls
        )

    @property
    def leads(self) -> int:
        """Jobs of this unit that a technician's lead made, created in the period."""
        return sum(
            job.created in self.period
            and job.record.business_unit_id == self.unit.id
            and job.record.job_generated_lead_source is not None
            for job in self.ledger.jobs.values()
        )


_FIELDS: tuple[Field[UnitFigures], ...] = (
    text("Name", lambda u: u.unit.name),
    number("CompletedRevenue", lambda u: u.revenue("job")),
    number("AdjustmentRevenue", lambda u: u.revenue("adjustment")),
    number("NonJobRevenue", lambda u: u.revenue("non_job")),
    number("TotalRevenue", lambda u: u.revenue("job", "adjustment", "non_job")),
    number("CompletedJobs", lambda u: len(u.completed)),
    number("NoChargeJobs", lambda u: u.count(lambda job: bool(job.record.no_charge))),
    number("Opportunity", lambda u: u.opportunities),
    number("ConvertedJobs", lambda u: u.converted),
    number("OpportunityConversionRate", lambda u: ratio(u.converted, u.opportunities)),
    number("OpportunityJobAverage", lambda u: ratio(u.revenue("job"), u.opportunities)),
    number("TotalJobAverage", lambda u: ratio(u.revenue("job"), len(u.completed))),
    number("CustomerSatisfaction", lambda _: None),
    number("TotalSales", lambda u: total(sale.amount for sale in u.sales)),
    number("SalesOpportunity", lambda u: len(u.sales_opportunities)),
    number("ClosedOpportunities", lambda u: len(u.closed)),
    number("CloseRate", lambda u: ratio(len(u.closed), len(u.sales_opportunities))),
    number(
        "ClosedAverageSale",
        lambda u: ratio(total(job.sold for job in u.closed), len(u.closed)),
    ),
    number("RecallsCaused", lambda u: u.recalls),
    number("LeadsSet", lambda u: u.leads),
    # Formulas that ServiceTitan does not publish.
    number("OptionsPerOpportunity", lambda _: None),
    number("RevenuePerHour", lambda _: None),
    number("BillableEfficiency", lambda _: None),
    number("Upsold", lambda _: None),
    number("TasksPerOpportunity", lambda _: None),
    number("LeadGenerationOpportunity", lambda _: None),
    number("LeadConversionRate", lambda _: None),
    number("AverageLeadSale", lambda _: None),
    number("ReplacementOpportunity", lambda _: None),
    number("MembershipSales", lambda _: None),
    number("MembershipOpportunities", lambda _: None),
    number("MembershipsConverted", lambda _: None),
    number("MembershipConversionRate", lambda _: None),
)
_KNOWN = {one.name: one for one in _FIELDS}


def _units(ledger: Ledger, values: Values) -> Iterator[UnitFigures]:
    days, wanted = period(values), chosen(values, "BusinessUnitIds")
    active = ledger.records.live("settings/business-units", BusinessUnit)
    for key, unit in ledger.units.items():
        shown = key in active or values.get("IncludeInactive")
        if shown and (wanted is None or key in wanted):
            yield UnitFigures(ledger, unit, days)


def _dashboard(family: str, *names: str) -> Template[UnitFigures]:
    units = of_units("BusinessUnitIds", "Invoice Item Business Unit", is_array=True)
    return Template(family, (*RANGE, units, INCLUDE_INACTIVE), picked(_KNOWN, *names), _units)


TEMPLATES = (
    _dashboard(
        "unit_revenue",
        "Name", "CompletedRevenue", "AdjustmentRevenue", "NonJobRevenue", "TotalRevenue",
        "Opportunity", "ConvertedJobs", "OpportunityConversionRate", "OpportunityJobAverage",
        "CustomerSatisfaction",
    ),
    _dashboard(
        "unit_sales",
        "Name", "TotalSales", "SalesOpportunity", "CloseRate", "ClosedAverageSale",
        "OptionsPerOpportunity",
    ),
    _dashboard(
        "unit_productivity",
        "Name", "RevenuePerHour", "BillableEfficiency", "Upsold", "TasksPerOpportunity",
        "OptionsPerOpportunity", "RecallsCaused",
    ),
    _dashboard(
        "unit_leads",
        "Name", "LeadGenerationOpportunity", "LeadsSet", "LeadConversionRate", "AverageLeadSale",
        "ReplacementOpportunity", "MembershipSales",
    ),
    _dashboard(
        "unit_memberships",
        "Name", "MembershipOpportunities", "MembershipsConverted", "MembershipConversionRate",
    ),
    # A copy with other columns, as tenants make them.
    _dashboard(
        "unit_scorecard",
        "Name", "CompletedJobs", "NoChargeJobs", "TotalJobAverage", "TotalSales",
        "SalesOpportunity", "ClosedOpportunities", "CloseRate", "ClosedAverageSale",
    ),
)  # fmt: skip
