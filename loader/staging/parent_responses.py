"""How the answers of many parents lie in one spool file.

Each response begins with a line of its own, which is no record: its ``listed`` is false, and its
``record`` is the list of the keys that the parent answered with. So what a parent no longer has can
be told where the records arrive, in the same transaction. The ``source`` of all lines of a visit
is a JSON list: the number (``seq``) of its first line, then the parent's key.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from loader.catalogue import Column, Endpoint
from loader.catalogue.parent import POSITION
from loader.extract.page_batch import PageBatch
from loader.staging.copy_job import copy_escaped


def render(endpoint: Endpoint, batch: PageBatch, first_seq: int) -> bytes:
    """The lines of a chunk of visits for a spool file, numbered from ``first_seq``."""
    return b"\n".join([*_lines(endpoint, batch, first_seq), b""])


def _lines(endpoint: Endpoint, batch: PageBatch, first_seq: int) -> Iterator[bytes]:
    names = _key_fields(endpoint)
    begin, first = 0, first_seq
    for response in batch.responses:
        end = begin + response.count
        source = copy_escaped(json.dumps([first, *response.parent]).encode())
        middle = b"\t%b\t%b\t" % (response.fetched_at.isoformat().encode(), source)
        keys = _keys(names, batch.keys[begin:end])
        yield b"%d%bfalse\t%b" % (first, middle, copy_escaped(keys))
        for place, record in enumerate(batch.records[begin:end], 1):
            yield b"%d%btrue\t%b" % (first + place, middle, copy_escaped(bytes(record)))
        begin, first = end, first + response.count + 1


def _key_fields(endpoint: Endpoint) -> list[str]:
    """The record's own fields that identify it beside its parent."""
    by_name = {c.name: c for c in endpoint.all_columns if isinstance(c, Column)}
    return [by_name[name].source for name in endpoint.key if name in by_name]


def _keys(names: Sequence[str], keys: Sequence[tuple[bytes, ...]]) -> bytes:
    """The keys as a JSON list of objects; by position where records have none of their own."""
    if not names:
        return json.dumps([{POSITION: place} for place in range(1, len(keys) + 1)]).encode()
    labels = [json.dumps(name).encode() for name in names]
    objects = (
        # A record that is no object has itself for a key: it is rejected where it arrives.
        b",".join(
            b"%b:%b" % (name, part or b"null") for name, part in zip(labels, key, strict=False)
        )
        for key in keys
    )
    return b"[%b]" % b",".join(b"{%b}" % one for one in objects)
