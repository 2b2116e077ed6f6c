"""Reports of the Jobs template: a row for each job whose chosen date falls in the period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from sandbox.kpi_reports.figures import JobFigures, kind_of, written_day
from sandbox.kpi_reports.ledger import Ledger
from sandbox.kpi_reports.records import Appointment, Campaign, Technician, Timesheet
from sandbox.kpi_reports.records import Reference as Named
from sandbox.kpi_reports.template import (
    JOB_DATE_SET,
    JOB_TYPES,
    RANGE,
    Field,
    Template,
    chosen,
    date_type,
    date_value,
    number,
    of_units,
    period,
    text,
)
from sandbox.report_types import Parameter, Values


@dataclass
class JobDates:
    """On which days each of the values of DateType finds a job."""

    ledger: Ledger

    def of(self, job: JobFigures, kind: str) -> set[date | None]:
        """The days of one kind; a completion date counts only while the job is completed."""
        key = job.record.id
        if kind == "Job Completion Date":
            return {job.completed}
        if kind == "Job Creation Date":
            return {job.created}
        if kind == "Job Start Date":
            return set(self._starts.get(key, [])[:1])
        if kind == "Jobs with Appointment Date":
            return set(self._starts.get(key, []))
        if kind == "First Dispatch":
            return {min(self._dispatches[key], default=None)}
        return self._invoices[kind][key]

    @cached_property
    def _starts(self) -> Mapping[int | None, list[date | None]]:
        live = self.ledger.records.live("jpm/appointments", Appointment)
        found: dict[int | None, list[date | None]] = defaultdict(list)
        for one in sorted(live.values(), key=lambda one: (one.start or "", one.id)):
            if one.status != "Canceled":
                found[one.job_id].append(self.ledger.local_day(one.start))
        return found

    @cached_property
    def _dispatches(self) -> Mapping[int | None, list[date]]:
        live = self.ledger.records.live("payroll/jobs/timesheets", Timesheet)
        found: dict[int | None, list[date]] = defaultdict(list)
        for one in live.values():
            if day := self.ledger.local_day(one.dispatched_on):
                found[one.job_id].append(day)
        return found

    @cached_property
    def _invoices(self) -> Mapping[str, Mapping[int, set[date | None]]]:
        dated: dict[int, set[date | None]] = defaultdict(set)
        paid: dict[int, set[date | None]] = defaultdict(set)
        for invoice in self.ledger.invoices.values():
            if kind_of(invoice) == "job" and invoice.job:
                dated[invoice.job.id].add(written_day(invoice.invoice_date))
                paid[invoice.job.id].add(self.ledger.local_day(invoice.paid_on))
        return {"Invoice Date": dated, "Last Paid On": paid}


@dataclass
class ListedJob:
    """A job with the names that a list shows."""

    ledger: Ledger
    job: JobFigures
    adjustments: Decimal = Decimal(0)

    @property
    def subtotal(self) -> Decimal:
        """Of its invoices, with their adjustments where the request asks for them."""
        return self.job.subtotal + self.adjustments

    @property
    def unit(self) -> str | None:
        """The name of its business unit."""
        return self.ledger.unit_name(self.job.record.business_unit_id)

    @property
    def kind(self) -> str | None:
        """The name of its job type."""
        kind = self.ledger.job_types.get(self.job.record.job_type_id or 0)
        return kind.name if kind else None

    @property
    def campaign(self) -> str | None:
        """The name of its campaign."""
        known = self.ledger.records.known("marketing/campaigns", Campaign)
        campaign = known.get(self.job.record.campaign_id or 0)
        return campaign.name if campaign else None

    @property
    def booked_by(self) -> str | None:
        """Who created it."""
        known = self.ledger.records.known("settings/employees", Named)
        employee = known.get(self.job.record.created_by_id or 0)
        return employee.name if employee else None

    @property
    def technicians(self) -> str:
        """The names of everybody who was assigned."""
        known = self.ledger.records.known("settings/technicians", Technician)
        crew = self.ledger.crews.get(self.job.record.id, [])
        return ", ".join(known[each].name for each in crew if each in known)

    def day(self, day: date | None) -> str | None:
        """A day as reports write it."""
        return date_value(day, self.ledger)


def jobs_of(ledger: Ledger, values: Values) -> Iterator[ListedJob]:
    """The jobs of a request, in the order of their ids.

    A number that DateType does not have filters by the date of creation, without an error.
    """
    days, kind = period(values), ledger.job_date_types.get(values["DateType"], "Job Creation Date")
    units, kinds = chosen(values, "BusinessUnitId"), chosen(values, "JobTypes")
    dates = JobDates(ledger)
    adjustments = _adjustments(ledger) if values.get("IncludeAdjustmentInvoices") else {}
    for _, job in sorted(ledger.jobs.items()):
        if units is not None and job.record.business_unit_id not in units:
            continue
        if kinds is not None and job.record.job_type_id not in kinds:
            continue
        if any(day in days for day in dates.of(job, kind)):
            yield ListedJob(ledger, job, adjustments.get(job.record.id, Decimal(0)))


def _adjustments(ledger: Ledger) -> dict[int | None, Decimal]:
    """The subtotals of the adjustments of each job's invoices."""
    found: dict[int | None, Decimal] = defaultdict(Decimal)
    for invoice in ledger.invoices.values():
        if kind_of(invoice) == "adjustment":
            found[ledger.job_of(invoice)] += invoice.sub_total or Decimal(0)
    return found


PARAMETERS = (
    date_type(JOB_DATE_SET),
    *RANGE,
    of_units("BusinessUnitId", "Business Unit", is_array=False),
    Parameter("JobTypes", "Number", "Job Types", is_array=True, accepts=JOB_TYPES),
    Parameter("IncludeAdjustmentInvoices", "Boolean", "Include Adjustment Invoices"),
)


FIELDS: tuple[Field[ListedJob], ...] = (
    text("JobNumber", lambda j: j.job.record.job_number),
    text("JobStatus", lambda j: j.job.record.job_status),
    text("JobType", lambda j: j.kind),
    text("JobBusinessUnit", lambda j: j.unit),
    text("Campaign", lambda j: j.campaign),
    Field("CreatedDate", "Date", lambda j: j.day(j.job.created)),
    Field("CompletedDate", "Date", lambda j: j.day(j.job.completed or j.job.canceled)),
    text("BookedBy", lambda j: j.booked_by),
    text("AssignedTechnicians", lambda j: j.technicians),
    Field("NoCharge", "Boolean", lambda j: bool(j.job.record.no_charge)),
    number("Subtotal", lambda j: j.subtotal),
)
TEMPLATES = (Template("job_list", PARAMETERS, FIELDS, jobs_of),)
