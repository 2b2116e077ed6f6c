"""Memberships and their recurring services."""

from loader.catalogue.endpoint import Endpoint, Index, Source
from loader.catalogue.parent import Parent, ParentKey

_FEW_TYPES = "Membership types are few, and it is not documented that they change when these do."

ENDPOINTS = (
    Endpoint(
        name="invoice_templates",
        description="Invoice templates of memberships and recurring services.",
        # The list cannot enumerate: it requires the ids of the templates.
        sources=(Source(area="memberships", feed="export/invoice-templates"),),
    ),
    Endpoint(
        name="membership_status_changes",
        description="Status changes of memberships, one row per change.",
        sources=(Source(area="memberships", feed="export/membership-status-changes"),),
    ),
    Endpoint(
        name="membership_type_discounts",
        description="Discounts of membership types.",
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
        description="Durations and prices of membership types.",
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
        description="Recurring services included in membership types.",
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
        description="Types of memberships.",
        sources=(
            Source(
                area="memberships",
                list="membership-types",
                feed="export/membership-types",
                # Without these, the list leaves the fields empty.
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
        description="Customers' memberships, current and past.",
        sources=(Source(area="memberships", list="memberships", feed="export/memberships"),),
        indexes=(Index(("renewed_by_id",)),),
    ),
    Endpoint(
        name="recurring_service_events",
        description="Single visits of recurring services, completed or due.",
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
        description="Types of recurring services.",
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
        description="Recurring services at a location.",
        sources=(
            Source(
                area="memberships",
                list="recurring-services",
                feed="export/recurring-services",
                # Without this, the list omits the technicians.
                params={"includeTechnicians": "true"},
            ),
        ),
    ),
)
