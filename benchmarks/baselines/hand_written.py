"""Baseline: the loader a good engineer writes by hand in a day.

One process: pages with requests, orjson, a Python loop over the records, COPY into a temporary
table, one upsert for each table. It has no cursor, no retries, and fails on a bad record. It
imports nothing of the project; SPEC is a JSON file that says what to load:

    python -m benchmarks.baselines.hand_written load            SPEC URL
    python -m benchmarks.baselines.hand_written render          SPEC URL FOLDER   rows to files
    python -m benchmarks.baselines.hand_written copy_and_upsert SPEC FOLDER       those files
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
import psycopg2
import requests

_PAGE_SIZE = 5000
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_NULL = "\\N"
_NEVER = "0001-01-01T00:00:00"  # the API's word for never
# The columns after the record's own.
_LAST = ("fetched_at", "deleted_at", "full_data", "_dlt_load_id")


def _text(value: Any) -> str:
    """A value in COPY's text format."""
    if value is None:
        return _NULL
    if value is True:
        return "t"
    if value is False:
        return "f"
    if type(value) is str:
        return value.translate(_ESCAPES) if _needs_escape(value) else value
    if type(value) is int or type(value) is float:
        return repr(value)
    return _json(value)


def _needs_escape(value: str) -> bool:
    return "\\" in value or "\n" in value or "\t" in value or "\r" in value


def _json(value: Any) -> str:
    # orjson escapes tabs and line ends, so only backslashes are left to escape.
    text = orjson.dumps(value).decode()
    return text.replace("\\", "\\\\") if "\\" in text else text


def _instant(value: str | None) -> str:
    """Truncate to the microsecond, because Postgres would round."""
    if value is None:
        return _NULL
    if len(value) > 27 and value[19] == ".":
        return value[:26] + value[26:].lstrip("0123456789")
    return value


def _instant_or_never(value: str | None) -> str:
    return _NULL if value is None or value.startswith(_NEVER) else _instant(value)


def _date(value: str | None) -> str:
    return _NULL if value is None else value[:10]


_KINDS: dict[str, Callable[[Any], str]] = {
    "plain": _text,
    "instant": _instant,
    "instant_or_never": _instant_or_never,
    "date": _date,
}


def _getter(kind: str, path: list[str]) -> Callable[[dict[str, Any]], str]:
    """Return a function from a record to a column's text."""
    if kind == "sum":
        return lambda record: _sum([record.get(name) for name in path])
    write, (name, *rest) = _KINDS[kind], path
    if not rest:
        return lambda record: write(record.get(name))
    return lambda record: write(_inside(record.get(name), rest))


def _sum(values: list[Any]) -> str:
    present = [value for value in values if value is not None]
    return str(sum(Decimal(repr(value)) for value in present)) if present else _NULL


def _inside(value: Any, steps: list[str]) -> Any:
    for step in steps:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list):
            value = value[int(step)] if int(step) < len(value) else None
        else:
            return None
    return value


