"""What is not read, on purpose: operations of the API that no entry of the catalogue uses.

A test holds that every documented operation is either read or here, with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from loader import api_spec

_FILE = "It returns a file, by the name that other records give."
_UNDOCUMENTED = (
    "The API documents no record for it and gives it to chosen tenants only; without one there are"
    " no columns."
)
_NO_RECORD = "The API documents no record for it; without one there are no columns."
_BY_ID = "It repeats a record of the list, by its id."
_PROVIDER = "The API has no list of booking providers; bookings has those of all."
_RANGE = "Sums over a range that one chooses"

_REASONS: Mapping[str, str] = {
    "/accounting/v2/tenant/{tenant}/credit-memos/{id}/items": "credit_memo_items has those of all.",
    "/accounting/v2/tenant/{tenant}/inventory-bills": "The older form of"
    " inventory-bills/paginated: the same records without pages.",
    "/crm/v2/tenant/{tenant}/booking-provider/{booking_provider}/bookings": _PROVIDER,
    "/crm/v2/tenant/{tenant}/booking-provider/{booking_provider}/bookings/{id}": _PROVIDER,
    "/crm/v2/tenant/{tenant}/booking-provider/{booking_provider}/bookings/{id}/contacts": "The API"
    " has no list of booking providers; booking_contacts has those of all.",
    "/crm/v2/tenant/{tenant}/contacts/relationships/{relationshipId}": "The contacts of one"
    " relationship; contact_relationships has the relationships of all contacts.",
    "/crm/v2/tenant/{tenant}/contacts/{contactId}/contact-methods": "contact_methods has those of"
    " all.",
    "/crm/v2/tenant/{tenant}/contacts/{contactId}/contact-methods/{contactMethodId}": _BY_ID,
    "/crm/v2/tenant/{tenant}/contacts/{contactId}/contact-methods/{contactMethodId}/preferences"
    "/{preferenceName}": "It repeats a record of contact_method_preferences, by its name.",
    "/crm/v2/tenant/{tenant}/customers/{id}/contacts": "customer_contacts has those of all.",
    "/crm/v2/tenant/{tenant}/locations/{id}/contacts": "location_contacts has those of all.",
    "/crm/v2/tenant/{tenant}/locations/{id}/preferredtechnician": _NO_RECORD,
    "/dispatch/v2/tenant/{tenant}/technician-tracking": "A link for one technician's one"
    " appointment, made for the customer who waits.",
    "/equipmentsystems/v2/tenant/{tenant}/installed-equipment/attachments": _FILE,
    "/findings/v2/tenant/{tenant}/assets": _FILE,
    "/findings/v2/tenant/{tenant}/location-findings/{id}/attachments/{attachmentId}": _BY_ID,
    "/forms/v2/tenant/{tenant}/jobs/attachment/{id}": _FILE,
    "/forms/v2/tenant/{tenant}/jobs/{jobId}/attachments": _NO_RECORD,
    "/jpm/v2/tenant/{tenant}/jobs/{id}/canceled-log": "job_canceled_logs has those of all, from a"
    " feed.",
    "/jpm/v2/tenant/{tenant}/jobs/{id}/history": "job_history has those of all, from a feed.",
    "/jpm/v2/tenant/{tenant}/jobs/{id}/notes": "job_notes has those of all, from a feed, and with"
    " ids, which this list lacks.",
    "/jpm/v2/tenant/{tenant}/projects/{id}/notes": "project_notes has those of all, from a feed,"
    " and with ids, which this list lacks.",
    "/jpm/v2/tenant/{tenant}/work-breakdown-structure/budget-codes/match": "It looks up codes"
    " that one has; budget_codes has all.",
    "/jpm/v2/tenant/{tenant}/work-breakdown-structure/projects/{projectId}/budget-codes/match": "It"
    " looks up codes that one has; project_budget_codes has all.",
    "/jpm/v2/tenant/{tenant}/work-breakdown-structure/projects/{projectId}/segments/{segmentId}"
    "/items/{segmentItemId}/children": "project_budget_code_segment_items asks for children too.",
    "/jpm/v2/tenant/{tenant}/work-breakdown-structure/segments/{segmentId}/items/{segmentItemId}"
    "/children": "budget_code_segment_items asks for children too.",
    "/marketing/v2/tenant/{tenant}/campaign-cost-summary": f"{_RANGE}; costs has what it adds up.",
    "/marketing/v2/tenant/{tenant}/campaigns/{id}/costs": "costs has those of all.",
    "/marketing/v2/tenant/{tenant}/email-channel-cost": f"{_RANGE}.",
    "/memberships/v2/tenant/{tenant}/invoice-templates": "It cannot enumerate: it demands the ids"
    " of what it should return. The feed has all.",
    "/memberships/v2/tenant/{tenant}/memberships/{id}/status-changes": "membership_status_changes"
    " has those of all, from a feed.",
    "/payroll/v2/tenant/{tenant}/employees/{employee}/payroll-settings": "payroll_settings has"
    " those of all.",
    "/payroll/v2/tenant/{tenant}/employees/{employee}/payrolls": "payrolls has those of all.",
    "/payroll/v2/tenant/{tenant}/jobs/{job}/splits": "job_splits has those of all.",
    "/payroll/v2/tenant/{tenant}/jobs/{job}/timesheets": "job_timesheets has those of all.",
    "/payroll/v2/tenant/{tenant}/technicians/{technician}/payroll-settings": "payroll_settings has"
    " those of all.",
    "/payroll/v2/tenant/{tenant}/technicians/{technician}/payrolls": "payrolls has those of all.",
    "/pricebook/v2/tenant/{tenant}/images": _FILE,
    "/reporting/v2/tenant/{tenant}/dynamic-value-sets/{dynamicSetId}": "Values to choose from for"
    " a report's parameter; `python -m loader reports show` prints them.",
    "/reporting/v2/tenant/{tenant}/report-category/{report_category}/reports/{reportId}": "One"
    " report's parameters and fields: asked for when a declared report is loaded.",
    "/sales/v2/tenant/{tenant}/estimates/export": "An older path of export/estimates.",
    "/sales/v2/tenant/{tenant}/export/opportunities": _UNDOCUMENTED,
    "/sales/v2/tenant/{tenant}/export/opportunities/followups": _UNDOCUMENTED,
    "/sales/v2/tenant/{tenant}/opportunities": _UNDOCUMENTED,
    "/sales/v2/tenant/{tenant}/opportunities/followups": _UNDOCUMENTED,
    "/sales/v2/tenant/{tenant}/opportunities/{id}": _UNDOCUMENTED,
    "/sales/v2/tenant/{tenant}/opportunities/{id}/followups": _UNDOCUMENTED,
    "/schedulingpro/v2/tenant/{tenant}/routers/{id}/performance": f"{_RANGE}.",
    "/schedulingpro/v2/tenant/{tenant}/routers/{id}/sessions": "The API has no list of routers;"
    " scheduler_sessions has the sessions of all schedulers.",
    "/schedulingpro/v2/tenant/{tenant}/schedulers/{id}/performance": f"{_RANGE};"
    " scheduler_sessions has what it adds up.",
    "/telecom/v2/tenant/{tenant}/calls": "Deprecated: the records of the v3 list.",
    "/telecom/v2/tenant/{tenant}/calls/{id}/recording": _FILE,
    "/telecom/v2/tenant/{tenant}/calls/{id}/voicemail": _FILE,
}


def _reads_by_id() -> dict[str, str]:
    """Operations that return one record of a list by its id, with no field that the list lacks.

    Those with more fields are read, or have a reason of their own.
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
