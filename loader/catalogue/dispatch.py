"""Dispatch: assignments of technicians to appointments, shifts, teams and zones."""

from loader.catalogue.endpoint import Endpoint, Index, Source

ENDPOINTS = (
    Endpoint(
        name="appointment_assignments",
        description="Assignments of technicians to appointments.",
        sources=(
            Source(
                area="dispatch",
                list="appointment-assignments",
                feed="export/appointment-assignments",
            ),
        ),
        indexes=(Index(("appointment_id",)), Index(("job_id",))),
        default=True,
    ),
    Endpoint(
        name="arrival_windows",
        description="Time windows promised for a technician's arrival.",
        sources=(Source(area="dispatch", list="arrival-windows"),),
        no_cursor="The list filters by createdOn only; it is short.",
    ),
    Endpoint(
        name="arrival_windows_configuration",
        description="Settings for arrival windows, one row per tenant.",
        sources=(Source(area="dispatch", list="arrival-windows/configuration"),),
        # A single object; its key is the tenant alone.
        key=(),
        no_cursor="The API returns a single object.",
    ),
    Endpoint(
        name="business_hours",
        description="Business hours by type of day, one row per tenant.",
        sources=(Source(area="dispatch", list="business-hours"),),
        # A single object; its key is the tenant alone.
        key=(),
        no_cursor="The API returns a single object.",
    ),
    Endpoint(
        name="non_job_appointments",
        description="Technicians' time on the dispatch board outside of jobs.",
        sources=(Source(area="dispatch", list="non-job-appointments"),),
    ),
    Endpoint(
        name="teams",
        description="Teams of technicians on the dispatch board.",
        sources=(Source(area="dispatch", list="teams"),),
        default=True,
    ),
    Endpoint(
        name="technician_shifts",
        description="Technicians' shifts: working, on call or off.",
        sources=(Source(area="dispatch", list="technician-shifts"),),
    ),
    Endpoint(
        name="technician_skills",
        description="Skills of technicians.",
        sources=(Source(area="dispatch", list="technician-skills"),),
    ),
    Endpoint(
        name="zones",
        description="Geographic zones of locations and technicians.",
        sources=(Source(area="dispatch", list="zones"),),
        default=True,
    ),
)
