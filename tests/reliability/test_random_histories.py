"""Whatever happens to a tenant while it is loaded, a clean run then leaves exactly the truth.

Hypothesis writes the history: changes between loads and during them, faults of the API, loads that
are killed. A history that fails shrinks to a short script, which it prints.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

import sandbox
from loader.config import Warehouse
from sandbox import resources
from sandbox.faults import Fault
from sandbox.instants import text_of
from tests.reliability.harness import (
    POINTS,
    Loading,
    clock_text,
    endpoint_of,
    resource_of,
    with_schema,
)

_SCHEMAS = itertools.count()
_SKEWS = st.integers(-420, 0)  # seconds: the overlap of lists is twice that
_PICKS = st.integers(0, 10**6)
_FAULTS = (
    "too_many_requests", "server_error", "unavailable", "expire_tokens", "cut", "truncated", "html",
    "empty_page", "repeated_page", "reject_token",
)  # fmt: skip

MUTATIONS = ("insert", "change", "skewed", "bulk", "delete", "deactivate", "reactivate", "rename")


class History(RuleBasedStateMachine):
    """One tenant, one family of paging."""

    warehouse: ClassVar[Warehouse]
    names: ClassVar[tuple[str, ...]]
    feed: ClassVar[str] = "export"
    tally: ClassVar[dict[str, int]] = {}

    @initialize()
    def begin(self) -> None:
        self.serving = sandbox.serve(scale=0.002, feed_page_size=8)
        self.server = self.serving.__enter__()
        warehouse = with_schema(self.warehouse, f"history_{next(_SCHEMAS)}")
        self.loading = Loading(self.server, warehouse, feed=self.feed, page_size=6)
        self.store = self.server.store
        self.faults: list[Fault] = []
        self.planned: list[Callable[[], None]] = []

    def count(self, what: str) -> None:
        self.tally[what] = self.tally.get(what, 0) + 1

    # What happens to the records ------------------------------------------------------------------

    def mutate(self, kind: str, name: str, pick: int, number: int, skew: int) -> None:
        """Something happens to records; to nested ones, it shows on their parents."""
        keys = self.change_records(kind, name, pick, number, skew)
        nested = resources.find(resource_of(endpoint_of(name))).nested
        if nested is not None:
            parents = self.store.table(nested.parent)
            self.store.touch(nested.parent, {int(key[0]) for key in keys} & set(parents.keys))

    def change_records(
        self, kind: str, name: str, pick: int, number: int, skew: int
    ) -> Sequence[Any]:
        resource = resource_of(endpoint_of(name))
        records = self.store.truth(resource)
        keys = [
            records[(pick + i * 7) % len(records)].key for i in range(min(number, len(records)))
        ]
        self.count(kind)
        match kind:
            case "insert":
                keys = [
                    self.store.insert(
                        resource,
                        self.new_fields(name, pick + i),
                        parent=self.new_parent(resource, pick + i // 2),
                    )
                    for i in range(number)
                ]
            case "change":
                for key in dict.fromkeys(keys):
                    self.store.change(resource, key, self.content(resource, pick))
            case "skewed":
                for key in dict.fromkeys(keys):
                    self.store.change(
                        resource,
                        key,
                        self.content(resource, pick),
                        modified_on=clock_text(self.store, skew),
                    )
            case "bulk":
                self.store.touch(resource, dict.fromkeys(keys))
            case "delete":
                self.store.delete(resource, *dict.fromkeys(keys[:3]))
            case "deactivate":
                self.store.deactivate(resource, *dict.fromkeys(keys))
            case "reactivate":
                self.store.reactivate(resource, *dict.fromkeys(keys))
            case "rename":
                # Two versions that differ below the microsecond.
                key = keys[0]
                at = self.store.clock.tick() // 10 * 10
                self.store.change(resource, key, self.content(resource, 1), modified_on=text_of(at))
                self.store.change(
                    resource, key, self.content(resource, pick), modified_on=text_of(at + 4)
                )
        return keys

    def content(self, resource: str, pick: int) -> dict[str, Any]:
        fields = self.store.table(resource).resource.fields
        for name in ("name", "summary", "memo", "value", "text"):
            if name in fields:
                return {name: f"changed {pick}"}
        raise LookupError(resource)

    def new_fields(self, name: str, pick: int) -> dict[str, Any]:
        if name != "customer_contacts":
            return {}
        customers = self.store.table("customers").keys
        return {"customerId": customers[pick % len(customers)]}

    def new_parent(self, resource: str, pick: int) -> tuple[Any, ...]:
        """Whose a new nested record is: one of a few, so that some have more than a page."""
        nested = resources.find(resource).nested
        return () if nested is None else (self.store.table(nested.parent).keys[pick % 3],)

    @rule(
        kind=st.sampled_from(MUTATIONS), which=_PICKS, pick=_PICKS,
        number=st.integers(1, 12), skew=_SKEWS,
    )  # fmt: skip
    def between_loads(self, kind: str, which: int, pick: int, number: int, skew: int) -> None:
        self.mutate(kind, self.names[which % len(self.names)], pick, number, skew)

    @rule(
        after=st.integers(1, 6), kind=st.sampled_from(MUTATIONS), which=_PICKS, pick=_PICKS,
        number=st.integers(1, 12), skew=_SKEWS,
    )  # fmt: skip
    def during_a_load(
        self, after: int, kind: str, which: int, pick: int, number: int, skew: int
    ) -> None:
        name = self.names[which % len(self.names)]
        self.count("during pages")
        remove = self.server.hooks.after(
            resource_of(endpoint_of(name)),
            after,
            lambda: self.mutate(kind, name, pick, number, skew),
        )
        self.planned.append(remove)

    @rule(frozen=st.booleans())
    def clock(self, frozen: bool) -> None:
        """Frozen, it gives many changes one instant; else they differ below the microsecond."""
        self.store.clock.frozen = frozen
        self.store.clock.step = 3

    @rule(seconds=st.integers(1, 7200))
    def time_passes(self, seconds: int) -> None:
        self.store.clock.advance(seconds)

    # What happens to the answers ------------------------------------------------------------------

    @rule(kind=st.sampled_from(_FAULTS), after=st.integers(0, 5), times=st.sampled_from([1, 2, 9]))
    def fault(self, kind: str, after: int, times: int) -> None:
        self.faults.append(self.server.faults.add(kind, "*", after=after, times=times))  # type: ignore[arg-type]

    @rule()
    def all_feed_tokens_expire(self) -> None:
        self.count("all feed tokens expire")
        self.server.feeds.expire_tokens()

    # Loads ----------------------------------------------------------------------------------------

    @rule(full=st.booleans(), clean=st.booleans())
    def load(self, full: bool, clean: bool) -> None:
        if clean:
            self.server.faults.clear()
        self.count("load")
        results = self.loading.load(*self.names, full_refresh=full)
        if any(result.error for result in results.values()):
            self.count("load with a failed endpoint")

    @rule()
    def reconcile(self) -> None:
        self.count("reconcile")
        self.loading.load(*self.names, reconcile=True)

    @rule(point=st.sampled_from(list(POINTS)), full=st.booleans())
    def kill_at(self, point: str, full: bool) -> None:
        self.count("kill -9 " + point)
        self.loading.load_killed(point, *self.names, full_refresh=full)

    @rule(count=st.integers(1, 12))
    def kill_at_request(self, count: int) -> None:
        self.count("kill -9 in the middle of an answer")
        self.loading.load_killed_at_request(count, *self.names)

    @rule()
    def settle(self) -> None:
        """A clean load and a clean reconciliation: nothing happens meanwhile."""
        self.count("comparisons with the truth")
        for remove in self.planned:
            remove()
        self.loading.settle(*self.names)
        rows = sum(len(self.loading.rows(name)) for name in self.names)
        self.tally["rows compared"] = self.tally.get("rows compared", 0) + 2 * rows

    def teardown(self) -> None:
        if not hasattr(self, "serving"):
            return
        try:
            self.settle()
            for fault in self.faults:
                self.tally[fault.kind] = self.tally.get(fault.kind, 0) + fault.met
        finally:
            self.loading.drop()
            self.serving.__exit__(None, None, None)


FAMILIES: dict[str, tuple[str, tuple[str, ...]]] = {
    "feed": ("export", ("customers", "jobs", "customer_contacts")),
    "windows": ("list", ("customers", "zones", "customer_contacts")),
    "numbered": ("export", ("project_types",)),
    "nested": ("export", ("customers", "customer_notes")),
}


@pytest.mark.parametrize("family", FAMILIES)
def test_after_any_history_a_clean_run_leaves_the_truth(family: str, warehouse: Warehouse) -> None:
    play(family, warehouse, examples=5, steps=10)


@pytest.mark.exhaustive
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("family", FAMILIES)
def test_after_very_many_histories_too(family: str, warehouse: Warehouse) -> None:
    play(family, warehouse, examples=150, steps=25)


def play(family: str, warehouse: Warehouse, examples: int, steps: int) -> dict[str, int]:
    """Play so many histories of so many steps at most; how often each thing happened in them.

    Raises ``AssertionError`` after the script of a history that did not end in the truth.
    """
    feed, names = FAMILIES[family]
    machine = type(
        f"{family.title()}History",
        (History,),
        {"warehouse": warehouse, "names": names, "feed": feed, "tally": {}},
    )
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None,
            print_blob=False, suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    return machine.tally  # type: ignore[attr-defined,no-any-return]
