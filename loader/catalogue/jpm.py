"""Job planning and management (ServiceTitan's area ``jpm``): jobs, appointments and projects."""

from loader.catalogue.columns import Column
from loader.catalogue.endpoint import Endpoint, Index, Source
from loader.catalogue.parent import Parent, ParentKey

ENDPOINTS = (
    Endpoint(
        name="appointments",
        description="Scheduled visits for a job.",
        sources=(Source(area="jpm", list="appointments", feed="export/appointments"),),
        columns=(
            Column("start_time", "start", "timestamptz"),
            Column("end_time", "end", "timestamptz"),
        ),
        indexes=(Index(("job_id",)),),
        default=True,
    ),
    Endpoint(
        name="budget_code_segment_items",
        description="Items of budget code segments.",
        sources=(
            Source(
                area="jpm",
                list="work-breakdown-structure/segments/{segmentId}/items",
                parent=Parent(name="budget_code_segments", keys=(ParentKey("segment_id"),)),
                params={"includeChildren": "true"},
            ),
        ),
        key=("segment_id", "st_id"),
        no_cursor="Segments are few, and do not change when their items do.",
    ),
    Endpoint(
        name="budget_code_segments",
        description="Segments of budget codes.",
        sources=(Source(area="jpm", list="work-breakdown-structure/segments"),),
        no_cursor="The list has no filters; it is short.",
    ),
    Endpoint(
        name="budget_codes",
        description="Codes for breaking down work and cost.",
        sources=(Source(area="jpm", list="work-breakdown-structure/budget-codes"),),
        no_cursor="The list has no date filter.",
    ),
    Endpoint(
        name="job_booked_logs",
        description="How jobs were booked: appointment and arrival window, one row per job.",
        sources=(
            Source(
                area="jpm",
                list="jobs/{id}/booked-log",
                parent=Parent(name="jobs", keys=(ParentKey("job_id", record_field="jobId"),)),
            ),
        ),
        key=("job_id",),
    ),
    Endpoint(
        name="job_cancel_reasons",
        description="Reasons for canceling a job, to choose from.",
        sources=(Source(area="jpm", list="job-cancel-reasons"),),
    ),
    Endpoint(
        name="job_canceled_logs",
        description="Cancellations of jobs: when, why and by whom; one row per cancellation.",
        sources=(Source(area="jpm", feed="export/job-canceled-logs"),),
        indexes=(Index(("job_id",)),),
    ),
    Endpoint(
        name="job_history",
        description="History of jobs: one row per job, with its events as a list.",
        sources=(Source(area="jpm", feed="export/job-history"),),
        # A history has no id; every job has one history.
        key=("job_id",),
    ),
    Endpoint(
        name="job_hold_reasons",
        description="Reasons for putting a job on hold, to choose from.",
        sources=(Source(area="jpm", list="job-hold-reasons"),),
    ),
    Endpoint(
        name="job_notes",
        description="Notes on jobs.",
        sources=(Source(area="jpm", feed="export/job-notes"),),
        # A note exists or not: a job's own list of notes has no `active`.
        deleted_when_inactive=True,
    ),
    Endpoint(
        name="job_types",
        description="Types of jobs.",
        sources=(Source(area="jpm", list="job-types"),),
        default=True,
    ),
    Endpoint(
        name="jobs",
        description="Jobs: work requested at a location.",
        sources=(Source(area="jpm", list="jobs", feed="export/jobs"),),
        default=True,
    ),
    Endpoint(
        name="jobs_cancel_reasons",
        description="Reasons for which jobs were canceled, one row per canceled job and reason.",
        sources=(
            Source(
                area="jpm",
                list="jobs/cancel-reasons",
                # It cannot enumerate: it requires the ids of up to 50 jobs.
                parent=Parent(
                    name="jobs",
                    keys=(ParentKey("job_id", record_field="jobId"),),
                    parameter="ids",
                    ids_per_request=50,
                    by_position=True,
                ),
            ),
        ),
        key=("job_id", "position"),
    ),
    Endpoint(
        name="project_budget_code_segment_items",
        description="Items of a project's own budget code segments.",
        sources=(
            Source(
                area="jpm",
                list="work-breakdown-structure/projects/{projectId}/segments/{segmentId}/items",
                parent=Parent(
                    name="project_budget_code_segments",
                    keys=(
                        ParentKey("project_id", parent_column="project_id"),
                        ParentKey("segment_id"),
                    ),
                ),
                params={"includeChildren": "true"},
            ),
        ),
        key=("project_id", "segment_id", "st_id"),
    ),
    Endpoint(
        name="project_budget_code_segments",
        description="Segments of a project's own budget codes.",
        sources=(
            Source(
                area="jpm",
                list="work-breakdown-structure/projects/{projectId}/segments",
                parent=Parent(name="projects", keys=(ParentKey("project_id"),)),
            ),
        ),
        key=("project_id", "st_id"),
    ),
    Endpoint(
        name="project_budget_codes",
        description="Budget codes of projects.",
        sources=(
            Source(
                area="jpm",
                list="work-breakdown-structure/projects/{projectId}/budget-codes",
                parent=Parent(name="projects", keys=(ParentKey("project_id"),)),
            ),
        ),
        key=("project_id", "st_id"),
    ),
    Endpoint(
        name="project_notes",
        description="Notes on projects.",
        sources=(Source(area="jpm", feed="export/project-notes"),),
        # A note exists or not: a project's own list of notes has no `active`.
        deleted_when_inactive=True,
    ),
    Endpoint(
        name="project_statuses",
        description="Statuses of projects, to choose from.",
        sources=(Source(area="jpm", list="project-statuses"),),
    ),
    Endpoint(
        name="project_substatuses",
        description="Substatuses of projects, to choose from.",
        sources=(Source(area="jpm", list="project-substatuses"),),
    ),
    Endpoint(
        name="project_types",
        description="Types of projects.",
        sources=(Source(area="jpm", list="project-types"),),
        no_cursor="The list has no filters; it is short.",
    ),
    Endpoint(
        name="projects",
        description="Projects: groups of jobs.",
        sources=(Source(area="jpm", list="projects", feed="export/projects"),),
    ),
)
