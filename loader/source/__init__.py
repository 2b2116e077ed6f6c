"""The API as an ordinary dlt source, for your own pipelines and destinations."""

from loader.source.dlt_source import servicetitan

__all__ = ["servicetitan"]
