"""The pool: one tenant's failure, crash or hang is its own, and the pool ends what it started."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from pathlib import Path

import psutil
import pytest

from loader.config import Environment, Tenant
from loader.errors import LoaderError
from loader.tenants.limits import Limits
from loader.tenants.messages import LogLine, Outcome, Progress
from loader.tenants.pool import Pool, name_of
from tests.tenants.jobs import Dying, by_name


class Told:
    """A listener that keeps what it is told."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.aside: list[tuple[str, bool]] = []
        self.done: list[str] = []
        self.lines: list[tuple[str, str]] = []
        self.progress: list[tuple[str, Progress]] = []

    def started(self, tenant: str) -> None:
        self.begun.append(tenant)

    def progressed(self, tenant: str, progress: Progress) -> None:
        self.progress.append((tenant, progress))

    def logged(self, tenant: str, line: LogLine) -> None:
        self.lines.append((tenant, line.text))

    def put_aside(self, tenant: str, *, stalled: bool) -> None:
        self.aside.append((tenant, stalled))

    def ended(self, tenant: str, outcome: Outcome) -> None:  # noqa: ARG002
        self.done.append(tenant)


def tenants(names: Iterable[str]) -> list[Environment]:
    return [
        Environment({}, Tenant(name=name, tenant_id=number, timezone="UTC"))
        for number, name in enumerate(names, start=1)
    ]


def test_each_end_of_a_tenant_is_its_own(tmp_path: Path) -> None:
    good = ["a", "b", "c", "d", "e"]
    names = ["hangs", "a", "fails", "b", "crashes", "c", "breaks", "stubborn", "d", "e"]
    told, cleaned = Told(), []
    pool = Pool(
        partial(by_name, marks=tmp_path),
        Limits(3, timedelta(seconds=3)),
        told,
        lambda environment: cleaned.append(name_of(environment)),
    )
    outcomes = pool.run(tenants(names))
    assert told.begun == names
    assert sorted(told.done) == sorted(names)
    assert [name for name in good if outcomes[name].exit_code] == []
    assert {outcomes[name].output for name in good} == {f"printed by {name}\n" for name in good}
    assert {name: outcomes[name].counts for name in good} == {name: {"rows": 1} for name in good}
    assert told.lines == [(name, f"a word from {name}") for name, _ in told.lines]
    assert {name for name, _ in told.lines} == set(good)
    assert ("a", Progress(1, 2, 3, 4)) in told.progress
    causes = {name: one.failures[0].cause for name, one in outcomes.items() if one.failures}
    assert causes.pop("fails") == "It is wrong."
    assert causes.pop("breaks") == "Unexpected ValueError."
    assert "SIGKILL" in causes.pop("crashes")
    assert "not done within 0.05 minutes" in causes.pop("hangs")
    assert "not done within 0.05 minutes" in causes.pop("stubborn")
    assert causes == {}
    assert outcomes["fails"].exit_code == 2
    assert sorted(cleaned) == ["crashes", "hangs", "stubborn"]
    # Who hangs is in nobody's way.
    assert set(told.done[: len(good)]) - set(good) <= {"fails", "crashes", "breaks"}
    assert not [mark for mark in tmp_path.iterdir() if psutil.pid_exists(int(mark.read_text()))]


def test_tenants_without_progress_let_the_others_go_first(tmp_path: Path) -> None:
    hanging = ["hangs-1", "hangs-2", "hangs-3", "hangs-4"]
    others = ["works", "a", "b", "c", "d", "e"]
    told, cleaned = Told(), []
    pool = Pool(
        partial(by_name, marks=tmp_path),
        Limits(2, timedelta(seconds=4), patience=timedelta(seconds=1)),
        told,
        lambda environment: cleaned.append(name_of(environment)),
    )
    outcomes = pool.run(tenants(hanging + others))
    # Each worker is lent to two that hang, before anybody else has one.
    assert told.begun[: len(hanging + others)] == hanging + others
    assert set(told.done[: len(others)]) == set(others)
    assert [name for name in others if outcomes[name].exit_code] == []
    # They have a second turn, which takes what is left of their time.
    assert sorted(told.aside) == [(name, True) for name in hanging]
    assert sorted(told.begun[len(hanging + others) :]) == hanging
    assert sorted(cleaned) == sorted(2 * hanging)
    for name in hanging:
        assert "not done within" in outcomes[name].failures[0].cause
        assert 4 <= outcomes[name].seconds < 30
    assert not [mark for mark in tmp_path.iterdir() if psutil.pid_exists(int(mark.read_text()))]


def test_tenants_with_long_turns_let_the_others_go_first(tmp_path: Path) -> None:
    flooding = ["works-1", "works-2"]
    others = ["a", "b", "c"]
    told = Told()
    pool = Pool(
        partial(by_name, marks=tmp_path),
        Limits(2, timedelta(seconds=4), turn=timedelta(seconds=1)),
        told,
        lambda _environment: None,
    )
    outcomes = pool.run(tenants(flooding + others))
    assert told.begun[: len(flooding + others)] == flooding + others
    assert set(told.done[: len(others)]) == set(others)
    assert sorted(told.aside) == [(name, False) for name in flooding]
    # What the first turn took is not taken from the second, which ends well.
    assert [name for name, outcome in outcomes.items() if outcome.exit_code] == []


def test_a_worker_is_replaced_after_some_tenants(tmp_path: Path) -> None:
    names = ["a", "b", "c", "d", "e"]
    limits = Limits(1, timedelta(seconds=60), tenants_per_worker=2)
    pool = Pool(partial(by_name, marks=tmp_path), limits, Told(), lambda _environment: None)
    assert list(pool.run(tenants(names))) == names
    pids = [(tmp_path / name).read_text() for name in names]
    assert len(set(pids)) == 3
    assert (pids[0], pids[2]) == (pids[1], pids[3])


def test_a_pool_that_can_start_no_worker_says_so() -> None:
    pool = Pool(Dying(), Limits(2, timedelta(seconds=60)), Told(), lambda _environment: None)
    began = time.monotonic()
    with pytest.raises(LoaderError, match=r"end as soon as they start \(exit code 3\)"):
        pool.run(tenants(["a", "b"]))
    assert time.monotonic() - began < 60
