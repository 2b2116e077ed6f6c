"""The dashboards of technicians: revenue, sales, leads, productivity and memberships.

A job counts once for everybody with a share of it, so technicians' jobs add up to more than the
shop's. Sales belong to whoever sold; those of the office are in no technician's row. ServiceTitan
does not publish whose sales opportunity a job is: here a sold one is the first seller's, an unsold
one everybody's who has a share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from sandbox.kpi_reports.figures import JobFigures, Period, Sale, total, written_day
from sandbox.kpi_reports.ledger import Ledger
from sandbox.kpi_reports.records import Membership, Technician
from sandbox.kpi_reports.template import (
    INCLUDE_INACTIVE,
    RANGE,
    Field,
    Template,
    cents,
    chosen,
    number,
    of_units,
    period,
    picked,
    prefixed,
    ratio,
    text,
)
from sandbox.report_types import Values


@dataclass
class Crew:
    """Everybody's figures in a period, computed together."""

    ledger: Ledger
    period: Period

    @cached_property
    def completed(self) -> dict[int, list[tuple[JobFigures, Fraction]]]:
        """The completed jobs of each technician, with the technician's share."""
        found: dict[int, list[tuple[JobFigures, Fraction]]] = defaultdict(list)
        for key, job in self.ledger.jobs.items():
            if job.completed in self.period:
                for person, share in self.ledger.shares(key).items():
                    found[person].append((job, share))
        return found

    @cached_property
    def adjustments(self) -> dict[int, Fraction]:
        """Adjustment revenue charged to each technician of the adjusted job."""
        found: dict[int, Fraction] = defaultdict(Fraction)
        for line in self.ledger.lines:
            if line.kind == "adjustment" and line.day in self.period:
                for person, share in self.ledger.shares(line.job).items():
                    found[person] += Fraction(line.revenue) * share
        return found

    @cached_property
    def opportunities(self) -> dict[int | None, list[JobFigures]]:
        """The sales opportunities of each technician."""
        found: dict[int | None, list[JobFigures]] = defaultdict(list)
        for key, job in self.ledger.jobs.items():
            if job.opportunity_day in self.period:
                for person in self._owners(key, job):
                    found[person].append(job)
        return found

    def _owners(self, key: int, job: JobFigures) -> list[int | None]:
        if (sale := job.first_sale) is not None:
            return [sale.seller]
        return [person for person, share in self.ledger.shares(key).items() if share > 0]

    @cached_property
    def recalls(self) -> dict[int, int]:
        """Recalls for which each technician answers."""
        found: dict[int, int] = defaultdict(int)
        for day, job in self.ledger.recalls:
            if day in self.period:
                for person, share in self.ledger.shares(job).items():
                    found[person] += share > 0
        return found

    @cached_property
    def memberships(self) -> dict[int | None, int]:
        """Memberships that each technician sold on an invoice."""
        found: dict[int | None, int] = defaultdict(int)
        for one in self.ledger.records.live("memberships/memberships", Membership).values():
            if one.activated_from_id is not None and written_day(one.from_day) in self.period:
                found[one.sold_by_id] += 1
        return found


