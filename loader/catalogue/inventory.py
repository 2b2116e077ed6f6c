"""Inventory: vendors, orders and stock."""

from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="adjustments",
        description="Adjustments of stock levels.",
        sources=(Source(area="inventory", list="adjustments", feed="export/adjustments"),),
    ),
    Endpoint(
        name="inventory_templates",
        description="Target stock levels for trucks and warehouses.",
        sources=(Source(area="inventory", list="inventory-templates"),),
    ),
    Endpoint(
        name="purchase_order_markups",
        description="Markups on purchase orders, by price range.",
        sources=(Source(area="inventory", list="purchase-order-markups"),),
    ),
    Endpoint(
        name="purchase_order_requests",
        description="Purchase orders that await approval.",
        sources=(Source(area="inventory", list="purchase-orders/requests"),),
    ),
    Endpoint(
        name="purchase_order_types",
        description="Types of purchase orders.",
        sources=(Source(area="inventory", list="purchase-order-types"),),
    ),
    Endpoint(
        name="purchase_orders",
        description="Orders to vendors, with their items.",
        sources=(Source(area="inventory", list="purchase-orders", feed="export/purchase-orders"),),
    ),
    Endpoint(
        name="receipts",
        description="Deliveries from vendors, with their items.",
        sources=(Source(area="inventory", list="receipts"),),
    ),
    Endpoint(
        name="return_types",
        description="Types of returns to vendors.",
        sources=(Source(area="inventory", list="return-types"),),
    ),
    Endpoint(
        name="returns",
        description="Returns to vendors, with their items.",
        sources=(Source(area="inventory", list="returns", feed="export/returns"),),
    ),
    Endpoint(
        name="transfers",
        description="Stock transfers between trucks and warehouses, with their items.",
        sources=(Source(area="inventory", list="transfers", feed="export/transfers"),),
    ),
    Endpoint(
        name="trucks",
        description="Trucks as stock locations.",
        sources=(Source(area="inventory", list="trucks"),),
    ),
    Endpoint(
        name="vendors",
        description="Suppliers of goods and services.",
        sources=(Source(area="inventory", list="vendors"),),
    ),
    Endpoint(
        name="warehouses",
        description="Warehouses as stock locations.",
        sources=(Source(area="inventory", list="warehouses"),),
    ),
)
