"""Differences in invoices and their lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sandbox.kpi_reports.planting import Change, Difference, Fields, Find, ShowsIn, Site
from sandbox.kpi_reports.records import Invoice

_INVOICES, _UNITS = "accounting/invoices", "settings/business-units"
_LIABILITY = {"id": 956, "name": "Customer Deposits", "number": "2300", "type": "Liability"}
_OF_THE_OLD = ("id", "createdOn", "modifiedOn")  # what an adjustment does not take over
_REVENUE: ShowsIn = {"unit_revenue": ("CompletedRevenue", "TotalRevenue")}


def _invoices(kind: str, new: Callable[[Site, Invoice], Fields | None] | None) -> Find:
    """Changes of invoices of one kind that earn in the period; None deletes them."""

    def find(site: Site) -> Iterator[Change]:
        for invoice in site.invoices(kind):
            changed = new(site, invoice) if new else None
            if new is None or changed is not None:
                job = site.ledger.job(site.ledger.job_of(invoice))
                yield Change(
                    _INVOICES, invoice.id, changed, job.job_number if job else None,
                    invoice.reference_number or str(invoice.id),
                )  # fmt: skip

    return find


def _income_line(site: Site, invoice: Invoice) -> tuple[list[dict[str, Any]], int] | None:
    """The items of an invoice as the API serves them, and the place of one that is income."""
    places = [
        place
        for place, item in enumerate(invoice.items or [])
        if item.total and site.ledger.is_income(item)
    ]
    if not places:
        return None
    return site.fields(_INVOICES, invoice.id)["items"], site.rng.choice(places)


def _line_of_another_unit(site: Site, invoice: Invoice) -> Fields | None:
    if (found := _income_line(site, invoice)) is None:
        return None
    items, place = found
    unit = (items[place].get("businessUnit") or {}).get("id")
    other = site.rng.choice(site.other(_UNITS, unit))
    items[place]["businessUnit"] = {"id": other, "name": site.ledger.unit_name(other)}
    return {"items": items}


def _dearer_line(site: Site, invoice: Invoice) -> Fields | None:
    if (found := _income_line(site, invoice)) is None:
        return None
    items, place = found
    items[place]["total"] = str(Decimal(items[place]["total"]) + 10)
    return {"items": items, "subTotal": str((invoice.sub_total or 0) + 10)}


def _line_of_another_account(site: Site, invoice: Invoice) -> Fields | None:
    if (found := _income_line(site, invoice)) is None:
        return None
    items, place = found
    items[place]["generalLedgerAccount"] = _LIABILITY
    return {"items": items}


def _before_the_period(site: Site, _: Invoice) -> Fields:
    return {"invoiceDate": f"{site.period.first - timedelta(days=1)}T00:00:00Z"}


def _paid(site: Site) -> Iterator[Change]:
    for invoice in site.ledger.invoices.values():
        if invoice.balance:
            number = invoice.reference_number or str(invoice.id)
            yield Change(_INVOICES, invoice.id, {"balance": "0.00"}, None, number)


def _new_adjustments(site: Site) -> Iterator[Change]:
    """A concession on an invoice of the period, dated on its last day."""
    for invoice in site.invoices("job"):
        old = site.fields(_INVOICES, invoice.id)
        if (found := _income_line(site, invoice)) is None:
            continue
        items, place = found
        day = f"{site.period.last}T00:00:00Z"
        line = items[place] | {"id": items[place]["id"] + 50_000_000, "total": "-10.00"}
        amounts = {"subTotal": "-10.00", "salesTax": "0.00", "total": "-10.00", "balance": "-10.00"}
        number = f"{invoice.reference_number or invoice.id}-A"
        yield Change(
            _INVOICES,
            None,
            {name: value for name, value in old.items() if name not in _OF_THE_OLD}
            | {"referenceNumber": number, "adjustmentToId": invoice.id, "invoiceDate": day}
            | {"items": [line], **amounts},
            None,
            number,
        )


DIFFERENCES = (
    Difference(
        "line-of-another-unit",
        "A line of an invoice moves to another business unit.",
        _REVENUE,
        _invoices("job", _line_of_another_unit),
    ),
    Difference(
        "line-dearer",
        "A line of an invoice costs 10.00 more.",
        _REVENUE,
        _invoices("job", _dearer_line),
    ),
    Difference(
        "line-of-another-account",
        "A line of an invoice posts to a liability, and is no income any more.",
        _REVENUE,
        _invoices("job", _line_of_another_account),
    ),
    Difference(
        "invoice-deleted",
        "The invoice of a job is deleted.",
        _REVENUE,
        _invoices("job", None),
        ("report", "late"),
    ),
    Difference(
        "adjustment-deleted",
        "An adjustment is deleted.",
        {"unit_revenue": ("AdjustmentRevenue", "TotalRevenue")},
        _invoices("adjustment", None),
        ("report", "late"),
    ),
    Difference(
        "adjustment-added",
        "An invoice of the period is adjusted by -10.00, dated on its last day.",
        {"unit_revenue": ("AdjustmentRevenue", "TotalRevenue")},
        _new_adjustments,
        ("late",),
    ),
    Difference(
        "invoice-redated",
        "An invoice without a job is dated before the period.",
        {"unit_revenue": ("NonJobRevenue", "TotalRevenue")},
        _invoices("non_job", _before_the_period),
    ),
    Difference(
        "invoice-paid",
        "An open invoice is paid.",
        {"ar_transactions": ("Balance",), "ar_by_customer": ("Balance",)},
        _paid,
    ),
)
