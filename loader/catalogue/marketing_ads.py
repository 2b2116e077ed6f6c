"""Marketing ads: leads and what brought them."""

from loader.catalogue.columns import Column
from loader.catalogue.endpoint import Endpoint, Source

# Both demand a range. One that holds everything: the API keeps no change dates to go by.
_EVER = {"fromUtc": "2005-01-01T00:00:00Z", "toUtc": "2100-01-01T00:00:00Z"}


ENDPOINTS = (
    Endpoint(
        name="attributed_leads",
        description="Leads with the advertising that they are credited to.",
        sources=(Source(area="marketingads", list="attributed-leads", params=_EVER),),
        columns=(
            Column("job_id", "job.id", "bigint", missing="0"),
            Column("call_id", "call.id", "bigint", missing="0"),
            Column("lead_number", "leadForm.leadNumber", "bigint", missing="0"),
            Column("booking_id", "booking.id", "bigint", missing="0"),
            Column("customer_id", "customer.id", "bigint"),
        ),
        # A lead has no id: it is known by its moment, its kind and what it came as.
        key=("date_time", "lead_type", "call_id", "booking_id", "lead_number", "job_id"),
        no_cursor="The list filters by the lead's own date, and a later attribution does not"
        " move it.",
    ),
    Endpoint(
        name="capacity_warnings",
        description="Campaigns that ask for more work than the teams have room for.",
        sources=(Source(area="marketingads", list="capacity-warnings"),),
        # A warning has no id.
        key=("campaign_name", "warning_type"),
        no_cursor="The API answers with the warnings of the moment, all at once.",
    ),
    Endpoint(
        name="performance",
        description="What advertising cost and brought in all, by campaign, ad group and keyword.",
        sources=(
            Source(
                area="marketingads",
                list="performance",
                params=_EVER,
                # The API adds up in one way at a time.
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
        # A total has no id: it is known by what it adds up.
        key=("campaign_id", "campaign_external_id", "ad_group_id", "keyword_id"),
        no_cursor="These are totals over a range, and they change with each lead.",
    ),
)
