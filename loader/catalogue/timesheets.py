"""Timesheets: activities of employees."""

from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="activities",
        description="Activities of employees, with start and end.",
        sources=(Source(area="timesheets", list="activities", feed="export/activities"),),
    ),
    Endpoint(
        name="activity_categories",
        description="Categories of activities.",
        sources=(
            Source(
                area="timesheets",
                list="activity-categories",
                feed="export/activity-categories",
            ),
        ),
    ),
    Endpoint(
        name="activity_types",
        description="Types of activities.",
        sources=(Source(area="timesheets", list="activity-types", feed="export/activity-types"),),
    ),
)
