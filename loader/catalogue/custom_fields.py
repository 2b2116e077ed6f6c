"""Definitions of custom fields: one table, loaded from lists of several modules."""

from loader.catalogue.endpoint import Endpoint, Source


def _definitions(entity_type: str, area: str, resource: str, **params: str) -> Source:
    return Source(
        area=area, list=resource, static_fields={"entity_type": entity_type}, params=params
    )


ENDPOINTS = (
    Endpoint(
        name="custom_field_types",
        description="Definitions of custom fields, for all types of records (entity_type).",
        sources=(
            _definitions("ApBill", "accounting", "ap-bills/custom-fields"),
            _definitions("ApCredit", "accounting", "ap-credits/custom-fields"),
            _definitions("ApPayment", "accounting", "ap-payments/custom-fields"),
            _definitions("CreditMemo", "accounting", "credit-memos/custom-fields"),
            _definitions("Customer", "crm", "customers/custom-fields"),
            _definitions(
                "InstalledEquipment",
                "equipmentsystems",
                "installed-equipment/custom-field-types",
                # Required by the API; the order does not matter here.
                descending="false",
            ),
            _definitions("InventoryBill", "accounting", "inventory-bills/custom-fields"),
            _definitions("Invoice", "accounting", "invoices/custom-fields"),
            _definitions("Job", "jpm", "jobs/custom-fields"),
            _definitions("Location", "crm", "locations/custom-fields"),
            _definitions("Membership", "memberships", "memberships/custom-fields"),
            _definitions("Payment", "accounting", "payments/custom-fields"),
            _definitions("Project", "jpm", "projects/custom-fields"),
            _definitions("Vendor", "inventory", "vendors/custom-fields"),
        ),
        # Ids from different modules may coincide.
        key=("entity_type", "st_id"),
        default=True,
    ),
)
