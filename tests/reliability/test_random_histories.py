"""After any history of changes, faults and kills, one load without faults equals the API.

Hypothesis writes the history: changes between loads and during them, faults of the API, loads that
are killed. It shrinks a history that fails to a short script and prints it.
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
    """Tables that are read in one way.

    Attributes:
        feed: ``SERVICETITAN_FEED``: "export" or "list".
        names: Endpoints.
        faults: The faults that can happen to them.
    """

    feed: str
    names: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def by_token(self) -> bool:
        """Whether the tables are read by continuation tokens."""
        return "reject_token" in self.faults


FAMILIES = {
    "export feed": Family(
        "export",
        ("customers", "jobs", "customer_contacts"),
        tuple(kind for kind in FAULTS if kind != "empty_last_page"),
    ),
    "time slices": Family(
        "list",
        ("customers", "zones", "customer_contacts"),
        tuple(kind for kind in FAULTS if kind != "reject_token"),
    ),
    "page numbers": Family(
        "export",
        ("project_types", "user_roles"),
        tuple(kind for kind in FAULTS if kind != "reject_token"),
    ),
    # Notes are the child resource; customers, their parents, come by export feed.
    "child resources": Family("export", ("customers", "customer_notes"), FAULTS),
}


@dataclass(frozen=True)
class Change:
    """A change that users make.

    Attributes:
        kind: One of `MUTATIONS`.
        table: Which of the family's tables.
        pick: The first record it happens to.
        number: The number of records.
        skew: Seconds by which the server's clock is off; negative is behind.
    """

    kind: str
    table: int
    pick: int
    number: int
    skew: int


@dataclass(frozen=True)
class Trouble:
    """A fault that meets ``times`` answers for a table (None: all) after the first ``after``."""

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
    """What happens to one tenant, whose tables belong to one family."""

    warehouse: ClassVar[Warehouse]
    family: ClassVar[Family]
    tally: ClassVar[Counter[str]]

    @initialize()
    def begin(self) -> None:
        self.serving = sandbox.serve(scale=0.002, feed_page_size=8)
        self.server = self.serving.__enter__()
        warehouse = with_schema(self.warehouse, f"history_{os.getpid()}_{next(_SCHEMAS)}")
        self.loading = Loading(
            self.server, warehouse, feed=self.family.feed, page_size=6, tally=self.tally
        )
        self.store = self.server.store
        self.names = self.family.names

    # What happens to the records ------------------------------------------------------------------

    @rule(change=_CHANGES)
    def between_loads(self, change: Change) -> None:
        self.happen(change)

    @rule(frozen=st.booleans())
    def clock(self, frozen: bool) -> None:
        """Stop the clock, so that many changes share one instant, or make ticks of 300 ns."""
        self.store.clock.frozen = frozen
        self.store.clock.step = 3

    @rule(seconds=st.integers(1, 7200))
    def time_passes(self, seconds: int) -> None:
        self.store.clock.advance(seconds)

    def happen(self, change: Change) -> None:
        """Change records; a change of a child resource also touches the parents."""
        resource = resource_of(ENDPOINTS[self.names[change.table % len(self.names)]])
        keys = self.change_records(resource, change)
        child_resource = resources.find(resource).child_resource
        if child_resource is not None:
            # A parent needs a new instant even while the clock is stopped: one that looks as it
            # did in the last read would not show that its children changed.
            self.store.clock.advance(0.000001)
            parents = self.store.table(child_resource.parent)
            self.store.touch(
                child_resource.parent, {int(key[0]) for key in keys} & set(parents.keys)
            )

    def change_records(self, resource: str, change: Change) -> list[Any]:
        """Apply one change; return the keys of the records it happened to."""
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
        """The parent of a new child record: one of three, so that some have over a page."""
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
        """Make changes while pages are read, and faults.

        Args:
            changes: Each with the number of requests of its table that come before it.
            troubles: Faults.
        """
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
        self.tally["backfill"] += 1
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
        for table in range(len(self.names)):  # without news a load never reaches some points
            self.happen(replace(news, table=table))
        with self.meanwhile(changes, []):
            if self.loading.try_to_kill(point, *self.names, full_refresh=full):
                self.tally["kill -9 " + point] += 1

    @rule(count=st.integers(1, 12), kind=st.sampled_from(["load", "full_refresh", "reconcile"]))
    def kill_at_request(self, count: int, kind: str) -> None:
        options = {} if kind == "load" else {kind: True}
        if self.loading.try_to_kill_at_request(count, *self.names, **options):
            self.tally["kill -9 in the middle of an answer"] += 1

    @precondition(lambda self: self.family.by_token)
    @rule()
    def all_feed_tokens_expire(self) -> None:
        self.tally["all feed tokens expire"] += 1
        self.server.feeds.expire_tokens()

    @rule()
    def settle(self) -> None:
        """Load, then reconcile, both without faults; after each, the tables equal the API."""
        self.loading.settle(*self.names)

    def teardown(self) -> None:
        if not hasattr(self, "serving"):
            return
        try:
            self.settle()
        finally:
            self.loading.drop()
            self.serving.__exit__(None, None, None)


@pytest.mark.parametrize("family", FAMILIES)
def test_after_a_few_histories_one_load_equals_the_api(family: str, warehouse: Warehouse) -> None:
    tally: Counter[str] = Counter()
    play(family, warehouse, tally, examples=3, steps=8)
    assert tally["rows compared"] > 0


@pytest.mark.exhaustive
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("family", FAMILIES)
def test_after_very_many_histories_one_load_equals_the_api(
    family: str, warehouse: Warehouse
) -> None:
    tally: Counter[str] = Counter()
    play(family, warehouse, tally, examples=150, steps=25)
    assert tally["rows compared"] > 0


def play(
    family: str,
    warehouse: Warehouse,
    tally: Counter[str],
    *,
    examples: int,
    steps: int,
    shrink: bool = True,
) -> None:
    """Play random histories.

    Args:
        family: One of `FAMILIES`.
        warehouse: Each history uses a schema of its own in it.
        tally: Counts what happened, what was compared and what differed.
        examples: The number of histories.
        steps: The most steps in one of them.
        shrink: Whether to search for the shortest history that fails.

    Raises:
        AssertionError: A history ended with a table that differs from the API. Its script is
            printed.
    """
    machine = type(
        f"{family.title().replace(' ', '')}History",
        (History,),
        {"warehouse": warehouse, "family": FAMILIES[family], "tally": tally},
    )
    phases = [Phase.explicit, Phase.generate, *([Phase.shrink] if shrink else [])]
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None,
            print_blob=False, suppress_health_check=list(HealthCheck), phases=phases,
            report_multiple_bugs=False,
        ),
    )  # fmt: skip
