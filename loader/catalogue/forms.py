"""Forms, and what was filled in."""

from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="forms",
        description="Forms that technicians and office staff fill in.",
        # Without a status the API may leave unpublished forms out.
        sources=(Source(area="forms", list="forms", params={"status": "Any"}),),
    ),
    Endpoint(
        name="submissions",
        description="Forms as they were filled in, with the answers.",
        # Without a status the API may leave forms out that are not finished yet.
        sources=(Source(area="forms", list="submissions", params={"status": "Any"}),),
        no_cursor="The list filters by submittedOn only, and nothing says that a later change"
        " moves it.",
    ),
)
