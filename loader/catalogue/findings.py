"""Findings: what technicians note about a location."""

from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="location_findings",
        about="What was found at a location, with the recommended remedy.",
        sources=(Source(area="findings", list="location-findings"),),
    ),
)
