"""Settings: the people and business units of the company, and its tags."""

from loader.catalogue.columns import Column
from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="business_units",
        sources=(Source(area="settings", list="business-units", feed="export/business-units"),),
        columns=(
            Column("phone", "phoneNumber", "text"),
            Column("trade", "trade.name", "text"),
            Column("division", "division.name", "text"),
        ),
    ),
    Endpoint(
        name="employees",
        sources=(Source(area="settings", list="employees", feed="export/employees"),),
        columns=(Column("phone", "phoneNumber", "text"),),
    ),
    Endpoint(
        name="tag_types",
        sources=(Source(area="settings", list="tag-types", feed="export/tag-types"),),
    ),
    Endpoint(
        name="technicians",
        sources=(Source(area="settings", list="technicians", feed="export/technicians"),),
        columns=(Column("phone", "phoneNumber", "text"),),
    ),
)
