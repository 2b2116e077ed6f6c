"""Marketing reputation: reviews on public platforms."""

from loader.catalogue.columns import Column
from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="reviews",
        description="Customers' reviews on public platforms, matched to jobs and technicians.",
        sources=(
            Source(
                area="marketingreputation",
                list="reviews",
                # Without these, the API may omit reviews that are not matched yet.
                params={
                    "includeReviewsWithoutLocation": "true",
                    "includeReviewsWithoutCampaign": "true",
                    "includeReviewsWithoutTechnician": "true",
                },
            ),
        ),
        columns=(
            Column("platform", "platform", "text", missing=""),
            Column("external_id", "externalId", "text", missing=""),
            Column("internal_id", "internalId", "bigint", missing="0"),
        ),
        # A review has two ids, either of which may be missing.
        key=("platform", "external_id", "internal_id"),
    ),
)
