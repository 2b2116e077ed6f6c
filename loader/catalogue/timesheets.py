"""Timesheets: what employees did when."""

from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="activities",
        description="What an employee did from when to when.",
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
        description="Kinds of activity that time is booked on.",
        sources=(Source(area="timesheets", list="activity-types", feed="export/activity-types"),),
    ),
)
