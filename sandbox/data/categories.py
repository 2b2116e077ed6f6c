"""Categories of reports. What reports there are is in ``sandbox.reports``."""

from __future__ import annotations

from sandbox.data.world import World

CATEGORIES = (
    ("accounting", "Accounting"),
    ("marketing", "Marketing"),
    ("operations", "Operations"),
    ("technician", "Technician"),
)


def make(world: World) -> None:
    """Makes the categories: a word and a name each, no instants."""
    table = world.table("reporting/report-categories")
    for word, name in CATEGORIES:
        table.add_fields({"id": word, "name": name}, world.start, world.start)
