"""Dispatch: who is sent to which appointment, teams and zones."""

from loader.catalogue.endpoint import Endpoint, Index, Source

ENDPOINTS = (
    Endpoint(
        name="appointment_assignments",
        sources=(
            Source(
                area="dispatch",
                list="appointment-assignments",
                feed="export/appointment-assignments",
            ),
        ),
        indexes=(Index(("appointment_id",)), Index(("job_id",))),
    ),
    Endpoint(
        name="teams",
        sources=(Source(area="dispatch", list="teams"),),
    ),
    Endpoint(
        name="zones",
        sources=(Source(area="dispatch", list="zones"),),
    ),
)
