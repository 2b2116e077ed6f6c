"""Reporting: what kinds of report there are. Reports themselves are declared, not listed."""

from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="report_categories",
        about="Categories of reports; st_id is a word.",
        sources=(Source(area="reporting", list="report-categories"),),
        no_cursor="The list takes no filter; it is short.",
    ),
)
