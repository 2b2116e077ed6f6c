"""Retries, by a clock that the test moves."""

from __future__ import annotations

import pytest

from loader.api.clock import Cancelled
from loader.api.retries import MAX_ATTEMPTS, Retries, TransientError
from loader.errors import ApiError, ConfigurationError
from tests.api.fake_clock import FakeClock


class Failing:
    """Fails as often as told, then succeeds."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.attempts = 0

    def __call__(self) -> str:
        self.attempts += 1
        if self.errors:
            raise self.errors.pop(0)
        return "done"


def test_what_succeeds_at_once_is_called_once(clock: FakeClock):
    function = Failing()
    assert Retries(clock).call("/path", function) == "done"
    assert (function.attempts, clock.slept) == (1, [])


def test_the_waits_double_with_some_jitter_up_to_the_longest(
    clock: FakeClock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("loader.api.retries._MAX_WAIT", 3.0)
    function = Failing(*(TransientError("HTTP 500") for _ in range(5)))
    assert Retries(clock).call("/path", function) == "done"
    assert len(clock.slept) == 5
    for wait, longest in zip(clock.slept, [0.5, 1.0, 2.0, 3.0, 3.0], strict=True):
        assert longest * 0.7 <= wait <= longest


def test_a_wait_that_the_server_names_is_taken_as_it_is(clock: FakeClock):
    function = Failing(TransientError("HTTP 429", wait=17.0), TransientError("401", wait=0.0))
    Retries(clock).call("/path", function)
    assert clock.slept == [17.0, 0.0]


def test_after_the_last_attempt_the_message_names_path_failure_and_attempts(clock: FakeClock):
    function = Failing(*(TransientError("HTTP 500") for _ in range(10)))
    with pytest.raises(ApiError, match=r"/path: HTTP 500, 6 times in a row\. The cursor"):
        Retries(clock).call("/path", function)
    assert function.attempts == MAX_ATTEMPTS == 6


def test_an_error_may_allow_fewer_attempts_and_bring_its_own_message(clock: FakeClock):
    final = ApiError("Nobody there.", "Look.")
    function = Failing(*(TransientError("x", max_attempts=3, error=final) for _ in range(10)))
    with pytest.raises(ApiError) as raised:
        Retries(clock).call("/path", function)
    assert raised.value is final
    assert function.attempts == 3


def test_what_is_not_transient_is_not_repeated(clock: FakeClock):
    function = Failing(ConfigurationError("Wrong.", "Correct it."))
    with pytest.raises(ConfigurationError):
        Retries(clock).call("/path", function)
    assert function.attempts == 1


def test_cancelling_ends_the_wait_for_the_next_attempt(clock: FakeClock):
    def fail() -> None:
        clock.cancel()
        raise TransientError("HTTP 500", wait=3600.0)

    with pytest.raises(Cancelled, match="interrupted"):
        Retries(clock).call("/path", fail)
