"""Runs the sandbox in a thread of this process, or in the foreground."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import uvicorn

from sandbox import credentials
from sandbox.app import application
from sandbox.auth import TOKEN_SECONDS, Auth
from sandbox.data import DEFAULT_TODAY, make_store
from sandbox.export_feeds import PAGE_SIZE, Feeds
from sandbox.faults import Faults
from sandbox.kpi_reports.tenant import KpiReports
from sandbox.lists import Lists
from sandbox.reports import Reports
from sandbox.request_log import Hook, Hooks, RateLimit, RequestLog
from sandbox.state import Sandbox
from sandbox.store import Store

_START_SECONDS = 10.0


class PortTakenError(OSError):
    """The address is in use; the message names it and the remedy."""


class _Uvicorn(uvicorn.Server):
    """Stops at once: tests start and stop dozens of sandboxes, and uvicorn would wait."""

    async def main_loop(self) -> None:
        """Check every 20 ms whether to stop."""
        ticks = 0
        while not await self.on_tick(ticks):
            ticks += 1
            await asyncio.sleep(0.02)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close all connections without waiting for requests."""
        for server in self.servers:
            server.close()
        for listening in sockets or ():
            listening.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        for task in list(self.server_state.tasks):
            task.cancel()
        await asyncio.sleep(0.005)


class Server:
    """A sandbox on a listening socket, which it closes when it stops."""

    def __init__(self, sandbox: Sandbox, listening: socket.socket) -> None:
        self.sandbox = sandbox
        self._socket = listening
        self.host, self.port = listening.getsockname()[:2]
        self._uvicorn = _Uvicorn(
            uvicorn.Config(
                application(sandbox),
                loop="asyncio",
                http="h11",
                ws="none",
                lifespan="off",
                log_level="critical",
                access_log=False,
                date_header=False,  # the API sets it from the tenant's clock
            )
        )

    @property
    def api_url(self) -> str:
        """The base URL: what precedes ``/crm/v2/...``."""
        return f"http://{self.host}:{self.port}"

    @property
    def auth_url(self) -> str:
        """The token endpoint."""
        return f"{self.api_url}/connect/token"

    @property
    def tenant_ids(self) -> tuple[int, ...]:
        """The ids of the tenants that are served, in the order they were given."""
        return tuple(self.sandbox.stores)

    @property
    def store(self) -> Store:
        """The first tenant's records."""
        return self.sandbox.stores[self.tenant_ids[0]]

    def tenant(self, tenant_id: int) -> Store:
        """One tenant's records.

        Raises:
            KeyError: The tenant is not served.
        """
        return self.sandbox.stores[tenant_id]

    @property
    def auth(self) -> Auth:
        """Tokens and scopes."""
        return self.sandbox.auth

    @property
    def faults(self) -> Faults:
        """The faults, to be switched on and off."""
        return self.sandbox.faults

    @property
    def requests(self) -> RequestLog:
        """The log of requests."""
        return self.sandbox.requests

    @property
    def limit(self) -> RateLimit:
        """The rate limit of all requests."""
        return self.sandbox.limit

    @property
    def lists(self) -> Lists:
        """Options of the page lists."""
        return self.sandbox.lists

    @property
    def feeds(self) -> Feeds:
        """Options of the export feeds."""
        return self.sandbox.feeds

    @property
    def reports(self) -> Reports:
        """The reports and their rate limit."""
        return self.sandbox.reports

    @property
    def hooks(self) -> Hooks:
        """Callbacks that run between page reads: ``hooks.after("jobs", 2, action)``."""
        return self.sandbox.hooks

    def on_request(self, hook: Hook) -> Callable[[], None]:
        """Call ``hook`` with every request; see ``Hooks.on_request``."""
        return self.sandbox.hooks.on_request(hook)

    def after(self, pattern: str, count: int, action: Callable[[], None]) -> Callable[[], None]:
        """Call ``action`` after ``count`` matching requests; see ``Hooks.after``."""
        return self.sandbox.hooks.after(pattern, count, action)

    def environment(self, tenant_id: int | None = None) -> dict[str, str]:
        """The environment variables that point the loader at this server."""
        return {
            "SERVICETITAN_API_URL": self.api_url,
            "SERVICETITAN_AUTH_URL": self.auth_url,
            "SERVICETITAN_TENANT_ID": str(tenant_id or self.tenant_ids[0]),
            "SERVICETITAN_CLIENT_ID": credentials.CLIENT_ID,
            "SERVICETITAN_CLIENT_SECRET": credentials.CLIENT_SECRET,
            "SERVICETITAN_APP_KEY": credentials.APP_KEY,
        }

    def own_credentials(self, tenant_id: int) -> dict[str, str]:
        """The variables that hold one tenant's own credentials, beside those of others."""
        client_id, client_secret = credentials.client_of(tenant_id)
        return {
            f"SERVICETITAN_CLIENT_ID_{tenant_id}": client_id,
            f"SERVICETITAN_CLIENT_SECRET_{tenant_id}": client_secret,
        }

    def run(self) -> None:
        """Serve in the foreground until interrupted."""
        self._uvicorn.run(sockets=[self._socket])

    def start(self) -> threading.Thread:
        """Serve in a thread; return once requests are accepted.

        Raises:
            RuntimeError: It did not start in time.
        """
        thread = threading.Thread(target=self.run, name="sandbox", daemon=True)
        thread.start()
        patience = time.monotonic() + _START_SECONDS
        while not self._uvicorn.started:
            if time.monotonic() > patience or not thread.is_alive():
                raise RuntimeError("the sandbox did not start")
            time.sleep(0.005)
        return thread

    def stop(self, thread: threading.Thread) -> None:
        """Stop the thread, with any hanging request."""
        self._uvicorn.should_exit = True
        thread.join(_START_SECONDS)
        self._socket.close()


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket. It names its protocol, without which asyncio sets no TCP_NODELAY."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(256)
    except OSError as error:
        listening.close()
        raise PortTakenError(
            f"cannot listen on {host}:{port} ({error.strerror}): "
            "stop what uses that port, or choose another with --port"
        ) from error
    return listening


