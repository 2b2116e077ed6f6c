"""The page as people meet it: by eye, keyboard, screen reader, phone and paper; and its size."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from loader.report_page import page as page_module
from loader.report_page.page import MOST_BYTES
from tests.report_page.conftest import View

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize(
    "options",
    [{"color_scheme": "light"}, {"color_scheme": "dark"}, PHONE],
    ids=["light", "dark", "phone"],
)
def test_axe_finds_no_serious_violation(
    page_file: Path, view: Callable[..., View], options: dict[str, Any]
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = view(page_file, **options)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    found = Axe().run(page.page).response["violations"]
    assert [
        (violation["id"], [node["html"][:120] for node in violation["nodes"]][:3])
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ] == []


def test_it_is_one_file_of_less_than_2_mb_that_names_no_other(page_file: Path) -> None:
    html = page_file.read_text("utf-8")
    assert len(html.encode()) < MOST_BYTES
    assert "default-src 'none'" in html
    template = html.split("<script")[0] + html.split("</script>")[-1]
    assert "src=" not in template
    assert "@import" not in template


def test_the_library_that_draws_is_bundled_once(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    bundle = page_module.drawing_library(folder)
    (kept,) = folder.iterdir()
    assert kept.read_text("utf-8") == bundle
    assert kept.stat().st_mode & 0o077 == 0
    kept.write_text("kept", "utf-8")
    page_module.drawing_library.cache_clear()
    assert page_module.drawing_library(folder) == "kept"


def test_only_its_owner_may_read_it(page_file: Path) -> None:
    assert page_file.stat().st_mode & 0o077 == 0


def test_a_keyboard_reaches_filters_definitions_and_lists(
    page_file: Path, view: Callable[..., View]
) -> None:
    page = view(page_file)
    reached = []
    for _ in range(40):
        page.page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.id || document.activeElement.localName")
        )
    assert reached[:4] == ["a", "tenant", "unit", "period"]  # a: skip to the figures
    assert {"summary", "div", "button"} <= set(reached)
    first = page.page.locator(".tile details").first
    first.locator("summary").focus()
    page.page.keyboard.press("Enter")
    assert first.get_attribute("open") is not None


def test_a_list_is_sorted_by_the_column_that_is_pressed(
    page_file: Path, view: Callable[..., View]
) -> None:
    page = view(page_file)
    page.page.locator("#technicians th button").nth(3).focus()
    page.page.keyboard.press("Enter")
    assert page.page.locator("#technicians th").nth(3).get_attribute("aria-sort") == "descending"
    jobs = [int(row[3].replace(",", "")) for row in page.table("technicians")]
    assert jobs == sorted(jobs, reverse=True)
    page.page.keyboard.press("Enter")  # the focus stays on the heading
    jobs = [int(row[3].replace(",", "")) for row in page.table("technicians")]
    assert jobs == sorted(jobs)


def test_a_screen_reader_hears_what_a_filter_changed(
    page_file: Path, view: Callable[..., View]
) -> None:
    page = view(page_file)
    before = page.page.locator("[role=status]").text_content()
    page.choose("period", page.evaluate("document.querySelector('#period').options[2].value"))
    after = page.page.locator("[role=status]").text_content()
    assert after != before
    assert after.startswith("Showing Tenant")


@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_is_wider_than_a_small_screen(
    page_file: Path, view: Callable[..., View], width: int
) -> None:
    page = view(page_file, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_charts_follow_the_width_of_the_window(page_file: Path, view: Callable[..., View]) -> None:
    page = view(page_file, viewport={"width": 1200, "height": 800})
    wide = page.evaluate("document.querySelector('#days svg').getBoundingClientRect().width")
    page.page.set_viewport_size({"width": 600, "height": 800})
    page.page.wait_for_function(
        "document.querySelector('#days svg').viewBox.baseVal.width < 600", timeout=5_000
    )
    assert wide > 900


def test_dark_and_light_differ_and_paper_is_light(
    page_file: Path, view: Callable[..., View]
) -> None:
    colour = "getComputedStyle(document.querySelector('.tile h3')).color"
    light = view(page_file, color_scheme="light").evaluate(colour)
    dark = view(page_file, color_scheme="dark")
    assert dark.evaluate(colour) != light
    dark.page.emulate_media(media="print", color_scheme="dark")
    assert dark.evaluate(colour) == "rgb(0, 0, 0)"
    assert not dark.page.locator("#filters").is_visible()


def test_it_prints_on_a_few_pages(page_file: Path, view: Callable[..., View]) -> None:
    pdf = view(page_file).page.pdf(format="A4")
    assert 2 <= pdf.count(b"/Type /Page\n") <= 6
