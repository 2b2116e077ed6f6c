"""Whatever happens to a tenant while it is loaded, the next quiet load leaves exactly the truth.

Hypothesis writes the history: changes between loads and during them, faults of the API, loads that
are killed. A history that fails shrinks to a short script, which it prints.
"""

from __future__ import annotations

import itertools
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from psycopg2.errors import UndefinedTable

import sandbox
from loader.catalogue import ENDPOINTS
from loader.config import Warehouse
from loader.errors import LoaderError
from loader.extract.page_batch import BackfillRange
from sandbox import resources
from sandbox.timestamps import text_from
from tests.reliability.harness import Loading, clock_text, resource_of, with_schema
from tests.reliability.killing import POINTS

_SCHEMAS = itertools.count()

MUTATIONS = ("insert", "change", "skewed", "bulk", "delete", "deactivate", "reactivate", "rename")
FAULTS = (
    "too_many_requests", "server_error", "unavailable", "expire_tokens", "cut", "truncated", "html",
    "empty_page", "repeated_page", "reject_token", "empty_last_page",
)  # fmt: skip


@dataclass(frozen=True)
class Family:
    """Tables that are read in one way. ``faults`` are those that can happen to them."""

    feed: str
    names: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def by_token(self) -> bool:
        """Whether continuation tokens are what it is read by."""
        return "reject_token" in self.faults


FAMILIES = {
    "feed": Family(
        "export",
        ("customers", "jobs", "customer_contacts"),
        tuple(kind for kind in FAULTS if kind != "empty_last_page"),
    ),
    "windows": Family(
        "list",
        ("customers", "zones", "customer_contacts"),
        tuple(kind for kind in FAULTS if kind != "reject_token"),
    ),
    "numbered": Family(
        "export",
        ("project_types", "user_roles"),
        tuple(kind for kind in FAULTS if kind != "reject_token"),
    ),
    # The notes are what is nested; their parents come by feed.
    "nested": Family("export", ("customers", "customer_notes"), FAULTS),
}


@dataclass(frozen=True)
class Change:
    """What happens in the office: to ``number`` records of a table, beginning with the
    ``pick``-th; ``skew`` is how many seconds a clock goes wrong."""

    kind: str
    table: int
    pick: int
    number: int
    skew: int


@dataclass(frozen=True)
class Trouble:
    """A fault that meets ``times`` answers for a table (None: all of them) after ``after``."""

    kind: int
    table: int
    after: int
    times: int | None


_PICKS = st.integers(0, 999)
_CHANGES = st.builds(
    Change,
    kind=st.sampled_from(MUTATIONS),
    table=st.integers(0, 2),
    pick=_PICKS,
    number=st.integers(1, 12),
    skew=st.integers(-420, 0),  # the overlap is twice that
)
_MEANWHILE = st.lists(st.tuples(st.integers(1, 5), _CHANGES), max_size=3)
_TROUBLES = st.lists(
    st.builds(
        Trouble,
        kind=_PICKS,
        table=st.integers(0, 2),
        after=st.integers(0, 2),
        times=st.sampled_from([1, 2, None]),
    ),
    min_size=1,
    max_size=2,
)


