"""Job planning and management: jobs, their appointments and types."""

from loader.catalogue.columns import Column
from loader.catalogue.endpoint import Endpoint, Index, Source

ENDPOINTS = (
    Endpoint(
        name="appointments",
        sources=(Source(area="jpm", list="appointments", feed="export/appointments"),),
        columns=(
            Column("start_time", "start", "timestamptz"),
            Column("end_time", "end", "timestamptz"),
        ),
        indexes=(Index(("job_id",)),),
    ),
    Endpoint(
        name="job_types",
        sources=(Source(area="jpm", list="job-types"),),
    ),
    Endpoint(
        name="jobs",
        sources=(Source(area="jpm", list="jobs", feed="export/jobs"),),
        # The list has no `active`: a job is there or it is gone.
        inactive_means_deleted=True,
        indexes=(Index(("customer_id",)), Index(("location_id",))),
    ),
)
