"""Job planning and management: jobs, their appointments and types."""

from loader.catalogue.columns import Column
from loader.catalogue.endpoint import Endpoint, Index, Source
from loader.catalogue.parent import Parent, ParentKey

ENDPOINTS = (
    Endpoint(
        name="appointments",
        description="Visits planned for a job.",
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
        description="Items that the segments of budget codes consist of.",
        sources=(
            Source(
                area="jpm",
                list="work-breakdown-structure/segments/{segmentId}/items",
                parent=Parent(name="budget_code_segments", keys=(ParentKey("segment_id"),)),
                params={"includeChildren": "true"},
            ),
        ),
        key=("segment_id", "st_id"),
        no_cursor="Segments are few, and do not show when their items change.",
    ),
    Endpoint(
        name="budget_code_segments",
        description="Parts that budget codes are made of.",
        sources=(Source(area="jpm", list="work-breakdown-structure/segments"),),
        no_cursor="The list takes no filter; it is short.",
    ),
    Endpoint(
        name="budget_codes",
        description="Codes by which work and cost are broken down.",
        sources=(Source(area="jpm", list="work-breakdown-structure/budget-codes"),),
        no_cursor="The list takes no range of dates.",
    ),
    Endpoint(
        name="job_booked_logs",
        description="How a job was booked: appointment and arrival window, one row for each job.",
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
        description="Reasons to choose from when a job is canceled.",
        sources=(Source(area="jpm", list="job-cancel-reasons"),),
    ),
    Endpoint(
        name="job_canceled_logs",
        description="When, why and by whom jobs were canceled, one row for each time.",
        sources=(Source(area="jpm", feed="export/job-canceled-logs"),),
        indexes=(Index(("job_id",)),),
    ),
    Endpoint(
        name="job_history",
        description="What happened to a job and when: one row for each job, its events as a list.",
        sources=(Source(area="jpm", feed="export/job-history"),),
        # A history has no id: every job has one.
        key=("job_id",),
    ),
    Endpoint(
        name="job_hold_reasons",
        description="Reasons to choose from when a job is put on hold.",
        sources=(Source(area="jpm", list="job-hold-reasons"),),
    ),
    Endpoint(
        name="job_notes",
        description="Notes on jobs.",
        sources=(Source(area="jpm", feed="export/job-notes"),),
        # A note is there or it is gone; a job's own list of notes does not know `active`.
        deleted_when_inactive=True,
    ),
    Endpoint(
        name="job_types",
        description="Kinds of job.",
        sources=(Source(area="jpm", list="job-types"),),
        default=True,
    ),
    Endpoint(
        name="jobs",
        description="Jobs: the work that was asked for at a location.",
        sources=(Source(area="jpm", list="jobs", feed="export/jobs"),),
        default=True,
    ),
    Endpoint(
        name="jobs_cancel_reasons",
        description="Why a job was canceled, for each job that was.",
        sources=(
            Source(
                area="jpm",
                list="jobs/cancel-reasons",
                # It cannot enumerate: it demands the ids of jobs, 50 at most.
                parent=Parent(
                    name="jobs",
                    keys=(ParentKey("job_id", record_field="jobId"),),
                    parameter="ids",
                    ids_per_request=50,
                    positioned=True,
                ),
            ),
        ),
        key=("job_id", "position"),
    ),
    Endpoint(
        name="project_budget_code_segment_items",
        description="Items that the segments of a project's own budget codes consist of.",
        sources=(
            Source(
                area="jpm",
                list="work-breakdown-structure/projects/{projectId}/segments/{segmentId}/items",
                parent=Parent(
                    name="project_budget_code_segments",
                    keys=(
                        ParentKey("project_id", of="project_id"),
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
        description="Parts that a project's own budget codes are made of.",
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
        description="Budget codes of a project.",
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
        # A note is there or it is gone; a project's own list of notes does not know `active`.
        deleted_when_inactive=True,
    ),
    Endpoint(
        name="project_statuses",
        description="Statuses that a project can have.",
        sources=(Source(area="jpm", list="project-statuses"),),
    ),
    Endpoint(
        name="project_substatuses",
        description="Finer statuses within a project's status.",
        sources=(Source(area="jpm", list="project-substatuses"),),
    ),
    Endpoint(
        name="project_types",
        description="Kinds of project.",
        sources=(Source(area="jpm", list="project-types"),),
        no_cursor="The list takes no filter; it is short.",
    ),
    Endpoint(
        name="projects",
        description="Projects: jobs that belong together.",
        sources=(Source(area="jpm", list="projects", feed="export/projects"),),
    ),
)
