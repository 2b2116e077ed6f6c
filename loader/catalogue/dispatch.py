"""Dispatch: who is sent to which appointment, teams and zones."""

from loader.catalogue.endpoint import Endpoint, Index, Source

ENDPOINTS = (
    Endpoint(
        name="appointment_assignments",
        description="Which technician is assigned to which appointment.",
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
        description="Windows of time within which a technician is promised.",
        sources=(Source(area="dispatch", list="arrival-windows"),),
        no_cursor="The list filters by createdOn only; it is short.",
    ),
    Endpoint(
        name="arrival_windows_configuration",
        description="How arrival windows are chosen: one row for the tenant.",
        sources=(Source(area="dispatch", list="arrival-windows/configuration"),),
        # A single object; the tenant is its whole key.
        key=(),
        no_cursor="The API answers with one object.",
    ),
    Endpoint(
        name="business_hours",
        description="Hours of business by kind of day: one row for the tenant.",
        sources=(Source(area="dispatch", list="business-hours"),),
        # A single object; the tenant is its whole key.
        key=(),
        no_cursor="The API answers with one object.",
    ),
    Endpoint(
        name="non_job_appointments",
        description="Time of technicians on the dispatch board that belongs to no job.",
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
        description="When technicians work, are on call or are off.",
        sources=(Source(area="dispatch", list="technician-shifts"),),
    ),
    Endpoint(
        name="technician_skills",
        description="What technicians are able to do.",
        sources=(Source(area="dispatch", list="technician-skills"),),
    ),
    Endpoint(
        name="zones",
        description="Zones that locations and technicians belong to.",
        sources=(Source(area="dispatch", list="zones"),),
        default=True,
    ),
)
