"""``python -m scripts.tag_personal_data``: writes the list of personal data into the models' yml.

The list is ``dbt_project/personal_data.toml``. A test fails where the files say something else, and
where a column looks like personal data and is in no list.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from loader.config import PROJECT_ROOT

DBT_PROJECT = PROJECT_ROOT / "dbt_project"
_TAG = re.compile(r"^ +config: \{meta: \{personal_data: \w+\}\}\n", re.MULTILINE)
_COLUMN = re.compile(r"^      - name: (\w+)\n(        data_type: .*\n)", re.MULTILINE)


@cache
def personal_data() -> dict[str, Any]:
    """Return the list."""
    return tomllib.loads((DBT_PROJECT / "personal_data.toml").read_text(encoding="utf-8"))


def kind_of(model: str, column: str) -> str | None:
    """Return the kind of personal data that a column holds, by the list."""
    listed = personal_data()
    if f"{model}.{column}" in listed["not_personal"]:
        return None
    kind = listed["models"].get(model, {}).get(column) or listed["columns"].get(column)
    return None if kind is None else str(kind)


def tagged(model: str, text: str) -> str:
    """Return a model's yml with its columns tagged as the list says."""

    def tag(column: re.Match[str]) -> str:
        kind = kind_of(model, column[1])
        return column[0] + (
            f"        config: {{meta: {{personal_data: {kind}}}}}\n" if kind else ""
        )

    return _COLUMN.sub(tag, _TAG.sub("", text))


def files() -> list[Path]:
    """Return the yml file of each model."""
    return sorted(
        file
        for file in (DBT_PROJECT / "models").rglob("*.yml")
        if file.with_suffix(".sql").exists()
    )


def main() -> None:
    """Tag all models."""
    for file in files():
        text = file.read_text(encoding="utf-8")
        if (new := tagged(file.stem, text)) != text:
            file.write_text(new, encoding="utf-8")
            print(f"Tagged {file.relative_to(DBT_PROJECT)}")


if __name__ == "__main__":
    main()
