"""Records by which the readings of the definitions differ; a small tenant may lack them.

Each belongs to a completed job of the period, or is dated on its last day. With them, every
alternative reading changes some report.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.kpi_reports.figures import JobFigures
from sandbox.kpi_reports.planting import Site
from sandbox.kpi_reports.records import Call

_FINANCE = {"id": 959, "name": "Finance Charges", "number": "7010", "type": "OtherIncome"}


def add(site: Site) -> None:
    """Add one record of each kind.

    Raises:
        ValueError: The period has too few jobs.
    """
    jobs = _jobs(site)
    free = _jobs_without_threshold(site)
    try:
        first, second = next(jobs), next(jobs)
        _invoice(site, first, [])
        invoiced = _invoice(site, second, [_line_of_another_unit(site, second)])
        _invoice(site, second, [_line_of_another_unit(site, second)], adjusts=invoiced)
        _sales(site, next(jobs), parts=2)
        _sales(site, next(jobs), parts=1)
        _bought(site, next(jobs))
        site.store.change("jpm/jobs", next(free).record.id, noCharge=True)
        site.store.change("jpm/jobs", _visit(site), noCharge=False)
        site.store.change("jpm/jobs", first.record.id, recallForId=_of_another_crew(site, first))
    except StopIteration:
        raise ValueError(
            "too few jobs were completed: take a longer period or a larger tenant"
        ) from None
    _interest(site)
    _calls(site)


def _jobs(site: Site) -> Iterator[JobFigures]:
    """Completed jobs that reach a threshold, without a sale."""
    return (
        job
        for job in list(site.completed())
        if job.is_converted and job.threshold > 1 and not job.record.no_charge and not job.sales
    )


def _jobs_without_threshold(site: Site) -> Iterator[JobFigures]:
    return (job for job in list(site.completed()) if not job.threshold and job.is_opportunity)


def _visit(site: Site) -> int:
    """A completed job that brought in nothing, and without an estimate."""
    with_estimate = {one.job_id for one in site.ledger.estimates.values()}
    return next(
        job.record.id
        for job in site.completed()
        if not job.subtotal and job.threshold and job.record.id not in with_estimate
    )


def _of_another_crew(site: Site, job: JobFigures) -> int:
    """A completed job on which nobody of the job's crew was."""
    ledger = site.ledger
    crew = set(ledger.crews.get(job.record.id, []))
    return next(
        other.record.id
        for other in site.completed()
        if (people := ledger.crews.get(other.record.id)) and not crew & set(people)
    )


def _money(amount: int) -> dict[str, str]:
    text = f"{amount}.00"
    return {"subTotal": text, "salesTax": "0.00", "total": text, "balance": text}


def _invoice(
    site: Site, job: JobFigures, lines: list[dict[str, Any]], adjusts: int | None = None
) -> int:
    """Another invoice of a job, of 123 dollars; its id."""
    record = job.record
    invoice: int = site.store.insert(
        "accounting/invoices",
        {
            "referenceNumber": f"{record.job_number}-T{adjusts or ''}",
            "job": {"id": record.id, "number": record.job_number, "type": None},
            "adjustmentToId": adjusts,
            "invoiceDate": f"{site.period.last}T00:00:00Z",
            "dueDate": f"{site.period.last}T00:00:00Z",
            "items": lines,
            "paidOn": None,
            **_money(123),
        },
    )
    return invoice


def _line_of_another_unit(site: Site, job: JobFigures) -> dict[str, Any]:
    """A line without an account, of a unit that is not the job's."""
    unit = site.other("settings/business-units", job.record.business_unit_id)[0]
    return {
        "id": 59_000_002,
        "total": "123.00",
        "generalLedgerAccount": None,
        "businessUnit": {"id": unit, "name": site.ledger.unit_name(unit)},
        "type": "Service",
    }


def _sales(site: Site, job: JobFigures, *, parts: int) -> None:
    """Sold estimates, each of three quarters of the threshold."""
    for place in range(parts):
        site.store.insert(
            "sales/estimates",
            {
                "jobId": job.record.id,
                "jobNumber": job.record.job_number,
                "customerId": job.record.customer_id,
                "businessUnitId": job.record.business_unit_id,
                "name": f"Part {place + 1}",
                "status": {"value": 1, "name": "Sold"},
                "soldOn": job.record.completed_on,
                "soldBy": site.other("settings/technicians")[0],
                "subtotal": job.threshold * 3 / 4,
                "items": [],
            },
        )


def _bought(site: Site, job: JobFigures) -> None:
    """An order of 217 with 17 of tax, and a receipt of half of it."""
    number = f"PO-{job.record.job_number}"
    order = {"number": number, "jobId": job.record.id, "status": "Sent", "items": []}
    order |= {"receivedOn": None, "total": 217, "tax": 17}
    receipt = {"number": number, "jobId": job.record.id, "active": True, "items": []}
    receipt |= {"receiptAmount": 108.5, "taxAmount": 8.5}
    site.store.insert("inventory/purchase-orders", order)
    site.store.insert("inventory/receipts", receipt)


def _interest(site: Site) -> None:
    """Income of a kind that not every shop counts."""
    unit = site.other("settings/business-units")[0]
    line = {
        "id": 59_000_001,
        "total": "7.00",
        "generalLedgerAccount": _FINANCE,
        "businessUnit": {"id": unit, "name": site.ledger.unit_name(unit)},
        "type": "Service",
    }
    site.store.insert(
        "accounting/invoices",
        {
            "referenceNumber": "INTEREST-1",
            "job": None,
            "adjustmentToId": None,
            "invoiceDate": f"{site.period.last}T00:00:00Z",
            "dueDate": f"{site.period.last}T00:00:00Z",
            "items": [line],
            "paidOn": None,
            **_money(7),
        },
    )


def _calls(site: Site) -> None:
    """An outbound call that booked a job, and one that the caller gave up."""
    for key, call in site.ledger.records.live("telecom/calls", Call).items():
        taken = call.lead_call
        if (
            taken is not None
            and taken.call_type == "Booked"
            and site.ledger.local_day(taken.received_on) in site.period
        ):
            old = site.fields("telecom/calls", key)
            number = max(one.key for one in site.store.truth("telecom/calls")) + 1
            outbound = {"id": number, "direction": "Outbound"}
            abandoned = {"id": number + 1, "callType": "Abandoned", "duration": "00:01:10"}
            for new in (outbound, abandoned):
                lead_call = old["leadCall"] | new
                site.store.insert("telecom/calls", old | {"id": new["id"], "leadCall": lead_call})
            return
