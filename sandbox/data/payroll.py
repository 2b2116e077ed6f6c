"""How a job is split between technicians, their time on it, and what they were paid."""

from __future__ import annotations

from collections import defaultdict

import msgspec

from sandbox.data import geography
from sandbox.data.at_need import Records, Shop, sample
from sandbox.data.dataset import HISTORY_DAYS, audit_fields
from sandbox.data.ids import first_id
from sandbox.encoding import number
from sandbox.table import Table
from sandbox.timestamps import TICKS_PER_DAY, TICKS_PER_MINUTE, text_from, ticks_from

_PERIOD_DAYS = 14
_PERIODS = HISTORY_DAYS // _PERIOD_DAYS + 2
# How two technicians divide a job, in per cent.
_SHARES = ((50, 50), (50, 50), (60, 40), (75, 25), (80, 20))


class _Job(msgspec.Struct, rename="camel"):
    id: int
    job_number: str
    job_status: str
    job_type_id: int
    business_unit_id: int
    customer_id: int
    location_id: int
    invoice_id: int
    created_on: str
    completed_on: str | None


class _Appointment(msgspec.Struct, rename="camel"):
    id: int
    start: str
    end: str
    status: str


class _Assignment(msgspec.Struct, rename="camel"):
    job_id: int
    appointment_id: int
    technician_id: int
    active: bool


class _Technician(msgspec.Struct, rename="camel"):
    id: int
    payroll_id: str
    hourly_rate: float
    business_unit_id: int


class _Timesheet(msgspec.Struct, rename="camel"):
    id: int
    job_id: int
    technician_id: int
    arrived_on: str | None
    done_on: str | None


class _Named(msgspec.Struct):
    id: int
    name: str


def job_splits(shop: Shop) -> Table:
    """Shares in per cent of everybody assigned to a completed job; some jobs have none."""
    records, rng = Records("payroll/jobs/splits"), shop.rng
    crews: dict[int, dict[int, None]] = defaultdict(dict)
    for one in shop.rows("dispatch/appointment-assignments", _Assignment):
        if one.active:
            crews[one.job_id][one.technician_id] = None
    for job in shop.rows("jpm/jobs", _Job):
        crew = list(crews[job.id])
        if job.job_status != "Completed" or not crew or rng.random() < 0.04:
            continue
        created = ticks_from(job.completed_on or job.created_on)
        modified = rng.after(created, 5, shop.now) if rng.random() < 0.1 else created
        for technician, share in zip(crew, _shares(shop, len(crew)), strict=True):
            records.add(
                created,
                modified,
                id=first_id("payroll/jobs/splits") + len(records),
                jobId=job.id,
                technicianId=technician,
                split=number(share * 100),
                **audit_fields(created, modified),
            )
    return records.table


def _shares(shop: Shop, crew: int) -> list[int]:
    if crew == 2:
        return list(shop.rng.pick(_SHARES))
    even = 100 // crew
    return [100 - even * (crew - 1), *[even] * (crew - 1)]


def job_timesheets(shop: Shop) -> Table:
    """When each technician was dispatched, arrived and finished; rarely, somebody forgot."""
    records, rng = Records("payroll/jobs/timesheets"), shop.rng
    appointments = {one.id: one for one in shop.rows("jpm/appointments", _Appointment)}
    for one in shop.rows("dispatch/appointment-assignments", _Assignment):
        appointment = appointments[one.appointment_id]
        draw = rng.random()
        is_canceled = appointment.status == "Canceled" and draw < 0.15
        if not one.active or (appointment.status != "Done" and not is_canceled):
            continue
        start, end = ticks_from(appointment.start), ticks_from(appointment.end)
        arrived = start + rng.between(-10, 35) * TICKS_PER_MINUTE
        dispatched = arrived - rng.between(10, 50) * TICKS_PER_MINUTE
        finished = min(end + rng.between(-25, 40) * TICKS_PER_MINUTE, shop.now)
        if is_canceled:
            dispatched = min(dispatched, shop.now)
            finished = min(dispatched + 10 * TICKS_PER_MINUTE, shop.now)
        records.add(
            dispatched,
            finished,
            id=first_id("payroll/jobs/timesheets") + len(records),
            jobId=one.job_id,
            appointmentId=one.appointment_id,
            technicianId=one.technician_id,
            dispatchedOn=text_from(dispatched),
            arrivedOn=None if is_canceled or draw > 0.99 else text_from(arrived),
            canceledOn=text_from(finished) if is_canceled else None,
            doneOn=None if is_canceled or 0.98 < draw < 0.985 else text_from(finished),
            active=True,
            **audit_fields(dispatched, finished),
        )
    return records.table