@dataclass
class TechnicianFigures:
    """One technician in a period."""

    crew: Crew
    technician: Technician

    @property
    def jobs(self) -> list[tuple[JobFigures, Fraction]]:
        """The technician's completed jobs with the share of each."""
        return self.crew.completed.get(self.technician.id, [])

    def revenue(self, counts: Callable[[JobFigures], bool] = lambda _: True) -> Decimal:
        """The share of the completed revenue of some jobs."""
        parts = (Fraction(job.revenue) * share for job, share in self.jobs if counts(job))
        return cents(sum(parts, Fraction(0)))

    @property
    def with_adjustments(self) -> Decimal:
        """Completed revenue, and what adjustments took from it or added to it."""
        if not self.crew.ledger.readings.adjustments_on_technicians:
            return self.revenue()
        exact = sum((Fraction(job.revenue) * share for job, share in self.jobs), Fraction(0))
        return cents(exact + self.crew.adjustments.get(self.technician.id, Fraction(0)))

    def count(self, holds: Callable[[JobFigures], bool] = lambda _: True) -> int:
        """How many completed jobs with a share above 0 fulfil a condition."""
        return sum(share > 0 and holds(job) for job, share in self.jobs)

    @property
    def opportunities(self) -> int:
        """Completed jobs that were a chance to earn."""
        return self.count(lambda job: job.is_opportunity)

    @property
    def converted(self) -> int:
        """Opportunities whose invoices reached the sold threshold."""
        return self.count(lambda job: job.is_converted)

    def sales(self, *, of_leads: bool | None = None) -> Decimal:
        """What the technician sold; ``of_leads``: only on jobs that a technician's lead made."""
        return total(
            sale.amount
            for sale in self.crew.ledger.sales
            if sale.seller == self.technician.id
            and sale.day in self.crew.period
            and of_leads in (None, self._is_of_lead(sale))
        )

    def _is_of_lead(self, sale: Sale) -> bool:
        job = self.crew.ledger.job(sale.job)
        return job is not None and job.job_generated_lead_source is not None

    @property
    def sales_opportunities(self) -> list[JobFigures]:
        """The technician's sales opportunities."""
        return self.crew.opportunities.get(self.technician.id, [])

    @property
    def closed(self) -> list[JobFigures]:
        """Those that were won."""
        return [job for job in self.sales_opportunities if job.is_closed]

    # Leads belong to whoever set them -----------------------------------------------------------

    @property
    def leads(self) -> list[JobFigures]:
        """Jobs that the technician's leads made, whenever."""
        return [
            job
            for job in self.crew.ledger.jobs.values()
            if (lead := job.record.job_generated_lead_source) is not None
            and lead.employee_id == self.technician.id
        ]

    @property
    def leads_set(self) -> int:
        """Jobs that the technician's leads made, created in the period."""
        return sum(job.created in self.crew.period for job in self.leads)

    @property
    def lead_sales(self) -> Decimal:
        """What anybody sold on jobs of the technician's leads."""
        return total(
            sale.amount for job in self.leads for sale in job.sales if sale.day in self.crew.period
        )

    @property
    def sold_leads(self) -> int:
        """The technician's leads with a sale in the period."""
        return sum(any(s.day in self.crew.period for s in job.sales) for job in self.leads)


_FIELDS: tuple[Field[TechnicianFigures], ...] = (
    number("TechnicianId", lambda t: t.technician.id),
    text("Name", lambda t: t.technician.name),
    number("TechnicianBusinessUnitId", lambda t: t.technician.business_unit_id),
    number("CompletedRevenue", lambda t: t.revenue()),
    number("CompletedRevenueWithAdjustments", lambda t: t.with_adjustments),
    number("ConvertedRevenue", lambda t: t.revenue(lambda job: job.is_converted)),
    number("CompletedJobs", lambda t: t.count()),
    number("NoChargeJobs", lambda t: t.count(lambda job: bool(job.record.no_charge))),
    number("Opportunity", lambda t: t.opportunities),
    number("ConvertedJobs", lambda t: t.converted),
    number("OpportunityConversionRate", lambda t: ratio(t.converted, t.opportunities)),
    number("OpportunityJobAverage", lambda t: ratio(t.revenue(), t.opportunities)),
    number("CustomerSatisfaction", lambda _: None),
    number("TotalSales", lambda t: t.sales()),
    number("SalesOpportunity", lambda t: len(t.sales_opportunities)),
    number("CloseRate", lambda t: ratio(len(t.closed), len(t.sales_opportunities))),
    number(
        "ClosedAverageSale",
        lambda t: ratio(total(job.sold for job in t.closed), len(t.closed)),
    ),
    number("TotalSalesFromTgl", lambda t: t.sales(of_leads=True)),
    number("TotalSalesFromMarketingLeads", lambda t: t.sales(of_leads=False)),
    number("LeadsSet", lambda t: t.leads_set),
    number("TotalLeadSales", lambda t: t.lead_sales),
    number("AverageLeadSale", lambda t: ratio(t.lead_sales, t.sold_leads)),
    number("RecallsCaused", lambda t: t.crew.recalls.get(t.technician.id, 0)),
    number("MembershipsSold", lambda t: t.crew.memberships.get(t.technician.id, 0)),
    # Formulas that ServiceTitan does not publish.
    number("LeadGenerationOpportunity", lambda _: None),
    number("LeadConversionRate", lambda _: None),
    number("ReplacementOpportunity", lambda _: None),
    number("OptionsPerOpportunity", lambda _: None),
    number("RevenuePerHour", lambda _: None),
    number("BillableEfficiency", lambda _: None),
    number("Upsold", lambda _: None),
    number("TasksPerOpportunity", lambda _: None),
    number("MembershipOpportunities", lambda _: None),
    number("MembershipsConverted", lambda _: None),
    number("MembershipConversionRate", lambda _: None),
)
_KNOWN = {one.name: one for one in _FIELDS}


