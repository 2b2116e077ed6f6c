"""Pricebook: what is sold, at which price."""

from loader.catalogue.columns import Column
from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="client_specific_pricing",
        description="Price sheets agreed with single clients: the exceptions from the price book.",
        sources=(Source(area="pricebook", list="clientspecificpricing"),),
        no_cursor="The list takes no range of dates.",
    ),
    Endpoint(
        name="discounts_and_fees",
        description="Discounts and fees of the price book.",
        sources=(Source(area="pricebook", list="discounts-and-fees"),),
    ),
    Endpoint(
        name="material_cost_types",
        description="Types of cost that materials are booked under.",
        sources=(Source(area="pricebook", list="materials/costtypes"),),
        no_cursor="The list takes no filter; it is short.",
    ),
    Endpoint(
        name="materials_markup",
        description="Markups on materials, by range of cost.",
        sources=(Source(area="pricebook", list="materialsmarkup"),),
        no_cursor="The list takes no filter; it is short.",
    ),
    Endpoint(
        name="pricebook_categories",
        description="Categories of the price book.",
        sources=(Source(area="pricebook", list="categories", feed="export/categories"),),
        default=True,
    ),
    Endpoint(
        name="pricebook_equipment",
        description="Equipment in the price book.",
        sources=(Source(area="pricebook", list="equipment", feed="export/equipment"),),
        columns=(Column("service_warranty", "serviceProviderWarranty", "jsonb"),),
        default=True,
    ),
    Endpoint(
        name="pricebook_materials",
        description="Materials in the price book.",
        sources=(Source(area="pricebook", list="materials", feed="export/materials"),),
        default=True,
    ),
    Endpoint(
        name="pricebook_services",
        description="Services in the price book.",
        sources=(Source(area="pricebook", list="services", feed="export/services"),),
        default=True,
    ),
)
