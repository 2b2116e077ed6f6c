"""Reporting: categories and names of reports. Their rows come from declared reports."""

from loader.catalogue.endpoint import Endpoint, Source
from loader.catalogue.parent import Parent, ParentKey

ENDPOINTS = (
    Endpoint(
        name="report_categories",
        description="Categories of reports; st_id is text.",
        sources=(Source(area="reporting", list="report-categories"),),
        no_cursor="The list has no filters; it is short.",
    ),
    Endpoint(
        name="reports",
        description="Reports in each category: names and ids, not their rows.",
        sources=(
            Source(
                area="reporting",
                list="report-category/{report_category}/reports",
                parent=Parent(
                    name="report_categories", keys=(ParentKey("report_category", type="text"),)
                ),
            ),
        ),
        key=("report_category", "st_id"),
        no_cursor="Categories are few, and do not change when their reports do.",
    ),
)
