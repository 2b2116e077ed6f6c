"""Service agreements with commercial customers."""

from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="service_agreements",
        description="Service agreements with their terms and estimated costs.",
        sources=(
            Source(
                area="service-agreements",
                list="service-agreements",
                feed="export/service-agreements",
            ),
        ),
    ),
)
