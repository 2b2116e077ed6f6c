"""A planted difference is named: by its job, its invoice, or the record itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

import hypothesis
import hypothesis.strategies as st
import pytest

from sandbox.kpi_reports.differences import DIFFERENCES
from sandbox.kpi_reports.planting import Planted
from tests.tie_out.harness import MONTH, Company, Told

# A record that the warehouse does not have at all: only what ServiceTitan has changed since tells.
ONLY_LATE = {"adjustment-added"}
# One of each way of naming; `make test ARGS='-m exhaustive'` plants the others.
EVERY_TIME = {
    "adjustment-deleted",  # which a setting would explain in part
    "canceled-job-counted",
    "estimate-sold",
    "invoice-deleted",
    "line-of-another-unit",
    "split-moved",
}


def names(planted: Planted) -> set[str]:
    """What a comparison may call the record that was changed."""
    change = planted.change
    found = {f"job {change.job}:"} if change.job else set()
    if change.invoice:
        found.add(f"invoice {change.invoice}")
    word = change.resource.rpartition("/")[2].rstrip("s").replace("-", " ")
    return found | {f"{word} {change.key}", f"(job {change.job})"}


def is_named(planted: Planted, causes: Iterable[str]) -> bool:
    return any(name in cause for cause in causes for name in names(planted))


def unnamed(planted: Iterable[Planted], told: Told) -> list[str]:
    return [one.difference.name for one in planted if not is_named(one, told.causes)]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if name in EVERY_TIME else pytest.mark.exhaustive)
        for name in sorted(set(DIFFERENCES) - ONLY_LATE)
    ],
)
def test_each_difference_is_named(company: Company, name: str) -> None:
    with company.planted(name) as planted:
        told = company.tie_out(MONTH)
    assert told.differing
    assert told.unexplained == []
    assert told.settings == set()
    assert unnamed(planted, told) == []


def test_of_memberships_that_nothing_tells_apart_all_are_named(company: Company) -> None:
    with company.planted("membership-canceled") as planted:
        told = company.tie_out(MONTH)
    assert told.unexplained == []
    assert unnamed(planted, told) == []
    assert len(told.causes) > 2
    assert all(re.fullmatch(r"membership \d+: is canceled there", one) for one in told.causes)


@pytest.mark.parametrize("name", sorted(ONLY_LATE))
def test_what_changed_after_the_load_is_named(company: Company, name: str) -> None:
    with company.planted(name, side="late") as (planted,):
        told = company.tie_out(MONTH)
    assert told.differing
    assert told.findings is not None
    keys = {str(planted.change.key), planted.change.invoice, planted.change.job}
    assert any({str(one.st_id), one.number} & keys for one in told.findings.changed)
    assert "unexplained" not in told.causes


def test_a_membership_like_others_is_named_alone_if_servicetitan_says_that_it_has_changed(
    company: Company,
) -> None:
    with company.planted("membership-canceled", side="late") as (planted,):
        told = company.tie_out(MONTH)
    assert told.differing
    assert told.causes == {f"membership {planted.change.key}: is canceled there"}


def test_what_the_app_may_not_read_is_told(company: Company) -> None:
    schema = company.warehouse.raw_schema

    def set_state(status: str, error: str | None) -> None:
        with company.connection.cursor() as cursor:
            cursor.execute(
                f"update {schema}.raw_sync_state set sync_status = %s, last_error = %s"
                " where table_name = 'raw_st_estimates'",
                (status, error),
            )
        company.connection.commit()

    report = company.reports.by_family["unit_sales"]
    rows = report.rows
    report.rows = lambda store, values: [
        [row[0], (row[1] or 0) + 7, *row[2:]] for row in rows(store, values)
    ]
    set_state("failed", "ServiceTitan does not allow this app to read estimates (HTTP 403).")
    try:
        told = company.tie_out(MONTH)
    finally:
        set_state("completed", None)
        report.rows = rows
    assert told.unexplained
    assert any("raw_st_estimates: ServiceTitan does not allow" in cause for cause in told.causes)


# A comparison takes seconds, so a failure is shown as it was found. The hypothesis profile
# new-examples plants others.
@hypothesis.settings(max_examples=2, deadline=None, phases=[hypothesis.Phase.generate])
@hypothesis.given(
    chosen=st.lists(st.sampled_from(sorted(set(DIFFERENCES) - ONLY_LATE)), min_size=1, max_size=2),
    seed=st.integers(0, 2**16),
)
def test_differences_planted_at_random_are_named(
    company: Company, chosen: list[str], seed: int
) -> None:
    with company.planted(*chosen, seed=seed) as planted:
        told = company.tie_out(MONTH)
    assert unnamed(planted, told) == []
