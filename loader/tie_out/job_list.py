"""ServiceTitan's list of jobs against the warehouse's: which jobs differ, and in what.

The list shows a job as ServiceTitan sees it now. What differs becomes an edit of the warehouse's
record, so that the marts can be computed as if it had ServiceTitan's version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL

from loader.catalogue import scalars
from loader.tie_out.compare import trimmed
from loader.tie_out.figures import Relations
from loader.tie_out.parameters import JobDate
from loader.tie_out.period import Period
from loader.tie_out.recompute import Edit

_CENT = Decimal("0.005")
# Fields that differ where the tenant's day does.
OF_DAYS = frozenset({"listed", "CompletedDate", "CreatedDate"})

# A job as the list shows it. `subtotal` and the days are the marts'; a job that no mart holds has
# none.
_JOBS = """
    select
        jobs.st_id, jobs.job_number, jobs.job_status,
        facts.completed_day, facts.canceled_day, facts.created_day,
        jobs.business_unit_name, jobs.job_type_name, jobs.campaign_name,
        coalesce(jobs.no_charge, false), facts.subtotal,
        facts.job_id is not null
    from {st_jobs} as jobs
    left join {fct_jobs} as facts
        on jobs.tenant_id = facts.tenant_id and jobs.st_id = facts.job_id
    where
        jobs.tenant_id = %(tenant)s
        and (
            jobs.job_number = any(%(numbers)s)
            or facts.completed_day between %(start)s and %(end)s
            or facts.created_day between %(start)s and %(end)s
        )"""


@dataclass(frozen=True)
class Job:
    """A job of the warehouse."""

    st_id: int
    number: str
    status: str | None
    completed: date | None
    canceled: date | None
    created: date | None
    unit: str
    kind: str
    campaign: str
    no_charge: bool
    subtotal: Decimal | None
    is_live: bool


@dataclass(frozen=True)
class JobDifference:
    """A job that is not the same on both sides.

    Attributes:
        number: Its number.
        st_id: Its id; None if the warehouse does not have it.
        field: What differs: a field of the list, or ``listed`` if one side lacks the job.
        ours: The warehouse's value.
        theirs: The list's.
        edit: What would make the warehouse's record ServiceTitan's; None where that is not known.
    """

    number: str
    st_id: int | None
    field: str
    ours: Any
    theirs: Any
    edit: Edit | None = None

    def __str__(self) -> str:
        if self.field == "listed":
            return f"job {self.number}: {self.ours} here, {self.theirs} in ServiceTitan's list"
        return f"job {self.number}: {self.field} {self.ours} here, {self.theirs} in ServiceTitan"


def read_jobs(
    cursor: Cursor,
    relations: Relations,
    tenant_id: int,
    period: Period,
    numbers: Iterable[str],
) -> dict[str, Job]:
    """Return the warehouse's jobs of a period, and those with these numbers; by number."""
    cursor.execute(
        SQL(_JOBS).format(st_jobs=relations["st_jobs"], fct_jobs=relations["fct_jobs"]),
        {
            "tenant": tenant_id,
            "start": period.start,
            "end": period.end,
            "numbers": list(numbers),
        },
    )
    found: dict[str, Job] = {}
    for (
        st_id,
        number,
        status,
        done,
        canceled,
        created,
        unit,
        kind,
        campaign,
        *rest,
    ) in cursor.fetchall():
        found[str(number)] = Job(
            st_id, str(number), status, done, canceled, created,
            trimmed(unit), trimmed(kind), trimmed(campaign), *rest,
        )  # fmt: skip
    return found


@dataclass(frozen=True)
class ListedJobs:
    """The rows of a list of jobs.

    Attributes:
        date: The date by which it chose the jobs.
        rows: Values by field, by job number.
    """

    date: JobDate
    rows: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of(cls, date: JobDate, rows: Iterable[Mapping[str, Any]]) -> ListedJobs:
        """Make it from the rows of a report."""
        return cls(date, {trimmed(row["JobNumber"]): row for row in rows})


