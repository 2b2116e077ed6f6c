"""Sales: estimates and their items."""

from loader.catalogue.columns import Column, Sum
from loader.catalogue.endpoint import Endpoint, Source
from loader.catalogue.parent import Parent, ParentKey

ENDPOINTS = (
    Endpoint(
        name="estimate_items",
        description="Items of estimates, one row per item.",
        sources=(Source(area="sales", list="estimates/items"),),
    ),
    Endpoint(
        name="estimate_status_changes",
        description="Status changes of estimates, one row per change.",
        sources=(
            Source(
                area="sales",
                list="status/estimates/{id}/changes",
                parent=Parent(name="estimates", keys=(ParentKey("estimate_id"),)),
            ),
        ),
        key=("estimate_id", "st_id"),
    ),
    Endpoint(
        name="estimates",
        description="Estimates for customers, with their items.",
        sources=(Source(area="sales", list="estimates", feed="export/estimates"),),
        columns=(
            Column("status", "status.name", "text"),
            Sum("total", ("subtotal", "tax")),
        ),
        default=True,
    ),
)
