"""Findings: technicians' observations at a location."""

from loader.catalogue.endpoint import Endpoint, Source
from loader.catalogue.parent import Parent, ParentKey

ENDPOINTS = (
    Endpoint(
        name="location_finding_attachments",
        description="Files attached to location findings.",
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
        description="Status, linked jobs and estimates of location findings, one row per finding.",
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
        # The list lacks these fields. The API returns one object per finding.
        key=("location_finding_id",),
    ),
    Endpoint(
        name="location_findings",
        description="Findings at a location, with the recommended remedy.",
        sources=(Source(area="findings", list="location-findings"),),
    ),
)
