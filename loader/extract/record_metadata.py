"""A first look at records: when they were modified, fields the catalogue does not know, their keys.

Records stay raw bytes; only their top level is split, of many at once: this costs a microsecond a
record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

import msgspec

from loader.catalogue import Column, Endpoint, Source
from loader.extract.cursor import instant

_MODIFIED_ON = ("modifiedOn",)
# In a field's name, what msgspec's structs do not take.
_ODD = re.compile(r"[\\\"\x00-\x1f]")
_ABSENT = (b"", b"null")
# Records that are split in one go. More at once would only take more memory.
_SPLIT_BATCH = 64
_NOTHING = msgspec.Raw(b"")


@dataclass(frozen=True)
class RecordMetadata:
    """When some records were modified (UTC), in their order, where they show an instant."""

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


class MetadataReader:
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
        roots = list(dict.fromkeys(column.path[0] for column in key))
        self._known = dict.fromkeys([modified[0], *fields, *roots])
        self._modified = modified
        self._key = [
            (_field(roots.index(column.path[0])), column.path[1:], _sent_for_missing(column))
            for column in key
        ]
        self._decoder = self._build()
        self._key_decoder = msgspec.json.Decoder(_struct(roots, strict=False))

    @classmethod
    def of(cls, endpoint: Endpoint) -> MetadataReader:
        """For the endpoint's own fields and key."""
        by_name = {c.name: c for c in endpoint.all_columns if isinstance(c, Column)}
        key = tuple(by_name[name] for name in endpoint.key if name in by_name)
        return cls(endpoint.fields, key, by_name["st_modified_on"].path)

    @classmethod
    def none(cls) -> MetadataReader:
        """For readings whose records nobody looks at closely: every field is welcome."""
        return cls({}, ())

    def note_fields(self, names: Iterable[str]) -> None:
        """Remember those that the catalogue lacks, of records whose heads are not looked at."""
        self.unknown_fields |= {_shown(name) for name in names if name not in self._known}

    def dated(self, source: Source) -> bool:
        """Whether the records of a source's list show when they were modified."""
        operation = source.list_operation
        return operation is not None and self._modified[0] in operation.fields

    def metadata(self, records: Sequence[msgspec.Raw]) -> RecordMetadata:
        """When these records were modified; fields that are not known are noted."""
        modified: list[datetime | None] = []
        steps = self._modified[1:]
        for begin in range(0, len(records), _SPLIT_BATCH):
            for value in self._dated(records[begin : begin + _SPLIT_BATCH]):
                text = _inside(value, steps)[1:-1].decode("ascii", "replace")
                modified.append(instant(text) if text else None)
        return RecordMetadata(modified)

    def keys(self, records: Iterable[msgspec.Raw]) -> Iterator[tuple[bytes, ...]]:
        """The keys of these records, as the JSON that was sent; of one that is no object, all of
        it: it is rejected with its reason when it is typed."""
        for record in records:
            try:
                head = self._key_decoder.decode(record)
            except msgspec.ValidationError:
                yield (bytes(record),)
            else:
                yield tuple(
                    _inside(root(head), steps) or missing for root, steps, missing in self._key
                )

    def _build(self) -> msgspec.json.Decoder[Any]:
        return msgspec.json.Decoder(list[_struct(self._known, strict=True)])  # type: ignore[misc]

    def _dated(self, records: Sequence[msgspec.Raw]) -> Iterable[msgspec.Raw]:
        """The field of each record that holds when it was modified."""
        try:
            return map(_field(0), self._decoder.decode(b"[%b]" % b",".join(records)))
        except msgspec.ValidationError:
            return map(self._odd_date, records)

    def _odd_date(self, record: msgspec.Raw) -> msgspec.Raw:
        """The same of a record that may have fields which are not known, or be no object."""
        try:
            fields = msgspec.json.decode(record, type=dict[str, msgspec.Raw])
        except msgspec.ValidationError:
            return _NOTHING
        if new := [name for name in fields if name not in self._known]:
            self.note_fields(new)
            self._known |= dict.fromkeys(name for name in new if not _ODD.search(name))
            self._decoder = self._build()
        return fields.get(self._modified[0], _NOTHING)


def _field(number: int) -> Callable[[Any], msgspec.Raw]:
    """Takes a field out of a ``_struct``."""
    return attrgetter(f"f{number}")


def _struct(fields: Iterable[str], *, strict: bool) -> type[msgspec.Struct]:
    # Fields are f0, f1, ...: an API name may be a Python keyword.
    names = {f"f{i}": name for i, name in enumerate(fields)}
    return msgspec.defstruct(
        "Head",
        [(alias, msgspec.Raw, _NOTHING) for alias in names],
        rename=names,
        forbid_unknown_fields=strict,
        gc=False,
    )


def _inside(value: msgspec.Raw | bytes, steps: Iterable[str]) -> bytes:
    """A value, or what lies inside, as the JSON that was sent; nothing where it is null or not
    there."""
    for step in steps:
        try:
            value = msgspec.json.decode(value, type=dict[str, msgspec.Raw])[step]
        except (msgspec.DecodeError, KeyError):
            return b""
    found = bytes(value)
    return b"" if found in _ABSENT else found


def _shown(name: str) -> str:
    """A field's name as Postgres can store it."""
    return name.replace("\0", "\ufffd")


def _sent_for_missing(column: Column) -> bytes:
    return b"" if column.missing is None else msgspec.json.encode(column.missing)
