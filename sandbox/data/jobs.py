"""Two years of jobs in the order in which they were booked, each with all that hangs on it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from sandbox.data import places
from sandbox.data.accounting import Books
from sandbox.data.sales import Estimates
from sandbox.data.world import BusinessUnit, Customer, JobType, Location, Named, World, stamps
from sandbox.encoding import number
from sandbox.instants import TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, text_of

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

    def __init__(self, world: World, books: Books, estimates: Estimates) -> None:
        self._world = world
        self._books = books
        self._estimates = estimates
        self._dice = world.dice("jobs")
        self._jobs = world.table("jpm/jobs")
        self._appointments = world.table("jpm/appointments")
        self._assignments = world.table("dispatch/appointment-assignments")
        self._opened = [location.created for location in world.locations]
        self._units = {
            kind.id: [unit for unit in world.business_units if unit.trade == kind.trade]
            for kind in world.job_types
        }

    def make(self) -> None:
        """Makes all jobs."""
        world, dice = self._world, self._dice
        amount = world.count(20_000, 60)
        step = (world.now - world.start) // amount
        for index in range(amount):
            booked = world.start + index * step + dice.below(step)
            self._one(index, self._office_hours(booked))
            if dice.random() < 0.05:
                location = self._location(booked)
                self._books.without_job(location, world.customers[location.customer], booked)
            if dice.random() < 0.02:
                self._estimates.without_job(self._location(booked), booked)
        self._books.close()

    def _office_hours(self, ticks: int) -> int:
        """An instant of the same day at which the office takes calls (7 to 18 local time)."""
        hour = 7 - places.UTC_OFFSET_HOURS + self._dice.below(11)
        moved = ticks - ticks % TICKS_PER_DAY + hour * TICKS_PER_HOUR + ticks % TICKS_PER_HOUR
        return min(moved, self._world.now)

    def _location(self, ticks: int) -> Location:
        """A location whose customer was there already; the oldest if none was."""
        known = bisect_right(self._opened, ticks)
        return self._world.locations[self._dice.below(max(known, 1))]

    def _one(self, index: int, created: int) -> None:
        world, dice = self._world, self._dice
        kind, location = dice.pick(world.job_types), self._location(created)
        visits = self._visits(kind, created)
        status = _status(visits)
        completed = visits[-1].end + dice.below(40) * TICKS_PER_MINUTE
        job = Job(
            id=FIRST_JOB + index,
            number=str(FIRST_JOB + index),
            kind=kind,
            unit=dice.pick(self._units[kind.id]),
            location=location,
            customer=world.customers[location.customer],
            created=created,
            status=status,
            visits=visits,
            completed=min(completed, world.now) if status == "Completed" else None,
        )
        technicians = self._store_visits(job)
        estimates = self._estimates.of_job(job, technicians) if dice.random() < 0.4 else []
        invoice, total = self._books.of_job(job, technicians[0].id if technicians else None)
        self._store(job, invoice, total, estimates)

    def _visits(self, kind: JobType, created: int) -> list[Visit]:
        """One to three appointments within business hours, never on a Sunday."""
        dice, now = self._dice, self._world.now
        throw = dice.random()
        day = created // TICKS_PER_DAY + dice.below(3 if kind.priority in ("High", "Urgent") else 9)
        visits: list[Visit] = []
        for number_of_visit in range(1 if throw < 0.84 else 2 if throw < 0.97 else 3):
            day += number_of_visit * dice.between(1, 4)
            hour = dice.pick(_SLOTS[:2] if kind.hours > 3 else _SLOTS)
            opening = (hour - places.UTC_OFFSET_HOURS) * TICKS_PER_HOUR
            while day % 7 == _SUNDAY or day * TICKS_PER_DAY + opening < created:
                day += 1
            start = day * TICKS_PER_DAY + opening
            end = start + kind.hours * TICKS_PER_HOUR
            identifier = FIRST_APPOINTMENT + len(self._appointments) + len(visits)
            visits.append(Visit(identifier, start, end, self._visit_status(start, end, now)))
        if dice.random() < 0.06:
            for visit in visits:
                visit.status = "Canceled"
        return visits

    def _visit_status(self, start: int, end: int, now: int) -> str:
        throw = self._dice.random()
        if throw < 0.03:
            return "Canceled"
        if start > now:
            return "Dispatched" if start < now + TICKS_PER_HOUR else "Scheduled"
        if end > now:
            return "Working"
        return "Hold" if throw < 0.04 else "Done"

    def _store_visits(self, job: Job) -> list[Named]:
        """Stores appointments with their assignments; returns who is assigned, earliest first."""
        world, dice = self._world, self._dice
        assigned: list[Named] = []
        for place, visit in enumerate(job.visits):
            changed = min(visit.end if visit.status == "Done" else job.created, world.now)
            modified = world.modified(dice, max(changed, job.created), 3)
            window = dice.random() < 0.9
            active = visit.status != "Canceled" or dice.random() < 0.8
            self._appointments.add_fields(
                {
                    "id": visit.id,
                    "jobId": job.id,
                    "appointmentNumber": f"{job.number}-{place + 1}",
                    "start": text_of(visit.start),
                    "end": text_of(visit.end),
                    "arrivalWindowStart": text_of(visit.start) if window else None,
                    "arrivalWindowEnd": text_of(visit.start + 2 * TICKS_PER_HOUR)
                    if window
                    else None,
                    "status": visit.status,
                    "specialInstructions": "Call ahead\nDog in yard"
                    if dice.random() < 0.1
                    else None,
                    **stamps(job.created, modified),
                    "customerId": job.customer.id,
                    "unused": False,
                    "createdById": dice.pick(world.employees).id,
                    "isConfirmed": dice.random() < 0.5,
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
        dice, throw = self._dice, self._dice.random()
        if visit.status == "Scheduled" and throw < 0.2:
            return []
        crew = self._world.technicians[job.kind.trade]
        chosen = {dice.pick(crew) for _ in range(1 if throw < 0.8 else 2)}
        stayed: list[Named] = []
        for technician in sorted(chosen):
            self._store_assignment(job, visit, technician, active=True)
            stayed.append(technician)
        if dice.random() < 0.06:
            self._store_assignment(job, visit, dice.pick(crew), active=False)
        return stayed

    def _store_assignment(self, job: Job, visit: Visit, technician: Named, active: bool) -> None:
        world, dice, table = self._world, self._dice, self._assignments
        created = dice.after(job.created, 1, world.now)
        done = visit.end if visit.status == "Done" else created
        modified = max(created, min(done, world.now))
        status = "Done" if visit.status == "Done" else _ASSIGNED_AS.get(visit.status, "Scheduled")
        table.add_fields(
            {
                "id": FIRST_ASSIGNMENT + len(table),
                "technicianId": technician.id,
                "technicianName": technician.name,
                "assignedById": dice.pick(world.employees).id,
                "assignedOn": text_of(created),
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
        world, dice = self._world, self._dice
        modified = world.modified(dice, job.completed or job.created, 20)
        # A deleted job stays in the feed, inactive; the list does not have it.
        active = dice.random() > 0.004
        throw = dice.random()
        self._jobs.add_fields(
            {
                "id": job.id,
                "jobNumber": job.number,
                "projectId": None,
                "customerId": job.customer.id,
                "locationId": job.location.id,
                "jobStatus": job.status,
                "completedOn": None if job.completed is None else text_of(job.completed),
                "businessUnitId": job.unit.id,
                "jobTypeId": job.kind.id,
                "priority": job.kind.priority,
                "campaignId": dice.pick(world.campaigns).id,
                "appointmentCount": len(job.visits),
                "firstAppointmentId": job.visits[0].id,
                "lastAppointmentId": job.visits[-1].id,
                "recallForId": None,
                "warrantyId": None,
                "jobGeneratedLeadSource": None,
                "noCharge": job.kind.name == "Warranty Call",
                "notificationsEnabled": True,
                "createdOn": text_of(job.created),
                "createdById": dice.pick(world.employees).id,
                "modifiedOn": text_of(modified),
                "tagTypeIds": [dice.pick(world.tags)] if throw < 0.2 else [],
                "leadCallId": None,
                "partnerLeadCallId": None,
                "bookingId": None,
                "soldById": dice.pick(world.technicians[job.kind.trade]).id
                if throw < 0.1
                else None,
                "customerPo": f"PO-{job.id % 9973}" if job.customer.commercial else "",
                "invoiceId": invoice,
                "membershipId": None,
                "total": number(total),
                "createdFromEstimateId": None,
                "estimateIds": estimates,
                "summary": dice.pick(job.kind.summaries) if throw > 0.02 else None,
                "customFields": world.custom_values(dice, "Job"),
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
