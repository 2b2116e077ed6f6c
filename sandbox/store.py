"""A tenant's records, and everything that can happen to them.

Each mutation is atomic: a page is read under the same lock. A mutation moves ``modifiedOn`` to the
tenant's clock unless ``modified_on`` says otherwise (clock skew) or ``moves=False`` (a change that
the API does not own up to).
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

# A new record starts as a copy of the resource's first; these of its fields would be wrong twice.
_NOT_COPIED: Mapping[str, Any] = {"appliedTo": [], "mergedToId": None, "active": True}


@dataclass(frozen=True)
class Record:
    """One record: ``fields`` as Python values (Decimal for fractions), ``raw`` as in the list.

    ``active`` and ``deleted`` hold also for resources that have no such field.
    """

    key: Any
    active: bool
    deleted: bool
    raw: bytes

    @property
    def fields(self) -> dict[str, Any]:
        """The record decoded; Decimal for numbers with a fraction. Raises ValueError: not JSON."""
        found: dict[str, Any] = decode(self.raw)
        return found


class Origin(Protocol):
    """The tenant as it was made."""

    def table(self, name: str) -> Table:
        """A resource's records, for the caller to keep and change."""

    def example(self, name: str, api_spec: Mapping[str, dict[str, Any]]) -> bytes:
        """One object with these fields, as JSON."""


class Store:
    """One tenant's tables, each copied from its ``origin`` when it is first asked for."""

    def __init__(self, origin: Origin, clock: Clock) -> None:
        self.lock = threading.RLock()
        self.clock = clock
        self.example = origin.example
        self._origin = origin
        self._tables: dict[str, Table] = {}

    def table(self, resource: str) -> Table:
        """The table of this resource (full or short name). Raises KeyError: there is none."""
        found = resources.find(resource)
        with self.lock:
            if found.name not in self._tables:
                self._tables[found.name] = self._origin.table(found.name)
            return self._tables[found.name]

    # What there is -----------------------------------------------------------------------------

    def truth(self, resource: str) -> list[Record]:
        """Every record that is or was there, in the order in which they came."""
        with self.lock:
            table = self.table(resource)
            return [self._record(table, slot) for slot in range(len(table))]

    def records(self, resource: str) -> list[dict[str, Any]]:
        """The fields of the records that are not deleted."""
        return [record.fields for record in self.truth(resource) if not record.deleted]

    def record(self, resource: str, key: Any) -> Record:
        """One record, deleted or not. Raises KeyError: there never was one."""
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
        """Accepts a list for a tuple, and the id alone where one record only has it."""
        key = tuple(key) if isinstance(key, list) else key
        if len(table.resource.key) > 1 and not isinstance(key, tuple):
            fitting = [full for full in table.keys if isinstance(full, tuple) and full[0] == key]
            if len(fitting) != 1:
                raise KeyError(
                    f"{table.resource.name}: {len(fitting)} records begin with {key!r}; "
                    f"give all of {table.resource.key}"
                )
            key = fitting[0]
        return table.slot_of(key)

    # What can happen ---------------------------------------------------------------------------

    def insert(
        self,
        resource: str,
        fields: Mapping[str, Any] | None = None,
        *,
        modified_on: str | datetime | None = None,
        parent: Sequence[Any] = (),
        **more: Any,
    ) -> Any:
        """Adds a record and returns its key; a nested one to the parent with these path values.

        Fields that are not given are those of the resource's first record, with a new id. Values
        may be Python values, Decimal (every digit is served) or bytes (raw JSON).
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
            table.add(
                key,
                _ticks_in(body, "createdOn", ticks),
                _ticks_in(body, "modifiedOn", ticks),
                encode(body),
                _flag(body, "active", True),
            )
            return key

    def insert_raw(
        self, resource: str, raw: bytes, *, modified_on: str | datetime | None = None
    ) -> Any:
        """Adds a record served as exactly these bytes, and returns its key.

        Instants and activity are read from the bytes where that can be done; else the clock's
        instant holds (or ``modified_on``), and a record without a usable key gets a negative one.
        """
        with self.lock:
            table = self.table(resource)
            ticks, _ = self._instant(modified_on)
            fields = _fields_or_none(raw)
            key = _usable_key(table, fields)
            modified = ticks if modified_on else _ticks_in(fields, "modifiedOn", ticks)
            table.add(
                key,
                _ticks_in(fields, "createdOn", ticks),
                modified,
                raw,
                _flag(fields, "active", True),
            )
            return key

    def replace_raw(
        self, resource: str, key: Any, raw: bytes, *, modified_on: str | datetime | None = None
    ) -> None:
        """From now on these bytes are served for the record; it counts as modified."""
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
        """Gives a record new values in some fields. Raises KeyError: there is no such record."""
        new = {name: encode_value(value) for name, value in {**(fields or {}), **more}.items()}
        self._rewrite(resource, [key], new, modified_on=modified_on, moves=moves)

    def touch(
        self, resource: str, keys: Iterable[Any], *, modified_on: str | datetime | None = None
    ) -> None:
        """Marks many records as modified in one instant, as a bulk change in the office does."""
        self._rewrite(resource, list(keys), {}, modified_on=modified_on)

    def deactivate(
        self, resource: str, *keys: Any, modified_on: str | datetime | None = None
    ) -> None:
        """Makes records inactive: lists hide them by default, feeds and by-id reads do not."""
        self._rewrite(resource, keys, {}, modified_on=modified_on, active=False)

    def delete(self, resource: str, *keys: Any, modified_on: str | datetime | None = None) -> None:
        """Removes records: gone from lists and by-id reads; in the feed once more, inactive."""
        self._rewrite(resource, keys, {}, modified_on=modified_on, active=False, deleted=True)

    def reactivate(
        self, resource: str, *keys: Any, modified_on: str | datetime | None = None
    ) -> None:
        """Makes inactive and deleted records active again."""
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
            # All bodies first: what cannot be changed must fail before anything has changed.
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

    def _instant(self, given: str | datetime | None) -> tuple[int, str]:
        """Ticks and text of a given instant (text as it was written), or of the clock's next."""
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
    """A field's new value, where the record has the field: on top or in its lead call (calls)."""
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
    """What a nested record repeats of its parent."""
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
    """The key of a raw record, or a negative number (in every part) where it has none."""
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


def _flag(body: Mapping[str, Json], field: str, otherwise: bool) -> bool:
    value = decode(bytes(body[field])) if field in body else otherwise
    return value if isinstance(value, bool) else otherwise
