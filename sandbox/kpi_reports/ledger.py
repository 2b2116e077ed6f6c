"""What all reports build on: days, revenue lines, jobs, sales, and technicians' shares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from sandbox.kpi_reports.figures import (
    JobFigures,
    Line,
    Sale,
    kind_of,
    moment,
    total,
    written_day,
)
from sandbox.kpi_reports.readings import JOB_DATE_TYPES, Readings
from sandbox.kpi_reports.records import (
    Assignment,
    BusinessUnit,
    Estimate,
    Invoice,
    Item,
    Job,
    JobType,
    Records,
    Split,
)
from sandbox.timestamps import text_from

_ZERO = Decimal(0)
_OfJob = TypeVar("_OfJob", Split, Assignment)


@dataclass
class Ledger:
    """One tenant's records under one set of readings; ``job_date_types`` are DateType's values."""

    records: Records
    readings: Readings
    job_date_types: Mapping[int, str] = field(default_factory=lambda: JOB_DATE_TYPES)
    _days: dict[str, date | None] = field(default_factory=dict)

    # Days ---------------------------------------------------------------------------------------

    def local_day(self, instant: str | None) -> date | None:
        """The tenant's day at an instant."""
        if not instant or instant.startswith("0001"):
            return None
        if instant not in self._days:
            self._days[instant] = moment(instant).astimezone(self.readings.zone).date()
        return self._days[instant]

    @property
    def today(self) -> date:
        """The tenant's day on its clock."""
        return moment(text_from(self.records.now)).astimezone(self.readings.zone).date()

    # Records that count -------------------------------------------------------------------------

    @cached_property
    def units(self) -> Mapping[int, BusinessUnit]:
        """Every business unit by id."""
        return self.records.known("settings/business-units", BusinessUnit)

    def unit_name(self, unit: int | None) -> str | None:
        """The name of a business unit, with the blanks that it may end with."""
        found = self.units.get(unit or 0)
        return found.name if found else None

    @cached_property
    def known_jobs(self) -> Mapping[int, Job]:
        """Every job that there ever was, by id."""
        return self.records.known("jpm/jobs", Job)

    def job(self, number: int | None) -> Job | None:
        """A job by its id, also one that no longer counts."""
        return None if number is None else self.known_jobs.get(number)

    @cached_property
    def known_invoices(self) -> Mapping[int, Invoice]:
        """Every invoice that there ever was, by id."""
        return self.records.known("accounting/invoices", Invoice)

    @cached_property
    def invoices(self) -> Mapping[int, Invoice]:
        """The invoices that count, by id."""
        live = self.records.live("accounting/invoices", Invoice)
        return {
            key: one
            for key, one in live.items()
            if not self.excludes(one.customer.id if one.customer else None)
        }

    def excludes(self, customer: int | None) -> bool:
        """Whether the customer is left out of all reports."""
        return customer is not None and customer in self.readings.exclude_customer_ids

    @cached_property
    def live_jobs(self) -> Mapping[int, Job]:
        """The jobs that count, by id."""
        live = self.records.live("jpm/jobs", Job)
        return {key: job for key, job in live.items() if not self.excludes(job.customer_id)}

    def completed_day(self, job: Job | None) -> date | None:
        """When a job was completed. Canceled jobs have a completedOn too, and do not count."""
        if job is None or job.job_status != "Completed" or job.id not in self.live_jobs:
            return None
        return self.local_day(job.completed_on)

    # Revenue ------------------------------------------------------------------------------------

    @cached_property
    def lines(self) -> list[Line]:
        """Every line that earns revenue on some day."""
        return [line for invoice in self.invoices.values() for line in self._lines(invoice)]

    def _lines(self, invoice: Invoice) -> Iterator[Line]:
        kind, job = kind_of(invoice), self.job_of(invoice)
        record = self.job(job)
        day = self.completed_day(record) if kind == "job" else written_day(invoice.invoice_date)
        if day is None:
            return
        items: Sequence[Item | None] = invoice.items or (None,)
        for item in items:
            yield Line(
                invoice.id, kind, job, self._unit(item, invoice, record), day,
                self._revenue(item, invoice),
            )  # fmt: skip

    def job_of(self, invoice: Invoice) -> int | None:
        """The job of an invoice; of an adjustment, that of the invoice it adjusts."""
        if invoice.job is not None:
            return invoice.job.id
        adjusted = self.known_invoices.get(invoice.adjustment_to_id or 0)
        return adjusted.job.id if adjusted and adjusted.job else None

    def _unit(self, item: Item | None, invoice: Invoice, job: Job | None) -> int | None:
        if item is not None and item.business_unit is not None:
            return item.business_unit.id
        if invoice.job is not None and job is not None and job.business_unit_id is not None:
            return job.business_unit_id
        return invoice.business_unit.id if invoice.business_unit else None

    def _revenue(self, item: Item | None, invoice: Invoice) -> Decimal:
        if item is None:
            uses_subtotal = self.readings.empty_invoice_uses_subtotal
            return (invoice.sub_total or _ZERO) if uses_subtotal else _ZERO
        return (item.total or _ZERO) if self.is_income(item) else _ZERO

    def is_income(self, item: Item) -> bool:
        """Whether what an item posts is revenue."""
        if item.general_ledger_account is None:
            return self.readings.item_without_gl_is_income
        kind = (item.general_ledger_account.type or "").lower()
        return kind in {name.lower() for name in self.readings.income_gl_types}

    # Sales --------------------------------------------------------------------------------------

    @cached_property
    def estimates(self) -> Mapping[int, Estimate]:
        """The estimates that count, by id."""
        live = self.records.live("sales/estimates", Estimate)
        return {key: one for key, one in live.items() if not self.excludes(one.customer_id)}

    @cached_property
    def sales(self) -> list[Sale]:
        """Every sold estimate; its status may be anything, ``soldOn`` decides."""
        return [sale for one in self.estimates.values() if (sale := self._sale(one))]

    def _sale(self, estimate: Estimate) -> Sale | None:
        day = self.local_day(estimate.sold_on)
        if day is None or estimate.sold_on is None:
            return None
        job = self.job(estimate.job_id)
        unit = job.business_unit_id if job else None
        return Sale(
            estimate.id, estimate.job_id, unit or estimate.business_unit_id, estimate.sold_by, day,
            moment(estimate.sold_on), estimate.subtotal or _ZERO,
        )  # fmt: skip

    # Jobs ---------------------------------------------------------------------------------------

    @cached_property
    def jobs(self) -> Mapping[int, JobFigures]:
        """The jobs that count, by id."""
        lines: dict[int | None, list[Line]] = defaultdict(list)
        for line in self.lines:
            if line.kind == "job":
                lines[line.job].append(line)
        sales: dict[int | None, list[Sale]] = defaultdict(list)
        for sale in self.sales:
            sales[sale.job].append(sale)
        subtotals: dict[int, Decimal] = defaultdict(Decimal)
        for invoice in self.invoices.values():
            if kind_of(invoice) == "job" and invoice.job:
                subtotals[invoice.job.id] += invoice.sub_total or _ZERO
        return {
            key: self._figures(job, lines.get(key, []), sales.get(key, []), subtotals[key])
            for key, job in self.live_jobs.items()
        }

    @cached_property
    def job_types(self) -> Mapping[int, JobType]:
        """Every job type by id."""
        return self.records.known("jpm/job-types", JobType)

    @cached_property
    def _with_estimate(self) -> set[int | None]:
        return {one.job_id for one in self.estimates.values()}

    def _figures(
        self, job: Job, lines: list[Line], sales: list[Sale], subtotal: Decimal
    ) -> JobFigures:
        kind = self.job_types.get(job.job_type_id or 0)
        is_canceled = job.job_status == "Canceled"
        figures = JobFigures(
            job,
            self.local_day(job.created_on),
            self.completed_day(job),
            self.local_day(job.completed_on) if is_canceled else None,
            (kind.sold_threshold if kind else None) or _ZERO,
            subtotal,
            lines,
            sales,
        )
        is_charged = self._is_charged(figures)
        self._invoiced(figures, is_charged)
        self._sold(figures, is_charged)
        return figures

    def _is_charged(self, figures: JobFigures) -> bool:
        """Whether the job is a chance to earn; no-charge jobs are, from the threshold on."""
        if not figures.record.no_charge:
            return True
        counts = figures.threshold > 0 or self.readings.zero_threshold_readmits
        return counts and figures.subtotal >= figures.threshold

    def _invoiced(self, figures: JobFigures, is_charged: bool) -> None:
        figures.is_opportunity = figures.completed is not None and is_charged
        counts = figures.threshold != 0 or self.readings.zero_threshold_converts
        reached = figures.subtotal >= figures.threshold
        figures.is_converted = figures.is_opportunity and counts and reached

    def _sold(self, figures: JobFigures, is_charged: bool) -> None:
        readings, unit = self.readings, figures.record.business_unit_id
        if not is_charged or (readings.sales_bu_ids and unit not in readings.sales_bu_ids):
            return
        has_estimate = figures.record.id in self._with_estimate
        if readings.sales_opp_requires == "estimate" and not has_estimate:
            return
        if readings.sales_opp_requires == "estimate_or_amount" and not (
            has_estimate or figures.subtotal
        ):
            return
        days = [sale.day for sale in figures.sales]
        figures.opportunity_day = min(days) if days else figures.completed
        amounts = [sale.amount for sale in figures.sales]
        reached = (
            total(amounts) if readings.threshold_basis == "sum" else max(amounts, default=_ZERO)
        )
        enough = reached >= figures.threshold or not readings.closed_requires_threshold
        figures.is_closed = bool(days) and enough

    # Technicians --------------------------------------------------------------------------------

    @cached_property
    def _splits(self) -> Mapping[int | None, list[Split]]:
        return by_job(self.records.live("payroll/jobs/splits", Split).values())

    @cached_property
    def crews(self) -> Mapping[int | None, list[int]]:
        """The technicians assigned to each job, the earliest assignment first, each once."""
        live = self.records.live("dispatch/appointment-assignments", Assignment)
        found: dict[int | None, list[int]] = {}
        for job, assigned in by_job(live.values()).items():
            assigned.sort(key=_order_of_assignment)
            people = (one.technician_id for one in assigned)
            found[job] = list(dict.fromkeys(each for each in people if each is not None))
        return found

    def shares(self, job: int | None) -> dict[int, Fraction]:
        """What part of a job each technician has; parts add up to 1, or there are none."""
        crew, how = self.crews.get(job, []), self.readings.tech_attribution
        if how == "equal":
            return {person: Fraction(1, len(crew)) for person in crew}
        parts: dict[int, Fraction] = defaultdict(Fraction)
        if how == "splits":
            for one in self._splits.get(job, []):
                parts[one.technician_id or 0] += Fraction(one.split or 0)
        whole = sum(parts.values())
        if whole:
            return {person: part / whole for person, part in parts.items() if part}
        return {crew[0]: Fraction(1)} if crew else {}

    # Recalls ------------------------------------------------------------------------------------

    @cached_property
    def recalls(self) -> list[tuple[date, int]]:
        """The day of each completed recall, and the job that answers for it."""
        return [
            (job.completed, charged)
            for job in self.jobs.values()
            if job.completed and (charged := self._charged_for(job)) is not None
        ]

    def _charged_for(self, recall: JobFigures) -> int | None:
        original = recall.record.recall_for_id
        if original is None or recall.completed is None:
            return None
        limit = self.readings.recall_days
        if limit is not None:
            done = self.completed_day(self.known_jobs.get(original))
            if done is None or (recall.completed - done).days > limit:
                return None
        return original if self.readings.recall_attribution == "original" else recall.record.id


def by_job(records: Iterable[_OfJob]) -> dict[int | None, list[_OfJob]]:
    """Records by the job that they name."""
    found: dict[int | None, list[_OfJob]] = defaultdict(list)
    for record in records:
        found[record.job_id].append(record)
    return found


def _order_of_assignment(one: Assignment) -> tuple[bool, datetime, int]:
    at = moment(one.assigned_on) if one.assigned_on else datetime.max.replace(tzinfo=UTC)
    return one.assigned_on is None, at, one.id
