"""One tenant's records as the API gives them, and what every computation needs of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from tests.marts.api_values import identifier, local_day, part
from tests.marts.choices import Choices

Record = dict[str, Any]
Row = dict[str, Any]

OF_CUSTOMER = {
    "jobs": ("customerId",),
    "invoices": ("customer", "id"),
    "payments": ("customer", "id"),
    "estimates": ("customerId",),
}


class Api:
    """One tenant's records as the API gives them; ``gone`` are (resource, id) it deleted."""

    def __init__(
        self,
        records: Mapping[str, Iterable[Record]],
        *,
        timezone: str = "UTC",
        gone: Iterable[tuple[str, int]] = (),
        choices: Choices | None = None,
    ) -> None:
        self.choices = choices or Choices()
        self.zone = ZoneInfo(timezone)
        self._gone = set(gone)
        self._records = {
            name: {record["id"]: record for record in of_name} for name, of_name in records.items()
        }

    def known(self, resource: str) -> dict[int, Record]:
        """Every record ever seen, by id."""
        return self._records.get(resource, {})

    def is_live(self, resource: str, record: Record) -> bool:
        """Active and not deleted; not of a customer who is left out."""
        customer = part(record, *OF_CUSTOMER[resource]) if resource in OF_CUSTOMER else None
        return (
            record.get("active") is not False
            and (resource, record["id"]) not in self._gone
            and (customer is None or identifier(customer) not in self.choices.exclude_customer_ids)
        )

    def live(self, resource: str) -> list[Record]:
        """The live records, by ascending id."""
        return [
            record
            for _, record in sorted(self.known(resource).items())
            if self.is_live(resource, record)
        ]

    def day(self, value: Any) -> date | None:
        """The tenant's day at an instant."""
        return local_day(value, self.zone)


def grouped(rows: Iterable[Row], by: str) -> dict[Any, list[Row]]:
    """Rows by one of their columns."""
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[by]].append(row)
    return found


def by_job(records: Iterable[Record]) -> dict[int | None, list[Record]]:
    """Records by the job that they name."""
    found: dict[int | None, list[Record]] = defaultdict(list)
    for record in records:
        found[identifier(record.get("jobId"))].append(record)
    return found


def invoice_kind(invoice: Record) -> str:
    """Job, adjustment or non_job: an adjustment of a job's invoice names the job too."""
    if identifier(invoice.get("adjustmentToId")) is not None:
        return "adjustment"
    return "non_job" if identifier(part(invoice, "job", "id")) is None else "job"


def total(values: Iterable[Any]) -> Any:
    """The sum of what is a number."""
    return sum((value for value in values if value is not None), Fraction(0))


def ratio(above: Any, below: Any) -> Any:
    """A ratio; None where nothing is below."""
    return Fraction(above) / Fraction(below) if above is not None and below else None


def first_of(*values: Any) -> Any:
    """The first value that is not None."""
    return next((value for value in values if value is not None), None)
