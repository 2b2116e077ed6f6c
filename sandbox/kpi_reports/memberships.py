"""The membership summary: how many of each type came, went and were in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time

from sandbox.kpi_reports.figures import Period, moment, written_day
from sandbox.kpi_reports.ledger import Ledger
from sandbox.kpi_reports.records import Membership, StatusChange
from sandbox.kpi_reports.records import Reference as Named
from sandbox.kpi_reports.template import RANGE, Field, Template, number, period, picked, text
from sandbox.report_types import Values


@dataclass
class MembershipFigures:
    """The memberships of one type in a period."""

    ledger: Ledger
    kind: Named
    period: Period
    members: list[Membership]
    changes: Mapping[int | None, list[StatusChange]]
    renewals: frozenset[int | None]

    def changed(self, status: str, before: str | None = None) -> int:
        """Changes to a status within the period; ``before``: from another one alone."""
        return sum(
            change.new_status == status
            and before in (None, change.old_status)
            and self.ledger.local_day(change.created_on) in self.period
            for one in self.members
            for change in self.changes.get(one.id, [])
        )

    @property
    def new_sales(self) -> int:
        """Memberships sold on an invoice that renew no other."""
        return sum(
            one.activated_from_id is not None and one.id not in self.renewals for one in self._begun
        )

    @property
    def renewed(self) -> int:
        """Memberships that renew another."""
        return sum(one.id in self.renewals for one in self._begun)

    @property
    def _begun(self) -> list[Membership]:
        return [one for one in self.members if written_day(one.from_day) in self.period]

    @property
    def canceled(self) -> int:
        """Memberships canceled in the period."""
        return sum(self._canceled_day(one) in self.period for one in self.members)

    @property
    def expired(self) -> int:
        """Memberships that ended in the period without having been canceled, renewed or not."""
        return sum(
            (end := written_day(one.to_day)) is not None
            and end in self.period
            and ((day := self._canceled_day(one)) is None or day > end)
            for one in self.members
        )

    def active_at(self, day: date) -> int:
        """Memberships in force on a day: begun, not over, not canceled, not suspended."""
        return sum(self._is_active(one, day) for one in self.members)

    def _is_active(self, one: Membership, day: date) -> bool:
        first, last = written_day(one.from_day), written_day(one.to_day)
        canceled = self._canceled_day(one)
        return (
            first is not None
            and first <= day
            and (last is None or last >= day)
            and (canceled is None or canceled > day)
            and self._status_on(one, day) not in ("Suspended", "Deleted")
        )

    def _status_on(self, one: Membership, day: date) -> str | None:
        past = [
            (moment(change.created_on), change.id, change.new_status)
            for change in self.changes.get(one.id, [])
            if change.created_on
            and (at := self.ledger.local_day(change.created_on)) is not None
            and at <= day
        ]
        return max(past)[2] if past else None

    def _canceled_day(self, one: Membership) -> date | None:
        """A cancellation at midnight UTC is a calendar day, any other an instant."""
        if one.cancellation_date is None:
            return None
        at = moment(one.cancellation_date)
        if at.time() == time.min:
            return at.date()
        return self.ledger.local_day(one.cancellation_date)


_FIELDS: tuple[Field[MembershipFigures], ...] = (
    text("Name", lambda m: m.kind.name),
    number("Suspended", lambda m: m.changed("Suspended")),
    number("Canceled", lambda m: m.canceled),
    number("Expired", lambda m: m.expired),
    number("Deleted", lambda m: m.changed("Deleted")),
    number("Renewed", lambda m: m.renewed),
    number("Reactivated", lambda m: m.changed("Active", before="Suspended")),
    number("NewSales", lambda m: m.new_sales),
    number("ActiveAtEnd", lambda m: m.active_at(m.period.last)),
)
_KNOWN = {one.name: one for one in _FIELDS}


def _types(ledger: Ledger, values: Values) -> Iterator[MembershipFigures]:
    days, records = period(values), ledger.records
    live = records.live("memberships/memberships", Membership)
    members: dict[int | None, list[Membership]] = defaultdict(list)
    for one in live.values():
        members[one.membership_type_id].append(one)
    changes: dict[int | None, list[StatusChange]] = defaultdict(list)
    for change in records.live("memberships/membership-status-changes", StatusChange).values():
        changes[change.membership_id].append(change)
    renewals = frozenset(one.renewed_by_id for one in live.values())
    for key, kind in records.known("memberships/membership-types", Named).items():
        yield MembershipFigures(ledger, kind, days, members[key], changes, renewals)


TEMPLATES = (
    Template("membership_summary", RANGE, _FIELDS, _types),
    # Another report with some of the columns.
    Template("active_memberships", RANGE, picked(_KNOWN, "Name", "ActiveAtEnd"), _types),
)
