"""What the page says of the warehouse itself; what it leaves out when it would be too large."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from loader.errors import LoaderError
from loader.report_page.content import Detail
from loader.report_page.kpis import Kpi
from loader.report_page.page import render
from loader.report_page.reading import Reading, read
from loader.warehouse.connection import connect
from tests.report_page.conftest import OTHER_TENANT, TENANT, Shop, View, changed, content_of

DAY = timedelta(days=1)


def read_all(shop: Shop) -> Reading:
    with closing(connect(shop.warehouse)) as connection:
        return read(connection, shop.warehouse, None)


def test_a_fresh_warehouse_is_called_fine(page_file: Path, view: Callable[..., View]) -> None:
    page = view(page_file)
    assert page.page.locator("[data-health=fine]").count() == 1
    assert "Never run." in "".join(page.texts("#health"))


def test_failed_stale_and_rejected_are_shown(
    shop: Shop, tmp_path: Path, view: Callable[..., View]
) -> None:
    state = "servicetitan_raw.raw_sync_state"
    of = f"where tenant_id = {TENANT} and table_name"
    with (
        changed(
            shop,
            f"update {state} set sync_status = 'failed', last_error = 'HTTP 403. Ask.'"
            f" {of} = 'raw_st_jobs'",
            f"update {state} set sync_status = 'completed', last_error = null {of} = 'raw_st_jobs'",
        ),
        changed(
            shop,
            f"update {state} set last_full_sync = last_full_sync - interval '9 days'"
            f" {of} = 'raw_st_zones'",
            f"update {state} set last_full_sync = last_full_sync + interval '9 days'"
            f" {of} = 'raw_st_zones'",
        ),
        changed(
            shop,
            "insert into servicetitan_raw.raw_rejected values"
            f" ({TENANT}, 'raw_st_invoices', '1', 'no number', '', now())",
            "delete from servicetitan_raw.raw_rejected",
        ),
    ):
        page = view(shop.page(tmp_path, TENANT))
    rows = {row[0]: row for row in page.table("health")}
    assert {name: row[6] for name, row in rows.items()} == {
        "raw_st_jobs": "failed",
        "raw_st_zones": "stale",
        "raw_st_invoices": "records rejected",
    }
    assert rows["raw_st_jobs"][7] == "HTTP 403. Ask."
    assert page.texts("#health .problem")[0].startswith("3 of ")


def test_the_last_tie_out_is_shown(shop: Shop, tmp_path: Path, view: Callable[..., View]) -> None:
    with changed(
        shop,
        f"""create table kpi_tie_out (
            tenant_id bigint, run_at timestamptz, report text, period_start date, period_end date,
            row_key text, row_name text, kpi text, warehouse_value numeric, report_value numeric,
            difference numeric, explained_by text, detail jsonb
        );
        insert into kpi_tie_out values
            ({TENANT}, '2026-01-01', 'old', '2025-12-01', '2025-12-31', '1', 'A', 'x', 1, 9, 8,
                null),
            ({TENANT}, '2026-02-01', 'new', '2026-01-01', '2026-01-31', '1', 'A', 'x', 1, 1, 0,
                null),
            ({TENANT}, '2026-02-01', 'new', '2026-01-01', '2026-01-31', '2', 'B', 'x', 2.50, 3, 0.5,
                'kpi_count_bu: line')""",
        "drop table kpi_tie_out",
    ):
        page = view(shop.page(tmp_path, TENANT))
    assert "2 figures compared, 1 differs." in "".join(page.texts("[data-tie-out=differs] p"))
    rows = page.page.locator("[data-tie-out] tbody tr").all_inner_texts()
    assert [row.split("\t") for row in rows] == [
        ["new", "B", "x", "2.50", "3", "kpi_count_bu: line"]
    ]


def test_rows_loaded_are_counted_by_day(shop: Shop, both_file: Path) -> None:
    health = content_of(both_file)["health"]
    for tenant in (TENANT, OTHER_TENANT):
        (loaded,) = shop.rows(
            "select sum(rows_written) as of from servicetitan_raw.raw_loads where tenant_id = %s",
            tenant,
        )
        assert sum(health[str(tenant)]["loads"]) == loaded["of"]
    both = [
        sum(day)
        for day in zip(*(health[str(t)]["loads"] for t in (TENANT, OTHER_TENANT)), strict=True)
    ]
    assert health["all"]["loads"] == both


def test_a_page_of_one_tenant_holds_nothing_of_another(page_file: Path, both_file: Path) -> None:
    one, both = content_of(page_file), content_of(both_file)
    assert [tenant["id"] for tenant in one["tenants"]] == [TENANT]
    assert {scope.split("/")[0] for scope in one["scopes"]} == {str(TENANT)}
    assert one["technicians"].keys() == one["campaigns"].keys() == one["health"].keys()
    assert "all" in both["scopes"]
    assert one["scopes"][str(TENANT)] == both["scopes"][str(TENANT)]
    assert str(OTHER_TENANT) in both["scopes"]


def test_what_would_make_the_page_too_large_is_left_out_and_said(
    shop: Shop, tmp_path: Path, view: Callable[..., View]
) -> None:
    reading = read_all(shop)
    whole = render(reading, DAY)
    assert whole.detail == Detail.UNITS
    less = render(reading, DAY, len(whole.html.encode()) - 1)
    assert less.detail == Detail.TENANTS
    least = render(reading, DAY, len(less.html.encode()) - 1)
    assert least.detail == Detail.TILES
    with pytest.raises(LoaderError, match="2 tenants do not fit") as failure:
        render(reading, DAY, len(least.html.encode()) - 1)
    assert "--tenant" in failure.value.remedy
    for page in (less, least):
        path = tmp_path / f"{page.detail.name}.html"
        path.write_text(page.html, encoding="utf-8")
        shown = view(path)
        assert page.detail.left_out in "".join(shown.texts("#left-out"))
        shown.choose("tenant", TENANT)
        assert shown.tile("total_revenue", "to_date") != ""


def test_where_there_is_nothing_to_draw_words_say_so(
    shop: Shop, tmp_path: Path, view: Callable[..., View]
) -> None:
    empty = replace(read_all(shop), receivables={}, estimates={}, loads={}, days={})
    path = tmp_path / "empty.html"
    path.write_text(render(empty, DAY).html, encoding="utf-8")
    page = view(path)
    page.choose("tenant", TENANT)
    for section, words in (
        ("days", "No revenue in "),
        ("receivables", "No invoice is open."),
        ("estimates", "No estimate is open."),
        ("loads", "No load has inserted or changed a row"),
    ):
        assert words in "".join(page.texts(f"#{section}"))
        assert page.page.locator(f"#{section} svg").count() == 0


def test_a_name_that_two_units_share_is_told_apart_by_the_id(shop: Shop, tmp_path: Path) -> None:
    with changed(
        shop,
        f"update st_business_units set name = 'Same ' where tenant_id = {TENANT}",
        f"update st_business_units set name = full_data ->> 'name' where tenant_id = {TENANT}",
    ):
        units = content_of(shop.page(tmp_path))["units"]
    names = [name for tenant, unit, name in units if tenant == TENANT and unit]
    assert len(names) > 1
    assert names == [f"Same ({unit})" for tenant, unit, _ in units if tenant == TENANT and unit]


def test_what_names_contain_is_text(shop: Shop, tmp_path: Path, view: Callable[..., View]) -> None:
    odd = "</script><img src=x onerror=alert(1)>`{{style}}`"
    with changed(
        shop,
        f"update st_campaigns set name = '{odd}' where tenant_id = {TENANT}",
        f"update st_campaigns set name = full_data ->> 'name' where tenant_id = {TENANT}",
    ):
        page = view(shop.page(tmp_path, TENANT))
    page.choose("period", page.evaluate("document.querySelector('#period').options[1].value"))
    assert odd in [row[0] for row in page.table("campaigns")]


def test_without_a_load_or_a_transform_it_says_what_to_do(shop: Shop, tmp_path: Path) -> None:
    nobody = shop.command("report", "--tenant", "9", "--output", str(tmp_path / "x.html"))
    assert nobody.returncode == 1
    assert "Nothing of tenant 9 has been loaded yet." in nobody.stderr
    with changed(
        shop,
        "alter view report_kpis rename to away",
        "alter view away rename to report_kpis",
    ):
        missing = shop.command("report", "--output", str(tmp_path / "x.html"))
    assert missing.returncode == 1
    assert "make transform" in missing.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_named(shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "no such folder" / "report.html"
    done = shop.command("report", "--output", str(path))
    assert done.returncode == 1
    assert str(path) in done.stderr
    assert "--output" in done.stderr


@pytest.mark.parametrize(
    "parts", [{}, {"numerator": "a"}, {"denominator": "a"}], ids=["none", "above", "below"]
)
def test_a_ratio_without_both_parts_is_refused(parts: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="name"):
        Kpi("x", "X", "ratio", **parts)


def test_half_a_fraction_is_refused() -> None:
    with pytest.raises(ValueError, match="name both"):
        Kpi("x", "X", "money", numerator="a")
