"""``python -m scripts.report_screenshots``: the pictures of the report page in ``docs/``.

It takes a page that ``make report`` or ``make demo`` wrote, and a headless Chromium. Chromium is no
Python package: ``apt-get install chromium-headless-shell`` brings it on Debian.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Literal

import click

from loader.config import PROJECT_ROOT

# Commands under which Chromium is installed, the smallest first.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
DOCS_IMAGES = PROJECT_ROOT / "docs" / "images"
# Name, width and height in pixels, scheme, and the part of the page that is at the top.
_PICTURES: tuple[tuple[str, int, int, Literal["light", "dark"], str], ...] = (
    ("report.png", 1240, 700, "light", "header"),
    ("report-charts.png", 1240, 1000, "light", "section:has(#days)"),
    ("report-dark.png", 1240, 620, "dark", ".pair"),
    ("report-phone.png", 390, 844, "light", "header"),
)


def chromium() -> str | None:
    """Return the path of an installed Chromium."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


@click.command()
@click.argument("page", type=click.Path(exists=True, path_type=Path), default="report.html")
def main(page: Path) -> None:
    """Take the pictures of PAGE."""
    from playwright.sync_api import sync_playwright

    program = chromium()
    if program is None:
        raise click.ClickException(
            "No Chromium is installed. On Debian: apt-get install chromium-headless-shell"
        )
    DOCS_IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        for name, width, height, scheme, top in _PICTURES:
            view = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme=scheme
            )
            view.goto(page.resolve().as_uri())
            view.wait_for_selector("html[data-shown]")
            view.locator(top).evaluate("part => part.scrollIntoView()")
            view.screenshot(path=DOCS_IMAGES / name)
            click.echo(f"Wrote {DOCS_IMAGES / name}")
        browser.close()


if __name__ == "__main__":
    main()