class History(RuleBasedStateMachine):
    """One tenant, one family of paging."""

    warehouse: ClassVar[Warehouse]
    family: ClassVar[Family]
    tally: ClassVar[Counter[str]]

    @initialize()
    def begin(self) -> None:
        self.serving = sandbox.serve(scale=0.002, feed_page_size=8)
        self.server = self.serving.__enter__()
        warehouse = with_schema(self.warehouse, f"history_{os.getpid()}_{next(_SCHEMAS)}")
        self.loading = Loading(self.server, warehouse, feed=self.family.feed, page_size=6)
        self.store = self.server.store
        self.names = self.family.names
        self.tally["histories"] += 1

    # What happens to the records ------------------------------------------------------------------

    @rule(change=_CHANGES)
    def between_loads(self, change: Change) -> None:
        self.happen(change)

    @rule(frozen=st.booleans())
    def clock(self, frozen: bool) -> None:
        """Frozen, it gives many changes one instant; else they differ below the microsecond."""
        self.store.clock.frozen = frozen
        self.store.clock.step = 3

    @rule(seconds=st.integers(1, 7200))
    def time_passes(self, seconds: int) -> None:
        self.store.clock.advance(seconds)

    def happen(self, change: Change) -> None:
        """Something happens to records; to nested ones, it shows on their parents."""
        resource = resource_of(ENDPOINTS[self.names[change.table % len(self.names)]])
        keys = self.change_records(resource, change)
        child_resource = resources.find(resource).child_resource
        if child_resource is not None:
            # At an instant of their own also while the clock stands still: a parent that is the
            # same as it was when it was last read tells nobody anything.
            self.store.clock.advance(0.000001)
            parents = self.store.table(child_resource.parent)
            self.store.touch(
                child_resource.parent, {int(key[0]) for key in keys} & set(parents.keys)
            )

    def change_records(self, resource: str, change: Change) -> list[Any]:
        """The keys of the records that it happened to."""
        records = self.store.truth(resource)
        keys = list(
            dict.fromkeys(
                records[(change.pick + i * 7) % len(records)].key
                for i in range(min(change.number, len(records)))
            )
        )
        self.tally[change.kind] += 1
        match change.kind:
            case "insert":
                picks = [change.pick + i for i in range(change.number)]
                return [
                    self.store.insert(
                        resource,
                        self.new_fields(resource, pick),
                        parent=self.new_parent(resource, pick // 2),
                    )
                    for pick in picks
                ]
            case "change":
                for key in keys:
                    self.store.change(resource, key, self.content(resource, change.pick))
            case "skewed":
                at = clock_text(self.store, change.skew)
                for key in keys:
                    content = self.content(resource, change.pick)
                    self.store.change(resource, key, content, modified_on=at)
            case "bulk":
                self.store.touch(resource, keys)
            case "delete":
                self.store.delete(resource, *keys[:3])
            case "deactivate":
                self.store.deactivate(resource, *keys)
            case "reactivate":
                self.store.reactivate(resource, *keys)
            case "rename":
                # Two versions that differ below the microsecond.
                at_ticks = self.store.clock.tick() // 10 * 10
                for number, pick in ((0, 1), (4, change.pick)):
                    at = text_from(at_ticks + number)
                    content = self.content(resource, pick)
                    self.store.change(resource, keys[0], content, modified_on=at)
        return keys

    def content(self, resource: str, pick: int) -> dict[str, Any]:
        fields = self.store.table(resource).resource.fields
        for name in ("name", "summary", "memo", "value", "text"):
            if name in fields:
                return {name: f"changed {pick}"}
        raise LookupError(resource)

    def new_fields(self, resource: str, pick: int) -> dict[str, Any]:
        if not resource.endswith("customers/contacts"):
            return {}
        customers = self.store.table("customers").keys
        return {"customerId": customers[pick % len(customers)]}

    def new_parent(self, resource: str, pick: int) -> tuple[Any, ...]:
        """Whose a new nested record is: one of a few, so that some have more than a page."""
        child_resource = resources.find(resource).child_resource
        return (
            ()
            if child_resource is None
            else (self.store.table(child_resource.parent).keys[pick % 3],)
        )

    # Loads ----------------------------------------------------------------------------------------

    @contextmanager
    def meanwhile(
        self, changes: list[tuple[int, Change]], troubles: list[Trouble]
    ) -> Iterator[None]:
        """Changes while pages are read, each after so many requests of its table; and faults."""
        planned = [self.plan(after, change) for after, change in changes]
        for trouble in troubles:
            self.server.faults.add(
                self.family.faults[trouble.kind % len(self.family.faults)],  # type: ignore[arg-type]
                resource_of(ENDPOINTS[self.names[trouble.table % len(self.names)]]),
                after=trouble.after,
                times=trouble.times,
            )
        self.server.requests.clear()
        try:
            yield
        finally:
            self.server.faults.clear()
            for remove in planned:
                remove()
            self.tally.update(r.fault for r in self.server.requests if r.fault)

    def plan(self, after: int, change: Change) -> Callable[[], None]:
        def action() -> None:
            self.tally["during pages"] += 1
            self.happen(change)

        resource = resource_of(ENDPOINTS[self.names[change.table % len(self.names)]])
        return self.server.hooks.after(resource, after, action)

    @rule(changes=_MEANWHILE, full=st.booleans())
    def load(self, changes: list[tuple[int, Change]], full: bool) -> None:
        self.tally["full refresh" if full else "load"] += 1
        with self.meanwhile(changes, []):
            self.loading.load_well(*self.names, full_refresh=full)

    @rule(changes=_MEANWHILE, troubles=_TROUBLES, full=st.booleans())
    def load_in_trouble(
        self, changes: list[tuple[int, Change]], troubles: list[Trouble], full: bool
    ) -> None:
        self.tally["full refresh" if full else "load"] += 1
        with self.meanwhile(changes, troubles):
            self.attempt(full_refresh=full)

    @rule(changes=_MEANWHILE, troubles=st.one_of(st.just([]), _TROUBLES))
    def reconcile(self, changes: list[tuple[int, Change]], troubles: list[Trouble]) -> None:
        self.tally["reconcile"] += 1
        with self.meanwhile(changes, troubles):
            self.attempt(reconcile=True)

    @rule(days=st.integers(0, 400), length=st.integers(1, 400), troubles=_TROUBLES)
    def backfill(self, days: int, length: int, troubles: list[Trouble]) -> None:
        self.tally["back-fill"] += 1
        before = self.cursors()
        since = datetime(2025, 6, 1, tzinfo=UTC) + timedelta(days=days)
        with self.meanwhile([], troubles):
            self.attempt(backfill=BackfillRange(since, since + timedelta(days=length)))
        assert self.cursors() == before

    def cursors(self) -> list[object]:
        schema = self.loading.warehouse.raw_schema
        try:
            return self.loading.query(
                f"select table_name, last_modified_on_cursor from {schema}.raw_sync_state"
                " where last_modified_on_cursor is not null order by 1"
            )
        except UndefinedTable:
            return []

    def attempt(self, **options: Any) -> None:
        try:
            results = self.loading.load(*self.names, **options)
        except LoaderError:
            self.tally["load that failed"] += 1
            return
        if any(result.error for result in results.values()):
            self.tally["load that failed"] += 1

    @rule(
        point=st.sampled_from(list(POINTS)), news=_CHANGES, changes=_MEANWHILE, full=st.booleans()
    )
    def kill_at(
        self, point: str, news: Change, changes: list[tuple[int, Change]], full: bool
    ) -> None:
        for table in range(len(self.names)):  # something to arrive, or it never comes to the point
            self.happen(replace(news, table=table))
        with self.meanwhile(changes, []):
            if self.loading.load_killed(point, *self.names, full_refresh=full):
                self.tally["kill -9 " + point] += 1

    @rule(count=st.integers(1, 12), kind=st.sampled_from(["load", "full_refresh", "reconcile"]))
    def kill_at_request(self, count: int, kind: str) -> None:
        options = {} if kind == "load" else {kind: True}
        if self.loading.load_killed_at_request(count, *self.names, **options):
            self.tally["kill -9 in the middle of an answer"] += 1

    @precondition(lambda self: self.family.by_token)
    @rule()
    def all_feed_tokens_expire(self) -> None:
        self.tally["all feed tokens expire"] += 1
        self.server.feeds.expire_tokens()

    @rule()
    def settle(self) -> None:
        """A quiet load and a quiet reconciliation: each leaves the truth."""
        self.tally["comparisons with the truth"] += 2 * len(self.names)
        self.loading.settle(*self.names)
        rows = sum(len(self.loading.rows(name)) for name in self.names)
        self.tally["rows compared"] += 2 * rows

    def teardown(self) -> None:
        if not hasattr(self, "serving"):
            return
        try:
            self.settle()
        finally:
            self.loading.drop()
            self.serving.__exit__(None, None, None)


@pytest.mark.parametrize("family", FAMILIES)
def test_after_any_history_a_quiet_load_leaves_the_truth(family: str, warehouse: Warehouse) -> None:
    play(family, warehouse, examples=3, steps=8)


@pytest.mark.exhaustive
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("family", FAMILIES)
def test_after_very_many_histories_too(family: str, warehouse: Warehouse) -> None:
    play(family, warehouse, examples=150, steps=25)


def play(family: str, warehouse: Warehouse, examples: int, steps: int) -> Counter[str]:
    """Play so many histories of so many steps at most; how often each thing happened in them.

    Raises ``AssertionError`` after the script of a history that did not end in the truth.
    """
    machine = type(
        f"{family.title()}History",
        (History,),
        {"warehouse": warehouse, "family": FAMILIES[family], "tally": Counter()},
    )
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None,
            print_blob=False, suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.generate, Phase.shrink),
        ),
    )  # fmt: skip
    return machine.tally  # type: ignore[attr-defined,no-any-return]
