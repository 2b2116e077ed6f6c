"""Equipment systems: equipment installed at customers' locations."""

from loader.catalogue.columns import Column
from loader.catalogue.endpoint import Endpoint, Source
from loader.catalogue.parent import Parent, ParentKey

ENDPOINTS = (
    Endpoint(
        name="equipment_types",
        description="Types of equipment.",
        sources=(Source(area="equipmentsystems", list="equipment-types"),),
    ),
    Endpoint(
        name="installed_equipment",
        description="Equipment installed at customers' locations.",
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
        default=True,
    ),
    Endpoint(
        name="installed_equipment_details",
        description="Custom fields and attachments of installed equipment, one row per unit.",
        sources=(
            Source(
                area="equipmentsystems",
                list="installed-equipment/{id}",
                parent=Parent(
                    name="installed_equipment",
                    keys=(ParentKey("installed_equipment_id", record_field="id"),),
                ),
            ),
        ),
        # The list lacks these fields. The API returns one object per unit.
        key=("installed_equipment_id",),
    ),
)
