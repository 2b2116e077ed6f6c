"""Marketing: campaigns and their costs."""

from loader.catalogue.columns import Column
from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="campaigns",
        description="Marketing campaigns to which jobs are attributed.",
        sources=(Source(area="marketing", list="campaigns"),),
        columns=(Column("category_id", "category.id", "bigint"),),
        default=True,
    ),
    Endpoint(
        name="costs",
        description="Daily costs of campaigns, by month.",
        sources=(Source(area="marketing", list="costs"),),
        no_cursor="The list filters by month only.",
    ),
    Endpoint(
        name="marketing_categories",
        description="Categories of campaigns.",
        sources=(Source(area="marketing", list="categories"),),
    ),
    Endpoint(
        name="suppressions",
        description="E-mail addresses excluded from marketing.",
        sources=(Source(area="marketing", list="suppressions"),),
    ),
)
