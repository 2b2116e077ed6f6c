"""Nested resources: whose they are, which parents have how many, and how they are served.

A nested record does not say whose it is; its key in the sandbox's table does: the parent's values
in the path as texts, then what identifies the record itself.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zlib import crc32

from sandbox.encoding import Json, decode, fields_of
from sandbox.problems import ApiError

if TYPE_CHECKING:
    from sandbox.table import Table

# The parents' values, as a path holds them.
Owner = tuple[str, ...]


@dataclass(frozen=True)
class ChildResource:
    """Whose a nested resource is.

    ``parent``   the parent's resource.
    ``by``       the parent's fields that fill the path, in its order; ``^`` before a place in the
                 parent's own path, where the parent is nested too.
    ``carries``  the record's fields that repeat one of these, by their place.
    ``single``   a parent has one object and no list of them; ``always`` if each parent has it.
    """

    parent: str
    by: tuple[str, ...] = ("id",)
    carries: Mapping[str, int] | None = None
    single: bool = False
    always: bool = False


_SEGMENTS = "jpm/work-breakdown-structure/projects/{projectId}/segments"

NESTED: Mapping[str, ChildResource] = {
    "accounting/bank-deposits/{id}/transactions": ChildResource("accounting/bank-deposits"),
    "accounting/invoices/{invoiceId}/tasks": ChildResource("accounting/invoices"),
    "accounting/journal-entries/{id}/details": ChildResource("accounting/journal-entries"),
    "accounting/journal-entries/{id}/summary": ChildResource("accounting/journal-entries"),
    "crm/bookings/{id}/contacts": ChildResource("crm/bookings"),
    "crm/contacts/{contactId}/contact-methods/{contactMethodId}/preferences": ChildResource(
        "crm/contacts/contact-methods", by=("contactId", "id")
    ),
    "crm/contacts/{contactId}/relationships": ChildResource("crm/contacts"),
    "crm/customers/{id}/notes": ChildResource("crm/customers"),
    "crm/leads/{id}/notes": ChildResource("crm/leads"),
    "crm/locations/{id}/notes": ChildResource("crm/locations"),
    "equipmentsystems/installed-equipment/{id}": ChildResource(
        "equipmentsystems/installed-equipment", carries={"id": 0}, single=True, always=True
    ),
    "findings/location-findings/{id}": ChildResource(
        "findings/location-findings", carries={"id": 0}, single=True, always=True
    ),
    "findings/location-findings/{id}/attachments": ChildResource("findings/location-findings"),
    "jpm/jobs/{id}/booked-log": ChildResource("jpm/jobs", carries={"jobId": 0}, single=True),
    "jpm/work-breakdown-structure/projects/{projectId}/budget-codes": ChildResource("jpm/projects"),
    _SEGMENTS: ChildResource("jpm/projects"),
    f"{_SEGMENTS}/{{segmentId}}/items": ChildResource(_SEGMENTS, by=("^0", "id")),
    "jpm/work-breakdown-structure/segments/{segmentId}/items": ChildResource(
        "jpm/work-breakdown-structure/segments"
    ),
    "memberships/membership-types/{id}/discounts": ChildResource("memberships/membership-types"),
    "memberships/membership-types/{id}/duration-billing-items": ChildResource(
        "memberships/membership-types"
    ),
    "memberships/membership-types/{id}/recurring-service-items": ChildResource(
        "memberships/membership-types", carries={"membershipTypeId": 0}
    ),
    "reporting/report-category/{report_category}/reports": ChildResource(
        "reporting/report-categories"
    ),
    "sales/status/estimates/{id}/changes": ChildResource("sales/estimates"),
    "schedulingpro/schedulers/{id}/sessions": ChildResource(
        "schedulingpro/schedulers", carries={"schedulerId": 0}
    ),
}


def pattern(path: str) -> re.Pattern[str]:
    """What a documented path with parameters matches; ``{tenant}`` stands for itself."""
    parts = re.split(r"{(?!tenant})\w+}", path)
    return re.compile("([^/]+)".join(map(re.escape, parts)))


def owner_of(child_resource: ChildResource, parents: Table, slot: int) -> Owner:
    """The values that fill a nested resource's path for this parent."""
    fields = fields_of(parents.record_bodies[slot])
    return tuple(
        parents.keys[slot][int(name[1:])] if name[0] == "^" else _text(fields[name])
        for name in child_resource.by
    )


def count_for(child_resource: ChildResource, name: str, owner: Owner) -> int:
    """How many records this parent begins with."""
    chance = crc32(f"{name} {'/'.join(owner)}".encode()) % 4
    if child_resource.single:
        return 1 if child_resource.always else min(chance, 1)
    return chance


def _text(value: bytes | Json) -> str:
    return str(decode(bytes(value)))


class Owners:
    """Finds parents, and the records of each, without going through whole tables every time."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, str], tuple[int, dict[Owner, array[int]]]] = {}

    def check(self, child_resource: ChildResource, parents: Table, owner: Owner) -> None:
        """Raises ApiError 404: there is no such parent, or it is deleted."""
        slots = self._slots(
            parents, "parents", lambda slot: owner_of(child_resource, parents, slot)
        )
        if not any(parents.is_live(slot) for slot in slots.get(owner, ())):
            raise ApiError(404)

    def records(self, table: Table, owner: Owner) -> array[int]:
        """Slots of the parent's records that are not deleted, in the order in which they came."""
        slots = self._slots(table, "records", lambda slot: table.keys[slot][: len(owner)])
        return array("I", filter(table.is_live, slots.get(owner, ())))

    def _slots(self, table: Table, kind: str, owner: Any) -> dict[Owner, array[int]]:
        """Owners never change: only new records are looked at."""
        seen, found = self._found.get((id(table), kind), (0, {}))
        for slot in range(seen, len(table)):
            found.setdefault(owner(slot), array("I")).append(slot)
        self._found[id(table), kind] = (len(table), found)
        return found
