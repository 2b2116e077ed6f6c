"""The records that reports read: the fields they need, decoded once for each version of a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from sandbox.encoding import encode, encode_value, fields_of
from sandbox.store import Store


class Reference(msgspec.Struct):
    """Another record as a record names it."""

    id: int
    name: str | None = None


class BusinessUnit(msgspec.Struct):
    """A business unit."""

    id: int
    name: str


class JobType(msgspec.Struct, rename="camel"):
    """A job type; ``sold_threshold`` in dollars."""

    id: int
    name: str
    sold_threshold: Decimal | None = None


class Lead(msgspec.Struct, rename="camel"):
    """On which job, and by whom, a job was set as a lead."""

    job_id: int | None = None
    employee_id: int | None = None


class Job(msgspec.Struct, rename="camel"):
    """A job; ``completed_on`` of a canceled job is when it was canceled."""

    id: int
    job_number: str
    job_status: str
    created_on: str | None
    completed_on: str | None
    business_unit_id: int | None
    job_type_id: int | None
    campaign_id: int | None = None
    customer_id: int | None = None
    no_charge: bool | None = False
    recall_for_id: int | None = None
    first_appointment_id: int | None = None
    created_by_id: int | None = None
    job_generated_lead_source: Lead | None = None


class Account(msgspec.Struct):
    """A general ledger account, as an invoice's item names it."""

    type: str | None = None
    name: str | None = None
    number: str | None = None


class Item(msgspec.Struct, rename="camel"):
    """An item of an invoice; money in dollars."""

    id: int | None = None
    total: Decimal | None = None
    total_cost: Decimal | None = None
    general_ledger_account: Account | None = None
    business_unit: Reference | None = None


class Invoice(msgspec.Struct, rename="camel"):
    """An invoice; money in dollars, days as midnight UTC."""

    id: int
    reference_number: str | None = None
    invoice_date: str | None = None
    due_date: str | None = None
    sub_total: Decimal | None = None
    sales_tax: Decimal | None = None
    total: Decimal | None = None
    balance: Decimal | None = None
    paid_on: str | None = None
    adjustment_to_id: int | None = None
    job: Reference | None = None
    customer: Reference | None = None
    business_unit: Reference | None = None
    items: list[Item] | None = None


class Estimate(msgspec.Struct, rename="camel"):
    """An estimate; money in dollars."""

    id: int
    job_id: int | None = None
    sold_on: str | None = None
    sold_by: int | None = None
    subtotal: Decimal | None = None
    business_unit_id: int | None = None
    customer_id: int | None = None


class Application(msgspec.Struct, rename="camel"):
    """What a payment pays of an invoice, in dollars."""

    applied_to: int | None = None
    applied_amount: Decimal | None = None
    applied_on: str | None = None


class Payment(msgspec.Struct, rename="camel"):
    """A payment; money in dollars, its date as midnight UTC."""

    id: int
    date: str | None = None
    created_on: str | None = None
    total: Decimal | None = None
    unapplied_amount: Decimal | None = None
    type: str | None = None
    reference_number: str | None = None
    customer: Reference | None = None
    business_unit: Reference | None = None
    applied_to: list[Application] | None = None


class Technician(msgspec.Struct, rename="camel"):
    """A technician."""

    id: int
    name: str
    business_unit_id: int | None = None


class Split(msgspec.Struct, rename="camel"):
    """A technician's part of a job, in any scale."""

    id: int
    job_id: int | None
    technician_id: int | None
    split: Decimal | None


class Assignment(msgspec.Struct, rename="camel"):
    """A technician assigned to an appointment."""

    id: int
    job_id: int | None
    technician_id: int | None
    assigned_on: str | None = None


class Appointment(msgspec.Struct, rename="camel"):
    """An appointment of a job."""

    id: int
    job_id: int | None
    start: str | None
    status: str | None = None


class Timesheet(msgspec.Struct, rename="camel"):
    """A technician's time on a job."""

    id: int
    job_id: int | None
    technician_id: int | None = None
    dispatched_on: str | None = None


class Campaign(msgspec.Struct):
    """A campaign."""

    id: int
    name: str
    category: Reference | None = None


