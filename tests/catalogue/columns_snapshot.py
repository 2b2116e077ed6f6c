"""The columns of every raw table as text, one file for each module.

    python -m tests.catalogue.columns_snapshot

writes them; what a change of the catalogue or of the facts does to the tables is then a diff.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from loader import catalogue
from loader.catalogue import Column, Endpoint
from loader.warehouse import tables

FOLDER = Path(__file__).parent / "snapshots"


def snapshots() -> dict[str, str]:
    """The text of each file, by its name."""
    found: dict[str, list[str]] = defaultdict(list)
    for endpoint in catalogue.ENDPOINTS.values():
        found[f"{endpoint.modules[0]}.txt"].append(_table(endpoint))
    return {name: "\n".join(partitions) for name, partitions in sorted(found.items())}


def _table(endpoint: Endpoint) -> str:
    lines = [f"{endpoint.table}  ({', '.join(endpoint.primary_key)})"]
    if endpoint.inactive_means_deleted:
        lines.append("  inactive means deleted")
    for source in endpoint.sources:
        lines += [f"  {path}" for path in source.paths]
        for received in (source.list_params, *source.partitions):
            lines += [f"    {name}={value}" for name, value in received.items()]
    made_from = {
        column.name: column.source if isinstance(column, Column) else " + ".join(column.fields)
        for column in endpoint.all_columns
    }
    lines += [
        f"    {name:<40} {kind:<22} {made_from.get(name, '')}".rstrip()
        for name, kind in tables.columns(endpoint).items()
    ]
    return "\n".join(lines) + "\n"


def write() -> None:
    """Bring the files up to date."""
    FOLDER.mkdir(exist_ok=True)
    for file in FOLDER.glob("*.txt"):
        file.unlink()
    for name, text in snapshots().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
