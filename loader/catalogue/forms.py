"""Business forms and their submissions."""

from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="forms",
        description="Forms for technicians and office staff.",
        # Without a status, the API may omit unpublished forms.
        sources=(Source(area="forms", list="forms", params={"status": "Any"}),),
    ),
    Endpoint(
        name="submissions",
        description="Submitted forms with their answers.",
        # Without a status, the API may omit unfinished forms.
        sources=(Source(area="forms", list="submissions", params={"status": "Any"}),),
        no_cursor="The list filters by submittedOn only, and it is not documented that a later"
        " change updates it.",
    ),
)
