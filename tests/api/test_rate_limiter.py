"""The request rate, by a clock that the test moves."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.api.clock import Cancelled
from loader.api.rate_limiter import MINUTE, PathLimiters, RateLimiter
from tests.api.fake_clock import FakeClock


def departures(
    limiter: RateLimiter, clock: FakeClock, count: int, takes: float = 0.0
) -> list[float]:
    """When each of `count` requests leaves, if every response `takes` this many seconds."""
    times = []
    for _ in range(count):
        with limiter.acquire():
            times.append(clock.time)
            clock.time += takes
    return times


@given(
    allowed=st.floats(0.2, 100),
    takes=st.lists(st.floats(0, 3), min_size=1, max_size=60),
    evenly=st.booleans(),
    on_the_way=st.floats(0, 1),
)
def test_the_server_never_counts_more_requests_in_a_period_than_allowed(
    allowed: float, takes: list[float], evenly: bool, on_the_way: float
):
    clock = FakeClock()
    limiter = RateLimiter(allowed, clock, evenly=evenly)
    arrived = []
    for seconds in takes:
        with limiter.acquire():
            arrived.append(clock.time + seconds * on_the_way)
            clock.time += seconds
    permits = max(int(allowed), 1)
    period = permits / allowed
    for first, after in zip(arrived, arrived[permits:], strict=False):
        assert after - first >= period - 1e-6


def test_requests_are_spaced_evenly(clock: FakeClock):
    times = departures(RateLimiter(10, clock), clock, 8)
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert gaps == pytest.approx([0.1] * 7, abs=1e-6)


def test_requests_that_need_not_be_even_leave_at_once_until_the_permits_are_used(clock: FakeClock):
    times = departures(RateLimiter(3, clock, MINUTE, evenly=False), clock, 4)
    assert times[:3] == [1000.0] * 3
    assert times[3] == pytest.approx(1060.0)


def test_requests_of_another_process_take_permits_until_their_period_is_over(clock: FakeClock):
    limiter = RateLimiter(3, clock, MINUTE, evenly=False)
    limiter.remember([70.0, 50.0, 20.0])
    times = departures(limiter, clock, 4)
    assert times == [pytest.approx(t) for t in (1000.0, 1010.0, 1040.0, 1060.0)]


def test_a_pause_holds_back_the_next_request(clock: FakeClock):
    limiter = RateLimiter(10, clock)
    assert limiter.pause(30)
    assert departures(limiter, clock, 1) == [pytest.approx(1030.0)]


def test_a_second_answer_that_asks_for_the_same_pause_makes_it_no_longer(clock: FakeClock):
    limiter = RateLimiter(10, clock)
    assert limiter.pause(30)
    assert not limiter.pause(30)
    assert not limiter.pause(5)
    assert limiter.pause(60)


def test_after_limiting_to_one_a_request_leaves_only_once_the_one_before_is_a_period_old(
    clock: FakeClock,
):
    limiter = RateLimiter(5, clock, MINUTE, evenly=False)
    with limiter.acquire():
        limiter.limit_to_one()
    assert departures(limiter, clock, 2, takes=1.0) == pytest.approx([1060.0, 1121.0])


def test_each_path_has_one_limiter_of_its_own(clock: FakeClock):
    limiters = PathLimiters(5, clock)
    assert limiters.limiter("/a") is limiters.limiter("/a")
    assert limiters.limiter("/a") is not limiters.limiter("/b")


def test_cancelling_ends_the_wait_for_a_permit(clock: FakeClock):
    limiter = RateLimiter(1, clock)
    limiter.pause(3600)
    clock.cancel()
    with pytest.raises(Cancelled):
        departures(limiter, clock, 1)
    assert clock.time < 1010 + 3600, "it did not wait for the pause to end twice"