def build(
    *,
    scale: float = 1.0,
    seed: int = 1,
    tenants: Iterable[int] = (credentials.TENANT_ID,),
    today: str = DEFAULT_TODAY,
    host: str = credentials.HOST,
    port: int = credentials.PORT,
    token_seconds: float = TOKEN_SECONDS,
    feed_page_size: int = PAGE_SIZE,
    rate_limit: int | None = None,
    latency_ms: float = 0.0,
    alike: bool = False,
) -> Server:
    """Make a server that listens, and does not answer yet.

    Args:
        scale: 1.0 is 5,000 customers and 20,000 jobs.
        seed: Decides the data, together with the tenant's id.
        tenants: The ids of the tenants.
        today: The day (``YYYY-MM-DD``) on which the data ends and the tenants' clocks start. The
            default is fixed, so that tests are repeatable; ``sandbox.data.present_day()`` gives a
            history up to now.
        port: 0 picks a free one.
        token_seconds: How long a token is valid.
        feed_page_size: Records per page of an export feed.
        rate_limit: Requests per second and tenant; None for no limit.
        latency_ms: A delay of every response in milliseconds.
        alike: All tenants begin with the first one's records: hundreds of them cost no more to
            make than one, and every id is in each of them.

    Raises:
        PortTakenError: The address is in use.
        ValueError: There is no such day, or the scale is negative.
    """
    tenants = tuple(tenants)
    models = {tenant: tenants[0] if alike else tenant for tenant in tenants}
    stores = {
        tenant: make_store(model, scale=scale, seed=seed, today=today)
        for tenant, model in models.items()
    }
    sandbox = Sandbox(
        stores=stores,
        auth=Auth(stores.keys(), token_seconds),
        feeds=Feeds(feed_page_size),
        limit=RateLimit(rate_limit),
        reports=Reports({tenant: KpiReports(seed, model) for tenant, model in models.items()}),
    )
    sandbox.faults.latency_seconds = latency_ms / 1000
    return Server(sandbox, _listen(host, port))


@contextmanager
def serve(
    *,
    scale: float = 0.02,
    seed: int = 1,
    tenants: Iterable[int] = (credentials.TENANT_ID,),
    today: str = DEFAULT_TODAY,
    port: int = 0,
    token_seconds: float = TOKEN_SECONDS,
    feed_page_size: int = PAGE_SIZE,
    rate_limit: int | None = None,
    alike: bool = False,
) -> Iterator[Server]:
    """Run a server in a thread (arguments as in ``build``), and stop it on leaving.

    The first exception of a hook is raised on leaving, so that a test cannot miss it.
    """
    server = build(
        scale=scale,
        seed=seed,
        tenants=tenants,
        today=today,
        port=port,
        token_seconds=token_seconds,
        feed_page_size=feed_page_size,
        rate_limit=rate_limit,
        alike=alike,
    )
    thread = server.start()
    try:
        yield server
    finally:
        server.stop(thread)
    if server.hooks.errors:
        raise server.hooks.errors[0]
