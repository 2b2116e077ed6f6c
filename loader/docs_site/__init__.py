"""The dbt docs as a front door: what ``docs generate --static`` writes, completed for people."""

from loader.docs_site.site import complete

__all__ = ["complete"]
