"""Sales: estimates."""

from loader.catalogue.columns import Column, Sum
from loader.catalogue.endpoint import Endpoint, Index, Source

ENDPOINTS = (
    Endpoint(
        name="estimates",
        sources=(Source(area="sales", list="estimates", feed="export/estimates"),),
        columns=(
            Column("status", "status.name", "text"),
            Sum("total", ("subtotal", "tax")),
        ),
        indexes=(Index(("job_id",)),),
    ),
)
