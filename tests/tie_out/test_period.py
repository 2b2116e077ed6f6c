"""Which days a tie-out compares."""

from __future__ import annotations

from datetime import date

import pytest

from loader.errors import ConfigurationError
from loader.tie_out.period import Period, chosen_period

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("month", "since", "until", "expected"),
    [
        (None, None, None, Period(date(2026, 2, 1), date(2026, 2, 28))),
        ("2024-02", None, None, Period(date(2024, 2, 1), date(2024, 2, 29))),
        (None, date(2026, 3, 1), None, Period(date(2026, 3, 1), date(2026, 3, 9))),
        (None, date(2026, 3, 1), date(2026, 3, 1), Period(date(2026, 3, 1), date(2026, 3, 1))),
    ],
)
def test_the_options_name_days_that_are_over(
    month: str | None, since: date | None, until: date | None, expected: Period
) -> None:
    assert chosen_period(month, since, until, TODAY) == expected


def test_by_default_it_is_last_month_also_in_january() -> None:
    assert chosen_period(None, None, None, date(2026, 1, 1)) == Period(
        date(2025, 12, 1), date(2025, 12, 31)
    )


@pytest.mark.parametrize(
    ("month", "since", "until", "message"),
    [
        ("2026-03", None, None, "2026-03-31 is not over where the tenant is"),
        (None, date(2026, 3, 1), TODAY, "is not over"),
        (None, TODAY, None, "begins on 2026-03-10 and ends on 2026-03-09"),
        (None, None, date(2026, 3, 1), "--until has no beginning"),
        ("2026-02", date(2026, 2, 1), None, "--month is a period already"),
        ("2026-13", None, None, "--month is '2026-13'"),
        ("0000-01", None, None, "--month is '0000-01'"),
    ],
)
def test_other_days_are_refused(
    month: str | None, since: date | None, until: date | None, message: str
) -> None:
    with pytest.raises(ConfigurationError, match=message):
        chosen_period(month, since, until, TODAY)


def test_whole_months_are_recognised() -> None:
    assert Period(date(2024, 1, 1), date(2024, 2, 29)).is_whole_months
    assert not Period(date(2024, 1, 1), date(2024, 2, 28)).is_whole_months
    assert not Period(date(2024, 1, 2), date(2024, 1, 31)).is_whole_months
