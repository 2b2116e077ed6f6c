"""Accounting: invoices and payments."""

from loader.catalogue.columns import Column
from loader.catalogue.endpoint import Endpoint, Index, Source

ENDPOINTS = (
    Endpoint(
        name="invoices",
        sources=(Source(area="accounting", list="invoices", feed="export/invoices"),),
        columns=(
            # Money comes as strings here; the documents call it a string.
            Column("subtotal", "subTotal", "numeric"),
            Column("sales_tax", "salesTax", "numeric"),
            Column("total", "total", "numeric"),
            Column("balance", "balance", "numeric"),
            Column("discount_total", "discountTotal", "numeric"),
            # Business dates: the calendar day as written, whatever the time zone.
            Column("invoice_date", "invoiceDate", "date"),
            Column("due_date", "dueDate", "date"),
            Column("job_id", "job.id", "bigint"),
            Column("customer_id", "customer.id", "bigint"),
            Column("location_id", "location.id", "bigint"),
            Column("business_unit_id", "businessUnit.id", "bigint"),
            Column("invoice_type", "invoiceType.name", "text"),
        ),
        indexes=(Index(("job_id",)), Index(("customer_id",))),
    ),
    Endpoint(
        name="payments",
        sources=(Source(area="accounting", list="payments", feed="export/payments"),),
        columns=(
            # Money comes as strings here; the documents call it a string.
            Column("amount", "total", "numeric"),
            Column("unapplied_amount", "unappliedAmount", "numeric"),
            Column("payment_date", "date", "timestamptz"),
            Column("payment_type", "type", "text"),
            Column("gl_account", "generalLedgerAccount", "jsonb"),
            Column("customer_id", "customer.id", "bigint"),
            Column("business_unit_id", "businessUnit.id", "bigint"),
            Column("invoice_id", "appliedTo[0].appliedTo", "bigint"),
        ),
        indexes=(Index(("customer_id",)), Index(("applied_to",), method="gin")),
    ),
)
