"""Tries the credentials and the endpoints of many tenants at once."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from loader.api.client import ApiClient
from loader.catalogue import Source
from loader.catalogue.scopes import source_scopes
from loader.cli.selection import selected_endpoints
from loader.config import Environment
from loader.errors import AccessDenied, ApiError, LoaderError
from loader.signals import interruptible

# Tenants at once. They wait for the network.
_AT_ONCE = 16


@dataclass(frozen=True)
class Check:
    """What one tenant's credentials open.

    Attributes:
        readable: How many of the sources that its load reads.
        sources: How many there are.
        missing_scopes: Scopes to tick in the developer portal.
        problem: Why nothing could be tried, or what else went wrong; empty if all is well.
        remedy: What to do about it.
    """

    readable: int = 0
    sources: int = 0
    missing_scopes: tuple[str, ...] = ()
    problem: str = ""
    remedy: str = ""

    @property
    def is_good(self) -> bool:
        """Whether everything can be read."""
        return not (self.problem or self.missing_scopes)


def check_all(tenants: Sequence[Environment]) -> list[Check]:
    """Sign in as each tenant, and try each of its endpoints with one record.

    Raises:
        Interrupted: A signal ended it.
    """
    clients: list[ApiClient] = []

    def cancel() -> None:
        for client in tuple(clients):
            client.cancel()

    pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="check")
    try:
        with interruptible(cancel):
            return list(pool.map(lambda tenant: _check(tenant, clients), tenants))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _check(environment: Environment, clients: list[ApiClient]) -> Check:
    from loader.extract.endpoint_reader import probe

    sources: list[Source] = []
    denied: list[Source] = []
    failed: list[ApiError] = []
    try:
        endpoints = selected_endpoints((), (), environment, instead="reports check")
        sources = [source for endpoint in endpoints for source in endpoint.sources]
        client = ApiClient(environment.api())
        clients.append(client)
        client.sign_in()
    except LoaderError as error:
        return Check(0, len(sources), problem=error.cause, remedy=error.remedy)
    for source in sources:
        try:
            probe(client, source)
        except AccessDenied:
            denied.append(source)
        except ApiError as error:
            failed.append(error)
    readable = len(sources) - len(denied) - len(failed)
    if denied and not readable and not failed:
        return Check(
            0,
            len(sources),
            problem="Every endpoint answers HTTP 403: the tenant's admin has not connected this"
            " app, or tenant_id is another tenant's, or the app key another app's.",
            remedy="Settings > Integrations > API Application Access connects it.",
        )
    scopes = sorted({scope for source in denied for scope in source_scopes(source)})
    first = failed[0] if failed else None
    return Check(
        readable,
        len(sources),
        tuple(scopes),
        first.cause if first else "",
        first.remedy if first else "",
    )
