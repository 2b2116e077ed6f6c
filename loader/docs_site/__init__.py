"""The dbt docs as a front door: what ``docs generate --static`` writes, completed for people."""

from loader.docs_site.site import PAGE, complete, render

__all__ = ["PAGE", "complete", "render"]
