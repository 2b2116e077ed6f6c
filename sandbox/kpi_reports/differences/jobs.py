"""Differences in jobs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sandbox.kpi_reports.figures import JobFigures
from sandbox.kpi_reports.planting import Change, Difference, Fields, Find, ShowsIn, Site
from sandbox.timestamps import TICKS_PER_DAY, text_from, ticks_from

_JOBS, _UNITS = "jpm/jobs", "settings/business-units"
_REVENUE: ShowsIn = {"unit_revenue": ("CompletedRevenue", "TotalRevenue")}
_COUNTS: ShowsIn = {"unit_revenue": ("Opportunity",)}
_COMPLETED: ShowsIn = {"unit_scorecard": ("CompletedJobs",)}


def _jobs(
    qualifies: Callable[[JobFigures], bool], new: Callable[[Site, JobFigures], Fields | None]
) -> Find:
    """Changes of completed jobs; ``new`` is None where a job cannot be changed so."""

    def find(site: Site) -> Iterator[Change]:
        for job in site.completed():
            if qualifies(job) and (changed := new(site, job)) is not None:
                yield Change(_JOBS, job.record.id, changed, job.record.job_number)

    return find


def _other_unit(site: Site, job: JobFigures) -> Fields:
    return {"businessUnitId": site.rng.choice(site.other(_UNITS, job.record.business_unit_id))}


def _other_campaign(site: Site, job: JobFigures) -> Fields:
    others = site.other("marketing/campaigns", job.record.campaign_id)
    return {"campaignId": site.rng.choice(others)}


def _higher_type(site: Site, job: JobFigures) -> Fields | None:
    """A job type whose threshold the job does not reach."""
    kinds = site.ledger.job_types.items()
    higher = [key for key, kind in kinds if (kind.sold_threshold or 0) > job.subtotal]
    return {"jobTypeId": site.rng.choice(higher)} if higher else None


def _earlier(site: Site, job: JobFigures) -> Fields | None:
    """A completion before the period, at the same time of day."""
    at = job.record.completed_on
    if job.completed is None or at is None:
        return None
    days = (job.completed - site.period.first).days + 1
    return {"completedOn": text_from(ticks_from(at) - days * TICKS_PER_DAY)}


def _canceled_jobs(site: Site) -> Iterator[Change]:
    for job in site.ledger.jobs.values():
        if job.canceled in site.period and not job.record.no_charge:
            yield Change(_JOBS, job.record.id, {"jobStatus": "Completed"}, job.record.job_number)


DIFFERENCES = (
    Difference(
        "job-recategorised",
        "A completed job moves to another business unit.",
        _COUNTS,
        _jobs(lambda job: job.is_opportunity, _other_unit),
    ),
    Difference(
        "job-type-changed",
        "A converted job gets a job type whose threshold it does not reach.",
        {"unit_revenue": ("ConvertedJobs",)},
        _jobs(lambda job: job.is_converted and not job.record.no_charge, _higher_type),
    ),
    Difference(
        "job-reopened",
        "A completed job is put on hold again.",
        _REVENUE | _COMPLETED,
        _jobs(lambda job: bool(job.revenue), lambda *_: {"jobStatus": "Hold", "completedOn": None}),
    ),
    Difference(
        "job-canceled",
        "A completed job is canceled, and keeps its completion date.",
        _REVENUE | _COMPLETED,
        _jobs(lambda job: bool(job.revenue), lambda *_: {"jobStatus": "Canceled"}),
    ),
    Difference(
        "canceled-job-counted",
        "A canceled job with a completion date counts as a completed one.",
        _COUNTS | _COMPLETED,
        _canceled_jobs,
        ("report", "late", "unmarked"),
    ),
    Difference(
        "job-completed-earlier",
        "The completion of a job moves to before the period.",
        _REVENUE,
        _jobs(lambda job: bool(job.revenue), _earlier),
    ),
    Difference(
        "job-made-no-charge",
        "A job below its threshold is marked as no charge.",
        _COUNTS,
        _jobs(
            lambda job: (
                job.is_opportunity
                and not job.record.no_charge
                and (job.threshold == 0 or job.subtotal < job.threshold)
            ),
            lambda *_: {"noCharge": True},
        ),
    ),
    Difference(
        "job-of-another-campaign",
        "An earning job moves to another campaign.",
        {"campaign_summary": ("CompletedRevenue",)},
        _jobs(lambda job: bool(job.revenue), _other_campaign),
    ),
)
