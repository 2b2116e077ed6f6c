"""Findings: what technicians note about a location."""

from loader.catalogue.endpoint import Endpoint, Source
from loader.catalogue.parent import Parent, ParentKey

ENDPOINTS = (
    Endpoint(
        name="location_finding_attachments",
        description="Files attached to what was found at a location.",
        sources=(
            Source(
                area="findings",
                list="location-findings/{id}/attachments",
                parent=Parent(name="location_findings", keys=(ParentKey("location_finding_id"),)),
            ),
        ),
        key=("location_finding_id", "st_id"),
    ),
    Endpoint(
        name="location_finding_details",
        description="Of what was found at a location: status, linked jobs and estimates.",
        sources=(
            Source(
                area="findings",
                list="location-findings/{id}",
                parent=Parent(
                    name="location_findings",
                    keys=(ParentKey("location_finding_id", record_field="id"),),
                ),
            ),
        ),
        # The list does not have these fields; read one by one, there is one row for each finding.
        key=("location_finding_id",),
    ),
    Endpoint(
        name="location_findings",
        description="What was found at a location, with the recommended remedy.",
        sources=(Source(area="findings", list="location-findings"),),
    ),
)
