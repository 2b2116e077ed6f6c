"""Reports that look like those a KPI can be proved with, and are others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sandbox.kpi_reports import job_list
from sandbox.kpi_reports.figures import JobFigures, total
from sandbox.kpi_reports.ledger import Ledger
from sandbox.kpi_reports.template import (
    INCLUDE_INACTIVE,
    RANGE,
    Field,
    Template,
    date_value,
    number,
    period,
    prefixed,
    ratio,
    text,
)
from sandbox.report_types import Values


@dataclass(frozen=True)
class Group:
    """Completed jobs with something in common."""

    name: str
    jobs: list[JobFigures]

    @property
    def opportunities(self) -> int:
        """Jobs that were a chance to earn."""
        return sum(job.is_opportunity for job in self.jobs)

    @property
    def converted(self) -> int:
        """Opportunities that reached the threshold."""
        return sum(job.is_converted for job in self.jobs)


def _by_type(ledger: Ledger, values: Values) -> Iterator[Group]:
    days, found = period(values), defaultdict[int | None, list[JobFigures]](list)
    for job in ledger.jobs.values():
        if job.completed in days:
            found[job.record.job_type_id].append(job)
    for key, kind in ledger.job_types.items():
        yield Group(kind.name, found[key])


@dataclass(frozen=True)
class RevenueDay:
    """One day of revenue."""

    ledger: Ledger
    day: date

    def revenue(self, *kinds: str) -> object:
        """Revenue of some kinds of invoices."""
        lines = self.ledger.lines
        return total(one.revenue for one in lines if one.day == self.day and one.kind in kinds)


def _by_day(ledger: Ledger, values: Values) -> Iterator[RevenueDay]:
    days = period(values)
    for day in sorted({line.day for line in ledger.lines if line.day in days}):
        yield RevenueDay(ledger, day)


_GROUP: tuple[Field[Group], ...] = (
    text("Name", lambda g: g.name),
    number("CompletedRevenue", lambda g: total(job.revenue for job in g.jobs)),
    number("CompletedJobs", lambda g: len(g.jobs)),
    number("Opportunity", lambda g: g.opportunities),
    number("ConvertedJobs", lambda g: g.converted),
    number("OpportunityConversionRate", lambda g: ratio(g.converted, g.opportunities)),
)
_DAY: tuple[Field[RevenueDay], ...] = (
    Field("Date", "Date", lambda d: date_value(d.day, d.ledger)),
    number("CompletedRevenue", lambda d: d.revenue("job")),
    number("AdjustmentRevenue", lambda d: d.revenue("adjustment")),
    number("NonJobRevenue", lambda d: d.revenue("non_job")),
    number("TotalRevenue", lambda d: d.revenue("job", "adjustment", "non_job")),
)
_PAY: tuple[Field[object], ...] = (
    text("EmployeeName", lambda _: None),
    text("Activity", lambda _: None),
    Field("Date", "Date", lambda _: None),
    number("RegularHours", lambda _: None),
    number("OvertimeHours", lambda _: None),
    number("DoubleOvertimeHours", lambda _: None),
    number("GrossPay", lambda _: None),
)
TEMPLATES = (
    # Fields of the dashboard of business units, about job types.
    Template(
        "revenue_by_job_type",
        (*RANGE, INCLUDE_INACTIVE),
        _GROUP,
        _by_type,
    ),
    Template(
        "revenue_by_day",
        RANGE,
        _DAY,
        _by_day,
    ),
    # A list of jobs without amounts.
    Template(
        "jobs_booked",
        job_list.PARAMETERS,
        tuple(
            one
            for one in job_list.FIELDS
            if one.name in ("JobNumber", "JobStatus", "JobType", "CreatedDate", "BookedBy")
        ),
        job_list.jobs_of,
    ),
    Template(
        "pay_file",
        prefixed("Payroll", RANGE),
        _PAY,
        lambda _ledger, _values: (),
    ),
)
