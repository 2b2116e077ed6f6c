"""Two years of jobs in the order in which they were booked, each with all that hangs on it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from sandbox.data import geography
from sandbox.data.accounting import Books
from sandbox.data.dataset import BusinessUnit, Customer, Dataset, JobType, Location, Named, stamps
from sandbox.data.sales import Estimates
from sandbox.encoding import number
from sandbox.timestamps import TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, text_from

FIRST_JOB, FIRST_APPOINTMENT, FIRST_ASSIGNMENT = 10_000_001, 20_000_001, 30_000_001
_SLOTS = (8, 10, 12, 14)  # when appointments begin, local time
_SUNDAY = 6
_ASSIGNED_AS = {"Scheduled": "Scheduled", "Dispatched": "Dispatched", "Working": "Working"}


@dataclass(slots=True)
class Visit:
    """One appointment of a job; instants in ticks."""

    id: int
    start: int
    end: int
    status: str


@dataclass(slots=True)
class Job:
    """A job while its invoice and estimates are made; instants in ticks."""

    id: int
    number: str
    kind: JobType
    unit: BusinessUnit
    location: Location
    customer: Customer
    created: int
    status: str
    visits: list[Visit]
    completed: int | None


class Jobs:
    """Makes jobs, appointments and assignments."""

    def __init__(self, dataset: Dataset, books: Books, estimates: Estimates) -> None:
        self._dataset = dataset
        self._books = books
        self._estimates = estimates
        self._rng = dataset.rng("jobs")
        self._jobs = dataset.table("jpm/jobs")
        self._appointments = dataset.table("jpm/appointments")
        self._assignments = dataset.table("dispatch/appointment-assignments")
        self._opened = [location.created for location in dataset.locations]
        self._units = {
            kind.id: [unit for unit in dataset.business_units if unit.trade == kind.trade]
            for kind in dataset.job_types
        }

    def make(self) -> None:
        """Makes all jobs."""
        dataset, rng = self._dataset, self._rng
        amount = dataset.count(20_000, 60)
        step = (dataset.now - dataset.start) // amount
        for index in range(amount):
            booked = dataset.start + index * step + rng.below(step)
            self._one(index, self._office_hours(booked))
            if rng.random() < 0.05:
                location = self._location(booked)
                self._books.without_job(location, dataset.customers[location.customer], booked)
            if rng.random() < 0.02:
                self._estimates.without_job(self._location(booked), booked)
        self._books.close()

    def _office_hours(self, ticks: int) -> int:
        """An instant of the same day at which the office takes calls (7 to 18 local time)."""
        hour = 7 - geography.UTC_OFFSET_HOURS + self._rng.below(11)
        moved = ticks - ticks % TICKS_PER_DAY + hour * TICKS_PER_HOUR + ticks % TICKS_PER_HOUR
        return min(moved, self._dataset.now)

    def _location(self, ticks: int) -> Location:
        """A location whose customer was there already; the oldest if none was."""
        known = bisect_right(self._opened, ticks)
        return self._dataset.locations[self._rng.below(max(known, 1))]

    def _one(self, index: int, created: int) -> None:
        dataset, rng = self._dataset, self._rng
        kind, location = rng.pick(dataset.job_types), self._location(created)
        visits = self._visits(kind, created)
        status = _status(visits)
        completed = visits[-1].end + rng.below(40) * TICKS_PER_MINUTE
        job = Job(
            id=FIRST_JOB + index,
            number=str(FIRST_JOB + index),
            kind=kind,
            unit=rng.pick(self._units[kind.id]),
            location=location,
            customer=dataset.customers[location.customer],
            created=created,
            status=status,
            visits=visits,
            completed=min(completed, dataset.now) if status == "Completed" else None,
        )
        technicians = self._store_visits(job)
        estimates = self._estimates.of_job(job, technicians) if rng.random() < 0.4 else []
        invoice, total = self._books.of_job(job, technicians[0].id if technicians else None)
        self._store(job, invoice, total, estimates)

    def _visits(self, kind: JobType, created: int) -> list[Visit]:
        """One to three appointments within business hours, never on a Sunday."""
        rng, now = self._rng, self._dataset.now
        throw = rng.random()
        day = created // TICKS_PER_DAY + rng.below(3 if kind.priority in ("High", "Urgent") else 9)
        visits: list[Visit] = []
        for number_of_visit in range(1 if throw < 0.84 else 2 if throw < 0.97 else 3):
            day += number_of_visit * rng.between(1, 4)
            hour = rng.pick(_SLOTS[:2] if kind.hours > 3 else _SLOTS)
            opening = (hour - geography.UTC_OFFSET_HOURS) * TICKS_PER_HOUR
            while day % 7 == _SUNDAY or day * TICKS_PER_DAY + opening < created:
                day += 1
            start = day * TICKS_PER_DAY + opening
            end = start + kind.hours * TICKS_PER_HOUR
            identifier = FIRST_APPOINTMENT + len(self._appointments) + len(visits)
            visits.append(Visit(identifier, start, end, self._visit_status(start, end, now)))
        if rng.random() < 0.06:
            for visit in visits:
                visit.status = "Canceled"
        return visits

    def _visit_status(self, start: int, end: int, now: int) -> str:
        throw = self._rng.random()
        if throw < 0.03:
            return "Canceled"
        if start > now:
            return "Dispatched" if start < now + TICKS_PER_HOUR else "Scheduled"
        if end > now:
            return "Working"
        return "Hold" if throw < 0.04 else "Done"

    def _store_visits(self, job: Job) -> list[Named]:
        """Stores appointments with their assignments; returns who is assigned, earliest first."""
        dataset, rng = self._dataset, self._rng
        assigned: list[Named] = []
        for place, visit in enumerate(job.visits):
            changed = min(visit.end if visit.status == "Done" else job.created, dataset.now)
            modified = dataset.modified(rng, max(changed, job.created), 3)
            window = rng.random() < 0.9
            active = visit.status != "Canceled" or rng.random() < 0.8
            self._appointments.add_fields(
                {
                    "id": visit.id,
                    "jobId": job.id,
                    "appointmentNumber": f"{job.number}-{place + 1}",
                    "start": text_from(visit.start),
                    "end": text_from(visit.end),
                    "arrivalWindowStart": text_from(visit.start) if window else None,
                    "arrivalWindowEnd": text_from(visit.start + 2 * TICKS_PER_HOUR)
                    if window
                    else None,
                    "status": visit.status,
                    "specialInstructions": "Call ahead\nDog in yard"
                    if rng.random() < 0.1
                    else None,
                    **stamps(job.created, modified),
                    "customerId": job.customer.id,
                    "unused": False,
                    "createdById": rng.pick(dataset.employees).id,
                    "isConfirmed": rng.random() < 0.5,
                    "active": active,
                },
                job.created,
                modified,
                active,
            )
            assigned += self._assign(job, visit)
        return assigned

    def _assign(self, job: Job, visit: Visit) -> list[Named]:
        """Mostly one technician, sometimes none or two; some were taken off again."""
        rng, throw = self._rng, self._rng.random()
        if visit.status == "Scheduled" and throw < 0.2:
            return []
        crew = self._dataset.technicians[job.kind.trade]
        chosen = {rng.pick(crew) for _ in range(1 if throw < 0.8 else 2)}
        stayed: list[Named] = []
        for technician in sorted(chosen):
            self._store_assignment(job, visit, technician, active=True)
            stayed.append(technician)
        if rng.random() < 0.06:
            self._store_assignment(job, visit, rng.pick(crew), active=False)
        return stayed

    def _store_assignment(self, job: Job, visit: Visit, technician: Named, active: bool) -> None:
        dataset, rng, table = self._dataset, self._rng, self._assignments
        created = rng.after(job.created, 1, dataset.now)
        done = visit.end if visit.status == "Done" else created
        modified = max(created, min(done, dataset.now))
        status = "Done" if visit.status == "Done" else _ASSIGNED_AS.get(visit.status, "Scheduled")
        table.add_fields(
            {
                "id": FIRST_ASSIGNMENT + len(table),
                "technicianId": technician.id,
                "technicianName": technician.name,
                "assignedById": rng.pick(dataset.employees).id,
                "assignedOn": text_from(created),
                "status": status,
                "isPaused": False,
                "jobId": job.id,
                "appointmentId": visit.id,
                **stamps(created, modified),
                "active": active,
            },
            created,
            modified,
            active,
        )

    def _store(self, job: Job, invoice: int, total: int, estimates: list[int]) -> None:
        dataset, rng = self._dataset, self._rng
        modified = dataset.modified(rng, job.completed or job.created, 20)
        # A deleted job stays in the feed, inactive; the list does not have it.
        active = rng.random() > 0.004
        throw = rng.random()
        self._jobs.add_fields(
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
                "campaignId": rng.pick(dataset.campaigns).id,
                "appointmentCount": len(job.visits),
                "firstAppointmentId": job.visits[0].id,
                "lastAppointmentId": job.visits[-1].id,
                "recallForId": None,
                "warrantyId": None,
                "jobGeneratedLeadSource": None,
                "noCharge": job.kind.name == "Warranty Call",
                "notificationsEnabled": True,
                "createdOn": text_from(job.created),
                "createdById": rng.pick(dataset.employees).id,
                "modifiedOn": text_from(modified),
                "tagTypeIds": [rng.pick(dataset.tags)] if throw < 0.2 else [],
                "leadCallId": None,
                "partnerLeadCallId": None,
                "bookingId": None,
                "soldById": rng.pick(dataset.technicians[job.kind.trade]).id
                if throw < 0.1
                else None,
                "customerPo": f"PO-{job.id % 9973}" if job.customer.commercial else "",
                "invoiceId": invoice,
                "membershipId": None,
                "total": number(total),
                "createdFromEstimateId": None,
                "estimateIds": estimates,
                "summary": rng.pick(job.kind.summaries) if throw > 0.02 else None,
                "customFields": dataset.custom_values(rng, "Job"),
                "externalData": [],
            },
            job.created,
            modified,
            active,
        )


def _status(visits: list[Visit]) -> str:
    """What the appointments say about the job."""
    statuses = {visit.status for visit in visits} - {"Canceled"}
    if not statuses:
        return "Canceled"
    if statuses == {"Done"}:
        return "Completed"
    if "Working" in statuses or (len(statuses) > 1 and "Done" in statuses):
        return "InProgress"
    for status in ("Hold", "Dispatched"):
        if status in statuses:
            return status
    return "Scheduled"
