"""Task management: tasks of the office staff."""

from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="task_management_data",
        description="Choices for tasks, as lists in one row per tenant.",
        sources=(Source(area="taskmanagement", list="data"),),
        # A single object; its key is the tenant alone.
        key=(),
        no_cursor="The API returns a single object.",
    ),
    Endpoint(
        name="tasks",
        description="Tasks of the office staff.",
        # Without this, the list omits the subtasks.
        sources=(Source(area="taskmanagement", list="tasks", params={"includeSubtasks": "true"}),),
    ),
)