def payrolls(shop: Shop) -> Table:
    """A payroll for each technician and two weeks; the current one is pending."""
    records = Records("payroll/payrolls")
    technicians = list(shop.rows("settings/technicians", _Technician))
    for period in range(_PERIODS):
        start = (_first_period(shop.now) + period * _PERIOD_DAYS) * TICKS_PER_DAY
        end = start + _PERIOD_DAYS * TICKS_PER_DAY
        if start > shop.now:
            break
        is_paid = end <= shop.now
        modified = end if is_paid else start
        for place, technician in enumerate(technicians):
            records.add(
                start,
                modified,
                id=_payroll_id(period, place, len(technicians)),
                startedOn=text_from(start),
                endedOn=text_from(end),
                employeeId=technician.id,
                employeeType="Technician",
                status="Paid" if is_paid else "Pending",
                managerApprovedOn=text_from(end) if is_paid else None,
                active=True,
                **audit_fields(start, modified),
            )
    return records.table


def _first_period(now: int) -> int:
    """The day on which the first payroll of the history begins, in days since the year 1."""
    return now // TICKS_PER_DAY - HISTORY_DAYS - _PERIOD_DAYS


def _payroll_id(period: int, place: int, technicians: int) -> int:
    return first_id("payroll/payrolls") + period * technicians + place


def gross_pay_items(shop: Shop) -> Table:
    """An item for each timesheet that has both ends: hours times the technician's rate."""
    records, rng = Records("payroll/gross-pay-items"), shop.rng
    jobs = {one.id: one for one in shop.rows("jpm/jobs", _Job)}
    crew = list(shop.rows("settings/technicians", _Technician))
    technicians = {one.id: (place, one) for place, one in enumerate(crew)}
    units = _names(shop, "settings/business-units")
    types, customers = _names(shop, "jpm/job-types"), _names(shop, "crm/customers")
    for sheet in shop.rows("payroll/jobs/timesheets", _Timesheet):
        if sheet.arrived_on is None or sheet.done_on is None:
            continue
        arrived, finished = ticks_from(sheet.arrived_on), ticks_from(sheet.done_on)
        minutes = max(finished - arrived, 0) // TICKS_PER_MINUTE
        place, technician = technicians[sheet.technician_id]
        job = jobs[sheet.job_id]
        is_overtime = rng.random() < 0.05
        cents = round(technician.hourly_rate * 100) * minutes // 60
        period = (arrived // TICKS_PER_DAY - _first_period(shop.now)) // _PERIOD_DAYS
        records.add(
            finished,
            finished,
            id=first_id("payroll/gross-pay-items") + len(records),
            employeeId=technician.id,
            employeeType="Technician",
            businessUnitName=units[technician.business_unit_id],
            payrollId=_payroll_id(period, place, len(crew)),
            employeePayrollId=technician.payroll_id,
            date=geography.calendar_day(arrived),
            activity="Working",
            amount=number(cents * 3 // 2 if is_overtime else cents),
            payoutBusinessUnitName=units[job.business_unit_id],
            grossPayItemType="TimesheetTime",
            startedOn=sheet.arrived_on,
            endedOn=sheet.done_on,
            paidDurationHours=number(minutes * 100 // 60),
            paidTimeType="Overtime" if is_overtime else "Regular",
            sourceEntityId=sheet.id,
            jobId=job.id,
            jobNumber=job.job_number,
            jobTypeName=types[job.job_type_id],
            invoiceId=job.invoice_id,
            invoiceNumber=job.job_number,
            customerId=job.customer_id,
            customerName=customers[job.customer_id],
            locationId=job.location_id,
            isPrevailingWageJob=False,
            **audit_fields(finished, finished),
        )
    return records.table


def payroll_adjustments(shop: Shop) -> Table:
    """Spiffs for single jobs and a bonus now and then."""
    records, rng = Records("payroll/payroll-adjustments"), shop.rng
    crew = [one.id for one in shop.rows("settings/technicians", _Technician)]
    done = [job for job in shop.rows("jpm/jobs", _Job) if job.job_status == "Completed"]
    for job in sample(rng, done, 0.03, 5):
        posted = ticks_from(job.completed_on or job.created_on)
        is_spiff = rng.random() < 0.8
        cents = rng.between(10, 60) * 100 if is_spiff else rng.between(1, 5) * 10_000
        records.add(
            posted,
            posted,
            id=first_id("payroll/payroll-adjustments") + len(records),
            employeeType="Technician",
            employeeId=rng.pick(crew),
            postedOn=text_from(posted),
            amount=number(cents),
            memo="Spiff" if is_spiff else "Bonus of the month",
            invoiceId=job.invoice_id if is_spiff else None,
            type="Direct" if is_spiff else "MonthlyBonus",
            active=True,
            **audit_fields(posted, posted),
        )
    return records.table


def _names(shop: Shop, resource: str) -> dict[int, str]:
    return {one.id: one.name for one in shop.rows(resource, _Named)}
