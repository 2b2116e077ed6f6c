"""Inventory: vendors, orders and stock."""

from loader.catalogue.endpoint import Endpoint, Source

ENDPOINTS = (
    Endpoint(
        name="adjustments",
        description="Corrections of stock levels.",
        sources=(Source(area="inventory", list="adjustments", feed="export/adjustments"),),
    ),
    Endpoint(
        name="inventory_templates",
        description="Templates that say how much of what a truck or warehouse should hold.",
        sources=(Source(area="inventory", list="inventory-templates"),),
    ),
    Endpoint(
        name="purchase_order_markups",
        description="Markups on purchases, by price range.",
        sources=(Source(area="inventory", list="purchase-order-markups"),),
    ),
    Endpoint(
        name="purchase_order_requests",
        description="Requests for purchase orders that wait for approval.",
        sources=(Source(area="inventory", list="purchase-orders/requests"),),
    ),
    Endpoint(
        name="purchase_order_types",
        description="Kinds of purchase order.",
        sources=(Source(area="inventory", list="purchase-order-types"),),
    ),
    Endpoint(
        name="purchase_orders",
        description="Orders placed with vendors, with their items.",
        sources=(Source(area="inventory", list="purchase-orders", feed="export/purchase-orders"),),
    ),
    Endpoint(
        name="receipts",
        description="What vendors delivered, with its items.",
        sources=(Source(area="inventory", list="receipts"),),
    ),
    Endpoint(
        name="return_types",
        description="Kinds of return to a vendor.",
        sources=(Source(area="inventory", list="return-types"),),
    ),
    Endpoint(
        name="returns",
        description="What went back to vendors, with its items.",
        sources=(Source(area="inventory", list="returns", feed="export/returns"),),
    ),
    Endpoint(
        name="transfers",
        description="Stock moved between trucks and warehouses, with its items.",
        sources=(Source(area="inventory", list="transfers", feed="export/transfers"),),
    ),
    Endpoint(
        name="trucks",
        description="Trucks as places of stock.",
        sources=(Source(area="inventory", list="trucks"),),
    ),
    Endpoint(
        name="vendors",
        description="Companies that goods and services are bought from.",
        sources=(Source(area="inventory", list="vendors"),),
    ),
    Endpoint(
        name="warehouses",
        description="Warehouses as places of stock.",
        sources=(Source(area="inventory", list="warehouses"),),
    ),
)
