"""Custom field types: one list for each kind of entity that has them."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox import resources
from sandbox.data.dataset import Dataset, audit_fields
from sandbox.data.model import Named
from sandbox.timestamps import TICKS_PER_DAY

# The list of types for each entity.
LISTS: Mapping[str, str] = {
    "Customer": "crm/customers/custom-fields",
    "Location": "crm/locations/custom-fields",
    "Job": "jpm/jobs/custom-fields",
    "Project": "jpm/projects/custom-fields",
    "Invoice": "accounting/invoices/custom-fields",
    "Payment": "accounting/payments/custom-fields",
    "ApBill": "accounting/ap-bills/custom-fields",
    "ApCredit": "accounting/ap-credits/custom-fields",
    "ApPayment": "accounting/ap-payments/custom-fields",
    "CreditMemo": "accounting/credit-memos/custom-fields",
    "InventoryBill": "accounting/inventory-bills/custom-fields",
    "Membership": "memberships/memberships/custom-fields",
    "Vendor": "inventory/vendors/custom-fields",
    "InstalledEquipment": "equipmentsystems/installed-equipment/custom-field-types",
}
# The last repeats the first one's name: one record can have values of both.
_NAMES = (
    "Gate code",
    "Preferred time",
    "Square footage",
    "Inspector",
    "Año / Größe 📐",
    "Gate code",
)
_KINDS = ("Text", "Dropdown", "Numeric")


def make(dataset: Dataset) -> None:
    """Make the types. Ids repeat between the lists: only entity and id together are unique."""
    rng = dataset.rng("custom-fields")
    opened = dataset.start - 1000 * TICKS_PER_DAY
    for entity, resource in LISTS.items():
        fields = resources.find(resource).fields
        table = dataset.table(resource)
        dataset.custom_fields[entity] = []
        for index, name in enumerate(_NAMES):
            created = rng.after(opened, 900, dataset.now)
            modified = dataset.modified(rng, created, 900)
            kind = _KINDS[index % 3]
            nameless = index == 3 and bool(fields["name"].get("nullable"))
            dataset.custom_fields[entity].append(Named(71 + index, name))
            record = {
                "id": 71 + index,
                "name": None if nameless else name,
                "dataType": kind,
                "dataTypeOptions": ["Morning", "Afternoon"] if kind == "Dropdown" else [],
                **audit_fields(created, modified),
            }
            table.add_fields(
                {name: record[name] for name in fields},
                created,
                modified,
            )
