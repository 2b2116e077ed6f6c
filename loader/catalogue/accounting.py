"""Accounting: invoices, payments, bills and the ledger."""

from loader.catalogue.columns import Column
from loader.catalogue.endpoint import Endpoint, Index, Source
from loader.catalogue.parent import Parent, ParentKey

# Without a type the list of bills returns one of them only.
_BILL_TYPES = (
    {"billType": "NotSet"},
    {"billType": "Procurement"},
    {"billType": "ApBill"},
    {"billType": "RecurringBill"},  # of inventory bills only
)

# Whose lines are asked for; a line has no id, only a place among the others.
_JOURNAL_ENTRY = Parent(
    name="journal_entries",
    keys=(ParentKey("journal_entry_id", type="text"),),
    positioned=True,
)

ENDPOINTS = (
    Endpoint(
        name="ap_bills",
        description="Bills to be paid to vendors, with their items.",
        sources=(Source(area="accounting", list="ap-bills", partitions=_BILL_TYPES[:3]),),
        columns=(
            # Money comes as strings here; the documents call it a string.
            Column("bill_amount", "billAmount", "numeric"),
            Column("vendor_invoice_total", "vendorInvoiceTotal", "numeric"),
            Column("tax_amount", "taxAmount", "numeric"),
            Column("shipping_amount", "shippingAmount", "numeric"),
        ),
    ),
    Endpoint(
        name="ap_credits",
        description="Credits given by vendors.",
        sources=(Source(area="accounting", list="ap-credits"),),
    ),
    Endpoint(
        name="ap_payments",
        description="Payments to vendors.",
        sources=(Source(area="accounting", list="ap-payments"),),
    ),
    Endpoint(
        name="bank_deposit_transactions",
        description="Payments and other transactions in a bank deposit.",
        sources=(
            Source(
                area="accounting",
                list="bank-deposits/{id}/transactions",
                parent=Parent(name="bank_deposits", keys=(ParentKey("bank_deposit_id"),)),
            ),
        ),
        key=("bank_deposit_id", "st_id"),
        columns=(
            # Money comes as strings here; the documents call it a string.
            Column("total", "total", "numeric"),
            Column("unapplied_amount", "unappliedAmount", "numeric"),
        ),
    ),
    Endpoint(
        name="bank_deposits",
        description="Deposits of received payments at a bank.",
        sources=(Source(area="accounting", list="bank-deposits"),),
    ),
    Endpoint(
        name="credit_memo_items",
        description="Items of credit memos, one row for each.",
        sources=(Source(area="accounting", list="credit-memos/credit-memo-items"),),
        no_cursor="The list filters by createdOn only, and an item may change later.",
    ),
    Endpoint(
        name="credit_memos",
        description="Credits given to customers.",
        sources=(Source(area="accounting", list="credit-memos"),),
    ),
    Endpoint(
        name="gl_account_types",
        description="Types of general ledger accounts.",
        sources=(Source(area="accounting", list="gl-accounts/types"),),
    ),
    Endpoint(
        name="gl_accounts",
        description="Accounts of the general ledger.",
        sources=(Source(area="accounting", list="gl-accounts"),),
    ),
    Endpoint(
        name="inventory_bills",
        description="Bills for goods that were ordered, with their items.",
        sources=(
            Source(
                area="accounting",
                list="inventory-bills/paginated",
                feed="export/inventory-bills",
                partitions=_BILL_TYPES,
            ),
        ),
        columns=(
            # Money comes as strings here; the documents call it a string.
            Column("bill_amount", "billAmount", "numeric"),
            Column("tax_amount", "taxAmount", "numeric"),
            Column("shipping_amount", "shippingAmount", "numeric"),
        ),
    ),
    Endpoint(
        name="invoice_items",
        description="Items of invoices, one row for each.",
        sources=(Source(area="accounting", feed="export/invoice-items"),),
        columns=(
            # Numbers come as strings here; the documents call them strings.
            Column("quantity", "quantity", "numeric"),
            Column("cost", "cost", "numeric"),
            Column("total_cost", "totalCost", "numeric"),
            Column("price", "price", "numeric"),
            Column("total", "total", "numeric"),
            Column("member_price", "memberPrice", "numeric"),
        ),
        # An item is on its invoice or it is gone; the invoice itself does not list inactive ones.
        deleted_when_inactive=True,
    ),
    Endpoint(
        name="invoice_tasks",
        description="Tasks about invoices.",
        sources=(
            Source(
                area="accounting",
                list="invoices/{invoiceId}/tasks",
                parent=Parent(name="invoices", keys=(ParentKey("invoice_id"),)),
            ),
        ),
        key=("invoice_id", "task_id"),
    ),
    Endpoint(
        name="invoices",
        description="Invoices with their items.",
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
        indexes=(Index(("job_id",)),),
        default=True,
    ),
    Endpoint(
        name="journal_entries",
        description="Journal entries as they go to the accounting system.",
        sources=(
            Source(
                area="accounting",
                list="journal-entries",
                # Unless asked, the API may leave entries out that have no lines.
                params={"empty": "Include"},
                page_size=500,  # more are refused
            ),
        ),
    ),
    Endpoint(
        name="journal_entry_details",
        description="Lines of journal entries, by account, transaction and pricebook item.",
        sources=(
            Source(
                area="accounting",
                list="journal-entries/{id}/details",
                parent=_JOURNAL_ENTRY,
                page_size=500,  # more are refused
            ),
        ),
        key=("journal_entry_id", "position"),
    ),
    Endpoint(
        name="journal_entry_summaries",
        description="Lines of journal entries, added up by account and business unit.",
        sources=(
            Source(
                area="accounting",
                list="journal-entries/{id}/summary",
                parent=_JOURNAL_ENTRY,
                page_size=500,  # more are refused
            ),
        ),
        key=("journal_entry_id", "position"),
    ),
    Endpoint(
        name="payment_terms",
        description="Terms within which invoices are due.",
        sources=(Source(area="accounting", list="payment-terms"),),
    ),
    Endpoint(
        name="payment_types",
        description="Ways to pay.",
        sources=(Source(area="accounting", list="payment-types"),),
        no_cursor="The list filters by createdOn only; it is short.",
    ),
    Endpoint(
        name="payments",
        description="Payments, each applied to any number of invoices.",
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
        indexes=(Index(("applied_to",), method="gin"),),
        default=True,
    ),
    Endpoint(
        name="remittance_vendors",
        description="Vendors that payments are remitted to.",
        sources=(Source(area="accounting", list="remittance-vendors"),),
    ),
    Endpoint(
        name="tax_zones",
        description="Tax zones with their rates.",
        sources=(Source(area="accounting", list="tax-zones"),),
    ),
)
