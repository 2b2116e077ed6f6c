"""Marketing reputation: reviews on public platforms."""

from loader.catalogue.columns import Column
from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="reviews",
        description="Customers' reviews on public platforms, as matched to jobs and technicians.",
        sources=(
            Source(
                area="marketingreputation",
                list="reviews",
                # Unless asked, the API may leave reviews out that are not matched yet.
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
        # A review has no id of its own kind, and either of its two numbers may be missing.
        key=("platform", "external_id", "internal_id"),
    ),
)
