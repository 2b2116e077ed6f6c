"""The resources and the paths that serve them, taken from ``loader.api_spec``.

A resource is named by its area and path: ``crm/customers``, ``crm/customers/contacts``,
``accounting/invoices/custom-fields``; ``telecom/v3/...`` where the version is not 2. The
last part alone is enough where only one resource ends with it (``customers``, ``jobs``). A child
resource is named by its path, too: ``crm/customers/{id}/notes``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from loader import api_spec
from loader.api_spec import Operation
from sandbox.child_resources import CHILD_RESOURCES, ChildResource

Kind = Literal["list", "feed", "item", "object", "child"]

# The key of a record where it is not ``id``. Empty: there is none, and records are numbered in the
# order of their creation.
KEYS: Mapping[str, tuple[str, ...]] = {
    "crm/customers/contacts": ("id", "customerId"),
    "crm/locations/contacts": ("id", "locationId"),
    "accounting/invoices/{invoiceId}/tasks": ("taskId",),
    "accounting/journal-entries/{id}/details": (),
    "accounting/journal-entries/{id}/summary": (),
    "crm/contacts/{contactId}/contact-methods/{contactMethodId}/preferences": ("name",),
    "customer-interactions/technician-ratings": ("technicianId", "jobId"),
    "jpm/job-history": ("jobId",),
    "jpm/jobs/cancel-reasons": ("jobId",),
    "marketingads/attributed-leads": ("dateTime", "leadType"),
    "marketingads/capacity-warnings": ("campaignName", "warningType"),
    "marketingads/performance": (),
    "marketingreputation/reviews": ("internalId",),
    "payroll/locations/rates": ("locationId", "laborTypeCode"),
    "payroll/payroll-settings": ("employeeId", "employeeType"),
    "telecom/v3/optinouts/optouts": ("contactNumber", "optOutType"),
}

# Lists that show the same records in another shape.
SAME_RECORDS: Mapping[str, str] = {
    "accounting/inventory-bills/paginated": "accounting/inventory-bills",
    "telecom/v3/calls": "telecom/calls",
}

# Names of core resources whose last part alone would be ambiguous.
SHORT_NAMES: Mapping[str, str] = {
    "contacts": "crm/contacts",
    "categories": "pricebook/categories",
    "equipment": "pricebook/equipment",
}


@dataclass(frozen=True)
class Endpoint:
    """A path that is served: a documented operation and the resource it reads."""

    operation: Operation
    resource: str
    kind: Kind


@dataclass(frozen=True)
class Resource:
    """A kind of record.

    Attributes:
        fields: The fields in its list, or in its feed where it has no list.
        child_resource: The link to its parent, if it is a child resource.
    """

    name: str
    fields: Mapping[str, dict[str, object]]
    feed_fields: Mapping[str, dict[str, object]] | None
    query: frozenset[str]
    child_resource: ChildResource | None = None

    @property
    def hides_inactive(self) -> bool:
        """Whether only the feed shows inactive records."""
        return "active" in (self.feed_fields or ()) and "active" not in self.fields

    @property
    def knows_activity(self) -> bool:
        """Whether a field or a parameter of the API tells if a record is active."""
        asks = {"active", "activeState", "includeInactive", "activeOnly"} & self.query
        return bool(asks) or "active" in self.fields or "active" in (self.feed_fields or ())

    @property
    def key(self) -> tuple[str, ...]:
        """The fields that identify a record within its tenant, or within its parent."""
        return KEYS.get(self.name, ("id",))


def name_of(path: str) -> str:
    """The resource's name for a documented path; a feed has the name of its list."""
    area, version, _, _, *rest = path.strip("/").split("/")
    if "export" in rest:
        rest.remove("export")
    prefix = area if version == "v2" else f"{area}/{version}"
    name = f"{prefix}/{'/'.join(rest)}"
    return SAME_RECORDS.get(name, name)


@cache
def endpoints() -> dict[str, Endpoint]:
    """Every path that the sandbox serves, as documented."""
    found: dict[str, Endpoint] = {}
    bulk: set[str] = set()
    for path, operation in api_spec.operations().items():
        if operation.path_params or operation.paging == "none":
            continue
        kind: Kind = (
            "feed"
            if operation.paging == "export"
            else "object"
            if operation.paging == "object"
            else "list"
        )
        found[path] = Endpoint(operation, name_of(path), kind)
        bulk.add(path)
    for path, operation in api_spec.operations().items():
        parent, _, last = path.rpartition("/")
        single = len(operation.path_params) == 1 and last == f"{{{operation.path_params[0]}}}"
        if name_of(path) in CHILD_RESOURCES:
            found[path] = Endpoint(operation, name_of(path), "child")
        elif single and operation.paging == "object" and parent in bulk:
            found[path] = Endpoint(operation, name_of(parent), "item")
    return found


@cache
def child_resource() -> dict[str, Resource]:
    """Every child resource by its full name."""
    return {
        one.resource: Resource(
            name=one.resource,
            fields=one.operation.fields,
            feed_fields=None,
            query=frozenset(one.operation.query),
            child_resource=CHILD_RESOURCES[one.resource],
        )
        for one in endpoints().values()
        if one.kind == "child"
    }


@cache
def resources() -> dict[str, Resource]:
    """Every bulk resource by its full name."""
    lists: dict[str, Operation] = {}
    feeds: dict[str, Operation] = {}
    for endpoint in endpoints().values():
        if endpoint.kind == "list":
            lists.setdefault(endpoint.resource, endpoint.operation)
        elif endpoint.kind == "feed":
            feeds.setdefault(endpoint.resource, endpoint.operation)
    return {
        name: Resource(
            name=name,
            fields=(lists.get(name) or feeds[name]).fields,
            feed_fields=feeds[name].fields if name in feeds else None,
            query=frozenset(lists[name].query if name in lists else ()),
        )
        for name in sorted({*lists, *feeds})
    }


@cache
def find(name: str) -> Resource:
    """The resource with this full or short name.

    Raises:
        KeyError: There is none, or several.
    """
    known = resources() | child_resource()
    full = SHORT_NAMES.get(name, name)
    if full in known:
        return known[full]
    matching = [other for other in known if other.partition("/")[2] == name]
    if len(matching) == 1:
        return known[matching[0]]
    several = f"several resources: {', '.join(matching)}"
    raise KeyError(f"{name!r} names {several if matching else 'no resource'}")
