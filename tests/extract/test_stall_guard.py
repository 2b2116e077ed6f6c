"""Readings that get nowhere end; those that advance go on, however long they are."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import msgspec
import pytest

from loader.errors import ApiError
from loader.extract import stall_guard
from loader.extract.stall_guard import StallGuard


def records(*numbers: int) -> list[msgspec.Raw]:
    return [msgspec.Raw(b"%d" % number) for number in numbers]


@pytest.mark.parametrize(
    "pages",
    [
        itertools.repeat(records()),
        itertools.repeat(records(1, 2)),
        itertools.cycle([records(1), records(2), records(3)]),
        itertools.cycle([records(1), records()]),
    ],
    ids=["empty", "the same", "in a circle", "the same and empty"],
)
def test_pages_without_new_records_end_at_the_limit(pages: Iterable[list[msgspec.Raw]]):
    guard = StallGuard("/crm/customers", 5)
    with pytest.raises(ApiError, match="/crm/customers: a page that has more and shows nothing"):
        read(guard, itertools.islice(pages, 20))


def read(guard: StallGuard, pages: Iterable[list[msgspec.Raw]]) -> None:
    for page in pages:
        guard.check(page)


def test_new_records_now_and_then_are_progress():
    guard = StallGuard("/crm/customers", 5)
    for number in range(1_000):
        guard.check(records(number) if number % 4 == 0 else records())


def test_pages_that_always_show_something_new_end_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stall_guard, "MAX_PAGES", 7)
    guard = StallGuard("/crm/customers", 5)
    with pytest.raises(ApiError, match="/crm/customers: more than 7 pages"):
        read(guard, (records(number) for number in range(20)))
