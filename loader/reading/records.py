"""A first look at each record: its key, when it was modified, fields the catalogue does not know.

Records stay raw bytes; only their top level is split, so that this costs about a microsecond.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from loader.catalogue import Endpoint
from loader.reading.cursor import instant

_MODIFIED_ON = "modifiedOn"


@dataclass(frozen=True)
class Look:
    """Of some records, in their order: keys as raw JSON, and ``modifiedOn`` (UTC) where it is
    an instant."""

    keys: list[tuple[bytes, ...]]
    modified: list[datetime | None]

    @property
    def earliest(self) -> datetime | None:
        """The least ``modifiedOn``."""
        return min((moment for moment in self.modified if moment), default=None)

    @property
    def latest(self) -> datetime | None:
        """The greatest ``modifiedOn``."""
        return max((moment for moment in self.modified if moment), default=None)


class Heads:
    """Reads the heads of one endpoint's records; one object serves one thread.

    ``unknown_fields`` collects the names of fields that the API sent and the catalogue lacks.
    """

    def __init__(self, fields: Iterable[str], key: tuple[str, ...]) -> None:
        self.unknown_fields: set[str] = set()
        self._known = dict.fromkeys([*fields, _MODIFIED_ON, *key])
        self._key = key
        self._decoder = self._build()

    @classmethod
    def of(cls, endpoint: Endpoint) -> Heads:
        """For the endpoint's own fields and key."""
        by_name = {column.name: column for column in endpoint.all_columns}
        columns = [by_name[name] for name in endpoint.key if name in by_name]
        return cls(endpoint.fields, tuple(column.fields[0] for column in columns))

    @classmethod
    def none(cls) -> Heads:
        """For readings whose records nobody looks at closely: every field is welcome."""
        return cls({}, ())

    def _build(self) -> msgspec.json.Decoder[Any]:
        # Fields are f0, f1, ...: an API name may be a Python keyword.
        names = list(self._known)
        head = msgspec.defstruct(
            "Head",
            [(f"f{i}", msgspec.Raw, msgspec.Raw(b"")) for i in range(len(names))],
            rename={f"f{i}": name for i, name in enumerate(names)},
            forbid_unknown_fields=True,
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
        self.unknown_fields |= set(names) - set(self._known)
        self._known |= dict.fromkeys(names)
        self._decoder = self._build()
        return self._decoder.decode(record)

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
            keys.append(tuple(bytes(getattr(head, self._attribute[name])) for name in self._key))
            text = bytes(getattr(head, self._attribute[_MODIFIED_ON]))[1:-1]
            modified.append(instant(text.decode("ascii", "replace")))
        return Look(keys, modified)
