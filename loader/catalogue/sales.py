"""Sales: estimates."""

from loader.catalogue.columns import Column, Sum
from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="estimate_items",
        about="Items of estimates, one row for each.",
        sources=(Source(area="sales", list="estimates/items"),),
    ),
    Endpoint(
        name="estimates",
        about="Estimates offered to customers, with their items.",
        sources=(Source(area="sales", list="estimates", feed="export/estimates"),),
        columns=(
            Column("status", "status.name", "text"),
            Sum("total", ("subtotal", "tax")),
        ),
        default=True,
    ),
)
