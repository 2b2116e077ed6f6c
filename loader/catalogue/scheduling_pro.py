"""Scheduling Pro: online booking."""

from loader.catalogue.endpoint import Endpoint, Source
from loader.catalogue.parent import Parent, ParentKey

ENDPOINTS = (
    Endpoint(
        name="scheduler_sessions",
        description="Customers' sessions in online schedulers, and their outcome.",
        sources=(
            Source(
                area="schedulingpro",
                list="schedulers/{id}/sessions",
                parent=Parent(
                    name="schedulers",
                    keys=(ParentKey("scheduler_id", type="text", record_field="schedulerId"),),
                ),
            ),
        ),
        key=("scheduler_id", "st_id"),
        no_cursor="Schedulers are few, and do not change with their sessions.",
    ),
    Endpoint(
        name="schedulers",
        description="Online schedulers on the company's websites.",
        sources=(Source(area="schedulingpro", list="schedulers"),),
    ),
)
