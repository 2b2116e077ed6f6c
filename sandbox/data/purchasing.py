"""What was bought for installations: purchase orders, receipts of them, and returns."""

from __future__ import annotations

from typing import Any

import msgspec

from sandbox.data import geography
from sandbox.data.at_need import Records, Shop, sample
from sandbox.data.dataset import audit_fields
from sandbox.data.ids import first_id
from sandbox.encoding import Json, decode, number
from sandbox.table import Table
from sandbox.timestamps import TICKS_PER_DAY, text_from, ticks_from

_ORDERED, _RETURNED = 0.6, 0.06  # shares of the installations, and of the orders received
_TAX_PER_MILLE = 86
_VENDORS, _WAREHOUSES = 8, 3
_SHIP_TO = {
    "street": "100 W Warehouse Way",
    "unit": None,
    "city": "Phoenix",
    "state": geography.STATE,
    "zip": "85003",
    "country": geography.COUNTRY,
}
Item = dict[str, Any]


class _Job(msgspec.Struct, rename="camel"):
    id: int
    job_status: str
    job_type_id: int
    business_unit_id: int
    invoice_id: int
    created_on: str


class _JobType(msgspec.Struct, rename={"division": "class"}):
    id: int
    division: str


class _Sku(msgspec.Struct, rename="camel"):
    id: int
    code: str
    display_name: str
    cost: msgspec.Raw

    @property
    def cents(self) -> int:
        return int(decode(bytes(self.cost)) * 100)


class _Order(msgspec.Struct, rename="camel"):
    id: int
    number: str
    job_id: int
    vendor_id: int
    business_unit_id: int
    inventory_location_id: int
    received_on: str | None
    total: msgspec.Raw
    tax: msgspec.Raw
    items: list[Item]


def purchase_orders(shop: Shop) -> Table:
    """An order of equipment for many installations, from the day on which they were booked."""
    records, rng = Records("inventory/purchase-orders"), shop.rng
    installs = {t.id for t in shop.rows("jpm/job-types", _JobType) if t.division == "Install"}
    jobs = [
        job
        for job in shop.rows("jpm/jobs", _Job)
        if job.job_type_id in installs and job.job_status != "Canceled"
    ]
    skus = list(shop.rows("pricebook/equipment", _Sku))
    first = first_id("inventory/purchase-orders")
    for job in sample(rng, jobs, _ORDERED, 6):
        ordered = rng.after(ticks_from(job.created_on), 1, shop.now)
        received = ordered + rng.between(1, 6) * TICKS_PER_DAY
        is_received = received <= shop.now
        modified = received if is_received else ordered
        items = [
            _item(rng.pick(skus), len(records) * 2 + place, ordered, is_received)
            for place in range(rng.between(1, 2))
        ]
        cost = sum(int(decode(bytes(item["total"])) * 100) for item in items)
        tax = (cost * _TAX_PER_MILLE + 500) // 1000
        records.add(
            ordered,
            modified,
            id=first + len(records),
            number=f"PO-{len(records) + 1}",
            invoiceId=job.invoice_id,
            jobId=job.id,
            status="Received" if is_received else "Sent",
            typeId=first_id("inventory/purchase-order-types"),
            vendorId=first_id("inventory/vendors") + rng.below(_VENDORS),
            shipTo=_SHIP_TO,
            businessUnitId=job.business_unit_id,
            inventoryLocationId=first_id("inventory/warehouses") + rng.below(_WAREHOUSES),
            vendorDocumentNumber=f"V{rng.below(10**6):06}",
            date=geography.calendar_day(ordered),
            sentOn=text_from(ordered),
            receivedOn=text_from(received) if is_received else None,
            total=number(cost + tax),
            tax=number(tax),
            shipping=number(0),
            summary="For the installation",
            items=items,
            customFields=[],
            **audit_fields(ordered, modified),
        )
    return records.table


