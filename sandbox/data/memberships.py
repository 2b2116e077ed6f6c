"""Membership types, memberships, and how their status changed.

A membership runs for a year. It is renewed by the next one, canceled on the way, suspended, or
expires.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sandbox.data import accounts, geography
from sandbox.data.dataset import Dataset, audit_fields
from sandbox.data.model import BusinessUnit, Customer, Location
from sandbox.encoding import Json, number
from sandbox.timestamps import TICKS_PER_DAY, text_from

FIRST_TYPE, FIRST_MEMBERSHIP, FIRST_STATUS_CHANGE = 351, 11_000_001, 12_000_001
_YEAR = 365 * TICKS_PER_DAY


class MembershipType(NamedTuple):
    """A kind of membership; ``price`` is in cents for each billing."""

    id: int
    name: str
    price: int
    frequency: str
    account: Json


TYPES = (
    MembershipType(
        FIRST_TYPE, "Comfort Club - Annual", 19_900, "Annual", accounts.DEFERRED_MEMBERSHIPS
    ),
    MembershipType(
        FIRST_TYPE + 1, "Comfort Club - Monthly", 1_900, "Monthly", accounts.MEMBERSHIP_INCOME
    ),
    MembershipType(
        FIRST_TYPE + 2, "Total Home - Annual", 34_900, "Annual", accounts.DEFERRED_MEMBERSHIPS
    ),
    MembershipType(
        FIRST_TYPE + 3, "Commercial Care", 89_900, "Quarterly", accounts.MEMBERSHIP_INCOME
    ),
)


@dataclass(slots=True)
class Membership:
    """A membership and when it is in force, in ticks."""

    id: int
    kind: MembershipType
    location: Location
    customer: Customer
    unit: BusinessUnit
    begin: int
    end: int


class Memberships:
    """Makes memberships and finds those in force."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._rng = dataset.rng("memberships")
        self._table = dataset.table("memberships/memberships")
        self._changes = dataset.table("memberships/membership-status-changes")
        self._of_location: dict[int, list[Membership]] = {}
        self._all: list[Membership] = []
        self._units = [unit for unit in dataset.business_units if unit.division == "Maintenance"]
        self._make_types()

    def _make_types(self) -> None:
        created = self._dataset.start - 900 * TICKS_PER_DAY
        for kind in TYPES:
            modified = self._dataset.modified(self._rng, created, 900)
            is_deferred = kind.account is accounts.DEFERRED_MEMBERSHIPS
            self._dataset.table("memberships/membership-types").add_fields(
                {
                    "name": kind.name,
                    "displayName": None,
                    "active": True,
                    "discountMode": "Basic",
                    "locationTarget": "SingleLocation",
                    "revenueRecognitionMode": "Deferred" if is_deferred else "PointOfSale",
                    "autoCalculateInvoiceTemplates": True,
                    "useMembershipPricingTable": True,
                    "showMembershipSavings": True,
                    "id": kind.id,
                    **audit_fields(created, modified),
                    "createdById": self._dataset.employees[0].id,
                    "importId": None,
                    "billingTemplateId": None,
                    "discount": number(1000),
                    "durationBilling": [
                        {
                            "duration": 12,
                            "billingFrequency": kind.frequency,
                            "salePrice": number(kind.price),
                            "billingPrice": number(kind.price),
                            "renewalPrice": number(kind.price),
                        }
                    ],
                    "discounts": [],
                    "recurringServices": [],
                    "tagTypeIds": [],
                },
                created,
                modified,
            )

    def make_members(self) -> None:
        """Make the memberships that began before the history of jobs."""
        dataset, rng = self._dataset, self._rng
        for location in dataset.locations:
            if location.created < dataset.start and rng.random() < 0.14:
                begin = max(location.created, dataset.start - rng.below(_YEAR))
                self.enroll(location, self.kind_for(location), begin)

    def kind_for(self, location: Location) -> MembershipType:
        """Which membership is sold to this location's customer."""
        commercial = self._dataset.customers[location.customer].commercial
        return TYPES[3] if commercial else self._rng.pick(TYPES[:3])

    def unit(self) -> BusinessUnit:
        """The business unit that sells and bills memberships."""
        return self._rng.pick(self._units)

    def in_force(self, location: Location, ticks: int) -> Membership | None:
        """The location's membership at an instant."""
        for one in self._of_location.get(location.id, ()):
            if one.begin <= ticks < one.end:
                return one
        return None

    def to_bill(self, ticks: int) -> Membership | None:
        """Some membership in force; None where a few tries find none."""
        for _ in range(6 if self._all else 0):
            one = self._rng.pick(self._all)
            if one.begin <= ticks < one.end:
                return one
        return None

    def enroll(
        self,
        location: Location,
        kind: MembershipType,
        begin: int,
        *,
        invoice_item: int | None = None,
        sold_by: int | None = None,
    ) -> None:
        """Make a membership and the renewals that follow until now.

        Args:
            begin: When it begins, in ticks.
            invoice_item: The id of the invoice line that sold it; None for an import.
            sold_by: The id of the employee or technician who sold it.
        """
        now, renewal = self._dataset.now, False
        unit = self.unit()
        while True:
            draw = self._rng.random()
            end, canceled = begin + _YEAR, None
            if draw < 0.09:
                at = begin + self._rng.between(20, 330) * TICKS_PER_DAY
                canceled = at if at <= now else None
            renewed = canceled is None and end <= now and draw < 0.8
            one = Membership(
                FIRST_MEMBERSHIP + len(self._table),
                kind,
                location,
                self._dataset.customers[location.customer],
                unit,
                begin,
                canceled or end,
            )
            self._store(one, draw, canceled, renewed, renewal, invoice_item, sold_by)
            self._of_location.setdefault(location.id, []).append(one)
            self._all.append(one)
            if not renewed:
                return
            begin, renewal, invoice_item, sold_by = end, True, None, None

    def _store(
        self,
        one: Membership,
        draw: float,
        canceled: int | None,
        renewed: bool,
        renewal: bool,
        invoice_item: int | None,
        sold_by: int | None,
    ) -> None:
        dataset, rng = self._dataset, self._rng
        end = one.begin + _YEAR
        last_day = geography.calendar_day(end)
        status = "Active"
        modified = dataset.modified(rng, one.begin, 60)
        if canceled is not None:
            status, modified = "Canceled", canceled
            self._change(one, "Active", "Canceled", canceled, "Moved away")
        elif end <= dataset.now:
            status, modified = "Expired", end
            self._change(one, "Active", "Expired", end, None)
        elif draw > 0.96:
            at = rng.after(one.begin, 120, dataset.now)
            status, modified = "Suspended", at
            self._change(one, "Active", "Suspended", at, "Card declined")
        elif draw > 0.9:
            suspended = rng.after(one.begin, 60, dataset.now)
            modified = rng.after(suspended, 30, dataset.now)
            self._change(one, "Active", "Suspended", suspended, "Card declined")
            self._change(one, "Suspended", "Active", modified, None)
        self._table.add_fields(
            {
                "id": one.id,
                **audit_fields(one.begin, modified),
                "createdById": rng.pick(dataset.employees).id,
                "followUpOn": text_from(end - 30 * TICKS_PER_DAY),
                "cancellationDate": None if canceled is None else text_from(canceled),
                "from": geography.calendar_day(one.begin),
                "nextScheduledBillDate": geography.calendar_day(end)
                if status == "Active"
                else None,
                "to": last_day,
                "billingFrequency": one.kind.frequency,
                "renewalBillingFrequency": one.kind.frequency,
                "status": status,
                "followUpStatus": "Won" if renewed else "NotAttempted",
                "active": True,
                "initialDeferredRevenue": number(0),
                "duration": 12,
                "renewalDuration": 12,
                "businessUnitId": one.unit.id,
                "customerId": one.customer.id,
                "membershipTypeId": one.kind.id,
                "activatedById": sold_by,
                "activatedFromId": invoice_item,
                "billingTemplateId": None,
                "cancellationBalanceInvoiceId": None,
                "cancellationInvoiceId": None,
                "followUpCustomStatusId": None,
                "locationId": one.location.id,
                "paymentMethodId": None,
                "paymentTypeId": None,
                "recurringLocationId": None,
                "renewalMembershipTaskId": None,
                "renewedById": one.id + 1 if renewed else None,
                "soldById": sold_by,
                "customerPo": None,
                "importId": None if renewal or invoice_item else f"LEGACY-{one.id}",
                "memo": None,
                "customFields": dataset.custom_values(rng, "Membership"),
            },
            one.begin,
            modified,
        )

    def _change(self, one: Membership, old: str, new: str, at: int, note: str | None) -> None:
        self._changes.add_fields(
            {
                "id": FIRST_STATUS_CHANGE + len(self._changes),
                "oldStatus": old,
                "newStatus": new,
                "note": note,
                "createdOn": text_from(at),
                "createdById": self._rng.pick(self._dataset.employees).id,
                "membershipId": one.id,
            },
            at,
            at,
        )
