"""The campaign summary. A job belongs to the campaign it names; it may be edited later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sandbox.kpi_reports.figures import JobFigures, Period, total
from sandbox.kpi_reports.ledger import Ledger
from sandbox.kpi_reports.records import Campaign
from sandbox.kpi_reports.template import (
    INCLUDE_INACTIVE,
    RANGE,
    Field,
    Template,
    number,
    period,
    picked,
    ratio,
    text,
)
from sandbox.report_types import Values

_WORKING = ("Dispatched", "InProgress", "Hold")


@dataclass
class CampaignFigures:
    """One campaign in a period."""

    ledger: Ledger
    campaign: Campaign
    period: Period
    first_jobs: Mapping[int | None, int]

    @cached_property
    def jobs(self) -> list[JobFigures]:
        """The campaign's jobs, whenever."""
        return [
            job for job in self.ledger.jobs.values() if job.record.campaign_id == self.campaign.id
        ]

    def booked(self, *, new: bool | None = None) -> int:
        """Jobs created in the period; ``new``: the customer's first ones, or all others."""
        return sum(
            job.created in self.period
            and new in (None, self.first_jobs.get(job.record.customer_id) == job.record.id)
            for job in self.jobs
        )

    @property
    def sales_opportunities(self) -> list[JobFigures]:
        """The campaign's sales opportunities."""
        return [job for job in self.jobs if job.opportunity_day in self.period]

    @property
    def close_rate(self) -> object:
        """Closed sales opportunities over all."""
        jobs = self.sales_opportunities
        return ratio(sum(job.is_closed for job in jobs), len(jobs))

    @property
    def sales(self) -> object:
        """Sold estimates of the campaign's jobs, live or not."""
        return total(
            sale.amount
            for sale in self.ledger.sales
            if sale.day in self.period
            and (job := self.ledger.job(sale.job)) is not None
            and job.campaign_id == self.campaign.id
        )

    @property
    def revenue(self) -> object:
        """Completed revenue of the campaign's jobs."""
        return total(job.revenue for job in self.jobs if job.completed in self.period)


_FIELDS: tuple[Field[CampaignFigures], ...] = (
    text("Name", lambda c: c.campaign.name),
    text("Category", lambda c: c.campaign.category.name if c.campaign.category else None),
    number("JobsBookedFromNewCustomers", lambda c: c.booked(new=True)),
    number("JobsBookedFromExistingCustomers", lambda c: c.booked(new=False)),
    number("TotalJobsBooked", lambda c: c.booked()),
    number("CloseRate", lambda c: c.close_rate),
    number("TotalSales", lambda c: c.sales),
    number("CompletedRevenue", lambda c: c.revenue),
    number("WipJobs", lambda c: sum(j.record.job_status in _WORKING for j in c.jobs)),
)
_KNOWN = {one.name: one for one in _FIELDS}


def _campaigns(ledger: Ledger, values: Values) -> Iterator[CampaignFigures]:
    days, first_jobs = period(values), _first_jobs(ledger)
    active = ledger.records.live("marketing/campaigns", Campaign)
    for key, one in ledger.records.known("marketing/campaigns", Campaign).items():
        if key in active or values.get("IncludeInactive"):
            yield CampaignFigures(ledger, one, days, first_jobs)


def _first_jobs(ledger: Ledger) -> Mapping[int | None, int]:
    """Each customer's first job."""
    ordered = sorted(ledger.jobs.values(), key=lambda j: (j.created or date.max, j.record.id))
    found: dict[int | None, int] = {}
    for job in ordered:
        found.setdefault(job.record.customer_id, job.record.id)
    return found


_PARAMETERS = (*RANGE, INCLUDE_INACTIVE)
TEMPLATES = (
    Template("campaign_summary", _PARAMETERS, _FIELDS, _campaigns),
    # Another report with nearly the same columns, and no revenue.
    Template(
        "campaign_bookings",
        _PARAMETERS,
        picked(_KNOWN, "Name", "Category", "TotalJobsBooked", "WipJobs"),
        _campaigns,
    ),
)
