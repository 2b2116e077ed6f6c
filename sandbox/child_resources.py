"""Child resources, and the parents whose paths they are served under.

A child record does not name its parent; its key in the sandbox's table does: the parent's values in
the path as text, then what identifies the record itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ChildResource:
    """The parent of a child resource, and how the two are linked.

    Attributes:
        parent: The parent's resource.
        by: The parent's fields that fill the path, in its order. ``^0`` is the first value in the
            parent's own path, for a parent that is a child itself.
        carries: The record's fields that repeat one of these values, by its place.
        single: A parent has one object instead of a list.
        always: Every parent has that object.
    """

    parent: str
    by: tuple[str, ...] = ("id",)
    carries: Mapping[str, int] | None = None
    single: bool = False
    always: bool = False


_SEGMENTS = "jpm/work-breakdown-structure/projects/{projectId}/segments"

CHILD_RESOURCES: Mapping[str, ChildResource] = {
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
    """The regular expression for a documented path; ``{tenant}`` matches itself alone."""
    parts = re.split(r"{(?!tenant})\w+}", path)
    return re.compile("([^/]+)".join(map(re.escape, parts)))
