"""Why jobs were canceled and held."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from sandbox.data.at_need import Records, Shop
from sandbox.data.dataset import HISTORY_DAYS, audit_fields
from sandbox.data.ids import first_id
from sandbox.table import Table
from sandbox.timestamps import TICKS_PER_DAY, ticks_from

_CANCEL_REASONS = (
    "Price",
    "Customer not home",
    "Booked with a competitor",
    "Rescheduled as a new job",
    "Fixed itself",
    "Booked twice",
    "Out of area",
)
_HOLD_REASONS = ("Waiting for parts", "Waiting for a permit", "Customer's decision", "Weather")


class _Job(msgspec.Struct, rename="camel"):
    id: int
    job_status: str
    completed_on: str | None
    created_by_id: int


class _Log(msgspec.Struct, rename="camel"):
    job_id: int
    reason_id: int
    memo: str | None
    created_on: str


def cancel_reasons(shop: Shop) -> Table:
    """The reasons for which jobs are canceled."""
    return _reasons("jpm/job-cancel-reasons", _CANCEL_REASONS, shop)


def hold_reasons(shop: Shop) -> Table:
    """The reasons for which jobs are held."""
    return _reasons("jpm/job-hold-reasons", _HOLD_REASONS, shop)


def _reasons(resource: str, names: tuple[str, ...], shop: Shop) -> Table:
    records = Records(resource)
    created = shop.now - (HISTORY_DAYS + 600) * TICKS_PER_DAY
    for index, name in enumerate(names):
        active = index != len(names) - 1
        records.add(
            created,
            created,
            id=first_id(resource) + index,
            name=name,
            active=active,
            **audit_fields(created, created),
        )
    return records.table


def canceled_logs(shop: Shop) -> Table:
    """A log entry for each canceled job; some had been canceled and booked again before."""
    records, rng = Records("jpm/job-canceled-logs"), shop.rng
    first = first_id("jpm/job-cancel-reasons")
    for job in shop.rows("jpm/jobs", _Job):
        if job.completed_on is None or (job.job_status != "Canceled" and rng.random() > 0.01):
            continue
        at = ticks_from(job.completed_on)
        if job.job_status != "Canceled":
            at -= 2 * TICKS_PER_DAY
        records.add(
            at,
            at,
            id=first_id("jpm/job-canceled-logs") + len(records),
            jobId=job.id,
            reasonId=first + rng.below(len(_CANCEL_REASONS)),
            memo=rng.maybe(0.3, "Customer called the office"),
            createdOn=audit_fields(at, at)["createdOn"],
            createdById=job.created_by_id,
            active=True,
        )
    return records.table


def reasons_of_jobs(shop: Shop) -> Table:
    """The reason of each canceled job: that of its last log entry."""
    records, first = Records("jpm/jobs/cancel-reasons"), first_id("jpm/job-cancel-reasons")
    canceled = {j.id for j in shop.rows("jpm/jobs", _Job) if j.job_status == "Canceled"}
    for log in _last_logs(shop):
        if log.job_id in canceled:
            at = ticks_from(log.created_on)
            name = _CANCEL_REASONS[log.reason_id - first]
            records.add(
                at, at, jobId=log.job_id, reasonId=log.reason_id, name=name, text=log.memo or name
            )
    return records.table


def _last_logs(shop: Shop) -> Iterator[_Log]:
    return iter({log.job_id: log for log in shop.rows("jpm/job-canceled-logs", _Log)}.values())