@dataclass(frozen=True)
class Ids:
    """Ids by trimmed name; of equal names none, because the list does not tell which."""

    units: Mapping[str, int]
    kinds: Mapping[str, int]
    campaigns: Mapping[str, int]


def differences(
    listed: ListedJobs, jobs: Mapping[str, Job], ids: Ids, period: Period, timezone: str
) -> list[JobDifference]:
    """Compare a list with the warehouse's jobs.

    Args:
        listed: ServiceTitan's.
        jobs: The warehouse's, by number.
        ids: What the names in the list stand for.
        period: The days of the list.
        timezone: The tenant's, to make an instant of a day.
    """
    found: list[JobDifference] = []
    for number, row in listed.rows.items():
        job = jobs.get(number)
        if job is None:
            found.append(JobDifference(number, None, "listed", "missing", _status(row)))
        else:
            found += _fields(job, row, ids, timezone)
    for number, job in jobs.items():
        if number not in listed.rows and _counts(job, listed.date, period):
            found.append(_not_listed(job, listed.date))
    return found


def _counts(job: Job, by: JobDate, period: Period) -> bool:
    day = job.completed if by is JobDate.COMPLETION else job.created
    return job.is_live and day is not None and period.start <= day <= period.end


def _not_listed(job: Job, by: JobDate) -> JobDifference:
    """A job that does not count there: not completed if completion chose, else not at all."""
    if by is JobDate.COMPLETION:
        edit = Edit("st_jobs", job.st_id, (("job_status", None), ("completed_on", None)))
        return JobDifference(job.number, job.st_id, "listed", "completed", "not completed", edit)
    edit = Edit("st_jobs", job.st_id, (("active", False),))
    return JobDifference(job.number, job.st_id, "listed", "created", "missing", edit)


def _fields(job: Job, row: Mapping[str, Any], ids: Ids, timezone: str) -> Iterable[JobDifference]:
    def difference(field: str, ours: Any, theirs: Any, **values: Any) -> JobDifference:
        edit = Edit("st_jobs", job.st_id, tuple(values.items())) if values else None
        return JobDifference(job.number, job.st_id, field, ours, theirs, edit)

    if not job.is_live:
        yield difference("listed", "deleted", _status(row), active=True, deleted_at=None)
    status = row.get("JobStatus")
    if status is not None and status != job.status:
        yield difference("JobStatus", job.status, status, job_status=status)
    done = scalars.to_date(row.get("CompletedDate"))
    if "CompletedDate" in row and done != (job.completed or job.canceled) and done is not None:
        yield difference(
            "CompletedDate",
            job.completed or job.canceled,
            done,
            completed_on=f"{done} 12:00 {timezone}",
        )
    created = scalars.to_date(row.get("CreatedDate"))
    if created is not None and job.created is not None and created != job.created:
        yield difference(
            "CreatedDate", job.created, created, st_created_on=f"{created} 12:00 {timezone}"
        )
    for field, ours, column, known in (
        ("JobBusinessUnit", job.unit, "business_unit_id", ids.units),
        ("JobType", job.kind, "job_type_id", ids.kinds),
        ("Campaign", job.campaign, "campaign_id", ids.campaigns),
    ):
        if field in row and trimmed(row[field]) != ours:
            theirs = trimmed(row[field])
            values = {column: known.get(theirs)} if theirs in known or not theirs else {}
            yield difference(field, ours, theirs, **values)
    if row.get("NoCharge") is not None and bool(row["NoCharge"]) != job.no_charge:
        yield difference(
            "NoCharge", job.no_charge, bool(row["NoCharge"]), no_charge=bool(row["NoCharge"])
        )
    subtotal = scalars.to_numeric(row.get("Subtotal"))
    ours_subtotal = job.subtotal or Decimal(0)
    if subtotal is not None and abs(subtotal - ours_subtotal) > _CENT:
        yield difference("Subtotal", ours_subtotal, subtotal)


def _status(row: Mapping[str, Any]) -> str:
    return str(row.get("JobStatus") or "listed")
