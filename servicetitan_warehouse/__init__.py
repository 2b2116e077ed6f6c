"""The public name of this project in Python: the dlt source.

    import dlt
    from servicetitan_warehouse import servicetitan

    pipeline = dlt.pipeline("servicetitan", destination="duckdb", dataset_name="servicetitan_raw")
    pipeline.run(servicetitan(select=["customers", "jobs"]))

In an installed copy, the loader, the dbt project and everything else are inside this package, so
that no other name is taken (setup.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from loader.source import servicetitan

__all__ = ["servicetitan"]


def __getattr__(name: str) -> Any:
    """Import the source when it is first used: dlt takes a second, and most commands need none."""
    if name == "servicetitan":
        from loader.source import servicetitan

        return servicetitan
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
