"""Marketing: campaigns."""

from loader.catalogue.columns import Column
from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="campaigns",
        sources=(Source(area="marketing", list="campaigns"),),
        columns=(Column("category_id", "category.id", "bigint"),),
    ),
)
