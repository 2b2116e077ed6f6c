"""The columns of every table as text: a change of a table's shape is a diff.

    python -m tests.transform.columns_snapshot

prints what the change means for warehouses that hold the tables already, and writes the file.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from tests.transform.warehouse import PROJECT

FILE = Path(__file__).parent / "columns_snapshot.txt"

Shape = dict[str, str]  # column: its type
KEY = "key"


def shapes() -> dict[str, Shape]:
    """Key and columns of each model, as its yml declares them."""
    found = {}
    models = PROJECT / "models"
    for file in sorted([*(models / "st").glob("*.yml"), *(models / "marts").rglob("*.yml")]):
        for model in yaml.safe_load(file.read_text(encoding="utf-8"))["models"]:
            constraints = model.get("constraints", [])
            keys = [c["columns"] for c in constraints if c["type"] == "primary_key"]
            if not keys:
                continue  # a view, which every run makes anew
            found[model["name"]] = {KEY: ", ".join(*keys)} | {
                column["name"]: column["data_type"] for column in model["columns"]
            }
    return found


def text(of: dict[str, Shape]) -> str:
    """As it stands in the file."""
    return "\n".join(
        "\n".join([f"{name}  ({shape[KEY]})", *_columns(shape)]) + "\n"
        for name, shape in sorted(of.items())
    )


def _columns(shape: Shape) -> list[str]:
    return [f"    {column:<44}{kind}" for column, kind in shape.items() if column != KEY]


def read(written: str) -> dict[str, Shape]:
    """What ``text`` wrote."""
    found: dict[str, Shape] = {}
    name = ""
    for line in written.splitlines():
        if line.startswith(" "):
            column, kind = line.split(maxsplit=1)
            found[name][column] = kind
        elif line:
            name, key = line.rstrip(")").split("  (")
            found[name] = {KEY: key}
    return found


def consequences(before: dict[str, Shape], now: dict[str, Shape]) -> list[str]:
    """For each model whose shape has changed: what a warehouse that holds it needs."""
    said = []
    for name in sorted(before.keys() | now.keys()):
        old, new = before.get(name), now.get(name)
        if old == new:
            continue
        if new is None:
            said.append(f"{name} is gone: its table stays until somebody drops it.")
        elif old is None:
            said.append(f"{name} is new: the next `make transform` builds it.")
        elif outdated := [c for c, kind in old.items() if new.get(c) != kind]:
            said.append(
                f"{name}: {', '.join(outdated)} gone or of another type. NEEDS, once this is in"
                f' use: make transform ARGS="--full-refresh --select {name}" (until then the model'
                " stops with this command)."
            )
        elif gained := [c for c in new if c not in old]:
            said.append(
                f"{name}: {', '.join(gained)} new. Needs no command: the next `make transform`"
                " fills old rows too, by computing all of them."
            )
        else:
            said.append(f"{name}: columns in another order, in tables that are built from now on.")
    return said


def main() -> None:
    """Say what has changed, and accept it."""
    before = read(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    print("\n".join(consequences(before, shapes())) or "Nothing has changed.")
    FILE.write_text(text(shapes()), encoding="utf-8")


if __name__ == "__main__":
    main()
