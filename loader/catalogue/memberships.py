"""Memberships: what customers subscribe to, and the services that recur for it."""

from loader.catalogue.endpoint import Endpoint, Index, Source
from loader.catalogue.parent import Parent, ParentKey

_FEW_TYPES = "Membership types are few, and nothing says that a change of these shows on them."

ENDPOINTS = (
    Endpoint(
        name="invoice_templates",
        description="Invoice templates of memberships and recurring services.",
        # The list cannot enumerate: it demands the ids of what it should return.
        sources=(Source(area="memberships", feed="export/invoice-templates"),),
    ),
    Endpoint(
        name="membership_status_changes",
        description="How the status of memberships changed, one row for each change.",
        sources=(Source(area="memberships", feed="export/membership-status-changes"),),
    ),
    Endpoint(
        name="membership_type_discounts",
        description="Discounts that a kind of membership brings.",
        sources=(
            Source(
                area="memberships",
                list="membership-types/{id}/discounts",
                parent=Parent(name="membership_types", keys=(ParentKey("membership_type_id"),)),
            ),
        ),
        key=("membership_type_id", "st_id"),
        no_cursor=_FEW_TYPES,
    ),
    Endpoint(
        name="membership_type_duration_billing_items",
        description="Durations and prices at which a kind of membership is sold.",
        sources=(
            Source(
                area="memberships",
                list="membership-types/{id}/duration-billing-items",
                parent=Parent(name="membership_types", keys=(ParentKey("membership_type_id"),)),
            ),
        ),
        key=("membership_type_id", "st_id"),
        no_cursor=_FEW_TYPES,
    ),
    Endpoint(
        name="membership_type_recurring_service_items",
        description="Recurring services that a kind of membership includes.",
        sources=(
            Source(
                area="memberships",
                list="membership-types/{id}/recurring-service-items",
                parent=Parent(
                    name="membership_types",
                    keys=(ParentKey("membership_type_id", record_field="membershipTypeId"),),
                ),
            ),
        ),
        key=("membership_type_id", "st_id"),
        no_cursor=_FEW_TYPES,
    ),
    Endpoint(
        name="membership_types",
        description="Kinds of membership on offer.",
        sources=(
            Source(
                area="memberships",
                list="membership-types",
                feed="export/membership-types",
                # Unless asked, the list leaves these fields empty.
                params={
                    "includeDurationBilling": "true",
                    "includeDiscounts": "true",
                    "includeRecurringServices": "true",
                    "includeTags": "true",
                },
            ),
        ),
    ),
    Endpoint(
        name="memberships",
        description="Memberships that customers hold or held.",
        sources=(Source(area="memberships", list="memberships", feed="export/memberships"),),
        indexes=(Index(("renewed_by_id",)),),
    ),
    Endpoint(
        name="recurring_service_events",
        description="Single visits of recurring services, done or due.",
        sources=(
            Source(
                area="memberships",
                list="recurring-service-events",
                feed="export/recurring-service-events",
            ),
        ),
    ),
    Endpoint(
        name="recurring_service_types",
        description="Kinds of recurring service.",
        sources=(
            Source(
                area="memberships",
                list="recurring-service-types",
                feed="export/recurring-service-types",
            ),
        ),
    ),
    Endpoint(
        name="recurring_services",
        description="Services that recur at a location.",
        sources=(
            Source(
                area="memberships",
                list="recurring-services",
                feed="export/recurring-services",
                # Unless asked, the list leaves the technicians out.
                params={"includeTechnicians": "true"},
            ),
        ),
    ),
)