def _item(sku: _Sku, place: int, ordered: int, is_received: bool) -> Item:
    return {
        "id": first_id("inventory/purchase-orders") + place,
        "skuId": sku.id,
        "description": sku.display_name,
        **audit_fields(ordered, ordered),
        "skuName": sku.display_name,
        "skuCode": sku.code,
        "skuType": "Equipment",
        "vendorPartNumber": f"CS-{sku.code}",
        "quantity": number(100),
        "quantityReceived": number(100 if is_received else 0),
        "cost": number(sku.cents),
        "total": number(sku.cents),
        "serialNumbers": [],
        "status": "Received" if is_received else "Pending",
        "chargeable": True,
        "budgetCodeId": None,
    }


def receipts(shop: Shop) -> Table:
    """The receipt of each order that has arrived, for the order's amounts."""
    records = Records("inventory/receipts")
    for order in shop.rows("inventory/purchase-orders", _Order):
        if order.received_on is None:
            continue
        received = ticks_from(order.received_on)
        records.add(
            received,
            received,
            id=first_id("inventory/receipts") + len(records),
            active=True,
            number=f"R-{order.number}",
            vendorInvoiceNumber=f"INV-{order.number}",
            memo="",
            purchaseOrderId=order.id,
            jobId=order.job_id,
            businessUnitId=order.business_unit_id,
            vendorId=order.vendor_id,
            inventoryLocationId=order.inventory_location_id,
            shipTo=_SHIP_TO,
            shipToDescription="Warehouse",
            receiptAmount=Json(order.total),
            taxAmount=Json(order.tax),
            shippingAmount=number(0),
            receivedOn=order.received_on,
            syncStatus="Posted",
            items=[
                {
                    "id": item["id"],
                    "skuId": item["skuId"],
                    "name": item["skuName"],
                    "code": item["skuCode"],
                    "description": item["description"],
                    "quantity": 1,
                    "cost": item["cost"],
                    "generalLedgerAccount": None,
                    "costOfSaleAccount": None,
                    "assetAccount": None,
                    "purchaseOrderItemId": item["id"],
                    "budgetCodeId": None,
                }
                for item in order.items
            ],
            customFields=[],
            **audit_fields(received, received),
        )
    return records.table


def returns(shop: Shop) -> Table:
    """Equipment that went back to the vendor, with the amounts credited as positive numbers."""
    records, rng = Records("inventory/returns"), shop.rng
    orders = shop.rows("inventory/purchase-orders", _Order)
    received = [order for order in orders if order.received_on is not None]
    for order in sample(rng, received, _RETURNED, 3):
        at = rng.after(ticks_from(order.received_on or ""), 10, shop.now)
        item = order.items[0]
        cents = round(item["cost"] * 100)
        tax = (cents * _TAX_PER_MILLE + 500) // 1000
        records.add(
            at,
            at,
            id=first_id("inventory/returns") + len(records),
            active=True,
            number=f"RET-{len(records) + 1}",
            referenceNumber=order.number,
            status="CreditReceived",
            vendorId=order.vendor_id,
            purchaseOrderId=order.id,
            jobId=order.job_id,
            businessUnitId=order.business_unit_id,
            inventoryLocationId=order.inventory_location_id,
            memo="Wrong size",
            returnAmount=number(cents + tax),
            taxAmount=number(tax),
            shippingAmount=number(0),
            returnDate=geography.calendar_day(at),
            returnedOn=text_from(at),
            creditReceivedOn=text_from(at),
            syncStatus="Posted",
            items=[
                {
                    "id": first_id("inventory/returns") + len(records),
                    "skuId": item["skuId"],
                    "description": item["description"],
                    **audit_fields(at, at),
                    "name": item["skuName"],
                    "code": item["skuCode"],
                    "quantity": 1,
                    "cost": item["cost"],
                    "generalLedgerAccount": None,
                    "costOfSaleAccount": None,
                    "assetAccount": None,
                    "serialNumbers": [],
                    "createdById": None,
                    "active": True,
                    "receiptItemId": item["id"],
                    "budgetCodeId": None,
                }
            ],
            customFields=[],
            externalData=[],
            **audit_fields(at, at),
        )
    return records.table
