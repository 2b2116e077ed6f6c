"""Bookings that customers made online, some of which became jobs."""

from __future__ import annotations

from typing import Any

import msgspec

from sandbox.data import people
from sandbox.data.at_need import Records, Shop, sample
from sandbox.data.dataset import audit_fields
from sandbox.data.ids import first_id
from sandbox.table import Table
from sandbox.timestamps import TICKS_PER_DAY, TICKS_PER_MINUTE, text_from, ticks_from

_OF_JOBS = 0.04  # share of the jobs that were booked online
_OPEN_DAYS = 3  # older bookings are decided
_PROVIDERS = 3
_SOURCES = ("Website", "Website", "Google", "Marketplace")


class _Job(msgspec.Struct, rename="camel"):
    id: int
    job_type_id: int
    business_unit_id: int
    campaign_id: int | None
    created_on: str


def bookings(shop: Shop) -> Table:
    """A booking before each of some jobs, and others from which no job came."""
    records, rng = Records("crm/bookings"), shop.rng
    jobs = list(shop.rows("jpm/jobs", _Job))
    for job in sample(rng, jobs, _OF_JOBS, 12):
        created = ticks_from(job.created_on)
        draw, waited = rng.random(), rng.between(5, 2000) * TICKS_PER_MINUTE
        if draw < 0.65:
            status, made, job_id = "Converted", created - waited, job.id
        else:
            recent = created > shop.now - _OPEN_DAYS * TICKS_PER_DAY
            status, made, job_id = ("New" if recent else "Dismissed"), created, None
        _add(shop, records, job, status, made, max(made, created), job_id)
    for job in jobs[-4:]:  # the latest, which nobody has answered yet
        created = ticks_from(job.created_on)
        _add(shop, records, job, "New", created, created, None)
    return records.table


def _add(
    shop: Shop,
    records: Records,
    job: _Job,
    status: str,
    made: int,
    modified: int,
    job_id: int | None,
) -> None:
    rng, number = shop.rng, len(records)
    fields: dict[str, Any] = {
        "id": first_id("crm/bookings") + number,
        "source": rng.pick(_SOURCES),
        "name": people.person(rng),
        "customerType": "Residential",
        "start": text_from(made + 2 * TICKS_PER_DAY),
        "campaignId": job.campaign_id,
        "businessUnitId": job.business_unit_id,
        "isFirstTimeClient": rng.random() < 0.6,
        "uploadedImages": [],
        "isSendConfirmationEmail": True,
        "status": status,
        "jobId": job_id,
        "externalId": f"WEB-{number:05}",
        "priority": "Normal",
        "jobTypeId": job.job_type_id,
        "bookingProviderId": first_id("crm/booking-provider-tags") + rng.below(_PROVIDERS),
        "summary": "Booked online",
    }
    records.add(made, modified, **fields, **audit_fields(made, modified))
