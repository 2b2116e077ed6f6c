"""A page server that costs next to nothing: ``python -m benchmarks.pages``.

It serves the sandbox's records, copied with new ids until there are as many as requested. Export
feeds have pages; a list is one page. There are no filters, no rate limits and no expiring tokens:
the sandbox has those.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

import click

from loader import catalogue
from loader.catalogue import Source
from sandbox.data import DEFAULT_TODAY, make_store
from sandbox.feed_shapes import feed_bodies
from sandbox.store import Store
from sandbox.table import Table

_TOKEN = b'{"access_token":"bench","expires_in":86400}'
_NOTHING = b'{"page":1,"pageSize":5000,"hasMore":false,"totalCount":0,"data":[]}'
# Resources with fewer records than this are not copied: no tenant has a million business units.
_MANY = 100
_SCALE = 0.1
_NEXT_COPY = 10**10


class Resource:
    """One resource's records, each split at its id, so that a copy only needs a new id."""

    def __init__(self, table: Table, source: Source) -> None:
        self.is_feed = source.feed is not None
        slots = table.orders["feed" if self.is_feed else "id"].slots
        operation = source.export_operation or source.list_operation
        if operation is None:
            raise ValueError(f"{source.name} has neither feed nor list")
        record_bodies: Iterable[bytes] = (
            feed_bodies(table, operation, slots)
            if self.is_feed
            else map(table.record_bodies.__getitem__, slots)
        )
        keys = (table.keys[slot] for slot in slots)
        self._cut = [
            _cut_at_id(body, key[0] if isinstance(key, tuple) else key)
            for body, key in zip(record_bodies, keys, strict=True)
        ]
        self.size = len(self._cut)

    def page(self, first: int, size: int) -> bytes:
        """``size`` records from the ``first`` on, one copy after the other, as JSON."""
        original = len(self._cut)
        records = []
        for number in range(first, min(first + size, self.size)):
            copy, position = divmod(number, original)
            before, key, after = self._cut[position]
            records.append(b"%b%d%b" % (before, key + copy * _NEXT_COPY, after))
        return b",".join(records)


def _cut_at_id(body: bytes, key: int) -> tuple[bytes, int, bytes]:
    before, found, after = body.partition(b'"id":%d,' % key)
    if not found:
        raise ValueError(f"no id {key} in a record")
    return before + b'"id":', key, b"," + after


class Pages:
    """All resources of the core tables, with ``records`` records in total."""

    def __init__(self, records: int, page_size: int) -> None:
        self._page_size = page_size
        self._by_path: dict[str, Resource] = {}
        store = make_store(1, scale=_SCALE, seed=1, today=DEFAULT_TODAY)
        for endpoint in catalogue.select():
            for source in endpoint.sources:
                self._add(store, source)
        fixed = sum(r.size for r in self._by_path.values() if r.size < _MANY)
        many = [r for r in self._by_path.values() if r.size >= _MANY]
        times = (records - fixed) / sum(r.size for r in many)
        for resource in many:
            resource.size = round(resource.size * times)

    def _add(self, store: Store, source: Source) -> None:
        operation = source.export_operation or source.list_operation
        if operation is not None:
            resource = Resource(store.table(f"{source.area}/{source.list}"), source)
            self._by_path[operation.path.replace("{tenant}", "1")] = resource

    def counts(self) -> dict[str, int]:
        """Records by path (of tenant 1)."""
        return {path: resource.size for path, resource in self._by_path.items()}

    def answer(self, target: str) -> bytes:
        """The body for ``target``, a path with a query."""
        url = urlsplit(target)
        if url.path == "/counts":
            return json.dumps(self.counts()).encode()
        resource = self._by_path.get(url.path)
        if resource is None:
            return _NOTHING
        if not resource.is_feed:
            page = resource.page(0, resource.size)
            return b'{"page":1,"pageSize":5000,"hasMore":false,"totalCount":%d,"data":[%b]}' % (
                resource.size,
                page,
            )
        token = parse_qs(url.query).get("from", [""])[0]
        first = int(token[1:]) if token.startswith("p") else 0
        after = min(first + self._page_size, resource.size)
        more = b"true" if after < resource.size else b"false"
        return b'{"hasMore":%b,"continueFrom":"p%d","data":[%b]}' % (
            more,
            after,
            resource.page(first, self._page_size),
        )


class _Connection(asyncio.Protocol):
    """HTTP/1.1, as far as the loaders use it."""

    def __init__(self, pages: Pages, latency: float) -> None:
        self._pages = pages
        self._latency = latency
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport for answers."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 (TCP)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer once a request is complete."""
        self._received += data
        head, found, body = self._received.partition(b"\r\n\r\n")
        if not found:
            return
        first, *headers = head.decode("latin-1").split("\r\n")
        length = next(
            (int(h.split(":")[1]) for h in headers if h.lower().startswith("content-length:")), 0
        )
        if len(body) < length:
            return
        self._received = body[length:]
        method, target, _ = first.split(" ")
        if self._latency:
            loop = asyncio.get_running_loop()
            loop.call_later(self._latency, self._answer, method, target)
        else:
            self._answer(method, target)

    def _answer(self, method: str, target: str) -> None:
        body = _TOKEN if method == "POST" else self._pages.answer(target)
        self._transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            % len(body)
        )
        self._transport.write(body)


async def _serve(pages: Pages, latency: float) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(pages, latency), "127.0.0.1", 0)
    click.echo(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    await server.serve_forever()


@click.command()
@click.option("--records", default=100_000)
@click.option("--page-size", default=5000)
@click.option("--latency-ms", default=0.0)
def main(records: int, page_size: int, latency_ms: float) -> None:
    """Print the URL and serve until the process ends."""
    asyncio.run(_serve(Pages(records, page_size), latency_ms / 1000))


if __name__ == "__main__":
    main()
