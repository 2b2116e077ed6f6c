"""Scheduling Pro: online booking."""

from loader.catalogue.endpoint import Endpoint, Source
from loader.catalogue.parent import Parent, ParentKey

ENDPOINTS = (
    Endpoint(
        name="scheduler_sessions",
        description="Visits of customers to online schedulers, and what came of them.",
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
        no_cursor="Schedulers are few, and do not show when somebody visits them.",
    ),
    Endpoint(
        name="schedulers",
        description="Online schedulers on the company's websites.",
        sources=(Source(area="schedulingpro", list="schedulers"),),
    ),
)
