"""Pricebook: what is sold, at which price."""

from loader.catalogue.columns import Column
from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="pricebook_categories",
        sources=(Source(area="pricebook", list="categories", feed="export/categories"),),
    ),
    Endpoint(
        name="pricebook_equipment",
        sources=(Source(area="pricebook", list="equipment", feed="export/equipment"),),
        columns=(Column("service_warranty", "serviceProviderWarranty", "jsonb"),),
    ),
    Endpoint(
        name="pricebook_materials",
        sources=(Source(area="pricebook", list="materials", feed="export/materials"),),
    ),
    Endpoint(
        name="pricebook_services",
        sources=(Source(area="pricebook", list="services", feed="export/services"),),
    ),
)
