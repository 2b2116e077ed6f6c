"""Customer interactions: ratings of technicians."""

from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="technician_ratings",
        description="Customers' ratings of technicians, one row per technician and job.",
        sources=(
            Source(
                area="customer-interactions",
                list="technician-ratings",
                feed="export/technician-ratings",
            ),
        ),
        # A rating has no id; a technician is rated once per job.
        key=("technician_id", "job_id"),
    ),
)
