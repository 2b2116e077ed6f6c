"""Entries of ServiceTitan's Settings API: people, business units and tags."""

from loader.catalogue.columns import Column
from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="business_units",
        description="Business units: the branches or trades of the company.",
        sources=(Source(area="settings", list="business-units", feed="export/business-units"),),
        columns=(
            Column("phone", "phoneNumber", "text"),
            Column("trade", "trade.name", "text"),
            Column("division", "division.name", "text"),
        ),
        default=True,
    ),
    Endpoint(
        name="employees",
        description="Office staff.",
        sources=(Source(area="settings", list="employees", feed="export/employees"),),
        columns=(Column("phone", "phoneNumber", "text"),),
        default=True,
    ),
    Endpoint(
        name="tag_types",
        description="Tags for customers, locations, jobs and others.",
        sources=(Source(area="settings", list="tag-types", feed="export/tag-types"),),
        default=True,
    ),
    Endpoint(
        name="technicians",
        description="Technicians.",
        sources=(Source(area="settings", list="technicians", feed="export/technicians"),),
        columns=(Column("phone", "phoneNumber", "text"),),
        default=True,
    ),
    Endpoint(
        name="user_roles",
        description="Roles of users.",
        sources=(Source(area="settings", list="user-roles"),),
        no_cursor="The list filters by createdOn only; it is short.",
    ),
)
