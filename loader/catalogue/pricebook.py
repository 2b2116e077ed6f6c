"""Pricebook: services, materials and equipment with their prices."""

from loader.catalogue.columns import Column
from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="client_specific_pricing",
        description="Client-specific prices: exceptions from the pricebook.",
        sources=(Source(area="pricebook", list="clientspecificpricing"),),
        no_cursor="The list has no date filter.",
    ),
    Endpoint(
        name="discounts_and_fees",
        description="Discounts and fees in the pricebook.",
        sources=(Source(area="pricebook", list="discounts-and-fees"),),
    ),
    Endpoint(
        name="material_cost_types",
        description="Cost types of materials.",
        sources=(Source(area="pricebook", list="materials/costtypes"),),
        no_cursor="The list has no filters; it is short.",
    ),
    Endpoint(
        name="materials_markup",
        description="Markups on materials, by cost range.",
        sources=(Source(area="pricebook", list="materialsmarkup"),),
        no_cursor="The list has no filters; it is short.",
    ),
    Endpoint(
        name="pricebook_categories",
        description="Categories of the pricebook.",
        sources=(Source(area="pricebook", list="categories", feed="export/categories"),),
        default=True,
    ),
    Endpoint(
        name="pricebook_equipment",
        description="Equipment in the pricebook.",
        sources=(Source(area="pricebook", list="equipment", feed="export/equipment"),),
        columns=(Column("service_warranty", "serviceProviderWarranty", "jsonb"),),
        default=True,
    ),
    Endpoint(
        name="pricebook_materials",
        description="Materials in the pricebook.",
        sources=(Source(area="pricebook", list="materials", feed="export/materials"),),
        default=True,
    ),
    Endpoint(
        name="pricebook_services",
        description="Services in the pricebook.",
        sources=(Source(area="pricebook", list="services", feed="export/services"),),
        default=True,
    ),
)
