"""The memory budget: bounded, freed when it should be, and never a deadlock."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.api.clock import Cancelled, Clock
from loader.api.memory_budget import MemoryAccount, MemoryBudget


class Waiting:
    """A thread that acquires memory; `done` once it has, or was cancelled."""

    def __init__(self, account: MemoryAccount, size: int) -> None:
        self.cancelled = False
        self._account, self._size = account, size
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._account.acquire(self._size)
        except Cancelled:
            self.cancelled = True

    def is_waiting(self) -> bool:
        self._thread.join(0.3)
        return self._thread.is_alive()

    def ended(self) -> bool:
        self._thread.join(30)
        return not self._thread.is_alive()


@pytest.fixture
def budget() -> MemoryBudget:
    return MemoryBudget(100, Clock())


def test_a_reader_waits_until_another_has_released_enough(budget: MemoryBudget):
    held = budget.account().acquire(60)
    waiting = Waiting(budget.account(), 50)
    assert waiting.is_waiting()
    held.resize(50)
    assert waiting.ended()
    assert budget.used == 100


def test_an_answer_larger_than_the_budget_is_admitted_alone(budget: MemoryBudget):
    held = budget.account().acquire(1)
    waiting = Waiting(budget.account(), 1000)
    assert waiting.is_waiting()
    held.release()
    assert waiting.ended()


def test_a_reader_that_holds_memory_never_waits(budget: MemoryBudget):
    account = budget.account()
    account.acquire(90)
    account.acquire(90)
    assert account.held == budget.used == 180


def test_growing_never_waits(budget: MemoryBudget):
    held = budget.account().acquire(10)
    budget.account().acquire(80)
    held.grow(500)
    held.grow(5)
    assert budget.used == 580


def test_releasing_twice_frees_once(budget: MemoryBudget):
    account = budget.account()
    first, second = account.acquire(40), account.acquire(30)
    first.release()
    first.release()
    assert budget.used == account.held == 30
    second.release()
    assert budget.used == 0


def test_closing_a_readers_account_frees_what_it_forgot(budget: MemoryBudget):
    account = budget.account()
    forgotten = account.acquire(100)
    waiting = Waiting(budget.account(), 100)
    assert waiting.is_waiting()
    account.close()
    assert waiting.ended()
    forgotten.release()
    forgotten.grow(7)
    assert budget.used == 100
    with pytest.raises(Cancelled):
        account.acquire(1)


def test_cancelling_ends_the_wait_for_memory():
    clock = Clock()
    budget = MemoryBudget(100, clock)
    budget.account().acquire(100)
    waiting = Waiting(budget.account(), 1)
    assert waiting.is_waiting()
    began = time.monotonic()
    clock.cancel()
    assert waiting.ended()
    assert waiting.cancelled
    assert time.monotonic() - began < 4


@given(
    st.lists(
        st.tuples(st.sampled_from(["acquire", "resize", "grow", "release"]), st.integers(0, 99)),
        max_size=40,
    )
)
def test_what_is_used_is_what_the_reservations_hold(steps: list[tuple[str, int]]):
    budget = MemoryBudget(100, Clock())
    account = budget.account()
    reservations = [account.acquire(1)]
    sizes = [1]
    for step, size in steps:
        place = size % len(reservations)
        changed: dict[str, Callable[[], int]] = {
            "resize": lambda size=size: size,
            "grow": lambda size=size, place=place: max(size, sizes[place]),
            "release": lambda: 0,
        }
        if step == "acquire":
            sizes.append(size)
            # Anything else would wait for itself: an empty account is like any other reader.
            reservations.append(account.acquire(size))
            continue
        arguments = () if step == "release" else (size,)
        getattr(reservations[place], step)(*arguments)
        sizes[place] = changed[step]()
    assert budget.used == account.held == sum(sizes)
