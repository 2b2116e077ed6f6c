"""Task management: tasks of the office staff."""

from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="task_management_data",
        description="What tasks can be given: one row for the tenant, with all choices as lists.",
        sources=(Source(area="taskmanagement", list="data"),),
        # A single object; the tenant is its whole key.
        key=(),
        no_cursor="The API answers with one object.",
    ),
    Endpoint(
        name="tasks",
        description="Tasks of the office staff.",
        # Unless asked, the list leaves the subtasks out.
        sources=(Source(area="taskmanagement", list="tasks", params={"includeSubtasks": "true"}),),
    ),
)
