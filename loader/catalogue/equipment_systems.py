"""Equipment systems: what is installed at the customers' locations."""

from loader.catalogue.columns import Column
from loader.catalogue.endpoint import Endpoint, Index, Source

ENDPOINTS = (
    Endpoint(
        name="installed_equipment",
        sources=(
            Source(
                area="equipmentsystems",
                list="installed-equipment",
                feed="export/installed-equipment",
            ),
        ),
        columns=(
            Column("type", "type.name", "text"),
            Column("service_warranty_start", "serviceProviderWarrantyStart", "timestamptz"),
            Column("service_warranty_end", "serviceProviderWarrantyEnd", "timestamptz"),
        ),
        indexes=(Index(("location_id",)),),
    ),
)
