"""Operations of the API that the catalogue leaves out on purpose, each with its reason.

A test checks that every documented operation is either read or listed here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from loader import api_spec

_FILE = "It returns a file, named in other records."
_UNDOCUMENTED = (
    "The API documents no record for it, and offers it to selected tenants only; without a"
    " documented record there are no columns."
)
_NO_RECORD = "The API documents no record for it, so there are no columns."
_BY_ID = "It repeats a record of the list, by id."
_PROVIDER = "The API has no list of booking providers; bookings contains the bookings of all."
_RANGE = "Totals over a range of dates"


def _contained_in(table: str) -> str:
    return f"{table} contains the records of all parents."


_REASONS: Mapping[str, str] = {
    "/accounting/v2/tenant/{tenant}/credit-memos/{id}/items": _contained_in("credit_memo_items"),
    "/accounting/v2/tenant/{tenant}/inventory-bills": (
        "The older form of inventory-bills/paginated: the same records, without pages."
    ),
    "/crm/v2/tenant/{tenant}/booking-provider/{booking_provider}/bookings": _PROVIDER,
    "/crm/v2/tenant/{tenant}/booking-provider/{booking_provider}/bookings/{id}": _PROVIDER,
    "/crm/v2/tenant/{tenant}/booking-provider/{booking_provider}/bookings/{id}/contacts": (
        "The API has no list of booking providers; booking_contacts contains the contacts of"
        " all bookings."
    ),
    "/crm/v2/tenant/{tenant}/contacts/relationships/{relationshipId}": (
        "The contacts of one relationship; contact_relationships contains those of all contacts."
    ),
    "/crm/v2/tenant/{tenant}/contacts/{contactId}/contact-methods": (
        _contained_in("contact_methods")
    ),
    "/crm/v2/tenant/{tenant}/contacts/{contactId}/contact-methods/{contactMethodId}": _BY_ID,
    "/crm/v2/tenant/{tenant}/contacts/{contactId}/contact-methods/{contactMethodId}"
    "/preferences/{preferenceName}": (
        "It repeats a record of contact_method_preferences, by name."
    ),
    "/crm/v2/tenant/{tenant}/customers/{id}/contacts": _contained_in("customer_contacts"),
    "/crm/v2/tenant/{tenant}/locations/{id}/contacts": _contained_in("location_contacts"),
    "/crm/v2/tenant/{tenant}/locations/{id}/preferredtechnician": _NO_RECORD,
    "/dispatch/v2/tenant/{tenant}/technician-tracking": (
        "A link for a customer who is waiting for one technician's appointment."
    ),
    "/equipmentsystems/v2/tenant/{tenant}/installed-equipment/attachments": _FILE,
    "/findings/v2/tenant/{tenant}/assets": _FILE,
    "/findings/v2/tenant/{tenant}/location-findings/{id}/attachments/{attachmentId}": _BY_ID,
    "/forms/v2/tenant/{tenant}/jobs/attachment/{id}": _FILE,
    "/forms/v2/tenant/{tenant}/jobs/{jobId}/attachments": _NO_RECORD,
    "/jpm/v2/tenant/{tenant}/jobs/{id}/canceled-log": _contained_in("job_canceled_logs"),
    "/jpm/v2/tenant/{tenant}/jobs/{id}/history": _contained_in("job_history"),
    "/jpm/v2/tenant/{tenant}/jobs/{id}/notes": (
        "job_notes contains those of all jobs, from a feed, with ids that this list lacks."
    ),
    "/jpm/v2/tenant/{tenant}/projects/{id}/notes": (
        "project_notes contains those of all projects, from a feed, with ids that this list lacks."
    ),
    "/jpm/v2/tenant/{tenant}/work-breakdown-structure/budget-codes/match": (
        "It looks up given codes; budget_codes contains all."
    ),
    "/jpm/v2/tenant/{tenant}/work-breakdown-structure/projects/{projectId}/budget-codes/match": (
        "It looks up given codes; project_budget_codes contains all."
    ),
    "/jpm/v2/tenant/{tenant}/work-breakdown-structure/projects/{projectId}/segments"
    "/{segmentId}/items/{segmentItemId}/children": (
        "project_budget_code_segment_items includes children."
    ),
    "/jpm/v2/tenant/{tenant}/work-breakdown-structure/segments/{segmentId}/items"
    "/{segmentItemId}/children": ("budget_code_segment_items includes children."),
    "/marketing/v2/tenant/{tenant}/campaign-cost-summary": (
        f"{_RANGE}; costs contains what it adds up."
    ),
    "/marketing/v2/tenant/{tenant}/campaigns/{id}/costs": _contained_in("costs"),
    "/marketing/v2/tenant/{tenant}/email-channel-cost": f"{_RANGE}.",
    "/memberships/v2/tenant/{tenant}/invoice-templates": (
        "It cannot enumerate: it requires the ids of the templates. The feed contains all."
    ),
    "/memberships/v2/tenant/{tenant}/memberships/{id}/status-changes": (
        _contained_in("membership_status_changes")
    ),
    "/payroll/v2/tenant/{tenant}/employees/{employee}/payroll-settings": (
        _contained_in("payroll_settings")
    ),
    "/payroll/v2/tenant/{tenant}/employees/{employee}/payrolls": _contained_in("payrolls"),
    "/payroll/v2/tenant/{tenant}/jobs/{job}/splits": _contained_in("job_splits"),
    "/payroll/v2/tenant/{tenant}/jobs/{job}/timesheets": _contained_in("job_timesheets"),
    "/payroll/v2/tenant/{tenant}/technicians/{technician}/payroll-settings": (
        _contained_in("payroll_settings")
    ),
    "/payroll/v2/tenant/{tenant}/technicians/{technician}/payrolls": _contained_in("payrolls"),
    "/pricebook/v2/tenant/{tenant}/images": _FILE,
    "/reporting/v2/tenant/{tenant}/dynamic-value-sets/{dynamicSetId}": (
        "The choices for a report's parameter; `python -m loader reports show` prints them."
    ),
    "/reporting/v2/tenant/{tenant}/report-category/{report_category}/reports/{reportId}": (
        "One report's parameters and fields; requested when a declared report is loaded."
    ),
    "/sales/v2/tenant/{tenant}/estimates/export": "An older path for export/estimates.",
    "/sales/v2/tenant/{tenant}/export/opportunities": _UNDOCUMENTED,
    "/sales/v2/tenant/{tenant}/export/opportunities/followups": _UNDOCUMENTED,
    "/sales/v2/tenant/{tenant}/opportunities": _UNDOCUMENTED,
    "/sales/v2/tenant/{tenant}/opportunities/followups": _UNDOCUMENTED,
    "/sales/v2/tenant/{tenant}/opportunities/{id}": _UNDOCUMENTED,
    "/sales/v2/tenant/{tenant}/opportunities/{id}/followups": _UNDOCUMENTED,
    "/schedulingpro/v2/tenant/{tenant}/routers/{id}/performance": f"{_RANGE}.",
    "/schedulingpro/v2/tenant/{tenant}/routers/{id}/sessions": (
        "The API has no list of routers; scheduler_sessions contains the sessions of all"
        " schedulers."
    ),
    "/schedulingpro/v2/tenant/{tenant}/schedulers/{id}/performance": (
        f"{_RANGE}; scheduler_sessions contains what it adds up."
    ),
    "/telecom/v2/tenant/{tenant}/calls": (
        "Deprecated in favor of the v3 list, with the same records."
    ),
    "/telecom/v2/tenant/{tenant}/calls/{id}/recording": _FILE,
    "/telecom/v2/tenant/{tenant}/calls/{id}/voicemail": _FILE,
}


def _reads_by_id() -> dict[str, str]:
    """Return exclusions of operations that fetch one record by id, with no more than its list.

    Operations with more fields are read, or listed above with their own reason.
    """
    found: dict[str, str] = {}
    operations = api_spec.operations()
    for path, operation in operations.items():
        bulk = operations.get(re.sub(r"/{\w+}$", "", path))
        if bulk is None or bulk.path_params or len(operation.path_params) != 1:
            continue
        if operation.fields and set(operation.fields) <= set(bulk.fields):
            found[path] = _BY_ID
    return found


EXCLUSIONS: Mapping[str, str] = dict(sorted({**_reads_by_id(), **_REASONS}.items()))
