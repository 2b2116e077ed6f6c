"""Customer interactions: how customers rate technicians."""

from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="technician_ratings",
        description="Customers' ratings of technicians, one for each technician and job.",
        sources=(
            Source(
                area="customer-interactions",
                list="technician-ratings",
                feed="export/technician-ratings",
            ),
        ),
        # A rating has no id: a technician is rated once for a job.
        key=("technician_id", "job_id"),
    ),
)
