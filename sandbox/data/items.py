"""The items of invoices and of estimates as resources of their own."""

from __future__ import annotations

from typing import Any

import msgspec

from sandbox.data.at_need import Records, Shop
from sandbox.table import Table
from sandbox.timestamps import ticks_from

Item = dict[str, msgspec.Raw]


class _Invoice(msgspec.Struct, rename="camel"):
    id: int
    active: bool
    items: list[Item]
    modified_on: str


class _Estimate(msgspec.Struct, rename="camel"):
    items: list[Item]
    modified_on: str


_text = msgspec.json.Decoder(str).decode


def of_invoices(shop: Shop) -> Table:
    """Every line of every invoice."""
    records = Records("accounting/invoice-items")
    for invoice in shop.rows("accounting/invoices", _Invoice):
        for item in invoice.items:
            membership = item["membershipTypeId"]
            fields: dict[str, Any] = {
                **item,
                "membershipTypeId": 0 if bytes(membership) == b"null" else membership,
                "addOn": False,
                "active": invoice.active,
                "invoiceId": invoice.id,
            }
            _add(records, fields, item, invoice.modified_on)
    return records.table


def of_estimates(shop: Shop) -> Table:
    """Every item of every estimate."""
    records = Records("sales/estimates/items")
    for estimate in shop.rows("sales/estimates", _Estimate):
        for item in estimate.items:
            _add(records, {**item, "itemGroupName": ""}, item, estimate.modified_on)
    return records.table


def _add(records: Records, fields: dict[str, Any], item: Item, changed: str) -> None:
    """Append an item; it counts as modified when its owner was."""
    created, modified = ticks_from(_text(item["createdOn"])), ticks_from(changed)
    fields |= {"id": int(bytes(item["id"])), "modifiedOn": changed}
    records.add(created, modified, **fields)
