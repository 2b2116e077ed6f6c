"""The tenant's day: where an instant belongs, and what happens when the zone changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from loader.config import Environment
from loader.errors import ConfigurationError
from loader.transform.raw_schema import update_raw_schema
from loader.warehouse import tables
from loader.warehouse.tenants import save_timezone
from tests.marts.shop import Shop
from tests.marts.worked_example import SERVICE, estimate, invoice, job, line
from tests.transform.warehouse import RAW, Warehouse

DAYS = (
    # (zone, instant, its day there)
    ("UTC", "2026-03-01T00:00:00Z", date(2026, 3, 1)),
    ("UTC", "2026-02-28T23:59:59.9999999Z", date(2026, 2, 28)),
    ("America/New_York", "2026-03-01T04:59:59Z", date(2026, 2, 28)),
    ("America/New_York", "2026-03-01T05:00:00Z", date(2026, 3, 1)),
    # Clocks go forward at 2:00 on 8 March, so that the day begins at 5:00 UTC and ends at 4:00.
    ("America/New_York", "2026-03-08T04:59:59Z", date(2026, 3, 7)),
    ("America/New_York", "2026-03-08T05:00:00Z", date(2026, 3, 8)),
    ("America/New_York", "2026-03-09T03:59:59Z", date(2026, 3, 8)),
    ("America/New_York", "2026-03-09T04:00:00Z", date(2026, 3, 9)),
    # ... and back on 1 November, a day of 25 hours.
    ("America/New_York", "2026-11-01T04:00:00Z", date(2026, 11, 1)),
    ("America/New_York", "2026-11-02T04:59:59Z", date(2026, 11, 1)),
    ("America/New_York", "2026-11-02T05:00:00Z", date(2026, 11, 2)),
    ("America/Phoenix", "2026-07-01T06:59:59Z", date(2026, 6, 30)),
    ("Pacific/Kiritimati", "2026-12-31T10:00:00Z", date(2027, 1, 1)),
    ("Asia/Kathmandu", "2028-02-28T18:15:00Z", date(2028, 2, 29)),
)


def sold_and_done(number: int, moment: str) -> dict[str, list[dict[str, object]]]:
    """A job that is created, sold and completed at one instant."""
    return {
        "jobs": [
            {
                **job(number, SERVICE, 1, "Completed", None),
                "completedOn": moment,
                "createdOn": moment,
            }
        ],
        "estimates": [{**estimate(number, number, None, 1, 5), "soldOn": moment}],
        "invoices": [invoice(number, number, "03-15", line(5, "Income", SERVICE))],
    }


def test_an_instant_belongs_to_the_day_of_the_tenants_zone(new_shop: Callable[..., Shop]) -> None:
    shops: dict[str, Shop] = {}
    for number, (zone, moment, _) in enumerate(DAYS, start=1):
        shop = shops.setdefault(zone, new_shop(zone))
        shop.arrive(**sold_and_done(number, moment))
    shops["UTC"].warehouse.transform()
    for number, (zone, moment, day) in enumerate(DAYS, start=1):
        shop = shops[zone]
        (row,) = [row for row in shop.rows("fct_jobs") if row["job_id"] == number]
        assert row["created_day"] == row["completed_day"] == day, moment
        assert row["first_sold_day"] == day, moment
        (of_line,) = [r for r in shop.rows("fct_revenue_lines") if r["invoice_id"] == number]
        assert of_line["day"] == day, moment
    assert [each for shop in shops.values() for each in shop.differences()] == []


def test_another_zone_moves_everything_that_happened_there_and_nothing_else(
    new_shop: Callable[..., Shop],
) -> None:
    shops = [new_shop("UTC"), new_shop("UTC")]
    for shop in shops:
        shop.arrive(**sold_and_done(1, "2026-03-01T03:00:00Z"))
    warehouse = shops[0].warehouse
    warehouse.transform()
    shops[0].move_to("America/Phoenix")
    written = warehouse.transform()
    days = [{row["day"] for row in shop.rows("kpi_campaign_daily")} for shop in shops]
    assert days == [{date(2026, 2, 28)}, {date(2026, 3, 1)}]
    assert written["fct_jobs"] == written["fct_estimates"] == written["fct_revenue_lines"] == 1
    assert [each for shop in shops for each in shop.differences()] == []


def test_invoice_dates_are_days_already(new_shop: Callable[..., Shop]) -> None:
    shop = new_shop("America/Los_Angeles")
    shop.arrive(
        invoices=[invoice(1, None, "03-01", line(5, "Income", SERVICE), balance="5")],
        payments=[
            {
                "id": 1,
                "date": "2026-03-01T00:00:00Z",
                "active": True,
                "appliedTo": [{"appliedTo": 1}],
            }
        ],
    )
    shop.warehouse.transform()
    assert shop.rows("fct_revenue_lines")[0]["day"] == date(2026, 3, 1)
    assert shop.rows("fct_receivables")[0]["invoice_day"] == date(2026, 3, 1)
    assert shop.rows("fct_payment_applications")[0]["payment_day"] == date(2026, 3, 1)


def test_a_tenant_whose_zone_is_not_known_lives_in_utc(new_shop: Callable[..., Shop]) -> None:
    shop = new_shop(None)
    shop.arrive(**sold_and_done(1, "2026-03-01T00:00:00Z"))
    shop.warehouse.transform()
    assert shop.rows("fct_jobs")[0]["completed_day"] == date(2026, 3, 1)
    assert shop.differences() == []


def test_only_another_zone_is_a_load(marts_database: Warehouse) -> None:
    tenant_id = marts_database.next_tenants(1)
    with marts_database.connect() as connection, connection.cursor() as cursor:
        tables.ensure_schema(cursor, RAW, (), marts_database.engine)
        saved = [
            save_timezone(cursor, RAW, tenant_id, zone) for zone in ("UTC", "UTC", "Asia/Tokyo")
        ]
        cursor.execute(
            f"select count(*) from {RAW}.raw_loads inner join {RAW}.raw_tenants using (tenant_id)"
            " where tenant_id = %s and table_name = 'raw_tenants' and timezone = 'Asia/Tokyo'",
            (tenant_id,),
        )
        assert cursor.fetchone() == (2,)
    connection.close()
    assert saved == [True, False, True]


def test_a_zone_that_postgres_does_not_know_is_refused(marts_database: Warehouse) -> None:
    with (
        marts_database.connect() as connection,
        connection.cursor() as cursor,
        pytest.raises(ConfigurationError, match="does not know the time zone Mars/Olympus"),
    ):
        save_timezone(cursor, RAW, 1, "Mars/Olympus")
    connection.close()


def test_the_transform_stores_a_setting_that_has_changed_since_the_load(
    marts_database: Warehouse,
) -> None:
    tenant_id = marts_database.next_tenants(1)
    settings = {**marts_database.environ(), "SERVICETITAN_TENANT_ID": str(tenant_id)}

    def stored() -> list[str]:
        rows = marts_database.rows(
            f"select timezone from {RAW}.raw_tenants where tenant_id = {tenant_id}"
        )
        return [row["timezone"] for row in rows]

    update_raw_schema(Environment({**settings, "SERVICETITAN_TIMEZONE": "Asia/Tokyo"}), print)
    assert stored() == ["Asia/Tokyo"]
    update_raw_schema(Environment(settings), print)  # not set here: what the load stored stays
    assert stored() == ["Asia/Tokyo"]


def test_the_transform_creates_tables_of_a_newer_version_but_no_schema(
    marts_database: Warehouse,
) -> None:
    settings = marts_database.environ()
    marts_database.execute(f"alter table {RAW}.raw_st_job_splits rename to hidden")
    update_raw_schema(Environment(settings), print)
    marts_database.execute(f"drop table {RAW}.raw_st_job_splits")  # it is there
    marts_database.execute(f"alter table {RAW}.hidden rename to raw_st_job_splits")

    update_raw_schema(Environment({**settings, "RAW_SCHEMA": "never_loaded"}), print)
    assert not marts_database.rows("select from pg_namespace where nspname = 'never_loaded'")
