"""Metadata of records that pass through: modification times, keys, undocumented fields.

Records stay the bytes that the API sent. msgspec splits their top level, many records in one call,
into structs with a field for each name that the catalogue knows; a struct that forbids other names
finds undocumented ones without looking at each name in Python. It takes about a microsecond a
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

from loader.catalogue import Column, Endpoint, Source, scalars
from loader.errors import printable

_MODIFIED_ON = ("modifiedOn",)
# Characters that msgspec does not take in the name of a struct's field.
_ODD = re.compile(r"[\\\"\x00-\x1f]")
_ABSENT = (b"", b"null")
_NOTHING = msgspec.Raw(b"")
# Records that are split in one call. More at once would only take more memory.
_SPLIT_BATCH = 64
# The struct is rebuilt for new names this many times. Records with yet other names are split one by
# one, and this many names are reported.
_MAX_REBUILDS = 10
_MAX_UNKNOWN_FIELDS = 1_000
_LONGEST_NAME = 100


@dataclass(frozen=True)
class RecordMetadata:
    """Modification times of some records.

    Attributes:
        modified: An instant (UTC) for each record, in their order; None where it has none.
    """

    modified: list[datetime | None]

    @property
    def earliest(self) -> datetime | None:
        """The earliest instant."""
        return min((moment for moment in self.modified if moment), default=None)

    def latest(self, until: datetime) -> datetime | None:
        """Return the latest instant that is not after ``until``."""
        return max((m for m in self.modified if m is not None and m <= until), default=None)

    def is_later(self, than: datetime) -> bool:
        """Return whether any instant is later."""
        return any(moment is not None and moment > than for moment in self.modified)


class MetadataReader:
    """Reads the metadata of one endpoint's records. Not thread-safe.

    Attributes:
        unknown_fields: Names of fields that the API sent and the catalogue lacks (at most 1,000).
    """

    def __init__(
        self,
        fields: Iterable[str],
        key: tuple[Column, ...],
        modified: tuple[str, ...] = _MODIFIED_ON,
    ) -> None:
        """Prepare for the records of one source.

        Args:
            fields: Documented top-level fields.
            key: The columns of the key that come from the record.
            modified: The path to the modification time.
        """
        self.unknown_fields: set[str] = set()
        key_fields = list(dict.fromkeys(column.path[0] for column in key))
        # The modification time comes first: it is the struct's field f0.
        self._known = dict.fromkeys([modified[0], *fields, *key_fields])
        self._modified_path = modified
        self._decoder = _batch_decoder(self._known)
        self._rebuilds = 0
        self._key_decoder = msgspec.json.Decoder(_struct(key_fields, strict=False))
        self._key_parts = [
            (_getter(key_fields.index(column.path[0])), column.path[1:], _default(column))
            for column in key
        ]

    @classmethod
    def of(cls, endpoint: Endpoint) -> MetadataReader:
        """Return a reader for the endpoint's own fields and key."""
        by_name = {c.name: c for c in endpoint.all_columns if isinstance(c, Column)}
        key = tuple(by_name[name] for name in endpoint.key if name in by_name)
        return cls(endpoint.fields, key, by_name["st_modified_on"].path)

    @classmethod
    def none(cls) -> MetadataReader:
        """Return a reader for records whose metadata nobody needs."""
        return cls({}, ())

    def note_fields(self, names: Iterable[str]) -> None:
        """Add those names to ``unknown_fields`` that the catalogue lacks."""
        for name in names:
            if name not in self._known and len(self.unknown_fields) < _MAX_UNKNOWN_FIELDS:
                self.unknown_fields.add(printable(name[:_LONGEST_NAME]))

    def dated(self, source: Source) -> bool:
        """Return whether the records of a source's list show when they were modified."""
        operation = source.list_operation
        return operation is not None and self._modified_path[0] in operation.fields

    def metadata(self, records: Sequence[msgspec.Raw]) -> RecordMetadata:
        """Return when these records were modified. Adds to ``unknown_fields``."""
        path = self._modified_path[1:]
        modified: list[datetime | None] = []
        for begin in range(0, len(records), _SPLIT_BATCH):
            for sent in self._modified_on(records[begin : begin + _SPLIT_BATCH]):
                text = _inside(sent, path)[1:-1].decode("ascii", "replace")
                modified.append(scalars.to_timestamptz(text) if text else None)
        return RecordMetadata(modified)

    def keys(self, records: Iterable[msgspec.Raw]) -> Iterator[tuple[bytes, ...]]:
        """Yield the keys of these records, each part as the JSON that was sent.

        A record that is no object is its own key; the merge rejects it with a reason.
        """
        for record in records:
            try:
                fields = self._key_decoder.decode(record)
            except msgspec.ValidationError:
                yield (bytes(record),)
            else:
                yield tuple(
                    _inside(get(fields), path) or default for get, path, default in self._key_parts
                )

    def _modified_on(self, records: Sequence[msgspec.Raw]) -> Iterable[msgspec.Raw]:
        """Return the modification time's top-level field of each record, as it was sent."""
        try:
            return map(_getter(0), self._decoder.decode(b"[%b]" % b",".join(records)))
        except msgspec.ValidationError:
            return self._one_by_one(records)

    def _one_by_one(self, records: Sequence[msgspec.Raw]) -> list[msgspec.Raw]:
        """Read as ``_modified_on`` does, from records with unknown fields and from non-objects."""
        found: list[msgspec.Raw] = []
        new: dict[str, None] = {}
        for record in records:
            try:
                fields = msgspec.json.decode(record, type=dict[str, msgspec.Raw])
            except msgspec.ValidationError:
                fields = {}
            new |= {name: None for name in fields if name not in self._known}
            found.append(fields.get(self._modified_path[0], _NOTHING))
        self.note_fields(new)
        if new and self._rebuilds < _MAX_REBUILDS:
            self._rebuilds += 1
            self._known |= {name: None for name in new if not _ODD.search(name)}
            self._decoder = _batch_decoder(self._known)
        return found


def _batch_decoder(fields: Iterable[str]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(list[_struct(fields, strict=True)])  # type: ignore[misc]


def _struct(fields: Iterable[str], *, strict: bool) -> type[msgspec.Struct]:
    """Make a struct of raw fields f0, f1, ...: an API name may be a Python keyword."""
    names = {f"f{number}": name for number, name in enumerate(fields)}
    return msgspec.defstruct(
        "TopLevel",
        [(alias, msgspec.Raw, _NOTHING) for alias in names],
        rename=names,
        forbid_unknown_fields=strict,
        gc=False,
    )


def _getter(number: int) -> Callable[[Any], msgspec.Raw]:
    return attrgetter(f"f{number}")


def _inside(sent: msgspec.Raw | bytes, path: Iterable[str]) -> bytes:
    """Return the JSON at a path inside a value; nothing where it is null or missing."""
    for step in path:
        try:
            sent = msgspec.json.decode(sent, type=dict[str, msgspec.Raw])[step]
        except (msgspec.DecodeError, KeyError):
            return b""
    found = bytes(sent)
    return b"" if found in _ABSENT else found


def _default(column: Column) -> bytes:
    """Return a key column's value for a missing field, as JSON."""
    return b"" if column.missing is None else msgspec.json.encode(column.missing)