def _technicians(ledger: Ledger, values: Values) -> Iterator[TechnicianFigures]:
    crew, units = Crew(ledger, period(values)), chosen(values, "TechnicianBusinessUnit")
    active = ledger.records.live("settings/technicians", Technician)
    for key, one in ledger.records.known("settings/technicians", Technician).items():
        shown = key in active or values.get("IncludeInactive")
        if shown and (units is None or one.business_unit_id in units):
            yield TechnicianFigures(crew, one)


_PARAMETERS = (
    *RANGE,
    of_units("TechnicianBusinessUnit", "Technician Business Unit", is_array=True),
    INCLUDE_INACTIVE,
)
_PREFIX = "Technicians"


def _unprefixed(ledger: Ledger, values: Values) -> Iterator[TechnicianFigures]:
    return _technicians(
        ledger, {name.removeprefix(f"{_PREFIX}_"): value for name, value in values.items()}
    )


def _dashboard(family: str, *names: str) -> Template[TechnicianFigures]:
    return Template(family, _PARAMETERS, picked(_KNOWN, *names), _technicians)


TEMPLATES = (
    _dashboard(
        "technician_revenue",
        "TechnicianId", "Name", "CompletedRevenue", "CompletedRevenueWithAdjustments",
        "CompletedJobs", "Opportunity", "ConvertedJobs", "OpportunityConversionRate",
        "OpportunityJobAverage", "CustomerSatisfaction",
    ),
    _dashboard(
        "technician_sales",
        "TechnicianId", "Name", "TotalSales", "SalesOpportunity", "CloseRate", "ClosedAverageSale",
        "OptionsPerOpportunity",
    ),
    _dashboard(
        "technician_leads",
        "TechnicianId", "Name", "LeadGenerationOpportunity", "LeadsSet", "LeadConversionRate",
        "TotalLeadSales", "AverageLeadSale", "ReplacementOpportunity",
    ),
    _dashboard(
        "technician_memberships",
        "TechnicianId", "Name", "MembershipOpportunities", "MembershipsSold",
        "MembershipsConverted", "MembershipConversionRate",
    ),
    _dashboard(
        "technician_productivity",
        "TechnicianId", "Name", "RevenuePerHour", "BillableEfficiency", "Upsold",
        "TasksPerOpportunity", "OptionsPerOpportunity", "RecallsCaused",
    ),
    _dashboard(
        "technician_lead_types",
        "TechnicianId", "Name", "TechnicianBusinessUnitId", "TotalSalesFromTgl",
        "TotalSalesFromMarketingLeads",
    ),
    # A report made of several templates: its parameters carry the template's name.
    Template(
        "daily_huddle",
        prefixed(_PREFIX, _PARAMETERS),
        picked(_KNOWN, "Name", "CompletedRevenue", "CompletedJobs", "TotalSales"),
        _unprefixed,
    ),
)  # fmt: skip
