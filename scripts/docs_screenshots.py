"""``python -m scripts.docs_screenshots``: the pictures of the docs site in ``docs/``.

It takes the page that ``make docs`` wrote, and a headless Chromium, as ``report_screenshots`` does.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from loader.config import DBT_PROJECT
from scripts.report_screenshots import DOCS_IMAGES, chromium

_WIDTH, _HEIGHT = 1400, 900
_JOBS = "#!/model/model.servicetitan.st_jobs"
# From raw tables to the report page: what the page's full-screen graph is asked for.
_LINEAGE = "#!/overview?g_v=1&g_i=%2Bkpi_receivables%20%2Bexposure%3Areport_page"


def _front(page: Any) -> None:
    page.wait_for_selector("text=The ServiceTitan warehouse")


def _jobs(page: Any) -> None:
    page.evaluate(f"location.hash = '{_JOBS}'")
    page.wait_for_selector("h1:has-text('st_jobs')")


def _lineage(page: Any) -> None:
    page.evaluate(f"location.hash = '{_LINEAGE}'")
    page.wait_for_selector("canvas", state="attached")
    page.wait_for_timeout(4_000)  # the graph draws itself without an event that says it is done


@click.command()
@click.argument(
    "file",
    type=click.Path(exists=True, path_type=Path),
    default=DBT_PROJECT / "target" / "static_index.html",
)
def main(file: Path) -> None:
    """Take the pictures of FILE."""
    from playwright.sync_api import sync_playwright

    program = chromium()
    if program is None:
        raise click.ClickException(
            "No Chromium is installed. On Debian: apt-get install chromium-headless-shell"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        page = browser.new_page(viewport={"width": _WIDTH, "height": _HEIGHT})
        page.goto(file.resolve().as_uri())
        for name, show in (("front", _front), ("st-jobs", _jobs), ("lineage", _lineage)):
            show(page)
            page.wait_for_timeout(500)  # what slides in has slid in
            page.screenshot(path=DOCS_IMAGES / f"docs-{name}.png")
            click.echo(f"Wrote {DOCS_IMAGES / f'docs-{name}.png'}")
        browser.close()


if __name__ == "__main__":
    main()
