"""A tenant's records, and every change that can happen to them.

Each change is atomic: pages are read under the same lock. A change sets ``modifiedOn`` to the
tenant's clock, unless ``modified_on`` gives another instant (a skewed clock) or ``moves=False``
leaves it alone (a change that the API does not report).
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sandbox import resources
from sandbox.encoding import Json, decode, encode, encode_value, fields_of
from sandbox.table import Table
from sandbox.timestamps import Clock, text_from, ticks_from

# A new record is a copy of the resource's first, except for these fields.
_NOT_COPIED: Mapping[str, Any] = {"appliedTo": [], "mergedToId": None, "active": True}


@dataclass(frozen=True)
class Record:
    """One record.

    Attributes:
        active: Whether it is active, also where it has no such field.
        deleted: Whether it is deleted.
        raw: Its exact JSON, as the list serves it.
    """

    key: Any
    active: bool
    deleted: bool
    raw: bytes

    @property
    def fields(self) -> dict[str, Any]:
        """The record decoded, with Decimal for numbers with a fraction.

        Raises:
            ValueError: It is not JSON.
        """
        found: dict[str, Any] = decode(self.raw)
        return found


class Origin(Protocol):
    """Provides the tenant's original records."""

    def table(self, name: str) -> Table:
        """A copy of a resource's records, for the caller to change."""

    def example(self, name: str, api_spec: Mapping[str, dict[str, Any]]) -> bytes:
        """One object with these fields, as JSON."""


