"""A first look at each record: its key, when it was modified, fields the catalogue does not know.

Records stay raw bytes; only their top level is split, so that this costs about a microsecond.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from loader.catalogue import Column, Endpoint, Source
from loader.reading.cursor import instant

_MODIFIED_ON = ("modifiedOn",)
# In a field's name, what msgspec's structs do not take.
_ODD = re.compile(r"[\\\"\x00-\x1f]")
_ABSENT = (b"", b"null")

# A top-level field, and the steps from it to a value inside.
_Way = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Look:
    """Of some records, in their order: keys as raw JSON, and when they were modified (UTC) where
    they show an instant."""

    keys: list[tuple[bytes, ...]]
    modified: list[datetime | None]

    @property
    def earliest(self) -> datetime | None:
        """The least ``modifiedOn``."""
        return min((moment for moment in self.modified if moment), default=None)

    def latest(self, until: datetime) -> datetime | None:
        """The greatest ``modifiedOn`` that is not later than ``until``."""
        return max((m for m in self.modified if m is not None and m <= until), default=None)

    def is_later(self, than: datetime) -> bool:
        """Whether any ``modifiedOn`` is later."""
        return any(moment is not None and moment > than for moment in self.modified)


class Heads:
    """Reads the heads of one endpoint's records; one object serves one thread.

    ``fields`` are those that the catalogue knows, ``key`` the key's columns, ``modified`` the way
    to the modification instant.
    ``unknown_fields`` collects the names of fields that the API sent and the catalogue lacks.
    """

    def __init__(
        self,
        fields: Iterable[str],
        key: tuple[Column, ...],
        modified: tuple[str, ...] = _MODIFIED_ON,
    ) -> None:
        self.unknown_fields: set[str] = set()
        roots = [column.path[0] for column in key]
        self._known = dict.fromkeys([*fields, modified[0], *roots])
        self._key = [(_way(column.path), _sent_for_missing(column)) for column in key]
        self._modified = _way(modified)
        self._decoder = self._build()

    @classmethod
    def of(cls, endpoint: Endpoint) -> Heads:
        """For the endpoint's own fields and key."""
        by_name = {c.name: c for c in endpoint.all_columns if isinstance(c, Column)}
        key = tuple(by_name[name] for name in endpoint.key if name in by_name)
        return cls(endpoint.fields, key, by_name["st_modified_on"].path)

    @classmethod
    def none(cls) -> Heads:
        """For readings whose records nobody looks at closely: every field is welcome."""
        return cls({}, ())

    def note_fields(self, names: Iterable[str]) -> None:
        """Remember those that the catalogue lacks, of records whose heads are not looked at."""
        self.unknown_fields |= {_shown(name) for name in names if name not in self._known}

    def dated(self, source: Source) -> bool:
        """Whether the records of a source's list show when they were modified."""
        operation = source.list_operation
        return operation is not None and self._modified[0] in operation.fields

    def _build(self, *, strict: bool = True) -> msgspec.json.Decoder[Any]:
        # Fields are f0, f1, ...: an API name may be a Python keyword.
        names = list(self._known)
        head = msgspec.defstruct(
            "Head",
            [(f"f{i}", msgspec.Raw, msgspec.Raw(b"")) for i in range(len(names))],
            rename={f"f{i}": name for i, name in enumerate(names)},
            forbid_unknown_fields=strict,
            gc=False,
        )
        self._attribute = {name: f"f{i}" for i, name in enumerate(names)}
        return msgspec.json.Decoder(head)

    def _head(self, record: msgspec.Raw) -> Any:
        try:
            return self._decoder.decode(record)
        except msgspec.ValidationError:
            pass
        try:
            names = msgspec.json.decode(record, type=dict[str, msgspec.Raw])
        except msgspec.ValidationError:
            return None  # no object at all; it is rejected with its reason when it is typed
        self.unknown_fields |= {_shown(name) for name in names if name not in self._known}
        self._known |= dict.fromkeys(name for name in names if not _ODD.search(name))
        self._decoder = self._build()
        return self._build(strict=False).decode(record)

    def look(self, records: Iterable[msgspec.Raw]) -> Look:
        """What the heads of these records say."""
        keys: list[tuple[bytes, ...]] = []
        modified: list[datetime | None] = []
        for record in records:
            head = self._head(record)
            if head is None:
                keys.append((bytes(record),))
                modified.append(None)
                continue
            keys.append(tuple(self._value(head, way) or missing for way, missing in self._key))
            text = self._value(head, self._modified)[1:-1]
            modified.append(instant(text.decode("ascii", "replace")))
        return Look(keys, modified)

    def _value(self, head: Any, way: _Way) -> bytes:
        """A value as the JSON that was sent; nothing where it is null or not there."""
        root, steps = way
        value = bytes(getattr(head, self._attribute[root]))
        for step in steps:
            try:
                value = bytes(msgspec.json.decode(value, type=dict[str, msgspec.Raw])[step])
            except (msgspec.DecodeError, KeyError):
                return b""
        return b"" if value in _ABSENT else value


def _shown(name: str) -> str:
    """A field's name as Postgres can store it."""
    return name.replace("\0", "\ufffd")


def _way(path: tuple[str, ...]) -> _Way:
    return path[0], path[1:]


def _sent_for_missing(column: Column) -> bytes:
    return b"" if column.missing is None else msgspec.json.encode(column.missing)
