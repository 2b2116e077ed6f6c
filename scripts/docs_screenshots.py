"""``python -m scripts.docs_screenshots``: the pictures of the docs site in ``docs/``.

It takes the page that ``make docs`` wrote, and a headless Chromium, as ``report_screenshots`` does.
"""

from __future__ import annotations

from pathlib import Path

import click

from loader.config import DBT_PROJECT
from scripts.report_screenshots import DOCS_IMAGES, chromium

_WIDTH, _HEIGHT = 1400, 900
# Name, the place in the page, what shows that it is there, and milliseconds until it is drawn: the
# graph has no event that says so.
_PICTURES = (
    ("front", "#!/overview", "text=The ServiceTitan warehouse", 500),
    ("st-jobs", "#!/model/model.servicetitan.st_jobs", "h1:has-text('st_jobs')", 500),
    # From raw tables to the report page.
    ("lineage", "#!/overview?g_v=1&g_i=%2Breport_receivables%2B", "canvas", 5_000),
)


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
        for name, place, shown, wait in _PICTURES:
            page = browser.new_page(viewport={"width": _WIDTH, "height": _HEIGHT})
            page.goto(file.resolve().as_uri() + place)
            page.wait_for_selector(shown, state="attached")
            page.wait_for_timeout(wait)
            page.screenshot(path=DOCS_IMAGES / f"docs-{name}.png")
            click.echo(f"Wrote {DOCS_IMAGES / f'docs-{name}.png'}")
        browser.close()


if __name__ == "__main__":
    main()
