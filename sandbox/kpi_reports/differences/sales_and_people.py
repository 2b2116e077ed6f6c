"""Differences in estimates, splits, job types, memberships and calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sandbox.kpi_reports.figures import Sale, written_day
from sandbox.kpi_reports.planting import Change, Difference, Fields, Find, ShowsIn, Site
from sandbox.kpi_reports.records import Call, Membership, Split

_ESTIMATES, _SPLITS = "sales/estimates", "payroll/jobs/splits"
_SALES: ShowsIn = {"unit_sales": ("TotalSales",)}
_NOON = "T19:00:00Z"  # in the sandbox's own zone


def _sold(new: Callable[[Site, Sale], Fields | None] | None) -> Find:
    """Changes of estimates sold in the period; None deletes them."""

    def find(site: Site) -> Iterator[Change]:
        for sale in site.ledger.sales:
            if sale.day in site.period and sale.amount and sale.job is not None:
                job = site.ledger.job(sale.job)
                changed = new(site, sale) if new else None
                yield Change(_ESTIMATES, sale.estimate, changed, job.job_number if job else None)

    return find


def _other_seller(site: Site, sale: Sale) -> Fields:
    return {"soldBy": site.rng.choice(site.other("settings/technicians", sale.seller))}


def _open_estimates(site: Site) -> Iterator[Change]:
    noon = f"{site.period.last}{_NOON}"
    sellers = site.other("settings/technicians")
    for key, estimate in site.ledger.estimates.items():
        job = site.ledger.jobs.get(estimate.job_id or 0)
        if estimate.sold_on is None and estimate.subtotal and job is not None:
            sale = {"soldOn": noon, "soldBy": site.rng.choice(sellers)}
            status = {"status": {"value": 1, "name": "Sold"}}
            yield Change(_ESTIMATES, key, sale | status, job.record.job_number)


def _splits(site: Site) -> Iterator[Change]:
    """A split of an earning job goes to a technician who was not on it."""
    for key, split in site.ledger.records.live(_SPLITS, Split).items():
        job = site.ledger.jobs.get(split.job_id or 0)
        if job and split.split and job.completed in site.period and job.revenue:
            people = site.other("settings/technicians", *site.ledger.shares(split.job_id))
            if people:
                new = {"technicianId": site.rng.choice(people)}
                yield Change(_SPLITS, key, new, job.record.job_number)


def _thresholds(site: Site) -> Iterator[Change]:
    """The threshold of a job type rises above what a converted job earned."""
    for job in site.completed():
        if job.is_converted and not job.record.no_charge:
            above = {"soldThreshold": job.subtotal + 1}
            yield Change("jpm/job-types", job.record.job_type_id, above, job.record.job_number)


def _memberships(site: Site) -> Iterator[Change]:
    live = site.ledger.records.live("memberships/memberships", Membership)
    for key, one in live.items():
        begin, end = written_day(one.from_day), written_day(one.to_day)
        had_begun = begin is not None and begin < site.period.first
        goes_on = end is None or end > site.period.last
        if one.cancellation_date is None and had_begun and goes_on:
            when = {"cancellationDate": f"{site.period.last}{_NOON}", "status": "Canceled"}
            yield Change("memberships/memberships", key, when)


def _calls(site: Site) -> Iterator[Change]:
    for key, one in site.ledger.records.live("telecom/calls", Call).items():
        call = one.lead_call
        if (
            call is not None
            and call.call_type == "Unbooked"
            and call.direction == "Inbound"
            and site.ledger.local_day(call.received_on) in site.period
        ):
            old = site.fields("telecom/calls", key)["leadCall"]
            yield Change("telecom/calls", key, {"leadCall": old | {"callType": "Excused"}})


DIFFERENCES = (
    Difference(
        "estimate-sold",
        "An open estimate is sold on the last day of the period.",
        _SALES,
        _open_estimates,
        ("unmarked", "late", "report"),
    ),
    Difference(
        "estimate-not-sold",
        "A sold estimate is open again.",
        _SALES,
        _sold(lambda *_: {"soldOn": None, "soldBy": None, "status": {"value": 0, "name": "Open"}}),
    ),
    Difference(
        "estimate-dearer",
        "A sold estimate costs 10.00 more.",
        _SALES,
        _sold(lambda _, sale: {"subtotal": sale.amount + 10}),
    ),
    Difference(
        "estimate-deleted",
        "A sold estimate is deleted.",
        _SALES,
        _sold(None),
        ("report", "late"),
    ),
    Difference(
        "estimate-of-another-seller",
        "A technician gets a sale of somebody else.",
        {"technician_sales": ("TotalSales",)},
        _sold(_other_seller),
    ),
    Difference(
        "split-moved",
        "A technician's part of a job goes to somebody else.",
        {"technician_revenue": ("CompletedRevenue",)},
        _splits,
    ),
    Difference(
        "threshold-raised",
        "The sold threshold of a job type rises above what a job of it earned.",
        {"unit_revenue": ("ConvertedJobs",)},
        _thresholds,
    ),
    Difference(
        "membership-canceled",
        "A membership is canceled on the last day of the period.",
        {"membership_summary": ("Canceled", "ActiveAtEnd")},
        _memberships,
    ),
    Difference(
        "call-excused",
        "An unbooked call is classified as excused.",
        {"call_center_by_agent": ("UnbookedCalls",), "call_center_by_campaign": ("UnbookedCalls",)},
        _calls,
    ),
)
