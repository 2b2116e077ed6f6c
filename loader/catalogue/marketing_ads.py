"""Marketing ads: leads and the advertising that produced them."""

from loader.catalogue.columns import Column
from loader.catalogue.endpoint import Endpoint, Source

# Both lists require a range. This one covers everything: the API has no modification dates.
_EVER = {"fromUtc": "2005-01-01T00:00:00Z", "toUtc": "2100-01-01T00:00:00Z"}


ENDPOINTS = (
    Endpoint(
        name="attributed_leads",
        description="Leads with the advertising to which they are attributed.",
        sources=(Source(area="marketingads", list="attributed-leads", params=_EVER),),
        columns=(
            Column("job_id", "job.id", "bigint", missing="0"),
            Column("call_id", "call.id", "bigint", missing="0"),
            Column("lead_number", "leadForm.leadNumber", "bigint", missing="0"),
            Column("booking_id", "booking.id", "bigint", missing="0"),
            Column("customer_id", "customer.id", "bigint"),
        ),
        # A lead has no id; time, type and the record it became identify it.
        key=("date_time", "lead_type", "call_id", "booking_id", "lead_number", "job_id"),
        no_cursor="The list filters by the lead's own date, which a later attribution does not"
        " change.",
    ),
    Endpoint(
        name="capacity_warnings",
        description="Campaigns that generate more work than the teams have capacity for.",
        sources=(Source(area="marketingads", list="capacity-warnings"),),
        # A warning has no id.
        key=("campaign_name", "warning_type"),
        no_cursor="The API returns all current warnings at once.",
    ),
    Endpoint(
        name="performance",
        description="Total cost and return of advertising, by campaign, ad group and keyword.",
        sources=(
            Source(
                area="marketingads",
                list="performance",
                params=_EVER,
                # The API groups by one level at a time.
                partitions=(
                    {"performanceSegmentationType": "Campaign"},
                    {"performanceSegmentationType": "AdGroup"},
                    {"performanceSegmentationType": "Keyword"},
                ),
            ),
        ),
        columns=(
            Column("campaign_id", "campaign.id", "bigint", missing="0"),
            Column("campaign_external_id", "campaign.externalId", "bigint", missing="0"),
            Column("ad_group_id", "adGroup.id", "text", missing=""),
            Column("keyword_id", "keyword.id", "text", missing=""),
        ),
        # A total has no id; its group identifies it.
        key=("campaign_id", "campaign_external_id", "ad_group_id", "keyword_id"),
        no_cursor="These are totals over a range, and every lead changes them.",
    ),
)