class Membership(msgspec.Struct, rename="camel"):
    """A membership; ``from_day`` and ``to_day`` as midnight UTC."""

    id: int
    from_day: str | None = msgspec.field(name="from", default=None)
    to_day: str | None = msgspec.field(name="to", default=None)
    cancellation_date: str | None = None
    membership_type_id: int | None = None
    business_unit_id: int | None = None
    renewed_by_id: int | None = None
    activated_from_id: int | None = None
    sold_by_id: int | None = None


class StatusChange(msgspec.Struct, rename="camel"):
    """A change of a membership's status."""

    id: int
    membership_id: int | None
    old_status: str | None
    new_status: str | None
    created_on: str | None


class LeadCall(msgspec.Struct, rename="camel"):
    """What happened on a call; ``duration`` as h:mm:ss."""

    received_on: str | None = None
    duration: str | None = None
    direction: str | None = None
    call_type: str | None = None
    agent: Reference | None = None
    campaign: Reference | None = None
    active: bool | None = True


class Call(msgspec.Struct, rename="camel"):
    """A call."""

    id: int
    lead_call: LeadCall | None


class Pay(msgspec.Struct, rename="camel"):
    """A gross pay item, or a payroll adjustment of an invoice; in dollars."""

    id: int
    amount: Decimal | None = None
    job_id: int | None = None
    invoice_id: int | None = None


class Purchase(msgspec.Struct, rename="camel"):
    """A receipt, a purchase order, a bill or a return; in dollars."""

    id: int
    job_id: int | None = None
    status: str | None = None
    date_canceled: str | None = None
    receipt_amount: Decimal | None = None
    bill_amount: Decimal | None = None
    return_amount: Decimal | None = None
    total: Decimal | None = None
    tax_amount: Decimal | None = None
    tax: Decimal | None = None


@dataclass(frozen=True)
class RecordOverride:
    """What reports read of one record instead of what the API serves.

    Attributes:
        fields: Other values of some fields.
        counts: Whether the record counts, whatever it is in the API; None: as in the API.
    """

    fields: Mapping[str, Any]
    counts: bool | None = None


Override = Mapping[tuple[str, Any], RecordOverride]
_T = TypeVar("_T")


class Records:
    """A tenant's records as its reports see them."""

    def __init__(self, store: Store, overrides: Override) -> None:
        self._store = store
        self._overrides = overrides
        self._versions: dict[str, tuple[object, int]] = {}
        self._decoded: dict[tuple[str, bool], dict[Any, Any]] = {}

    @property
    def now(self) -> int:
        """The tenant's clock, in ticks."""
        return self._store.clock.now

    @property
    def is_current(self) -> bool:
        """Whether nothing that was read has changed since."""
        return all(self._version(name) == version for name, version in self._versions.items())

    def live(self, resource: str, kind: type[_T]) -> dict[Any, _T]:
        """The records that count: active and not deleted; by key."""
        return self._read(resource, kind, only_live=True)

    def known(self, resource: str, kind: type[_T]) -> dict[Any, _T]:
        """Every record that there ever was, by key."""
        return self._read(resource, kind, only_live=False)

    def _version(self, resource: str) -> tuple[object, int]:
        table = self._store.table(resource)
        return table, table.version

    def _read(self, resource: str, kind: type[_T], *, only_live: bool) -> dict[Any, _T]:
        self._versions.setdefault(resource, self._version(resource))
        found = self._decoded.get((resource, only_live))
        if found is None:
            found = self._decode(resource, kind, only_live)
            self._decoded[resource, only_live] = found
        return found

    def _decode(self, resource: str, kind: type[_T], only_live: bool) -> dict[Any, _T]:
        table = self._store.table(resource)
        decode = msgspec.json.Decoder(kind).decode
        own = {key: one for (name, key), one in self._overrides.items() if name == resource}
        found = {}
        for slot, key in enumerate(table.keys):
            override = own.get(key)
            counts = bool(table.active[slot]) and not table.deleted[slot]
            if override is not None and override.counts is not None:
                counts = override.counts
            if counts or not only_live:
                body = table.record_bodies[slot]
                if override is not None and override.fields:
                    new = {name: encode_value(value) for name, value in override.fields.items()}
                    body = encode(fields_of(body) | new)
                found[key] = decode(body)
        return found
