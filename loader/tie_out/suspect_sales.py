"""Suspects among sales and people: estimates, their sellers, splits of jobs, sold thresholds."""

from __future__ import annotations

from collections.abc import Iterator

from loader.tie_out.recompute import Edit
from loader.tie_out.suspects import Clues, Suspect, named, toggled

_UNIT, _TECHNICIAN = "business unit", "technician"

# Estimates of the units or sellers in question; `sold_day` is null of those that are not sold.
_ESTIMATES = """
    select
        facts.estimate_id, facts.subtotal, facts.sold_day, facts.business_unit_id,
        facts.sold_by_id, jobs.job_number
    from {fct_estimates} as facts
    left join {st_jobs} as jobs
        on facts.tenant_id = jobs.tenant_id and facts.job_id = jobs.st_id
    where
        facts.tenant_id = %(tenant)s
        and (
            facts.sold_day between %(start)s and %(end)s
            or (facts.sold_day is null and facts.subtotal = any(%(amounts)s::numeric[]))
        )
        and (
            facts.business_unit_id = any(%(units)s) or facts.sold_by_id = any(%(technicians)s)
        )
    order by facts.subtotal = any(%(amounts)s::numeric[]) desc, facts.estimate_id
    limit %(most)s"""

_INACTIVE = """
    select st_id, job_number
    from {st_estimates}
    where
        tenant_id = %(tenant)s
        and not (active and deleted_at is null)
        and sold_on between %(start)s::date - 1 and %(end)s::date + 2
    order by st_modified_on desc
    limit %(most)s"""

_SPLITS = """
    select splits.st_id, facts.technician_id, jobs.job_number
    from {fct_job_technicians} as facts
    inner join {raw_st_job_splits} as splits
        on
            facts.tenant_id = splits.tenant_id
            and facts.job_id = splits.job_id
            and facts.technician_id = splits.technician_id
    inner join {st_jobs} as jobs
        on facts.tenant_id = jobs.tenant_id and facts.job_id = jobs.st_id
    where
        facts.tenant_id = %(tenant)s
        and facts.completed_day between %(start)s and %(end)s
        and facts.technician_id = any(%(technicians)s)
        and round(abs(facts.completed_revenue), 2) = any(%(amounts)s::numeric[])
        and splits.deleted_at is null
    order by splits.st_id
    limit %(most)s"""

_THRESHOLDS = """
    select distinct kinds.st_id, kinds.name, jobs.subtotal
    from {fct_jobs} as jobs
    inner join {st_job_types} as kinds
        on jobs.tenant_id = kinds.tenant_id and jobs.job_type_id = kinds.st_id
    where
        jobs.tenant_id = %(tenant)s
        and jobs.completed_day between %(start)s and %(end)s
        and jobs.business_unit_id = any(%(units)s)
        and jobs.is_converted
    order by jobs.subtotal, kinds.st_id
    limit %(most)s"""


def suspect_sales(clues: Clues) -> Iterator[Suspect]:
    """Yield estimates, splits and thresholds that may be otherwise in ServiceTitan."""
    yield from _estimates(clues)
    for st_id, job in clues.rows(_INACTIVE):
        yield toggled("st_estimates", st_id, named("estimate", st_id, job), is_live=False)
    yield from _splits(clues)
    yield from _thresholds(clues)


def _estimates(clues: Clues) -> Iterator[Suspect]:
    amounts = clues.amounts()
    by_unit = clues.differences(_UNIT, "total_sales")
    others = sorted(clues.ids(_TECHNICIAN, -1))
    rows = clues.rows(
        _ESTIMATES,
        amounts=amounts,
        units=list(clues.ids(_UNIT)),
        technicians=list(clues.ids(_TECHNICIAN)),
    )
    for st_id, subtotal, sold_day, unit, seller, job in rows:
        record = named("estimate", st_id, job)
        if sold_day is None:
            for other in (*others, None):
                values = (("sold_on", clues.noon), ("sold_by", other))
                edit = Edit("st_estimates", st_id, values)
                yield Suspect(record, "is sold there, and open here", edit)
            continue
        if abs(subtotal) in amounts:
            edit = Edit("st_estimates", st_id, (("sold_on", None),))
            yield Suspect(record, "counts as sold here and not in the report", edit)
            for other in others:
                edit = Edit("st_estimates", st_id, (("sold_by", other),))
                yield Suspect(record, f"technician {other} sold it there, {seller} here", edit)
        if difference := by_unit.get(unit):
            theirs = subtotal - difference
            edit = Edit("st_estimates", st_id, (("subtotal", theirs),))
            yield Suspect(record, f"amounts to {theirs:,.2f} there, to {subtotal:,.2f} here", edit)


def _splits(clues: Clues) -> Iterator[Suspect]:
    rows = clues.rows(_SPLITS, amounts=clues.amounts(), technicians=list(clues.ids(_TECHNICIAN, 1)))
    for st_id, technician, job in rows:
        for other in sorted(clues.ids(_TECHNICIAN, -1) - {technician}):
            yield Suspect(
                f"job {job}",
                f"the split of technician {technician} is technician {other}'s there",
                Edit("raw_st_job_splits", st_id, (("technician_id", other),)),
            )


def _thresholds(clues: Clues) -> Iterator[Suspect]:
    differing = clues.differences(_UNIT, "converted_jobs")
    units = [unit for unit, difference in differing.items() if difference > 0]
    for st_id, name, subtotal in clues.rows(_THRESHOLDS, units=units):
        yield Suspect(
            f"job type {name}",
            f"its sold threshold is above {subtotal:,.2f} there",
            Edit("st_job_types", st_id, (("sold_threshold", subtotal + 1),)),
        )
