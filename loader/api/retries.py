"""Which failures are retried, how often, and how long to wait in between (by tenacity)."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TypeVar

import tenacity

from loader.api.clock import Clock
from loader.api.error_messages import gave_up_error
from loader.errors import LoaderError

MAX_ATTEMPTS = 6
# Seconds before the second attempt; they double with each further one, up to the maximum.
_FIRST_WAIT = 0.5
_MAX_WAIT = 30.0

_Result = TypeVar("_Result")


class TransientError(Exception):
    """A failure that a retry may fix.

    Args:
        what: The failure, for the message once all attempts have failed.
        wait: Seconds until the next attempt; None for exponential backoff.
        max_attempts: Attempts after which it counts as permanent.
        error: The error to raise then; None for a plain "gave up".
    """

    def __init__(
        self,
        what: str,
        *,
        wait: float | None = None,
        max_attempts: int = MAX_ATTEMPTS,
        error: LoaderError | None = None,
    ) -> None:
        super().__init__(what)
        self.what = what
        self.wait = wait
        self.max_attempts = max_attempts
        self.error = error
        self.attempts = 1


class Retries:
    """Calls functions again as long as they raise ``TransientError``. Shared by all threads."""

    def __init__(self, clock: Clock) -> None:
        self._retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(TransientError),
            stop=_stop,
            wait=_wait,
            sleep=clock.sleep,
            reraise=True,
        )

    def call(self, path: str, function: Callable[[], _Result]) -> _Result:
        """Return the result of the first call that succeeds.

        Args:
            path: The API path, for the message.
            function: One attempt.

        Raises:
            LoaderError: The last attempt failed too.
            Cancelled: The run was cancelled while waiting for the next attempt.
        """
        try:
            return self._retrying(function)
        except TransientError as error:
            raise error.error or gave_up_error(path, error.what, error.attempts) from None


def _failure(state: tenacity.RetryCallState) -> TransientError:
    error = state.outcome.exception() if state.outcome else None
    if not isinstance(error, TransientError):
        raise TypeError("only transient errors are retried")
    return error


def _stop(state: tenacity.RetryCallState) -> bool:
    error = _failure(state)
    error.attempts = state.attempt_number
    return state.attempt_number >= error.max_attempts


def _wait(state: tenacity.RetryCallState) -> float:
    error = _failure(state)
    if error.wait is not None:
        return error.wait
    longest: float = min(_FIRST_WAIT * 2 ** (state.attempt_number - 1), _MAX_WAIT)
    # Jitter keeps the threads from coming back all at once.
    return longest * random.uniform(0.7, 1.0)  # noqa: S311 (no secret)
