"""The priority semaphore: few at a time, the heaviest of those that wait first."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from loader.staging.priority_semaphore import PrioritySemaphore


def _wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_the_heaviest_waiter_goes_first_and_never_more_than_allowed_at_once():
    semaphore, order, lock = PrioritySemaphore(1), [], threading.Lock()
    most = running = 0

    def work(weight: int) -> None:
        nonlocal most, running
        with semaphore.turn(weight):
            with lock:
                running += 1
                most = max(most, running)
                order.append(weight)
            time.sleep(0.001)
            with lock:
                running -= 1

    threads = []
    with semaphore.turn(0):
        for weight in (3, 9, 1, 7, 9):
            threads.append(threading.Thread(target=work, args=(weight,)))
            threads[-1].start()
        _wait_until(lambda: len(semaphore._waiting) == len(threads))
        assert order == []
    for thread in threads:
        thread.join()
    assert order == [9, 9, 7, 3, 1]
    assert most == 1


def test_a_turn_that_fails_is_given_back():
    semaphore = PrioritySemaphore(1)
    with pytest.raises(ZeroDivisionError), semaphore.turn(1):
        1 / 0  # noqa: B018
    with semaphore.turn(1):
        pass
