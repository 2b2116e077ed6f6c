"""The guard against mass deletion: a list that suddenly shows little is not believed.

A scope that was narrowed, an outage of a gateway or a wrong tenant look like deleted records. Above
these limits nothing is marked, and the run says so.
"""

from __future__ import annotations

from loader.errors import MassDeletion

# This many rows can always be marked: small tables change a lot, and few rows are soon repaired.
MAX_ROWS = 100
# More of them only up to this share of the table's rows.
MAX_SHARE = 0.3
# Of a child resource, also: so many parents, and this share of those that were requested, may have
# lost all of their records.
MAX_PARENTS = 10

OPTION = "--allow-mass-deletion"

_REMEDY = (
    "If these records are really gone, run it again with --allow-mass-deletion. If not, check the"
    " app's scopes and the tenant: nothing was marked as deleted, and the next run looks again."
)


def check_rows(name: str, missing: int, rows: int) -> None:
    """Check how many of a table's rows the API no longer shows.

    Args:
        name: The endpoint.
        missing: Rows that would be marked.
        rows: Rows that are not marked as deleted, these included.

    Raises:
        MassDeletion: They are too many.
    """
    if missing > MAX_ROWS and missing > MAX_SHARE * rows:
        raise MassDeletion(
            f"{name}: the API no longer shows {missing:,} of the {rows:,} rows"
            f" ({missing / rows:.0%}) that are not marked as deleted.",
            _REMEDY,
        )


def check_parents(name: str, missing: int, emptied: int, parents: int) -> None:
    """Check how many parents of a child resource have lost all of their records.

    Args:
        name: The endpoint.
        missing: Rows that would be marked.
        emptied: Parents that had records and have none now, or that the API does not know.
        parents: Parents that were requested.

    Raises:
        MassDeletion: They are too many.
    """
    if missing > MAX_ROWS and emptied > MAX_PARENTS and emptied > MAX_SHARE * parents:
        raise MassDeletion(
            f"{name}: {emptied:,} of the {parents:,} requested parents have lost all of their"
            f" records, {missing:,} rows.",
            _REMEDY,
        )
