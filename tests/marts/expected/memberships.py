"""Memberships: which are in force, sold, renewed, canceled and expired."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from tests.marts.api_values import identifier, instant, written_day
from tests.marts.expected.facts import Facts
from tests.marts.expected.records import Record, Row, ratio

MEMBERSHIP_COUNTS = (
    "active_at_start", "active_at_end", "new_sales", "renewals", "canceled", "expired",
    "expired_and_renewed", "churned",
)  # fmt: skip


class Memberships:
    """The tables of memberships."""

    def __init__(self, facts: Facts, today: date) -> None:
        self.facts = facts
        self.api = facts.api
        self.choices = facts.choices
        self.today = today

    def fct_memberships(self) -> list[Row]:
        live = self.api.live("memberships")
        renewals: dict[Any, list[int]] = defaultdict(list)
        for record in live:
            renewals[identifier(record.get("renewedById"))].append(record["id"])
        return [self._membership(record, renewals[record["id"]]) for record in live]

    def _membership(self, record: Record, renews: list[int]) -> Row:
        canceled = instant(record.get("cancellationDate"))
        if canceled and canceled.time() == datetime.min.time():
            canceled_day: date | None = canceled.date()
        else:
            canceled_day = self.api.day(record.get("cancellationDate"))
        return {
            "membership_id": record["id"],
            "membership_type_id": identifier(record.get("membershipTypeId")) or 0,
            "business_unit_id": identifier(record.get("businessUnitId")) or 0,
            "sold_by_id": identifier(record.get("soldById")) or 0,
            "start_day": written_day(record.get("from")),
            "end_day": written_day(record.get("to")),
            "canceled_day": canceled_day,
            "renewed_by_id": identifier(record.get("renewedById")),
            "renewal_of_ids": renews,
            "is_renewal": bool(renews),
            "is_new_sale": not renews and identifier(record.get("activatedFromId")) is not None,
        }

    def fct_membership_status_changes(self) -> list[Row]:
        return [
            {
                "status_change_id": record["id"],
                "membership_id": identifier(record.get("membershipId")),
                "changed_day": self.api.day(record.get("createdOn")),
                "new_status": record.get("newStatus"),
                "_changed_on": instant(record.get("createdOn")),
            }
            for record in self.api.live("membership_status_changes")
        ]

    def is_active(self, membership: Row, day: date) -> bool:
        """Whether a membership is in force on a day."""
        changes = [
            change
            for change in self.fct_membership_status_changes()
            if change["membership_id"] == membership["membership_id"]
            and change["changed_day"] is not None
            and change["changed_day"] <= day
        ]
        changes.sort(key=lambda change: (change["_changed_on"], change["status_change_id"]))
        return (
            membership["start_day"] <= day
            and (membership["end_day"] is None or membership["end_day"] >= day)
            and (membership["canceled_day"] is None or membership["canceled_day"] > day)
            and not (changes and changes[-1]["new_status"] in ("Suspended", "Deleted"))
        )

    def kpi_membership_monthly(self) -> list[Row]:
        known = [each for each in self.fct_memberships() if each["start_day"] is not None]
        rows: dict[Any, Row] = {}
        for first in months(min((each["start_day"] for each in known), default=None), self.today):
            last = min(first.replace(day=monthrange(first.year, first.month)[1]), self.today)
            for each in known:
                ends = [each["end_day"], each["canceled_day"]]
                there = each["end_day"] is None or any(end and end >= first for end in ends)
                if each["start_day"] <= last and there:
                    key = (first, each["membership_type_id"], each["business_unit_id"])
                    row = rows.setdefault(key, dict.fromkeys(MEMBERSHIP_COUNTS, 0))
                    for name in self._membership_counts(each, first, last):
                        row[name] += 1
        return [
            {"month": month, "membership_type_id": kind, "business_unit_id": unit}
            | row
            | {
                "churn_rate": ratio(row["churned"], row["active_at_start"]),
                "renewal_rate": ratio(row["expired_and_renewed"], row["expired"]),
            }
            for (month, kind, unit), row in rows.items()
        ]

    def _membership_counts(self, each: Row, first: date, last: date) -> list[str]:
        canceled, end = each["canceled_day"], each["end_day"]
        is_canceled = canceled is not None and first <= canceled <= last
        is_expired = (
            end is not None and first <= end <= last and (canceled is None or canceled > end)
        )
        renewed = each["renewed_by_id"] is not None
        begins = each["start_day"] >= first
        counted = {
            "active_at_start": self.is_active(each, first),
            "active_at_end": self.is_active(each, last),
            "new_sales": begins and each["is_new_sale"],
            "renewals": begins and each["is_renewal"],
            "canceled": is_canceled,
            "expired": is_expired,
            "expired_and_renewed": is_expired and renewed,
            "churned": (is_canceled or is_expired) and not renewed,
        }
        return [name for name, holds in counted.items() if holds]


def months(first: date | None, last: date) -> Iterable[date]:
    """First days of the months from one day to another."""
    month = first.replace(day=1) if first else None
    while month is not None and month <= last:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)
