"""Telecom: phone calls and opt-outs."""

from loader.catalogue.columns import Column
from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="calls",
        description="Phone calls, with their tracking campaign.",
        sources=(Source(area="telecom", feed="export/calls"),),
    ),
    Endpoint(
        name="calls_v3",
        description="Phone calls with the job they led to; lead_call contains the call.",
        # The list's record differs from the feed's: a booking that contains the call. The list is
        # reported to mix up concurrent readers; each source is read by a single thread.
        sources=(Source(area="telecom", version="v3", list="calls"),),
        columns=(
            Column("call_id", "leadCall.id", "bigint"),
            Column("st_created_on", "leadCall.createdOn", "timestamptz"),
            Column("st_modified_on", "leadCall.modifiedOn", "timestamptz"),
        ),
    ),
    Endpoint(
        name="optouts",
        description="Phone numbers that opted out of messages, by type of message.",
        sources=(Source(area="telecom", version="v3", list="optinouts/optouts"),),
        # An opt-out has no id.
        key=("contact_number", "opt_out_type"),
        no_cursor="The API returns all opt-outs at once.",
    ),
)
