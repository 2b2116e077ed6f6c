"""Appointments and who is assigned to them."""

from __future__ import annotations

from sandbox.data import geography
from sandbox.data.dataset import Dataset, audit_fields
from sandbox.data.ids import FIRST_APPOINTMENT, FIRST_ASSIGNMENT
from sandbox.data.model import Appointment, Job, JobType, Named
from sandbox.timestamps import TICKS_PER_DAY, TICKS_PER_HOUR, text_from

_STARTS = (8, 10, 12, 14)  # local hours
_SUNDAY = 6
_CANCELED, _HELD = 0.04, 0.012  # shares of the jobs
_ASSIGNED_AS = {"Scheduled": "Scheduled", "Dispatched": "Dispatched", "Working": "Working"}


class Appointments:
    """Makes appointments and assignments."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._rng = dataset.rng("appointments")
        self._table = dataset.table("jpm/appointments")
        self._assignments = dataset.table("dispatch/appointment-assignments")

    def schedule(self, kind: JobType, created: int) -> list[Appointment]:
        """Book one to three appointments within business hours, never on a Sunday.

        Args:
            created: When the job was booked, in ticks.
        """
        rng, draw = self._rng, self._rng.random()
        day = created // TICKS_PER_DAY + rng.below(3 if kind.priority in ("High", "Urgent") else 9)
        if kind.division == "Maintenance" and draw < 0.1:
            day += rng.between(10, 45)  # booked well ahead
        appointments: list[Appointment] = []
        alone = 0.7 if kind.division == "Install" else 0.87  # the rest takes several visits
        for number in range(1 if draw < alone else 2 if draw < 0.97 else 3):
            day += number * rng.between(1, 4)
            hour = rng.pick(_STARTS[:2] if kind.hours > 3 else _STARTS)
            opening = (hour - geography.UTC_OFFSET_HOURS) * TICKS_PER_HOUR
            while day % 7 == _SUNDAY or day * TICKS_PER_DAY + opening < created:
                day += 1
            start = day * TICKS_PER_DAY + opening
            end = start + kind.hours * TICKS_PER_HOUR
            identifier = FIRST_APPOINTMENT + len(self._table) + len(appointments)
            appointments.append(Appointment(identifier, start, end, self._status(start, end)))
        self._mark(appointments)
        return appointments

    def _status(self, start: int, end: int) -> str:
        now = self._dataset.now
        if start > now:
            return "Dispatched" if start < now + TICKS_PER_HOUR else "Scheduled"
        return "Working" if end > now else "Done"

    def _mark(self, appointments: list[Appointment]) -> None:
        """Cancel some jobs, hold some, and cancel single appointments of others."""
        draw = self._rng.random()
        last = appointments[-1]
        if draw < _CANCELED:
            for appointment in appointments:
                appointment.status = "Canceled"
        elif draw < _CANCELED + _HELD:
            last.status = "Hold" if last.status == "Done" else last.status
        elif len(appointments) > 1 and draw > 0.9:
            appointments[0].status = "Canceled"

    def store(self, job: Job) -> list[Named]:
        """Store a job's appointments with their assignments; returns who is assigned, in order."""
        dataset, rng = self._dataset, self._rng
        assigned: dict[Named, None] = {}
        for place, appointment in enumerate(job.appointments):
            changed = min(
                appointment.end if appointment.status == "Done" else job.created, dataset.now
            )
            if job.status == "Canceled":
                changed = job.completed or changed
            modified = dataset.modified(rng, max(changed, job.created), 3)
            window = rng.random() < 0.9
            opens = text_from(appointment.start) if window else None
            closes = text_from(appointment.start + 2 * TICKS_PER_HOUR) if window else None
            active = appointment.status != "Canceled" or rng.random() < 0.8
            self._table.add_fields(
                {
                    "id": appointment.id,
                    "jobId": job.id,
                    "appointmentNumber": f"{job.number}-{place + 1}",
                    "start": text_from(appointment.start),
                    "end": text_from(appointment.end),
                    "arrivalWindowStart": opens,
                    "arrivalWindowEnd": closes,
                    "status": appointment.status,
                    "specialInstructions": "Call ahead\nDog in yard"
                    if rng.random() < 0.1
                    else None,
                    **audit_fields(job.created, modified),
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
            assigned |= dict.fromkeys(self._assign(job, appointment))
        return list(assigned)

    def _assign(self, job: Job, appointment: Appointment) -> list[Named]:
        """Mostly one technician, sometimes none or two; some were removed again."""
        rng, draw = self._rng, self._rng.random()
        if appointment.status == "Scheduled" and draw < 0.2:
            return []
        crew = self._dataset.technicians[job.kind.trade]
        chosen = {rng.pick(crew) for _ in range(1 if draw < 0.8 else 2)}
        stayed: list[Named] = []
        for technician in sorted(chosen):
            self._store_assignment(job, appointment, technician, active=True)
            stayed.append(technician)
        if rng.random() < 0.06:
            self._store_assignment(job, appointment, rng.pick(crew), active=False)
        return stayed

    def _store_assignment(
        self, job: Job, appointment: Appointment, technician: Named, active: bool
    ) -> None:
        dataset, rng, table = self._dataset, self._rng, self._assignments
        created = rng.after(job.created, 1, dataset.now)
        done = appointment.end if appointment.status == "Done" else created
        modified = max(created, min(done, dataset.now))
        is_done = appointment.status == "Done"
        status = "Done" if is_done else _ASSIGNED_AS.get(appointment.status, "Scheduled")
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
                "appointmentId": appointment.id,
                **audit_fields(created, modified),
                "active": active,
            },
            created,
            modified,
            active,
        )
