"""Telecom: calls, and who does not want any."""

from loader.catalogue.columns import Column
from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="calls",
        description="Phone calls, one row for each, with their tracking campaign.",
        sources=(Source(area="telecom", feed="export/calls"),),
    ),
    Endpoint(
        name="calls_v3",
        description="Phone calls with the job that they were booked as; the call is in lead_call.",
        # The list's record is another than the feed's: a call inside its booking. Each source is
        # read by one thread, and this list must be: it is said to mix up concurrent readers.
        sources=(Source(area="telecom", version="v3", list="calls"),),
        columns=(
            Column("call_id", "leadCall.id", "bigint"),
            Column("st_created_on", "leadCall.createdOn", "timestamptz"),
            Column("st_modified_on", "leadCall.modifiedOn", "timestamptz"),
        ),
    ),
    Endpoint(
        name="optouts",
        description="Numbers that want no messages, by kind of message.",
        sources=(Source(area="telecom", version="v3", list="optinouts/optouts"),),
        # An opt-out has no id.
        key=("contact_number", "opt_out_type"),
        no_cursor="The API answers with all opt-outs at once.",
    ),
)
