"""Two years of jobs in the order in which they were booked, each with what follows from it."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque

from sandbox.data import geography, job_types, marketing
from sandbox.data.accounting import Books
from sandbox.data.appointments import Appointments
from sandbox.data.dataset import HISTORY_DAYS, Dataset
from sandbox.data.ids import FIRST_JOB, first_id
from sandbox.data.memberships import Memberships
from sandbox.data.model import Appointment, BusinessUnit, Division, Job, JobType, Location
from sandbox.data.sales import Estimates, JobEstimates
from sandbox.encoding import number
from sandbox.timestamps import TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, text_from

FOLLOW_UP_DAYS = 45  # how long after a job a recall, a warranty job or a lead follows
CALLS_PER_JOB = 3  # ids of calls that each job's place in the history reserves
# How often a job of each division is not charged, apart from recalls and warranty jobs.
_NO_CHARGE: dict[Division, float] = {
    "Service": 0.04,
    "Maintenance": 0.12,
    "Install": 0.01,
    "Sales": 0.4,
}


class _Sold:
    """An installation that a customer bought and the office has yet to book."""

    def __init__(self, job: Job, estimate: int, due: int) -> None:
        self.job = job
        self.estimate = estimate
        self.due = due


class Jobs:
    """Makes jobs."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._rng = dataset.rng("jobs")
        self._table = dataset.table("jpm/jobs")
        self._amount = dataset.count(20_000, 60)
        window = max(10, self._amount * FOLLOW_UP_DAYS // HISTORY_DAYS)
        self._memberships = Memberships(dataset)
        self._books = Books(dataset, self._memberships, window)
        self._estimates = Estimates(dataset)
        self._appointments = Appointments(dataset)
        self._completed: deque[Job] = deque(maxlen=window)
        self._to_install: deque[_Sold] = deque()
        self._opened = [location.created for location in dataset.locations]
        self._units = {kind.id: self._units_for(kind) for kind in dataset.job_types}
        # Each kind as often as its weight says.
        self._kinds = [kind for kind in dataset.job_types for _ in range(kind.weight)]

    def _units_for(self, kind: JobType) -> list[BusinessUnit]:
        """The units of the trade that do this kind of work; where none does, all of the trade."""
        trade = [unit for unit in self._dataset.business_units if unit.trade == kind.trade]
        return [unit for unit in trade if unit.division == kind.division] or trade

    def make(self) -> None:
        """Make all jobs, and what happens between them."""
        dataset, rng = self._dataset, self._rng
        self._memberships.make_members()
        step = (dataset.now - dataset.start) // self._amount
        for index in range(self._amount):
            booked = dataset.start + index * step + rng.below(step)
            self._one(index, self._office_hours(booked))
            draw = rng.random()
            if draw < 0.05:
                self._books.without_job(self._location(booked), booked)
            elif draw < 0.07:
                self._estimates.without_job(self._location(booked), booked)
            elif draw < 0.088:
                self._books.adjust(booked)
            elif draw < 0.096:
                self._sell_membership(self._location(booked), booked)
        self._books.close()

    def _sell_membership(self, location: Location, ticks: int) -> None:
        """A membership that the office sells over the phone."""
        if self._memberships.in_force(location, ticks) is None:
            seller = self._rng.pick(self._dataset.employees).id
            kind = self._memberships.kind_for(location)
            self._memberships.enroll(location, kind, ticks, sold_by=seller)

    def _office_hours(self, ticks: int) -> int:
        """An instant of the same day at which the office takes calls (7 to 18 local time)."""
        hour = 7 - geography.UTC_OFFSET_HOURS + self._rng.below(11)
        moved = ticks - ticks % TICKS_PER_DAY + hour * TICKS_PER_HOUR + ticks % TICKS_PER_HOUR
        return min(moved, self._dataset.now)

    def _location(self, ticks: int) -> Location:
        """A location that existed at that instant; the oldest if none did."""
        known = bisect_right(self._opened, ticks)
        return self._dataset.locations[self._rng.below(max(known, 1))]

    # One job -----------------------------------------------------------------------------------

    def _one(self, index: int, created: int) -> None:
        job = self._booked(index, created)
        job.appointments = self._appointments.schedule(job.kind, created)
        job.status = _status(job.appointments)
        job.completed = self._completed_on(job)
        job.technicians = self._appointments.store(job)
        estimates = self._estimates.of_job(job)
        invoice, total = self._books.of_job(job)
        self._store(job, index, invoice, total, estimates)
        if job.is_completed and job.recall_for is None:
            self._completed.append(job)
        if job.kind.division == "Sales" and estimates.sold and estimates.sold_on:
            due = estimates.sold_on + self._rng.between(1, 8) * TICKS_PER_DAY
            self._to_install.append(_Sold(job, estimates.sold, due))

    def _booked(self, index: int, created: int) -> Job:
        """A job as the office books it: new work, or what follows from an earlier job."""
        rng, draw = self._rng, self._rng.random()
        earlier = self._earlier(created) if draw < 0.1 else None
        if self._to_install and self._to_install[0].due <= created:
            sold = self._to_install.popleft()
            kind = self._kind(sold.job.kind.trade, "Install")
            job = self._new(index, created, kind, sold.job.location)
            job.from_estimate = sold.estimate
        elif earlier is None:
            kind = rng.pick(self._kinds)
            job = self._new(index, created, kind, self._location(created))
            job.no_charge = rng.random() < _NO_CHARGE[kind.division]
        elif draw < 0.03:
            kind = self._kind(earlier.kind.trade, "Service")
            job = self._new(index, created, kind, earlier.location)
            job.recall_for, job.no_charge = earlier, rng.random() < 0.95
        elif draw < 0.045:
            kind = self._warranty_kind(earlier)
            job = self._new(index, created, kind, earlier.location)
            job.warranty_for, job.no_charge = earlier, True
        else:
            division: Division = "Sales" if rng.random() < 0.7 else "Service"
            kind = self._kind(earlier.kind.trade, division)
            job = self._new(index, created, kind, earlier.location)
            job.lead_from = earlier
        return job

    def _new(self, index: int, created: int, kind: JobType, location: Location) -> Job:
        return Job(
            id=FIRST_JOB + index,
            number=str(FIRST_JOB + index),
            kind=kind,
            unit=self._rng.pick(self._units[kind.id]),
            location=location,
            customer=self._dataset.customers[location.customer],
            created=created,
        )

    def _kind(self, trade: str, division: Division) -> JobType:
        kinds = [
            kind
            for kind in self._dataset.job_types
            if kind.trade == trade and kind.division == division and kind.weight
        ]
        return self._rng.pick(kinds)

    def _warranty_kind(self, earlier: Job) -> JobType:
        for kind in self._dataset.job_types:
            if kind.name == job_types.WARRANTY and kind.trade == earlier.kind.trade:
                return kind
        return self._kind(earlier.kind.trade, "Service")

    def _earlier(self, created: int) -> Job | None:
        """One of the latest completed jobs; None where a few tries find none."""
        for _ in range(4 if self._completed else 0):
            job = self._rng.pick(self._completed)
            if job.completed is not None and job.completed < created and job.technicians:
                return job
        return None

    def _completed_on(self, job: Job) -> int | None:
        """When the job was completed or canceled, in ticks; None while it is neither."""
        rng, now = self._rng, self._dataset.now
        if job.status == "Completed":
            return min(job.appointments[-1].end + rng.below(40) * TICKS_PER_MINUTE, now)
        if job.status == "Canceled":
            return rng.within(job.created, min(job.appointments[0].start, now))
        return None

    def _lead_call(self, job: Job, index: int) -> int | None:
        """The call that booked the job; follow-ups and installations are booked without one."""
        draw = self._rng.random()
        if job.lead_from or job.from_estimate or draw > 0.68:
            return None
        return first_id("telecom/calls") + CALLS_PER_JOB * index

    def _store(
        self, job: Job, index: int, invoice: int, total: int, estimates: JobEstimates
    ) -> None:
        dataset, rng = self._dataset, self._rng
        modified = dataset.modified(rng, job.completed or job.created, 20)
        # A deleted job stays in the feed, inactive; the list leaves it out.
        active = rng.random() > 0.004
        draw = rng.random()
        membership = self._memberships.in_force(job.location, job.created)
        lead = job.lead_from
        campaign = marketing.EXISTING_CUSTOMER
        if not (lead or job.recall_for or job.warranty_for or job.from_estimate):
            campaign = rng.pick(dataset.campaigns).id
        self._table.add_fields(
            {
                "id": job.id,
                "jobNumber": job.number,
                "projectId": None,
                "customerId": job.customer.id,
                "locationId": job.location.id,
                "jobStatus": job.status,
                "completedOn": None if job.completed is None else text_from(job.completed),
                "businessUnitId": job.unit.id,
                "jobTypeId": job.kind.id,
                "priority": job.kind.priority,
                "campaignId": campaign,
                "appointmentCount": len(job.appointments),
                "firstAppointmentId": job.appointments[0].id,
                "lastAppointmentId": job.appointments[-1].id,
                "recallForId": job.recall_for.id if job.recall_for else None,
                "warrantyId": job.warranty_for.id if job.warranty_for else None,
                "jobGeneratedLeadSource": {"jobId": lead.id, "employeeId": lead.technician}
                if lead
                else None,
                "noCharge": job.no_charge,
                "notificationsEnabled": True,
                "createdOn": text_from(job.created),
                "createdById": rng.pick(dataset.employees).id,
                "modifiedOn": text_from(modified),
                "tagTypeIds": [rng.pick(dataset.tags)] if draw < 0.2 else [],
                "leadCallId": self._lead_call(job, index),
                "partnerLeadCallId": None,
                "bookingId": None,
                "soldById": estimates.sold_by,
                "customerPo": f"PO-{job.id % 9973}" if job.customer.commercial else "",
                "invoiceId": invoice,
                "membershipId": membership.id if membership else None,
                "total": number(total),
                "createdFromEstimateId": job.from_estimate,
                "estimateIds": estimates.ids,
                "summary": rng.pick(job.kind.summaries) if draw > 0.02 else None,
                "customFields": dataset.custom_values(rng, "Job"),
                "externalData": [],
            },
            job.created,
            modified,
            active,
        )


def _status(appointments: list[Appointment]) -> str:
    """The job's status, derived from its appointments."""
    statuses = {appointment.status for appointment in appointments} - {"Canceled"}
    if not statuses:
        return "Canceled"
    if statuses == {"Done"}:
        return "Completed"
    if "Hold" in statuses:
        return "Hold"
    if "Working" in statuses or (len(statuses) > 1 and "Done" in statuses):
        return "InProgress"
    return "Dispatched" if "Dispatched" in statuses else "Scheduled"
