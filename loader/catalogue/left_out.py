"""What is not read, on purpose: bulk operations of the API that no entry of the catalogue uses.

A test holds that every documented operation without a path parameter is either read or here.
"""

from __future__ import annotations

from collections.abc import Mapping

_FILE = "It returns a file, by the name that other records give."
_UNDOCUMENTED = (
    "The API documents no record for it and gives it to chosen tenants only; without one there are"
    " no columns."
)

LEFT_OUT: Mapping[str, str] = {
    "/accounting/v2/tenant/{tenant}/inventory-bills": "The older form of"
    " inventory-bills/paginated: the same records without pages.",
    "/dispatch/v2/tenant/{tenant}/technician-tracking": "A link for one technician's one"
    " appointment, made for the customer who waits.",
    "/equipmentsystems/v2/tenant/{tenant}/installed-equipment/attachments": _FILE,
    "/findings/v2/tenant/{tenant}/assets": _FILE,
    "/jpm/v2/tenant/{tenant}/jobs/cancel-reasons": "It cannot enumerate: it demands the ids of"
    " jobs. job_canceled_logs has the reason of every cancellation.",
    "/jpm/v2/tenant/{tenant}/work-breakdown-structure/budget-codes/match": "It looks up codes"
    " that one has; budget_codes has all.",
    "/marketing/v2/tenant/{tenant}/campaign-cost-summary": "Sums over a range that one chooses;"
    " costs has what it adds up.",
    "/marketing/v2/tenant/{tenant}/email-channel-cost": "A sum over a range that one chooses.",
    "/memberships/v2/tenant/{tenant}/invoice-templates": "It cannot enumerate: it demands the ids"
    " of what it should return. The feed has all.",
    "/pricebook/v2/tenant/{tenant}/images": _FILE,
    "/sales/v2/tenant/{tenant}/estimates/export": "An older path of export/estimates.",
    "/sales/v2/tenant/{tenant}/export/opportunities": _UNDOCUMENTED,
    "/sales/v2/tenant/{tenant}/export/opportunities/followups": _UNDOCUMENTED,
    "/sales/v2/tenant/{tenant}/opportunities": _UNDOCUMENTED,
    "/sales/v2/tenant/{tenant}/opportunities/followups": _UNDOCUMENTED,
    "/telecom/v2/tenant/{tenant}/calls": "Deprecated: the records of the v3 list.",
}
