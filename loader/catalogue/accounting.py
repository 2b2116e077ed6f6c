"""Accounting: invoices, payments, bills and the general ledger."""

from loader.catalogue.columns import Column
from loader.catalogue.endpoint import Endpoint, Index, Source
from loader.catalogue.parent import Parent, ParentKey

# Without a type, the list of bills returns one type only.
_BILL_TYPES = (
    {"billType": "NotSet"},
    {"billType": "Procurement"},
    {"billType": "ApBill"},
    {"billType": "RecurringBill"},  # inventory bills only
)

# A line has no id, only its position in the journal entry.
_JOURNAL_ENTRY = Parent(
    name="journal_entries",
    keys=(ParentKey("journal_entry_id", type="text"),),
    by_position=True,
)

ENDPOINTS = (
    Endpoint(
        name="ap_bills",
        description="Bills payable to vendors, with their items.",
        sources=(Source(area="accounting", list="ap-bills", partitions=_BILL_TYPES[:3]),),
        columns=(
            # The API sends this money as strings, as documented.
            Column("bill_amount", "billAmount", "numeric"),
            Column("vendor_invoice_total", "vendorInvoiceTotal", "numeric"),
            Column("tax_amount", "taxAmount", "numeric"),
            Column("shipping_amount", "shippingAmount", "numeric"),
        ),
    ),
    Endpoint(
        name="ap_credits",
        description="Credits from vendors.",
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
            # The API sends this money as strings, as documented.
            Column("total", "total", "numeric"),
            Column("unapplied_amount", "unappliedAmount", "numeric"),
        ),
    ),
    Endpoint(
        name="bank_deposits",
        description="Bank deposits of received payments.",
        sources=(Source(area="accounting", list="bank-deposits"),),
    ),
    Endpoint(
        name="credit_memo_items",
        description="Items of credit memos, one row per item.",
        sources=(Source(area="accounting", list="credit-memos/credit-memo-items"),),
        no_cursor="The list filters by createdOn only, and items may change later.",
    ),
    Endpoint(
        name="credit_memos",
        description="Credits to customers.",
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
        description="Bills for ordered goods, with their items.",
        sources=(
            Source(
                area="accounting",
                list="inventory-bills/paginated",
                feed="export/inventory-bills",
                partitions=_BILL_TYPES,
            ),
        ),
        columns=(
            # The API sends this money as strings, as documented.
            Column("bill_amount", "billAmount", "numeric"),
            Column("tax_amount", "taxAmount", "numeric"),
            Column("shipping_amount", "shippingAmount", "numeric"),
        ),
    ),
    Endpoint(
        name="invoice_items",
        description="Items of invoices, one row per item.",
        sources=(Source(area="accounting", feed="export/invoice-items"),),
        columns=(
            # The API sends these numbers as strings, as documented.
            Column("quantity", "quantity", "numeric"),
            Column("cost", "cost", "numeric"),
            Column("total_cost", "totalCost", "numeric"),
            Column("price", "price", "numeric"),
            Column("total", "total", "numeric"),
            Column("member_price", "memberPrice", "numeric"),
        ),
        # An item exists on its invoice or not at all: invoices do not list inactive items.
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
            # The API sends this money as strings, as documented.
            Column("subtotal", "subTotal", "numeric"),
            Column("sales_tax", "salesTax", "numeric"),
            Column("total", "total", "numeric"),
            Column("balance", "balance", "numeric"),
            Column("discount_total", "discountTotal", "numeric"),
            # Business dates: the calendar day as written, regardless of time zone.
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
        description="Journal entries as exported to the accounting system.",
        sources=(
            Source(
                area="accounting",
                list="journal-entries",
                # Without this, the API may omit entries that have no lines.
                params={"empty": "Include"},
                page_size=500,  # larger pages are refused
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
                page_size=500,  # larger pages are refused
            ),
        ),
        key=("journal_entry_id", "position"),
    ),
    Endpoint(
        name="journal_entry_summaries",
        description="Lines of journal entries, summed by account and business unit.",
        sources=(
            Source(
                area="accounting",
                list="journal-entries/{id}/summary",
                parent=_JOURNAL_ENTRY,
                page_size=500,  # larger pages are refused
            ),
        ),
        key=("journal_entry_id", "position"),
    ),
    Endpoint(
        name="payment_terms",
        description="Payment terms of invoices.",
        sources=(Source(area="accounting", list="payment-terms"),),
    ),
    Endpoint(
        name="payment_types",
        description="Payment methods.",
        sources=(Source(area="accounting", list="payment-types"),),
        no_cursor="The list filters by createdOn only; it is short.",
    ),
    Endpoint(
        name="payments",
        description="Payments, each applied to any number of invoices.",
        sources=(Source(area="accounting", list="payments", feed="export/payments"),),
        columns=(
            # The API sends this money as strings, as documented.
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
        description="Vendors to whom payments are remitted.",
        sources=(Source(area="accounting", list="remittance-vendors"),),
    ),
    Endpoint(
        name="tax_zones",
        description="Tax zones with their rates.",
        sources=(Source(area="accounting", list="tax-zones"),),
    ),
)