class Store:
    """One tenant's tables, each copied from ``origin`` when it is first used."""

    def __init__(self, origin: Origin, clock: Clock) -> None:
        self.lock = threading.RLock()
        self.clock = clock
        self.example = origin.example
        self._origin = origin
        self._tables: dict[str, Table] = {}

    def table(self, resource: str) -> Table:
        """The table of a resource, by its full or short name.

        Raises:
            KeyError: There is no such resource.
        """
        found = resources.find(resource)
        with self.lock:
            if found.name not in self._tables:
                self._tables[found.name] = self._origin.table(found.name)
            return self._tables[found.name]

    # Reading ------------------------------------------------------------------------------------

    def truth(self, resource: str) -> list[Record]:
        """Every record, deleted ones included, in the order of their creation."""
        with self.lock:
            table = self.table(resource)
            return [self._record(table, slot) for slot in range(len(table))]

    def records(self, resource: str) -> list[dict[str, Any]]:
        """The fields of the records that are not deleted."""
        return [record.fields for record in self.truth(resource) if not record.deleted]

    def record(self, resource: str, key: Any) -> Record:
        """One record, deleted or not.

        Raises:
            KeyError: There never was one.
        """
        with self.lock:
            table = self.table(resource)
            return self._record(table, self._slot(table, key))

    def raw(self, resource: str, key: Any) -> bytes:
        """The exact JSON of one record, as the list serves it."""
        return self.record(resource, key).raw

    def _record(self, table: Table, slot: int) -> Record:
        return Record(
            key=table.keys[slot],
            active=bool(table.active[slot]),
            deleted=bool(table.deleted[slot]),
            raw=table.record_bodies[slot],
        )

    def _slot(self, table: Table, key: Any) -> int:
        """The slot for a key; the id alone is enough where only one record has it."""
        key = tuple(key) if isinstance(key, list) else key
        if len(table.resource.key) > 1 and not isinstance(key, tuple):
            matching = [full for full in table.keys if isinstance(full, tuple) and full[0] == key]
            if len(matching) != 1:
                raise KeyError(
                    f"{table.resource.name}: {len(matching)} records begin with {key!r}; "
                    f"give all of {table.resource.key}"
                )
            key = matching[0]
        return table.slot_of(key)

    # Changing -----------------------------------------------------------------------------------

    def insert(
        self,
        resource: str,
        fields: Mapping[str, Any] | None = None,
        *,
        modified_on: str | datetime | None = None,
        parent: Sequence[Any] = (),
        **more: Any,
    ) -> Any:
        """Add a record and return its key.

        Args:
            fields: The record's fields; the others are those of the resource's first record, with
                a new id. A value is a Python value, a Decimal (every digit is served) or bytes
                (raw JSON).
            modified_on: ``modifiedOn``; the clock's next instant by default.
            parent: The parent's values in the path, for a child resource.
            more: Further fields.

        Raises:
            ValueError: There is or was a record with this key.
        """
        with self.lock:
            table = self.table(resource)
            given = {**(fields or {}), **more}
            ticks, text = self._instant(modified_on)
            body = self._blank(table)
            if "id" in table.resource.fields and "id" not in given:
                given["id"] = self._next_id(table)
            body |= _stamp(body, "createdOn", text_from(ticks))
            body |= _stamp(body, "modifiedOn", text)
            body |= _carried(table, parent)
            body |= {name: encode_value(value) for name, value in given.items()}
            key = _key_in(table, body, tuple(map(str, parent)))
            if table.has(key):
                raise ValueError(f"{table.resource.name} has or had a record {key!r} already")
            slot = table.add(
                key,
                _ticks_in(body, "createdOn", ticks),
                _ticks_in(body, "modifiedOn", ticks),
                encode(body),
                _flag(body, "active", True),
            )
            _note_undated(table, slot, body)
            return key

    def insert_raw(
        self, resource: str, raw: bytes, *, modified_on: str | datetime | None = None
    ) -> Any:
        """Add a record that is served as exactly these bytes, and return its key.

        ``createdOn``, ``modifiedOn`` and ``active`` are read from the bytes where possible; the
        default is the clock's next instant, or ``modified_on``. A record without a usable key gets
        a negative one.
        """
        with self.lock:
            table = self.table(resource)
            ticks, _ = self._instant(modified_on)
            fields = _fields_or_none(raw)
            key = _usable_key(table, fields)
            modified = ticks if modified_on else _ticks_in(fields, "modifiedOn", ticks)
            slot = table.add(
                key,
                _ticks_in(fields, "createdOn", ticks),
                modified,
                raw,
                _flag(fields, "active", True),
            )
            _note_undated(table, slot, fields)
            return key

    def replace_raw(
        self, resource: str, key: Any, raw: bytes, *, modified_on: str | datetime | None = None
    ) -> None:
        """Serve exactly these bytes for a record, which counts as modified."""
        with self.lock:
            table = self.table(resource)
            ticks, _ = self._instant(modified_on)
            fields = _fields_or_none(raw)
            for slot in table.rewriting([self._slot(table, key)]):
                table.record_bodies[slot] = raw
                table.active[slot] = _flag(fields, "active", bool(table.active[slot]))
                table.modified[slot] = (
                    ticks if modified_on else _ticks_in(fields, "modifiedOn", ticks)
                )
                _note_undated(table, slot, fields)

    def change(
        self,
        resource: str,
        key: Any,
        fields: Mapping[str, Any] | None = None,
        *,
        modified_on: str | datetime | None = None,
        moves: bool = True,
        **more: Any,
    ) -> None:
        """Change some fields of a record.

        Raises:
            KeyError: There is no such record.
        """
        new = {name: encode_value(value) for name, value in {**(fields or {}), **more}.items()}
        self._rewrite(resource, [key], new, modified_on=modified_on, moves=moves)

    def touch(
        self, resource: str, keys: Iterable[Any], *, modified_on: str | datetime | None = None
    ) -> None:
        """Mark many records as modified at one instant, as a bulk change does."""
        self._rewrite(resource, list(keys), {}, modified_on=modified_on)

    def deactivate(
        self, resource: str, *keys: Any, modified_on: str | datetime | None = None
    ) -> None:
        """Deactivate records: lists hide them by default, feeds and reads by id do not."""
        self._rewrite(resource, keys, {}, modified_on=modified_on, active=False)

    def delete(self, resource: str, *keys: Any, modified_on: str | datetime | None = None) -> None:
        """Delete records: lists and reads by id lose them, the feed shows them as inactive."""
        self._rewrite(resource, keys, {}, modified_on=modified_on, active=False, deleted=True)

    def reactivate(
        self, resource: str, *keys: Any, modified_on: str | datetime | None = None
    ) -> None:
        """Make inactive and deleted records active again."""
        self._rewrite(resource, keys, {}, modified_on=modified_on, active=True, deleted=False)

    def _rewrite(
        self,
        resource: str,
        keys: Sequence[Any],
        new: dict[str, Json],
        *,
        modified_on: str | datetime | None = None,
        moves: bool = True,
        active: bool | None = None,
        deleted: bool | None = None,
    ) -> None:
        with self.lock:
            table = self.table(resource)
            slots = [self._slot(table, key) for key in keys]
            ticks, text = self._instant(modified_on) if moves else (None, "")
            # All bodies first: a record that cannot be changed fails before anything has changed.
            record_bodies = [fields_of(table.record_bodies[slot]) | new for slot in slots]
            for slot, body in zip(table.rewriting(slots, moves), record_bodies, strict=True):
                if active is not None:
                    table.active[slot] = active
                    body |= _stamp(body, "active", active)
                elif "active" in new:
                    table.active[slot] = _flag(body, "active", True)
                if deleted is not None:
                    table.deleted[slot] = deleted
                if "modifiedOn" in new:
                    table.modified[slot] = _ticks_in(body, "modifiedOn", table.modified[slot])
                elif ticks is not None:
                    table.modified[slot] = ticks
                    body |= _stamp(body, "modifiedOn", text)
                if "createdOn" in new:
                    table.created[slot] = _ticks_in(body, "createdOn", table.created[slot])
                table.record_bodies[slot] = encode(body)
                _note_undated(table, slot, body)

    def _instant(self, given: str | datetime | None) -> tuple[int, str]:
        """Ticks and text of a given instant, or of the clock's next one."""
        if given is None:
            ticks = self.clock.tick()
            return ticks, text_from(ticks)
        ticks = ticks_from(given)
        return ticks, given if isinstance(given, str) else text_from(ticks)

    def _blank(self, table: Table) -> dict[str, Json]:
        first = next(iter(table.live()), None)
        if first is None:
            raise ValueError(f"{table.resource.name} is empty: use insert_raw for the first record")
        body = fields_of(table.record_bodies[first])
        return body | {
            name: encode_value(value) for name, value in _NOT_COPIED.items() if name in body
        }

    def _next_id(self, table: Table) -> int:
        names = table.resource.key
        ids = (
            key[names.index("id") - len(names)] if isinstance(key, tuple) else key
            for key in table.keys
        )
        return max((one for one in ids if isinstance(one, int)), default=0) + 1