class Table:
    """One table: its rows as text, and its statements."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self.spec = spec
        self.name = spec["table"]
        self.columns = ["tenant_id", *spec["constants"], *(c[0] for c in spec["columns"]), *_LAST]
        self._getters = [_getter(kind, path) for _, kind, path in spec["columns"]]
        self._positions = [self.columns.index(name) for name in spec["key"]]
        self._keys: set[tuple[str, ...]] = set()
        self.rows = 0
        self.repeats = False

    def render(self, page: list[dict[str, Any]], static_fields: list[str]) -> str:
        """A page's records as lines for COPY."""
        now = datetime.now(UTC).isoformat()
        getters, lines = self._getters, []
        deletes = self.spec["inactive_means_deleted"]
        for record in page:
            deleted = now if deletes and record.get("active") is False else _NULL
            row = ["1", *static_fields, *[get(record) for get in getters]]
            row += (now, deleted, _json(record), "1")
            self._keys.add(tuple([row[position] for position in self._positions]))
            lines.append("\t".join(row))
        self.rows += len(lines)
        self.repeats = len(self._keys) < self.rows
        lines.append("")
        return "\n".join(lines)

    def stage(self, cursor: Any) -> None:
        """Create the temporary table."""
        cursor.execute(
            f"create temporary table stage_{self.name} on commit drop as"
            f" select {', '.join(map(_quoted, self.columns))} from {self.name} limit 0"
        )

    def copy(self, cursor: Any, lines: io.IOBase) -> None:
        """COPY lines into the temporary table."""
        cursor.copy_expert(
            f"copy stage_{self.name} ({', '.join(map(_quoted, self.columns))}) from stdin", lines
        )

    def upsert(self, cursor: Any) -> None:
        """Upsert the temporary table into the table."""
        key = ", ".join(map(_quoted, self.spec["key"]))
        columns = ", ".join(map(_quoted, self.columns))
        unique = f"distinct on ({key}) " if self.repeats else ""
        order = f" order by {key}, st_modified_on desc" if self.repeats else ""
        sets = ", ".join(
            f"{_quoted(name)} = excluded.{_quoted(name)}"
            for name in self.columns
            if name not in self.spec["key"]
        )
        cursor.execute(
            f"insert into {self.name} as stored ({columns})"
            f" select {unique}{columns} from stage_{self.name}{order}"
            f" on conflict ({key}) do update set {sets}"
            f" where stored.full_data is distinct from excluded.full_data"
        )


def _quoted(name: str) -> str:
    return f'"{name}"'


def _pages(session: requests.Session, url: str, source: dict[str, Any]) -> Iterator[Any]:
    params: dict[str, Any] = dict(source["params"])
    if not source["is_feed"]:
        params |= {"page": 1, "pageSize": _PAGE_SIZE}
    while True:
        response = session.get(url + source["path"], params=params, timeout=100)
        response.raise_for_status()
        page = orjson.loads(response.content)
        yield page["data"]
        if not page["hasMore"]:
            return
        if source["is_feed"]:
            params["from"] = page["continueFrom"]
        else:
            params["page"] += 1


def load(spec: list[dict[str, Any]], url: str) -> None:
    """Load all tables."""
    session = requests.Session()
    token = session.post(f"{url}/connect/token", timeout=30).json()["access_token"]
    session.headers["Authorization"] = f"Bearer {token}"
    with psycopg2.connect("") as connection:
        for table in map(Table, spec):
            with connection.cursor() as cursor:
                table.stage(cursor)
                for source in table.spec["sources"]:
                    for page in _pages(session, url, source):
                        lines = table.render(page, source["constants"])
                        table.copy(cursor, io.BytesIO(lines.encode()))
                table.upsert(cursor)
            connection.commit()


def render(spec: list[dict[str, Any]], url: str, folder: Path) -> None:
    """Do everything before COPY; write the rows to files."""
    session = requests.Session()
    for table in map(Table, spec):
        with (folder / table.name).open("w", encoding="utf-8") as file:
            for source in table.spec["sources"]:
                for page in _pages(session, url, source):
                    file.write(table.render(page, source["constants"]))


def copy_and_upsert(spec: list[dict[str, Any]], folder: Path) -> None:
    """Do everything from COPY on, from files."""
    with psycopg2.connect("") as connection:
        for table in map(Table, spec):
            with connection.cursor() as cursor, (folder / table.name).open("rb") as file:
                table.stage(cursor)
                table.copy(cursor, file)
                table.upsert(cursor)
            connection.commit()


def main(action: str, spec: str, *arguments: str) -> None:
    """Run ``load SPEC URL``, ``render SPEC URL FOLDER`` or ``copy_and_upsert SPEC FOLDER``."""
    tables = json.loads(Path(spec).read_text(encoding="utf-8"))
    if action == "load":
        load(tables, arguments[0])
    elif action == "render":
        render(tables, arguments[0], Path(arguments[1]))
    elif action == "copy_and_upsert":
        copy_and_upsert(tables, Path(arguments[0]))
    else:
        raise SystemExit(f"unknown action {action!r}; use load, render or copy_and_upsert")


if __name__ == "__main__":
    main(*sys.argv[1:])