def _stamp(body: Mapping[str, Json], field: str, value: Any) -> dict[str, Json]:
    """A field's new value where the record has it: at the top, or for calls in ``leadCall``."""
    if field in body:
        return {field: encode_value(value)}
    if "leadCall" in body:
        return {"leadCall": Json(encode(fields_of(bytes(body["leadCall"])) | {field: value}))}
    return {}


def _fields_or_none(raw: bytes) -> dict[str, Json]:
    try:
        return fields_of(raw)
    except ValueError:
        return {}


def _carried(table: Table, parent: Sequence[Any]) -> dict[str, Json]:
    """The fields of a child record that repeat the parent's values."""
    child_resource = table.resource.child_resource
    carries = (child_resource.carries or {}) if child_resource else {}
    whole = {name for name in carries if table.resource.fields[name]["type"] == "integer"}
    return {
        name: encode_value(int(parent[place]) if name in whole else str(parent[place]))
        for name, place in carries.items()
    }


def _key_in(table: Table, body: Mapping[str, Json], owner: tuple[str, ...] = ()) -> Any:
    fields = {name: decode(bytes(body[name])) for name in table.resource.key}
    return table.key_of(fields, owner)


def _usable_key(table: Table, fields: Mapping[str, Json]) -> Any:
    """The key of a raw record, or a negative number in every part where it has none."""
    stand_in = -1 - len(table)
    try:
        key = _key_in(table, fields)
    except (KeyError, ValueError):
        key = None
    kinds = type(table.keys[0]) if len(table) else int
    if isinstance(key, kinds) and not isinstance(key, bool) and not table.has(key):
        return key
    return stand_in if kinds is not tuple else (stand_in,) * len(table.resource.key)


def _ticks_in(body: Mapping[str, Json], field: str, otherwise: int) -> int:
    try:
        return ticks_from(decode(bytes(body[field])))
    except (KeyError, ValueError, TypeError, AttributeError):
        return otherwise


def _note_undated(table: Table, slot: int, body: Mapping[str, Json]) -> None:
    if bytes(body.get("modifiedOn", b"")) == b"null":
        table.undated.add(slot)
    else:
        table.undated.discard(slot)


def _flag(body: Mapping[str, Json], field: str, otherwise: bool) -> bool:
    value = decode(bytes(body[field])) if field in body else otherwise
    return value if isinstance(value, bool) else otherwise
